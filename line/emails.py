"""What SPoCs are told of an outage, composed by the worker as each email is sent (L5, L6; WP 56; MWA 50)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from core import clock
from core.dates import with_weekday
from notices.kinds import Content, NotWanted, register
from notices.models import Notice
from programmes.policy import Policy
from providers.contracts import programmes_of
from providers.selectors import spoc_of

from . import rules
from .models import Expectation, Outage
from .reaching import if_not_reached

DECLARED, PUT_RIGHT, OVER = "outage declared", "outage put right", "outage over"


def register_all() -> None:
    """Let the outbox know who writes these."""
    register(DECLARED, _to_spocs(declared))
    register(PUT_RIGHT, _to_spocs(put_right))
    register(OVER, _to_spocs(over))


def _to_spocs(compose: Callable[[Notice, Sequence[Policy]], Content]) -> Callable[[Notice], Content]:
    """Only for someone who is still a SPoC when it is sent, and in the words of their prime's programmes."""

    def composed(notice: Notice) -> Content:
        now = clock.now()
        spoc = spoc_of(notice.recipient_id, now)
        if spoc is None:
            raise NotWanted
        return compose(notice, programmes_of(spoc.prime_id, now.date()))

    return composed


def declared(notice: Notice, policies: Sequence[Policy]) -> Content:
    """That there is an outage. Held up until it is over, it is not wanted: the other email says that it was."""
    newest = _newest(_outage(notice.about))
    return Content("Provider Direct cannot take calls", f"{_problem(newest.outage)}\n\n{_until_then(newest, policies)}")


def put_right(notice: Notice, policies: Sequence[Policy]) -> Content:
    """That something else is expected now. Only the newest is wanted, and none once the outage is over."""
    told = Expectation.objects.select_related("outage").get(pk=notice.about.partition(":")[2])
    if _newest(told.outage).pk != told.pk:
        raise NotWanted
    expected = f"{_problem(told.outage)}\n\n{_until_then(told, policies)}"
    text = f"We told you of an outage. This is what we expect now.\n\n{expected}"
    return Content("Provider Direct cannot take calls: what we expect now", text)


def over(notice: Notice, _policies: Sequence[Policy]) -> Content:
    """That it is over, and what was done. It holds all that the first email said, should that have been held up."""
    outage = _outage(notice.about)
    if outage.ended_at is None:
        raise NotWanted
    text = (
        f"The outage is over. Provider Direct can take calls again, in its usual hours.\n\n"
        f"It was declared at {_moment(outage.declared_at)} and ended at {_moment(outage.ended_at)}.\n"
        f"The problem: {outage.nature}\nWhat was done: {outage.done}\n"
    )
    return Content("Provider Direct can take calls again", text)


def _outage(about: str) -> Outage:
    return Outage.objects.get(pk=about.partition(":")[2])


def _newest(outage: Outage) -> Expectation:
    """What is expected of an outage that goes on. Raises NotWanted where it is over."""
    if outage.ended_at is not None:
        raise NotWanted
    return outage.expectations.select_related("outage").latest("number")


def _problem(outage: Outage) -> str:
    return (
        f"Provider Direct has not been able to take calls since {_moment(outage.declared_at)}.\n"
        f"The problem: {outage.nature}"
    )


def _until_then(told: Expectation, policies: Sequence[Policy]) -> str:
    reaching = "\n".join(f"{each.programme}: {' '.join(each.say)}" for each in if_not_reached(policies))
    return (
        f"{_expected(told)}\nUntil then: {told.to_do}\n\n{reaching}\n\n"
        "You will be told when it is over. Please tell your authorised callers.\n"
    )


def _expected(told: Expectation) -> str:
    if told.ends_at is None:
        return rules.expected_words(None, told.told_at)
    return f"It is expected to be over by {_moment(told.ends_at)}."


def _moment(moment: datetime) -> str:
    here = moment.astimezone(clock.LONDON)
    return f"{here:%H:%M} on {with_weekday(here)}"
