"""Which programmes a prime has contracts for: in whose words its SPoCs are told anything (P1, G1)."""

from datetime import date

from django.db.models import Q

from programmes.policy import POLICIES, Policy

from .models import Contract


def programmes_of(prime_id: int, today: date, *, also_ended: bool = False) -> tuple[Policy, ...]:
    """The programmes that the prime has a contract for that day, or also those that it had one for before.

    All of them where it has none, so that nobody is left without words. One query.
    """
    begun = Contract.objects.filter(prime=prime_id, starts_on__lte=today)
    running = begun if also_ended else begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    held = set(running.values_list("programme", flat=True))
    return tuple(policy for programme, policy in POLICIES.items() if programme.value in held) or tuple(
        POLICIES.values()
    )
