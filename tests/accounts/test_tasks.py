import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.tasks import forget_dead_sessions

from .factories import UserFactory, sign_in


@pytest.mark.req("G1")
@pytest.mark.django_db
def test_sessions_past_their_time_are_forgotten_and_others_are_not() -> None:
    dead, alive = sign_in(Client(), UserFactory()), sign_in(Client(), UserFactory())
    Session.objects.filter(pk=dead.session.session_key).update(expire_date="2020-01-01T00:00:00Z")
    forget_dead_sessions()
    assert [session.pk for session in Session.objects.all()] == [alive.session.session_key]
