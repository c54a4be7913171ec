"""Which policy belongs to which programme (P1). A third is one module here and one line in `Programme`."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from .declaration import MOST_IN_ONE_CALL, PHONE_NUMBER, BadPolicy, Caution, Policy, Route, Words
from .questions import Question
from .scripts import Script
from .types import Programme

__all__ = [
    "MOST_IN_ONE_CALL",
    "PHONE_NUMBER",
    "POLICIES",
    "BadPolicy",
    "Caution",
    "Policy",
    "Question",
    "Route",
    "Script",
    "Words",
    "policy",
]

# Made at import, so that a policy that leaves something out stops the start, not a call.
POLICIES: Mapping[Programme, Policy] = MappingProxyType(
    {programme: import_module(f"{__package__}.{programme.value}").POLICY for programme in Programme}
)


def policy(programme: Programme | str) -> Policy:
    """The programme's policy. Raises ValueError for a word that is no programme."""
    return POLICIES[Programme(programme)]
