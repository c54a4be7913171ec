"""What a provider does that cannot reach an agent: the one place that says so (L6, MWA 21)."""

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.policy import POLICIES, Policy


@dataclass(frozen=True)
class NotReached:
    """A programme's own words."""

    programme: str
    say: tuple[str, ...]


def if_not_reached(policies: Iterable[Policy] | None = None) -> tuple[NotReached, ...]:
    """For each programme, or each of those given, in its own words. Drawn by `line/_if_not_reached.html`."""
    return tuple(
        NotReached(policy.name, tuple(policy.word(line) for line in policy.if_not_reached.say))
        for policy in policies or POLICIES.values()
    )
