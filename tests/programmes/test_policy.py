"""Both policies are whole, a third would do, and what is said is said in the programme's own words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programmes.policy import POLICIES, BadPolicy, Policy, Script, policy
from programmes.types import (
    PAYMENT_GROUPS,
    AdviceRow,
    CautionKind,
    DeclinedPurpose,
    DeskColumn,
    Programme,
    QuestionKind,
    SigningDayAndCycle,
    Weekday,
)
from providers.rules import Ineligible

WP, MWA = policy(Programme.WORK_PROGRAMME), policy(Programme.MANDATORY_WORK_ACTIVITY)
TODAY = date(2026, 11, 20)


def third(**changes: object) -> Policy:
    """A programme of the future: nothing but a declaration."""
    fields: dict[str, object] = {
        "name": "Trailblazer", "the_name": "the Trailblazer", "participant": "jobseeker", "participants": "jobseekers",
        "failure_words": "failed to attend", "guide": "MWA", "names_agent": True,
    }  # fmt: skip
    return replace(MWA, **{**fields, **changes})


@pytest.mark.req("P1")
def test_every_programme_has_its_policy() -> None:
    assert set(POLICIES) == set(Programme)
    for programme in Programme:
        assert policy(programme).programme is programme
        assert policy(programme.value) is policy(programme)


@pytest.mark.req("P1")
def test_a_word_that_is_no_programme() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        policy("nonsense")


@pytest.mark.req("P1")
def test_a_third_programme_is_a_declaration() -> None:
    made = third()
    assert made.script(Script.ASK_PARTICIPANT)[0] == "What is the jobseeker's National Insurance number?"
    assert made.script(Script.ASK_FAILURE_DATE) == ("On what date did the jobseeker fail to attend?",)
    assert made.advice_paragraphs[AdviceRow.RAISE_LIVE] == ("MWA 31",)
    assert made.cautions_for(told_in_advance=True, referred_on=TODAY, today=TODAY) == ()
    assert made.route("DMA").name


@pytest.mark.req("P1")
@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"questions": ()}, "questions is empty"),
        ({"questions": (QuestionKind.REFERRAL_DATE,) * 2}, "a question twice"),
        ({"wording": {}}, "no wording for referring_officer"),
        ({"routes": MWA.routes * 2}, "a route twice"),
        ({"declined": {}}, "no words for job_outcome"),
        ({"advice_paragraphs": {}}, "no paragraphs for raise_live"),
        ({"advice_paragraphs": dict.fromkeys(AdviceRow, ("34",))}, "advice raise_live does not cite"),
        ({"question_paragraphs": ()}, "questions does not cite"),
        ({"guide": "WP"}, "does not cite"),
        ({"failure_words": "did not attend"}, "failure words"),
        ({"own_scripts": {Script.OPENING: ("Hello {nobody}",)}}, "cannot be filled"),
        ({"write_down": ("{",)}, "cannot be filled"),
    ],
)
def test_a_policy_that_leaves_something_out_is_refused_as_it_is_made(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(BadPolicy, match=fault):
        third(**changes)


@pytest.mark.req("P1")
def test_a_policy_may_say_things_differently() -> None:
    assert third(own_scripts={Script.CLOSING: ("Bye, {participants}.",)}).script(Script.CLOSING) == (
        "Bye, jobseekers.",
    )


@pytest.mark.req("P2")
@pytest.mark.parametrize(("said", "word", "other"), [(WP, "participant", "claimant"), (MWA, "claimant", "participant")])
def test_the_programmes_own_word_is_used_everywhere(said: Policy, word: str, other: str) -> None:
    lines = [
        *(line for script in Script for line in said.script(script)),
        *(said.word(text) for question in said.wording.values() for text in (question.name, question.ask)),
        *(said.word(line) for words in said.declined.values() for line in words.say),
        *(said.word(column) for column in said.desk_aide.columns),
        *said.desk_aide.before, *said.desk_aide.from_the_referral, *said.desk_aide.about_each,
        *said.desk_aide.afterwards, *said.write_down, *map(said.word, said.if_not_reached.say),
    ]  # fmt: skip
    assert any(word in line for line in lines)
    assert not [line for line in lines if other in line.lower()]
    assert not [line for line in lines if "{" in said.word(line)]


@pytest.mark.req("E7")
@pytest.mark.parametrize("said", [WP, MWA])
def test_a_caller_who_is_not_eligible_hears_no_reason(said: Policy) -> None:
    lines = said.script(Script.NOT_ELIGIBLE)
    assert not [line for line in lines if "{" in line or "[" in line]  # nothing that a reason could be filled into
    words = " ".join(lines).lower()
    assert not [reason for reason in Ineligible if reason.lower() in words]
    details = ("company", "prime", "list", "contract", "supply chain", "authorised", "plan", "withdrawn", "name")
    assert not [detail for detail in details if detail in words]
    assert "single point of contact" in words


@pytest.mark.req("E3", "E7")
def test_a_caller_who_is_not_eligible_hears_the_same_from_either_programme() -> None:
    assert WP.script(Script.NOT_ELIGIBLE) == MWA.script(Script.NOT_ELIGIBLE)


@pytest.mark.req("P3")
def test_routes_and_their_signposts() -> None:
    assert [(route.code, route.sanction) for route in WP.routes] == [("WP08", "lower level"), ("PRE01", "higher level")]
    assert "Chapter 4b" in WP.route("WP08").signpost
    assert "Chapter 6" in WP.route("PRE01").signpost
    assert [route.code for route in MWA.routes] == ["DMA"]
    with pytest.raises(KeyError):
        MWA.route("WP08")


@pytest.mark.req("S2")
def test_mandatory_work_activity_asks_all_but_the_payment_group() -> None:
    assert set(WP.questions) == set(QuestionKind)
    assert set(WP.questions) - set(MWA.questions) == {QuestionKind.PAYMENT_GROUP}
    assert len(PAYMENT_GROUPS) == 9


@pytest.mark.req("S2")
def test_a_signing_cycle_is_one_of_two() -> None:
    assert str(SigningDayAndCycle(Weekday.TUESDAY, 2)) == "Tuesday, cycle 2"
    with pytest.raises(ValueError, match="1 or 2"):
        SigningDayAndCycle(Weekday.TUESDAY, 3)


@pytest.mark.req("L4")
@pytest.mark.parametrize("said", POLICIES.values())
def test_the_opening_says_that_calls_are_recorded(said: Policy) -> None:
    assert any("all calls are recorded" in line for line in said.opening)


@pytest.mark.req("E5")
@pytest.mark.parametrize("said", POLICIES.values())
@pytest.mark.parametrize("purpose", DeclinedPurpose)
def test_every_declined_purpose_has_words(said: Policy, purpose: DeclinedPurpose) -> None:
    assert said.declined[purpose].say


@pytest.mark.req("S7")
@pytest.mark.parametrize("said", POLICIES.values())
def test_the_neutral_script_names_neither_flag(said: Policy) -> None:
    words = " ".join(said.script(Script.BLOCKED)).lower()
    assert "nominated jobcentre plus contact" in words
    assert "mappa" not in words
    assert "special" not in words


@pytest.mark.req("C10")
@pytest.mark.parametrize(
    ("told", "days_ago", "kinds"),
    [
        (False, 60, []),
        (None, 60, []),
        (True, 60, [CautionKind.TOLD_IN_ADVANCE]),
        (False, 15, [CautionKind.RECENT_REFERRAL]),  # received a day later: fourteen days ago
        (False, 16, []),
        (True, 0, [CautionKind.TOLD_IN_ADVANCE, CautionKind.RECENT_REFERRAL]),
    ],
)
def test_cautions_of_the_work_programme(told: bool | None, days_ago: int, kinds: list[CautionKind]) -> None:
    apply = WP.cautions_for(told_in_advance=told, referred_on=TODAY - timedelta(days=days_ago), today=TODAY)
    assert [caution.kind for caution in apply] == kinds
    assert all("as soon as possible" in WP.word(caution.say[-1]) for caution in apply)
    assert all(caution.paragraphs == ("WP 9", "WP 10") for caution in apply)


@pytest.mark.req("C10")
def test_mandatory_work_activity_has_no_cautions() -> None:
    assert WP.asks_told_in_advance
    assert not MWA.asks_told_in_advance
    assert MWA.cautions_for(told_in_advance=True, referred_on=TODAY, today=TODAY) == ()


@pytest.mark.req("C5")
@pytest.mark.req("C6")
@pytest.mark.req("C7")
@pytest.mark.req("C8")
def test_the_paragraphs_of_the_advice() -> None:
    assert [WP.advice_paragraphs[row] for row in AdviceRow] == [("WP 34",), ("WP 35",), ("WP 36",), ("WP 37", "WP 38")]
    assert [MWA.advice_paragraphs[row] for row in AdviceRow] == [
        ("MWA 31",), ("MWA 32",), ("MWA 33",), ("MWA 34", "MWA 35"),
    ]  # fmt: skip


@pytest.mark.req("R2")
def test_what_to_write_down() -> None:
    assert MWA.names_agent
    assert any("name of the agent" in line for line in MWA.write_down)
    assert not WP.names_agent
    assert not any("agent" in line for line in WP.write_down)
    assert WP.desk_aide.columns == (*MWA.desk_aide.columns, DeskColumn.RECORD_UPDATED)


@pytest.mark.req("K1")
@pytest.mark.req("K2")
@pytest.mark.req("K3")
def test_complaints_go_the_programmes_own_way() -> None:
    assert [step for step in WP.complaint_route.about_agent] == ["The agent's manager", "The manager's own manager"]
    assert len(MWA.complaint_route.about_agent) == 3
    assert "Complaints Resolution Team" in MWA.complaint_route.about_agent[-1]
    assert "performance manager" in WP.complaint_route.about_service[0]


@pytest.mark.req("L6")
def test_two_consecutive_days_without_an_agent() -> None:
    assert "two consecutive days" in MWA.if_not_reached.say[0]
    assert MWA.if_not_reached.paragraphs == ("MWA 21",)
