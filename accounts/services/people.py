"""Adding people and changing what they may do (G1). Done by the business management team, or by a command."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from audit.actions import Action
from audit.services import record
from core import crypto

from ..models import Invitation, User
from ..rules import Role
from .second_factor import withdraw_second_factor
from .sign_in import chain_of

INVITATION_DAYS = 7


class PersonExists(Exception):
    """Someone has this email address already."""


class BadInvitation(Exception):
    """The link is unknown, used, withdrawn or too old."""


class NotYourOwn(Exception):
    """People do not change their own role, standing or second factor: a colleague does."""


class NotAllowed(Exception):
    """Whoever asks is not, or no longer, an active member of the business management team."""


class LastBusinessManager(Exception):
    """This is the last active person of the business management team: nobody could let anyone in again."""


@dataclass(frozen=True)
class Invited:
    """A person and the token of their invitation link, which exists nowhere else from here on."""

    user: User
    token: str


@transaction.atomic
def create_person(*, email: str, full_name: str, role: Role, actor: User | None) -> Invited:
    """Add someone who chooses a password by invitation. `actor` None is the command line.

    Raises PersonExists, NotAllowed.
    """
    _managers(actor)
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise PersonExists
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, None, full_name=full_name, role=role)
    except IntegrityError:  # added at the same moment by someone else
        raise PersonExists from None
    record(Action.PERSON_ADDED, chain=chain_of(user), actor=actor, subject=chain_of(user), detail={"role": role})
    return _new_invitation(user, actor)


@transaction.atomic
def invite(*, user_id: int, actor: User | None) -> Invited:
    """A new invitation link for someone who has not chosen a password yet; the former link stops working.

    Raises NotAllowed, also for someone who has a password: that is `reset_second_factor`.
    """
    _managers(actor)
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    if user.has_usable_password() or not user.is_active:
        raise NotAllowed
    return _new_invitation(user, actor)


@transaction.atomic
def accept_invitation(*, mark: str, password: str) -> User:
    """Set the password by the link of this mark, which is then used up.

    Raises BadInvitation, or django's ValidationError for a weak password (the link stays good).
    """
    # The person's row before the link, as whoever withdraws a link takes them; then the link as it stands by now.
    User.objects.select_for_update(no_key=True).get(pk=open_invitation(mark).user_id)
    invitation = open_invitation(mark)
    _set_password(invitation.user, password)
    Invitation.objects.filter(pk=invitation.pk).update(used_at=Now())
    record(
        Action.PASSWORD_CHOSEN,
        chain=chain_of(invitation.user),
        actor=invitation.user,
        detail={"by": "invitation"},
    )
    return invitation.user


def invitation_mark(token: str) -> str:
    """What stands for a link's token once it was followed: its keyed digest, which no link can be made from again."""
    return _fingerprint(token).hex()


def open_invitation(mark: str) -> Invitation:
    """The invitation whose link has this mark. Raises BadInvitation."""
    fingerprint = bytes.fromhex(mark)
    invitation = (
        Invitation.objects.filter(
            fingerprint=fingerprint, used_at=None, withdrawn_at=None, expires_at__gt=Now(), user__is_active=True
        )
        .select_related("user")
        .first()
    )
    if invitation is None:
        raise BadInvitation
    return invitation


@transaction.atomic
def reset_second_factor(*, user_id: int, actor: User | None) -> Invited:
    """Destroy someone's second factor, password and session, and invite them again.

    The password goes too, so that knowing it is not enough to enrol in the person's place.
    Raises NotYourOwn, NotAllowed (also for someone inactive).
    """
    _managers(actor)
    user = _other(user_id, actor)
    if not user.is_active:
        raise NotAllowed
    withdraw_second_factor(user)
    user.set_unusable_password()
    user.session_token = ""
    user.save(update_fields=["password", "session_token"])
    record(Action.SECOND_FACTOR_RESET, chain=chain_of(user), actor=actor, subject=chain_of(user))
    return _new_invitation(user, actor)


@transaction.atomic
def set_active(*, user_id: int, active: bool, actor: User | None) -> User:
    """Let someone in again, or shut them out at once, on every page. Raises NotYourOwn, NotAllowed,
    LastBusinessManager."""
    managers = _managers(actor)
    user = _other(user_id, actor)
    if user.is_active == active:
        return user
    if not active:
        _keep_a_manager(managers, user)
        _withdraw_invitations(user)
    user.is_active, user.session_token = active, ""
    user.save(update_fields=["is_active", "session_token"])
    _record_change(user, actor, {"active": active})
    return user


@transaction.atomic
def change_role(*, user_id: int, role: Role, actor: User | None) -> User:
    """Give someone another role, from their next page on. Raises NotYourOwn, NotAllowed, LastBusinessManager.

    Whose row as a SPoC still runs counts as none from here on: who is a SPoC is decided by the role too.
    """
    managers = _managers(actor)
    user = _other(user_id, actor)
    if user.role == role:
        return user
    _keep_a_manager(managers, user)
    before, user.role = user.role, role
    user.save(update_fields=["role"])
    _record_change(user, actor, {"role": role, "before": before})
    return user


@transaction.atomic
def correct_person(*, user_id: int, email: str, full_name: str, actor: User | None) -> User:
    """Put a person's name and address right; they sign in with the new address from then on, and are sent all to it.

    The record says which was changed, never to what. Raises NotYourOwn, NotAllowed, PersonExists.
    """
    _managers(actor)
    user = _other(user_id, actor)
    wanted = {"email": email.strip().lower(), "full_name": full_name}
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    if not changed:
        return user
    user.email, user.full_name = wanted["email"], wanted["full_name"]
    try:
        with transaction.atomic():
            user.save(update_fields=changed)
    except IntegrityError:
        raise PersonExists from None
    _record_change(user, actor, {"fields": changed})
    return user


def _managers(actor: User | None) -> set[int]:
    """Everyone active in the business management team, locked: two who shut each other out take turns."""
    managers = User.objects.select_for_update(no_key=True).filter(role=Role.BMT, is_active=True).order_by("pk")
    found = {manager.pk for manager in managers}
    if actor is not None and actor.pk not in found:
        raise NotAllowed
    return found


def _other(user_id: int, actor: User | None) -> User:
    if actor is not None and actor.pk == user_id:
        raise NotYourOwn
    return User.objects.select_for_update(no_key=True).get(pk=user_id)


def _keep_a_manager(managers: set[int], user: User) -> None:
    if managers == {user.pk}:
        raise LastBusinessManager


def _set_password(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])


def _new_invitation(user: User, actor: User | None) -> Invited:
    _withdraw_invitations(user)
    token = secrets.token_urlsafe(32)
    # Invitations live in real time, like sessions: the database's own clock says when one is too old.
    Invitation.objects.create(
        user=user, fingerprint=_fingerprint(token), expires_at=Now() + timedelta(days=INVITATION_DAYS)
    )
    record(Action.PERSON_INVITED, chain=chain_of(user), actor=actor, subject=chain_of(user))
    return Invited(user=user, token=token)


def _withdraw_invitations(user: User) -> None:
    Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=Now())


def _record_change(user: User, actor: User | None, detail: dict[str, object]) -> None:
    record(Action.PERSON_CHANGED, chain=chain_of(user), actor=actor, subject=chain_of(user), detail=detail)


def _fingerprint(token: str) -> bytes:
    return crypto.fingerprint(token.encode(), purpose="invitation")
