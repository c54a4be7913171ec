"""A believable approved list for demonstrations: invented organisations and people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import clock
from core.clock import LONDON
from programmes.types import Programme

from . import selectors, services
from .models import OfPrime, Provider, Spoc
from .parts import AUTHORISED_CALLERS, CONTRACTS, SECURITY_PLANS, SPOCS, SUPPLY_CHAIN, KeptPart
from .rules.ending import EndReason
from .rules.plans import Verdict

WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY
PLAN = (
    "The SPoC alone opens the monthly email, on an encrypted laptop, and tells each authorised caller the code face to "
    "face. It is never written down outside a locked cabinet, and leavers are reported on the same day."
)


class NotADemonstration(RuntimeError):
    """Invented providers were asked for where real calls are taken."""


@dataclass(frozen=True)
class Prime:
    """A prime with its callers by company; its own name stands for its own staff."""

    name: str
    programmes: tuple[Programme, ...]
    callers: Mapping[str, tuple[str, ...]]
    left: tuple[str, ...] = ()
    accepted: bool = True
    withdrawn: str = ""
    ended_callers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


PRIMES = (
    Prime(
        "Northfield Employment Services",
        (WP,),
        {
            "Northfield Employment Services": ("Margaret Ellis", "Imran Qureshi"),
            "Bramley Road Training": ("Aisha Rahman", "Tom Hargreaves"),
            "Kestrel Recruitment Ltd": ("Siobhán O'Neill", "Daniel Okonkwo"),
            "St Chad's Community Trust": ("Gurpreet Kaur Dhillon", "Rhys Llewellyn"),
        },
        left=("Wharfside Skills",),
        ended_callers={"Bramley Road Training": ("Kevin Doyle",)},
    ),
    Prime(
        "Harbour Works",
        (WP, MWA),
        {
            "Harbour Works": ("Catherine Anne Mackay", "Yusuf Demir"),
            "Tidewell Learning": ("Zoë Adeyemi", "Peter Smith-Jones"),
            "Bramley Road Training": ("Aisha Rahman",),
            "Kingsmoor Enterprise CIC": ("Wei Chen", "Helen Tregenza"),
        },
    ),
    Prime(
        "Pathway Partnerships",
        (WP,),
        {
            "Pathway Partnerships": ("Oluwaseun Bello", "Fiona MacDonald"),
            "Oak & Ash Employment": ("Łukasz Nowak", "Charlotte Webb"),
            "Second Chance Works": ("Dwayne Campbell", "Nadia Hussain"),
        },
        left=("Kestrel Recruitment Ltd",),
    ),
    Prime(
        "Calder Skills and Work",
        (MWA,),
        {
            "Calder Skills and Work": ("Joanne Barraclough", "Mohammed Iqbal"),
            "Millstone Skills": ("Priya Patel", "George Ackroyd"),
            "Tidewell Learning": ("Peter Smith-Jones",),
        },
    ),
    Prime(
        "Meridian Futures",
        (WP,),
        {"Meridian Futures": ("Stephen Vane",), "Second Chance Works": ("Nadia Hussain",)},
        withdrawn="Three calls for job-outcome tracking after a written warning.",
    ),
    Prime(
        "Larkhill Training",
        (WP,),
        {"Larkhill Training": ("Beatrice Osei",), "Green Lane Jobs": ("Callum Fraser",)},
        accepted=False,
    ),
)


@transaction.atomic
def load(today: date) -> None:
    """Put the invented list in; what is there already stays as it is. Raises NotADemonstration."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    for prime in PRIMES:
        if selectors.match_company(prime.name) is None:
            _Loader(prime, today).load()


@transaction.atomic
def appoint(*, user: User, prime_name: str, today: date) -> None:
    """Make someone, whose role is SPoC, one of an invented prime's SPoCs, once. Raises NotADemonstration."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    prime = selectors.match_prime(prime_name)
    if prime and not Spoc.objects.filter(user=user).exists():
        services.add_part(
            part=SPOCS,
            prime_id=prime.pk,
            values={"user": user, "started_on": today - timedelta(days=400), "telephone": "0113 496 0142"},
            actor=None,
            now=_noon(today),
        )


def _noon(day: date) -> datetime:
    """A day's noon, or now where that is still to come: nothing that is told has happened later than now."""
    return min(datetime.combine(day, time(12), LONDON), clock.now())


class _Loader:
    def __init__(self, prime: Prime, today: date) -> None:
        self.declared, self.today = prime, today
        self.began = today - timedelta(days=600)
        self.prime = services.add_provider(name=prime.name, is_prime=True, actor=None)

    def load(self) -> None:
        for programme in self.declared.programmes:
            self.add(CONTRACTS, programme=programme.value, starts_on=self.began)
        self._supply_chain()
        self._callers()
        self._standing()

    def add(self, part: KeptPart, **values: object) -> OfPrime:
        return services.add_part(part=part, prime_id=self.prime.pk, values=values, actor=None, now=_noon(self.today))

    def company(self, name: str) -> Provider:
        found = selectors.match_company(name)
        return found or services.add_provider(name=name, is_prime=False, actor=None)

    def _supply_chain(self) -> None:
        left_on = self.today - timedelta(days=90)
        for name in self.declared.callers:
            if name != self.declared.name:
                self.add(SUPPLY_CHAIN, subcontractor=self.company(name), starts_on=self.began)
        for name in self.declared.left:
            self.add(
                SUPPLY_CHAIN, subcontractor=self.company(name), starts_on=self.began, ends_on=left_on,
                end_reason=EndReason.TERMINATION.value,
            )  # fmt: skip

    def _callers(self) -> None:
        joined, left_on = self.began + timedelta(days=14), self.today - timedelta(days=30)
        for company, names in self.declared.callers.items():
            for name in names:
                self.add(AUTHORISED_CALLERS, company=self.company(company), full_name=name, starts_on=joined)
        for company, names in self.declared.ended_callers.items():
            for name in names:
                self.add(
                    AUTHORISED_CALLERS,
                    company=self.company(company),
                    full_name=name,
                    starts_on=joined,
                    ended_on=left_on,
                    end_reason="Left for a new job",
                )

    def _standing(self) -> None:
        received = self.began + timedelta(days=3)
        plan = self.add(SECURITY_PLANS, how_kept=PLAN, received_on=received, needs_updating=not self.declared.accepted)
        if self.declared.accepted:
            services.assess_plan(
                plan_id=plan.pk, version=plan.version, verdict=Verdict.ACCEPTED, reasons="", actor=None,
                now=_noon(received + timedelta(days=10)),
            )  # fmt: skip
        if self.declared.withdrawn:
            services.withdraw(prime_id=self.prime.pk, reason=self.declared.withdrawn, actor=None, now=_noon(self.today))
