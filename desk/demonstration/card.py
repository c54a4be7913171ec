"""The crib card: how to sign in as each role, and what to say when playing the caller. For a terminal."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from textwrap import wrap

from accesscodes.services import demonstration_code as access_code
from accounts.models import TotpDevice
from accounts.services import demonstration_code as six_digits
from circumstances import selectors as circumstances
from circumstances.models import Referral
from circumstances.rules import advice as table
from circumstances.rules.advice import Comparison, Facts
from core.dates import in_words
from line.selectors import line_state
from programmes.policy import Policy, policy
from programmes.types import Programme

from .callers import playable
from .participants import Named, named
from .people import PASSWORD, PEOPLE, Somebody, only_in_a_demonstration

WIDTH = 96


def lines(*, address: str, now: datetime) -> Iterator[str]:
    """The card, line by line. Raises NotADemonstration."""
    only_in_a_demonstration()
    yield from _signing_in(address)
    yield from _closed(now)
    for programme in Programme:
        yield from _calling(policy(programme), now)


def _signing_in(address: str) -> Iterator[str]:
    yield from ("", "SIGN IN", f"at {address} with the password for everyone: {PASSWORD}", "")
    yield f"{'role':<26}{'email address':<22}{'six digits':<12}secret for an authenticator app"
    for person in PEOPLE:
        yield f"{person.role.capitalize():<26}{person.email:<22}{_digits(person):<12}{person.totp_secret}"
    yield ""
    yield "The six digits change every 30 seconds and work once. While the service runs, new ones come from"
    yield f"  DEMONSTRATION=1 .venv/bin/python manage.py demonstration_code {PEOPLE[0].email}"


def _closed(now: datetime) -> Iterator[str]:
    """That no call can be taken now, and from when: at the true time the line may be closed."""
    state = line_state(now)
    if state.open:
        return
    yield from ("", "", "THE LINE IS CLOSED")
    when = state.next_opening
    yield (
        f"No call can be opened until {when:%A} {in_words(when.date())}, {when:%H:%M}." if when
        else "No call can be opened."
    )  # fmt: skip
    yield "Without CLOCK=real, the clock runs ahead to when the line is open."


def _digits(person: Somebody) -> str:
    try:
        return six_digits(email=person.email)
    except TotpDevice.DoesNotExist:
        return "not set up"


def _calling(programme: Policy, now: datetime) -> Iterator[str]:
    """One programme's part: who is ringing, and each participant to ask about."""
    people = _people(programme.programme)
    prime_id = people[0][1].prime_id if people else None
    caller = playable(programme.programme, now=now, prime_id=prime_id)
    yield from ("", "", f"PLAY THE CALLER: {programme.name.upper()}")
    if caller is None:
        yield "Nobody on the approved list can ring about this programme today."
        return
    yield f"You are {caller.caller} of {caller.company}."
    yield f"Prime provider: {caller.prime}"
    yield f"Route: {_routes(programme)}"
    yield f"Access code: {' '.join(access_code(caller.prime_id, at=now))}"
    yield "             1 2 3 4 5 6 7 8"
    for person, referral in people:
        yield from ("", *_participant(person, referral, programme, now.date()))
    yield from (
        "",
        f"Not found: any other number, for example PP 99 99 99 D, {people[0][0].full_name}." if people else "",
    )


def _routes(programme: Policy) -> str:
    return " or ".join(route.code for route in programme.routes)


def _people(programme: Programme) -> list[tuple[Named, Referral]]:
    """The named participants that are loaded. The first one's date of referral tells when that was."""
    guess = {person.reference: person for person in named(programme, date.min + timedelta(days=2000))}
    held = {row.reference: row for row in Referral.objects.filter(reference__in=guess)}
    first = next(iter(guess.values()))
    if first.reference not in held:
        return []
    anchor = held[first.reference].referred_on + timedelta(days=first.story.referred)
    return [(person, held[person.reference]) for person in named(programme, anchor) if person.reference in held]


def _participant(person: Named, referral: Referral, programme: Policy, today: date) -> Iterator[str]:
    held = ", ".join((*person.first_address, person.phone))
    yield f"{person.place + 1}. {person.full_name}, {_spaced(person.nino)}. {person.story.what}"
    for line in (
        *_answers(person),
        f"Date of failure {in_words(person.failed_on)}. You hold: {held}",
        f"Expect: {_expected(person, referral, programme, today)}",
    ):
        yield from wrap(line, WIDTH, initial_indent="   ", subsequent_indent="     ")


def _answers(person: Named) -> Iterator[str]:
    referred = f"Referred {in_words(person.referred_on)}, or the day after"
    if person.story.only_the_date:
        yield referred
        return
    (name, initials), (day, cycle) = person.officer, person.signing
    group = f"Payment group {person.payment_group}. " if person.payment_group else ""
    yield f"{referred}. {group}Signs {day.capitalize()}, cycle {cycle}"
    yield f"Officer {name} ({initials}). Last employer {person.employer}. Qualification {person.qualification}"


def _expected(person: Named, referral: Referral, programme: Policy, today: date) -> str:
    """What the console says of this participant today, by the same rules that it goes by."""
    found = circumstances.find_participant(
        nino=person.nino, name=person.full_name, prime_id=referral.prime_id, programme=person.programme
    )
    if not isinstance(found, circumstances.Found):
        return "not dealt with here, and no question asked"
    held = circumstances.circumstances(found.referral_id, on=person.failed_on, today=today)
    if held.universal_credit:
        return "Universal Credit, said after the security question"
    compared = Comparison.SAME if person.story.moved is None else Comparison.DIFFERENT
    advice = table.advise(Facts(held.in_receipt, held.live_now, compared, Comparison.SAME))
    cautions = programme.cautions_for(told_in_advance=False, referred_on=referral.referred_on, today=today)
    early = ", with a caution that it was referred in the last two weeks" if cautions else ""
    verdict = "raise" if advice.raise_doubt else "do not raise"
    return f"{verdict}{early}. {advice.reason_for(programme)}"


def _spaced(nino: str) -> str:
    return " ".join((nino[:2], nino[2:4], nino[4:6], nino[6:8], nino[8:]))
