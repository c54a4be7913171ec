"""A prime and the business management team at their pages of security plans, for tests."""

from datetime import date

from django.test import Client

from accounts.models import User
from accounts.rules import Role
from core import clock
from notices.models import Notice
from providers import plan_emails as emails
from providers import plans
from providers.models import SecurityPlan
from providers.rules.plans import PlanState, Verdict
from providers.selectors import plan_accepted
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers import factories as make

MINE = "/providers/mine/security-plan/"
SEND = f"{MINE}send/"
ANSWERS = {"how_kept": "One person opens the email.\nThe code is told face to face.", "needs_updating": "no"}


class Desk:
    """A prime with its SPoC and someone of the business management team, each at their pages."""

    def __init__(self, *, accepted: bool = False) -> None:
        self.prime = make.ProviderFactory(prime=True)
        self.spoc = make.SpocFactory(prime=self.prime)
        self.keeper: User = UserFactory(role=Role.BMT)
        if accepted:
            make.SecurityPlanFactory(prime=self.prime)
        self.own, self.bmt = sign_in(Client(), self.spoc.user), sign_in(Client(), self.keeper)

    @property
    def newest(self) -> SecurityPlan:
        return SecurityPlan.objects.filter(prime=self.prime).first()

    @property
    def has_access(self) -> bool:
        return plan_accepted(self.prime.pk, today=clock.today())

    def state(self) -> PlanState:
        return plans.sheet(self.newest).state

    def send(self, **typed: str):
        form = {"after": plans.newest_mark(self.prime.pk), **ANSWERS, **typed}
        return self.own.post(SEND, form, follow=True)

    def address(self, page: str = "") -> str:
        return f"/providers/{self.prime.pk}/security-plans/{self.newest.pk}/{page}"

    def decide(self, verdict: Verdict, reasons: str = ""):
        form = {"version": self.newest.version, "verdict": verdict.value, "reasons": reasons}
        return self.bmt.post(self.address(), form, follow=True)

    def deed(self, day: date):
        form = {f"received_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
        return self.bmt.post(self.address("deed/"), form | {"version": self.newest.version}, follow=True)


def said(response) -> str:
    return text_of(assert_valid_html(response))


def told(user: User) -> list[str]:
    notices = Notice.objects.filter(recipient=user, kind=emails.PLAN_ASSESSED).order_by("pk")
    return [notice.about for notice in notices]
