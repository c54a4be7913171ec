"""Mandatory Work Activity, as declared data. Paragraphs are those of the Mandatory Work Activity guidance."""

from types import MappingProxyType

from .declaration import ComplaintRoute, DeskAide, Policy, Route, Words
from .types import AdviceRow, ComplaintStage, DeclinedPurpose, DeskColumn, Programme, QuestionKind

POLICY = Policy(
    programme=Programme.MANDATORY_WORK_ACTIVITY,
    name="Mandatory Work Activity",
    the_name="Mandatory Work Activity",
    guide="MWA",
    participant="claimant",
    participants="claimants",
    doubt="compliance doubt",
    failure_words="failed to participate in Mandatory Work Activity",
    questions=(
        QuestionKind.REFERRING_OFFICER,
        QuestionKind.EMPLOYMENT_HISTORY,
        QuestionKind.QUALIFICATIONS,
        QuestionKind.SIGNING_DAY_AND_CYCLE,
        QuestionKind.REFERRAL_DATE,
    ),
    question_paragraphs=("MWA 23", "MWA 25", "MWA 26"),
    routes=(
        Route(
            code="DMA",
            name="Decision Making and Appeals referral",
            sanction="",
            signpost="",
            paragraphs=("MWA 2",),
        ),
    ),
    declined={
        DeclinedPurpose.JOB_OUTCOME: Words(
            "Job outcome tracking",
            ("This service is not for tracking job outcomes, so I cannot help with that.",),
            ("MWA 7",),
        ),
        DeclinedPurpose.UNIVERSAL_CREDIT: Words(
            "Universal Credit claim",
            ("I cannot help with Universal Credit claims. I do not have access to the systems that I would need.",),
            ("MWA note",),
        ),
        DeclinedPurpose.OTHER: Words(
            "Anything else",
            (
                "This service is only for checking details before you decide on a DMA referral.",
                "For anything else, please speak to your performance manager.",
            ),
            ("MWA 1", "MWA 2", "MWA 7"),
        ),
    },
    advice_paragraphs={
        AdviceRow.RAISE_LIVE: ("MWA 31",),
        AdviceRow.DO_NOT_RAISE_DETAILS_CHANGED: ("MWA 32",),
        AdviceRow.RAISE_DORMANT: ("MWA 33",),
        AdviceRow.DO_NOT_RAISE_NO_BENEFIT: ("MWA 34", "MWA 35"),
    },
    complaint_route=ComplaintRoute(
        agent_stages=MappingProxyType(
            {
                ComplaintStage.AGENT: "The agent",
                ComplaintStage.TEAM_LEADER: "A team leader",
                ComplaintStage.RESOLUTION_TEAM: "The Complaints Resolution Team, by the complaints template",
            }
        ),
        service_stages=MappingProxyType({ComplaintStage.PERFORMANCE_MANAGER: "Your performance manager"}),
        paragraphs=("MWA 48", "MWA 49"),
    ),
    write_down=(
        "The date of this call",
        "Whether you were advised to raise a referral and, if not, why not",
        "The name of the agent you spoke to",
    ),
    names_agent=True,
    if_not_reached=Words(
        "If you cannot get through",
        (
            "If you cannot reach an agent within two consecutive days of finding out that a {participant} failed to "
            "participate, raise the {doubt}.",
        ),
        ("MWA 21",),
    ),
    desk_aide=DeskAide(
        before=(
            "The access code that is in force now: you will be asked for three of its characters",
            "The name of your prime provider",
            "How many claimants you will ask about: up to ten in one call",
        ),
        from_the_referral=(
            "Referring officer's initials or name",
            "Employment history, for example the last employer",
            "Selected qualifications",
            "Signing day and cycle",
            "Date of referral to Mandatory Work Activity",
        ),
        about_each=(
            "The date on which the claimant failed to participate: the call cannot go on without it",
            "What you need to know about the claimant",
            "Whether the claimant was still in receipt of benefit on that date",
            "The correct address and phone number",
            "Whether the claimant has started work, and the employer and start date if known",
            "Anything else that may be relevant",
        ),
        columns=(
            DeskColumn.DATE_SIGNED_OFF,
            DeskColumn.NEW_ADDRESS,
            DeskColumn.NEW_PHONE_NUMBER,
            DeskColumn.EMPLOYMENT_DETAILS,
            DeskColumn.OTHER,
        ),
    ),
)
