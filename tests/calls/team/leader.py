"""A team leader at the console, as a browser without script would be used."""

from dataclasses import dataclass, field

from django.http import HttpResponse

from accounts.models import User
from accounts.rules import Role
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import Tape
from tests.html import assert_valid_html, text_of


def team_leader() -> User:
    return UserFactory(role=Role.TEAM_LEADER)


@dataclass
class Leader:
    """One team leader, signed in."""

    user: User = field(default_factory=team_leader)
    client: Tape = field(default_factory=Tape)

    def __post_init__(self) -> None:
        sign_in(self.client, self.user)

    def get(self, path: str) -> HttpResponse:
        return self.client.get(path, follow=True)

    def reads(self, path: str) -> str:
        """All words of a page, which is parsed strictly."""
        return text_of(assert_valid_html(self.get(path)))

    def posts(self, path: str, **typed: object) -> str:
        """All words of the page that follows."""
        return text_of(assert_valid_html(self.client.post(path, typed, follow=True)))
