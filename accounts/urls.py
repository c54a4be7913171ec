"""Signing in, one's own account, people, and the record."""

from django.urls import path

from .views import account, home, invitation, people, record, second_factor, sign_in

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("sign-in/second-factor/", second_factor.second_factor, name="second-factor"),
    path("sign-in/recovery-code/", second_factor.recovery_code, name="use-recovery-code"),
    path("sign-in/set-up/", second_factor.enrol, name="enrol"),
    path("invitation/", invitation.accept, name="accept-invitation"),
    path("invitation/follow/", invitation.follow, name="follow-invitation"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change-password"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery-codes"),
    path("account/recovery-codes/kept/", account.recovery_codes_kept, name="recovery-codes-kept"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add-person"),
    path("people/<row:user_id>/", people.person, name="person"),
    path("people/<row:user_id>/name-and-address/", people.correct, name="correct-person"),
    path("people/<row:user_id>/role/", people.change_role, name="change-role"),
    path("people/<row:user_id>/invitation/", people.invite, name="invite-person"),
    path("people/<row:user_id>/second-factor/", people.reset_second_factor, name="reset-second-factor"),
    path("people/<row:user_id>/deactivate/", people.set_active, name="deactivate-person"),
    path("people/<row:user_id>/reactivate/", people.set_active, name="reactivate-person"),
    path("audit/", record.record, name="record"),
    path("audit/chain/<str:chain>/", record.record_chain, name="record-chain"),
]
