"""Where an authorised caller stands, in words for the SPoC who keeps the list (E3). Pure."""

from datetime import date
from enum import StrEnum

from .eligibility import holds_on


class CallerStanding(StrEnum):
    """The value is the word on the SPoC's page."""

    AUTHORISED = "Authorised"
    NOT_YET = "Not yet"
    COMPANY_LEFT = "Organisation has left"
    ENDED = "Ended"

    @property
    def colour(self) -> str:
        """The colour of its label; the word says the same."""
        return {CallerStanding.AUTHORISED: "green", CallerStanding.COMPANY_LEFT: "red"}.get(self, "grey")


def caller_standing(*, today: date, starts_on: date, ended_on: date | None, company_in_chain: bool) -> CallerStanding:
    """Ended comes first: of someone who may not call any more it does not matter where their organisation is."""
    if ended_on is not None and ended_on <= today:
        return CallerStanding.ENDED
    if not company_in_chain:
        return CallerStanding.COMPANY_LEFT
    return CallerStanding.AUTHORISED if holds_on(today, starts_on, ended_on) else CallerStanding.NOT_YET
