"""Two people at once, on two connections: nobody is answered with a deadlock, and the first wins."""

import threading

import pytest
from django.db import transaction

from accounts import services
from accounts.models import User
from accounts.rules import Role
from tests.accesscodes.racing import PATIENCE_IN_SECONDS, Rival
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("G1")]
NEW = "three odd words together"


def test_a_link_that_is_being_withdrawn_chooses_no_password() -> None:
    manager = UserFactory(role=Role.BMT)
    invited = services.create_person(email="new@example.com", full_name="New Person", role=Role.AGENT, actor=manager)
    mark = services.invitation_mark(invited.token)
    rival = Rival(lambda: services.accept_invitation(mark=mark, password=NEW))
    thread = threading.Thread(target=rival.run)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=invited.user.pk)  # as `set_active` begins
        thread.start()
        rival.wait_until_stopped_by_a_lock(thread)
        services.set_active(user_id=invited.user.pk, active=False, actor=manager)
    thread.join(PATIENCE_IN_SECONDS)
    assert rival.waited
    assert isinstance(rival.error, services.BadInvitation)
    assert not User.objects.get(pk=invited.user.pk).has_usable_password()
