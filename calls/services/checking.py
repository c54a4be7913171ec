"""After the check: the date, what to look up, what LMS shows, and the advice (C1 to C10)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.actions import Action
from circumstances import selectors as circumstances
from circumstances.rules import advice as table
from circumstances.rules.advice import Comparison, Facts
from circumstances.rules.telling import MOVED_ON, SIGNED_OFF_ON
from core.crypto import fingerprint
from programmes.policy import Caution, policy
from programmes.types import Programme

from .. import sealing
from ..models import Advice, CallParticipant
from ..rules import Detail
from ..state import Taken, recorded
from .turn import Refusal, Turn


@dataclass(frozen=True)
class Told:
    """What the caller is told of one participant, laid out as the desk aide's table (R2)."""

    signed_off: str = ""
    address: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()  # the kinds that applied (C10); the words are the policy's

    @property
    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each detail that there is, with its label, in the order of the desk aide."""
        rows = (
            ("Date signed off", self.date_signed_off),
            ("Right address", (*self.address, *self.moved)),
            ("Right contact number" if len(self.phones) == 1 else "Right contact numbers", self.phones),
            ("Employment", self.employment),
            ("Other changes", self.others),
        )
        return [(label, lines) for label, lines in rows if lines]

    @property
    def date_signed_off(self) -> tuple[str, ...]:
        """The same under a label that says what it is the date of."""
        return (self.signed_off.removeprefix(SIGNED_OFF_ON).removesuffix("."),) if self.signed_off else ()

    @property
    def sentences(self) -> list[str]:
        """The details as they are read out."""
        said = [self.signed_off] if self.signed_off else []
        if self.address:
            said += [f"The right address is {', '.join(self.address)}.", *self.moved]
        if self.phones:
            numbers = "number is" if len(self.phones) == 1 else "numbers are"
            said.append(f"The right contact {numbers} {', '.join(self.phones)}.")
        return [*said, *(f"{line}." for line in self.employment)]

    @property
    def moved(self) -> tuple[str, ...]:
        """When they moved to the right address: beside that it is no other change."""
        return tuple(line for line in self.other if self.address and line.startswith(MOVED_ON))

    @property
    def others(self) -> tuple[str, ...]:
        """The changes that nothing else of what is read out tells of."""
        return tuple(line for line in self.other if line not in self.moved)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> "Told":
        """The same again from JSON, which knows no tuples."""
        lists = {name: tuple(held.get(name, ())) for name in cls.__dataclass_fields__ if name != "signed_off"}
        return cls(held["signed_off"], **lists)


def digest_of(shown: Any) -> str:
    """A keyed digest of what a page shows, for its form to carry: it tells nothing, and changes with what is shown."""
    return fingerprint(json.dumps(shown, sort_keys=True).encode(), purpose="shown").hex()


@dataclass(frozen=True)
class Finding:
    """The advice that the table gives for a participant now, and everything to be told with it."""

    facts: Facts
    advice: table.Advice
    told: Told
    cautions: tuple[Caution, ...]
    moved_unchecked: bool

    @property
    def digest(self) -> str:
        """Changes when what was shown would no longer be what is recorded."""
        return digest_of([table.facts_to_json(self.facts), self.told.to_json()])


def record_failure_date(turn: Turn, taken: Taken, *, failed_on: date, told_in_advance: bool | None) -> Refusal | None:
    """Record when the participant failed to take part (C1), and whether the provider was told in advance (C10)."""
    participant = policy(Programme(turn.call.programme)).participant
    if failed_on > turn.today:
        return Refusal("The date must not be in the future.", "failed_on")
    if failed_on < circumstances.referred_on(taken.referral_id):
        return Refusal(
            f"The date cannot be before the {participant} was referred. Check it with the caller.", "failed_on"
        )
    taken.row.failed_on, taken.row.told_in_advance = failed_on, told_in_advance
    taken.row.save(update_fields=["failed_on", "told_in_advance"])
    turn.record(Action.FAILURE_DATE_RECORDED, subject=taken.subject)
    return None


def record_asked(turn: Turn, taken: Taken, *, asked: Collection[Detail]) -> None:
    """Record what the caller asks to have checked (C2). What was compared of anything else is dropped."""
    taken.row.asked, taken.row.accepted = sorted(asked), None
    _drop_unwanted(taken.row, wanted=asked)
    taken.row.save(update_fields=["asked", "accepted", "address", "phone"])
    turn.record(Action.DETAILS_REQUESTED, subject=taken.subject, asked=taken.row.asked)


def record_accepted(turn: Turn, taken: Taken, *, accepted: Collection[Detail]) -> None:
    """Record what the caller accepts of what was offered (C2)."""
    taken.row.accepted = sorted(accepted)
    _drop_unwanted(taken.row, wanted={*map(Detail, taken.row.asked or ()), *accepted})
    taken.row.save(update_fields=["accepted", "address", "phone"])
    turn.record(Action.DETAILS_REQUESTED, subject=taken.subject, accepted=taken.row.accepted)


def contact_details(turn: Turn, taken: Taken) -> circumstances.ContactDetails:
    """LMS's address and numbers, those that are wanted alone (C2). Who shows them calls `record_shown`."""
    wanted = wanted_of(taken.row)
    held = circumstances.contact_details(taken.referral_id, today=turn.today)
    return circumstances.ContactDetails(
        address=held.address if Detail.ADDRESS in wanted else (),
        phones=held.phones if Detail.PHONE in wanted else (),
    )


def record_shown(turn: Turn, taken: Taken) -> None:
    """Record that the wanted details are shown, each time that they are (C2)."""
    shown = sorted(wanted_of(taken.row) - {Detail.ENTITLEMENT})
    turn.record(Action.DETAILS_SHOWN, subject=taken.subject, shown=shown)


def record_comparison(turn: Turn, taken: Taken, *, address: Comparison | None, phone: Comparison | None) -> None:
    """Record whether the provider's address and numbers are LMS's (C3)."""
    taken.row.address, taken.row.phone = address, phone
    taken.row.save(update_fields=["address", "phone"])
    turn.record(Action.DETAILS_COMPARED, subject=taken.subject, address=address, phone=phone)


def cautions_of(turn: Turn, taken: Taken) -> tuple[Caution, ...]:
    """Why Provider Direct may not be appropriate for this participant (C10)."""
    return policy(Programme(turn.call.programme)).cautions_for(
        told_in_advance=taken.row.told_in_advance,
        # The newest, not the original that the security check rests on: it is what the provider received lately.
        referred_on=circumstances.latest_referred_on(taken.referral_id),
        today=turn.today,
    )


def find(turn: Turn, taken: Taken) -> Finding:
    """Look up benefit and work on the day, and take the advice from the table (C4 to C10)."""
    row = taken.row
    held = circumstances.circumstances(taken.referral_id, on=recorded(row.failed_on), today=turn.today)
    facts = Facts(
        in_receipt=held.in_receipt,
        live_now=held.live_now,
        address=Comparison(row.address or Comparison.NOT_CHECKED),
        phone=Comparison(row.phone or Comparison.NOT_CHECKED),
    )
    cautions = cautions_of(turn, taken)
    return Finding(
        facts=facts,
        advice=table.advise(facts),
        told=_told(held, facts, cautions),
        cautions=cautions,
        moved_unchecked=held.moved_since_referral and facts.address is Comparison.NOT_CHECKED,
    )


def _told(held: circumstances.Circumstances, facts: Facts, cautions: tuple[Caution, ...]) -> Told:
    """What is read out: the right details only where the provider's differ (C3, C6)."""
    return Told(
        signed_off=held.signed_off_words,
        address=held.address if facts.address is Comparison.DIFFERENT else (),
        phones=held.phones if facts.phone is Comparison.DIFFERENT else (),
        employment=held.employment_lines,
        other=held.other_lines,
        cautions=tuple(caution.kind for caution in cautions),
    )


def record_advice(turn: Turn, taken: Taken, *, finding: Finding, given_raise: bool, reason: str) -> None:
    """Record the advice given, the facts and the table's version (C9). A departure needs its reason."""
    told = sealing.seal(json.dumps(finding.told.to_json()), participant_id=taken.row.pk)
    taken.row.advice = Advice.objects.create(
        participant=taken.row, security_check=taken.check,
        row=finding.advice.row, raise_doubt=finding.advice.raise_doubt,
        facts=table.facts_to_json(finding.facts), table_version=table.TABLE_VERSION, given_raise_doubt=given_raise,
        departure_reason=reason, given_at=turn.at, given_by=turn.actor,
        told_key_id=told.key_id, told_nonce=told.nonce, told_ciphertext=told.ciphertext,
    )  # fmt: skip
    turn.record(Action.ADVICE_RECORDED, subject=taken.subject, row=finding.advice.row, departed=bool(reason))


def told(advice: Advice) -> Told:
    """What the caller was told when this advice was given."""
    return Told.from_json(json.loads(sealing.unseal(advice)))


def wanted_of(row: CallParticipant) -> set[Detail]:
    """What the caller asked for or accepted."""
    return {Detail(detail) for detail in (*(row.asked or ()), *(row.accepted or ()))}


def _drop_unwanted(row: CallParticipant, *, wanted: Collection[Detail]) -> None:
    row.address = row.address if Detail.ADDRESS in wanted else None
    row.phone = row.phone if Detail.PHONE in wanted else None
