"""Input for complaints."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.forms import DateField3, FileField, RadioField, SelectField, TextareaField, TextField, YesNoField, choices
from core.uploads import LARGEST_FILE, LARGEST_FILE_MB
from incidents.rules import personal
from incidents.rules.personal import Detail
from incidents.rules.proforma import call_reference
from programmes.policy import POLICIES, Policy, policy
from programmes.types import Programme

from . import selectors
from .rules import LONGEST, About, How, Received

OLDEST = date(2011, 6, 1)
"""The Work Programme began in June 2011: nothing here is older."""
REOPEN = "This page is not whole. Open it again from the complaint"
SELECT_AGAIN = "Select the file again: a page that comes back cannot keep it"
OTHER_PROGRAMME = "This call was about {}. Change the programme, or check the reference"
NO_SUCH_CALL = "No call of this provider has this reference. Check it, or leave it empty and say when the call was"
ABOUT = ((About.AGENT.value, "An agent"), (About.SERVICE.value, "The service, such as waiting or the security process"))
KINDS = {"pdf", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv", "txt", "eml", "msg", "png", "jpg", "jpeg"}


def evidence_field(*, required: bool = False) -> FileField:
    return FileField(
        label="Evidence" if not required else "File",
        required=required,
        help_text=f"A document, a list or a picture, {LARGEST_FILE_MB} MB at most. "
        "Leave out anything about participants.",
    )


def _stage() -> forms.IntegerField:
    """The number of the stage that a page is about: another may be open by the time that it is sent."""
    return forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": REOPEN, "invalid": REOPEN})


class EvidenceInput(forms.Form):
    """What every form with a file checks of it."""

    def clean_evidence(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["evidence"]
        if file is None:
            return None
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(f"The file must be {LARGEST_FILE_MB} MB or smaller. Send the part that matters")
        if (file.name or "").rpartition(".")[2].lower() not in KINDS:
            raise ValidationError("The file must be a document, a list or a picture, such as PDF, Word, CSV or PNG")
        return file


class ComplaintForm(EvidenceInput):
    """A complaint as a SPoC makes it."""

    about = RadioField(label="What is the complaint about?", choices=ABOUT)
    programme = RadioField(
        label="Which programme?", choices=[(each.value, held.name) for each, held in POLICIES.items()]
    )
    what = TextareaField(
        label="What happened?", missing="Enter what happened", max_length=LONGEST,
        help_text="When it was and what was said or done. Leave out names and numbers of participants.",
    )  # fmt: skip
    wants = TextareaField(label="What should be done about it?", required=False, rows=3, max_length=LONGEST)
    agent_said = TextField(label="Name of the agent, if you know it", required=False)
    call = TextField(
        label="Reference of the call, if you know it", required=False, letter_by_letter=True, max_length=20,
        help_text="8 letters and digits. It is on your statement of calls.",
    )  # fmt: skip
    evidence = evidence_field()
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order: tuple[str, ...] = ("about", "programme", "what", "wants", "agent_said", "call", "evidence")

    def __init__(
        self, *args: Any, prime_id: int | None = None, programmes: Iterable[Policy] | None = None, **kwargs: Any
    ) -> None:
        """`prime_id` is whose complaint it is, where the form does not ask; `programmes` are those to choose from."""
        kwargs["initial"] = {"token": uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.prime_id = prime_id
        if programmes is not None:
            asked = cast("forms.ChoiceField", self.fields["programme"])
            asked.choices = [(each.programme.value, each.name) for each in programmes]

    def clean(self) -> dict[str, Any]:
        """A reference that would be left out is told, and not lost; nor is a file, which no browser sends twice."""
        ref, prime = self.cleaned_data.get("call"), self.prime_id or self.cleaned_data.get("prime")
        if ref and prime:
            self._check_call(selectors.programme_of_call(int(prime), ref), self.cleaned_data.get("programme"))
        if self.errors and self.cleaned_data.get("evidence"):
            self.add_error("evidence", SELECT_AGAIN)
        return self.cleaned_data

    def _check_call(self, about: str | None, said: str | None) -> None:
        if about is None:
            self.add_error("call", NO_SUCH_CALL)
        elif said and said != about:
            self.add_error("call", OTHER_PROGRAMME.format(policy(about).name))

    def clean_what(self) -> str:
        return _without_numbers(self.cleaned_data["what"])

    def clean_wants(self) -> str:
        return _without_numbers(self.cleaned_data["wants"])

    def clean_call(self) -> str:
        """The reference in capitals. Raises ValidationError for one that no call can have."""
        typed: str = self.cleaned_data["call"]
        if typed and not call_reference(typed):
            raise ValidationError("The reference must be 8 letters and digits, or leave it empty")
        return call_reference(typed)

    def clean_token(self) -> UUID:
        return self.cleaned_data["token"] or uuid4()

    def received(self, *, how: How, contact: str, received_on: date) -> Received:
        """What the service is given."""
        given = self.cleaned_data
        return Received(
            programme=Programme(given["programme"]), about=About(given["about"]), how=how, contact=contact,
            what=given["what"], wants=given["wants"], agent_said=given["agent_said"], call_ref=given["call"],
            received_on=received_on,
        )  # fmt: skip


class EnteredComplaintForm(ComplaintForm):
    """A complaint as somebody here enters it for a provider."""

    prime = SelectField(label="Prime provider", missing="Select the prime provider")
    contact = TextField(label="Who complains?", missing="Enter the name of the person who complains")
    how = RadioField(
        label="How did it come?", choices=[(each.value, each.value.capitalize()) for each in (How.TELEPHONE, How.EMAIL)]
    )
    received_on = DateField3(label="When did it come?", noun="The date")

    field_order = ("prime", "contact", "how", "received_on", *ComplaintForm.field_order)

    def __init__(self, *args: Any, primes: Iterable[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        prime = self.fields["prime"]
        self.fields["call"].help_text = "8 letters and digits, as the provider reads it from its statement of calls."
        prime.choices = choices([(str(pk), name) for pk, name in primes], "Choose")  # type: ignore[attr-defined]

    def clean_received_on(self) -> date:
        return _not_future(self.cleaned_data["received_on"], self.today)

    def as_received(self) -> Received:
        """What the service is given."""
        given = self.cleaned_data
        return self.received(how=How(given["how"]), contact=given["contact"], received_on=given["received_on"])


class MoreEvidenceForm(EvidenceInput):
    """One more file."""

    evidence = evidence_field(required=True)


class TemplateSentForm(forms.Form):
    """The day on which the template went to the Complaints Resolution Team."""

    sent_on = DateField3(label="When was it sent?", noun="The date")

    def __init__(self, *args: Any, today: date, came_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.came_on = today, came_on

    def clean_sent_on(self) -> date:
        day = _not_future(self.cleaned_data["sent_on"], self.today)
        if day < self.came_on:
            raise ValidationError("The date must not be before the complaint came")
        return day


class AnswerForm(forms.Form):
    """The answer of one stage: the one that its page was drawn from."""

    answer = TextareaField(
        label="What was the answer?", missing="Enter the answer: nothing is closed without one", max_length=LONGEST,
        help_text="As the provider was told it. The SPoC can read it here.",
    )  # fmt: skip
    owner = TextField(label="Who gave it?", missing="Enter the name of whoever gave the answer")
    answered_on = DateField3(label="When was the provider told?", noun="The date")
    satisfied = RadioField(
        label="Is the provider satisfied?",
        choices=(("yes", "Yes"), ("no", "No, it goes further"), ("unknown", "It has not said")),
    )
    stage = _stage()

    def __init__(
        self, *args: Any, today: date, not_before: date, last: bool = False, settles: bool = True, **kwargs: Any
    ) -> None:
        """`not_before` is the day on which it came, or its template was sent; `last` says that nobody is further on.

        Where the SPoC says by itself whether it is satisfied, the form `settles` nothing.
        """
        super().__init__(*args, **kwargs)
        self.today, self.not_before = today, not_before
        if not settles:
            del self.fields["satisfied"]
        elif last:
            self.fields["satisfied"].choices = (  # type: ignore[attr-defined]
                ("yes", "Yes"), ("no", "No, but this was the last stage"), ("unknown", "It has not said"),
            )  # fmt: skip

    def clean_answered_on(self) -> date:
        day = _not_future(self.cleaned_data["answered_on"], self.today)
        if day < self.not_before:
            raise ValidationError("The date must not be before the complaint came, or its template was sent")
        return day

    @property
    def said_satisfied(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("satisfied", ""))


class SettleForm(forms.Form):
    """What the provider says of an answer."""

    satisfied = YesNoField(label="Are you satisfied with the answer?")
    stage = _stage()

    def __init__(self, *args: Any, by_provider: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_provider:
            self.fields["satisfied"].label = "Is the provider satisfied with the answer?"


def _without_numbers(text: str) -> str:
    if Detail.NINO in personal.seen_in(text):
        raise ValidationError("Leave out National Insurance numbers. The date and time of the call are enough")
    return text


def _not_future(day: date, today: date) -> date:
    if day > today:
        raise ValidationError("The date must be today or in the past")
    if day < OLDEST:
        raise ValidationError("The date must be after May 2011, when the programmes began")
    return day
