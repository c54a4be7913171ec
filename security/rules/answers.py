"""An answer as JSON, to be kept between two pages."""

from datetime import date

from programmes.types import QuestionKind, SigningDayAndCycle, Weekday

from .mark import FREE, Answer

Json = str | int | list[str | int]


def to_json(answer: Answer) -> Json:
    match answer:
        case date():
            return answer.isoformat()
        case SigningDayAndCycle(day=day, cycle=cycle):
            return [day.value, cycle]
        case _:
            return answer


def from_json(kind: QuestionKind, value: Json) -> Answer:
    """The answer again. Raises ValueError where the value is not one of this kind."""
    match kind, value:
        case QuestionKind.REFERRAL_DATE, str():
            return date.fromisoformat(value)
        case QuestionKind.SIGNING_DAY_AND_CYCLE, [str() as day, int() as cycle]:
            return SigningDayAndCycle(Weekday(day), cycle)
        case QuestionKind.PAYMENT_GROUP, int():
            return value
        case _, str() if kind in FREE:
            return value
    raise ValueError(f"Not an answer to {kind}.")
