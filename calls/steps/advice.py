"""The advice, the reason, the paragraphs, and the details to read out (C4 to C10)."""

from typing import Any, cast

from django import forms

from audit.actions import Action
from core.forms import RadioField
from programmes.policy import Policy
from programmes.scripts import Script

from ..services import checking
from ..services.turn import Refusal, Turn
from ..state import recorded
from ..team.forms import WARNING, OthersReadField
from .after_check import AfterCheck
from .base import Spot
from .fields import QUESTION, DigestField, paragraphs_of

CHANGED = "LMS has changed since this page was shown. Read the advice again before you record it"


class AdviceForm(forms.Form):
    """Whether the agent followed the table; departing from it needs a reason (C9).

    `shown` carries a digest of what the page showed, so that nothing else is recorded.
    """

    shown = DigestField()
    given = RadioField(
        label="What did you advise?", missing="Select what you advised", look=QUESTION, choices=(),
        reveals={"departed": "reason"},
    )  # fmt: skip
    reason = OthersReadField(
        label="Why did you advise otherwise?",
        help_text=f"The caller hears this in the read-back, and your team leader sees it. {WARNING}",
        max_length=500,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, finding: checking.Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding
        self.fields["shown"].initial = finding.digest
        table, otherwise = "Raise the doubt", "Do not raise the doubt"
        if not finding.advice.raise_doubt:
            table, otherwise = otherwise, table
        self.fields["given"].choices = [  # type: ignore[attr-defined]
            ("followed", f"{table}, as above"),
            ("departed", f"{otherwise}, against the guidance"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("given") != "departed":
            self.errors.pop("reason", None)  # out of sight, and read by nobody
        elif not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why you advised otherwise")
        return cleaned

    @property
    def departed(self) -> bool:
        return bool(self.cleaned_data["given"] == "departed")

    @property
    def given_raise(self) -> bool:
        """What the agent says was advised."""
        return self.finding.advice.raise_doubt != self.departed

    @property
    def departure(self) -> str:
        """The reason for departing from the table; empty where it was followed."""
        return str(self.cleaned_data["reason"]) if self.departed else ""


class GiveAdvice(AfterCheck):
    slug = "advice"
    label = "Advice"
    group = "Advice"
    button = "Record the advice"
    form_class = AdviceForm

    def done(self, spot: Spot) -> bool:
        return spot.participant.advised

    def form(self, spot: Spot, turn: Turn, data: Any = None) -> forms.Form:
        return AdviceForm(data, finding=checking.find(turn, spot.participant))

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        finding = cast(AdviceForm, form).finding
        policy = spot.state.policy
        turn.record(Action.ADVICE_SHOWN, subject=spot.participant.subject, row=finding.advice.row)
        return {
            "finding": finding,
            "script": _said(finding, policy),
            "verdict": f"{'Raise' if finding.advice.raise_doubt else 'Do not raise'} a {policy.doubt}",
            "reason": finding.advice.reason_for(policy),
            "paragraphs": finding.advice.paragraphs_for(policy),
            "cautions": paragraphs_of(finding.cautions) if finding.advice.raise_doubt else [],
            "route": policy.route(recorded(spot.state.call.route)),
        }

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        form = cast(AdviceForm, form)
        if form.cleaned_data["shown"] != form.finding.digest:
            return Refusal(CHANGED)
        checking.record_advice(
            turn, spot.participant, finding=form.finding, given_raise=form.given_raise, reason=form.departure
        )
        return None


def _said(finding: checking.Finding, policy: Policy) -> list[str]:
    """The advice as it is read out from beginning to end: what to do, why, and everything that goes with it."""
    told = finding.told
    if told.others:
        changes = Script.OTHER_CHANGES if told.sentences else Script.CHANGES
    else:
        changes = Script.NO_OTHER_CHANGES if told.sentences else Script.NO_CHANGES
    [seen, *caveat] = policy.script(changes)
    return [
        *policy.script(Script.RAISE if finding.advice.raise_doubt else Script.DO_NOT_RAISE),
        finding.advice.reason_for(policy),
        *finding.advice.unchecked,
        *told.sentences,
        seen,
        *told.others,
        *caveat,
        *(policy.words_of(told.cautions) if finding.advice.raise_doubt else ()),
    ]
