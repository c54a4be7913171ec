"""The Work Programme, as declared data. Paragraphs are those of the Work Programme guidance."""

from types import MappingProxyType

from .declaration import Caution, ComplaintRoute, DeskAide, Policy, Route, Words
from .types import AdviceRow, CautionKind, ComplaintStage, DeclinedPurpose, DeskColumn, Programme, QuestionKind

RAISE_SOON = (
    "A change of circumstances is very unlikely, so Provider Direct may not be appropriate.",
    "Consider raising the {doubt} as soon as possible.",
)

POLICY = Policy(
    programme=Programme.WORK_PROGRAMME,
    name="Work Programme",
    the_name="the Work Programme",
    guide="WP",
    participant="participant",
    participants="participants",
    doubt="compliance doubt",
    failure_words="failed to carry out the mandated activity",
    questions=(
        QuestionKind.PAYMENT_GROUP,
        QuestionKind.REFERRING_OFFICER,
        QuestionKind.EMPLOYMENT_HISTORY,
        QuestionKind.QUALIFICATIONS,
        QuestionKind.SIGNING_DAY_AND_CYCLE,
        QuestionKind.REFERRAL_DATE,
    ),
    question_paragraphs=("WP 28", "WP 29"),
    routes=(
        Route(
            code="WP08",
            name="Failure to take part in the Work Programme",
            sanction="lower level",
            signpost="For a vulnerable ESA participant, see Work Programme Provider Guidance Chapter 4b first.",
            paragraphs=("WP 1", "WP 7"),
        ),
        Route(
            code="PRE01",
            name="Refusal of employment",
            sanction="higher level",
            signpost="See Work Programme Provider Guidance Chapter 6 for what must be done before the form.",
            paragraphs=("WP 1", "WP 8"),
        ),
    ),
    declined={
        DeclinedPurpose.JOB_OUTCOME: Words(
            "Job outcome tracking",
            ("Provider Direct is not a job outcome tracking service, so I cannot help with that.",),
            ("WP 5",),
        ),
        DeclinedPurpose.UNIVERSAL_CREDIT: Words(
            "Universal Credit claim",
            ("I cannot help with Universal Credit claims. I do not have access to the systems that I would need.",),
            ("WP note",),
        ),
        DeclinedPurpose.OTHER: Words(
            "Anything else",
            (
                "This service is only for checking details before you decide on a {doubt} referral.",
                "For anything else, please speak to your DWP performance manager.",
            ),
            ("WP 1", "WP 2", "WP 5"),
        ),
    },
    cautions=(
        Caution(
            CautionKind.TOLD_IN_ADVANCE,
            ("The {participant} told you beforehand that they could not do the activity.", *RAISE_SOON),
            ("WP 9", "WP 10"),
        ),
        Caution(
            CautionKind.RECENT_REFERRAL,
            ("You received this referral in the last two weeks.", *RAISE_SOON),
            ("WP 9", "WP 10"),
        ),
    ),
    advice_paragraphs={
        AdviceRow.RAISE_LIVE: ("WP 34",),
        AdviceRow.DO_NOT_RAISE_DETAILS_CHANGED: ("WP 35",),
        AdviceRow.RAISE_DORMANT: ("WP 36",),
        AdviceRow.DO_NOT_RAISE_NO_BENEFIT: ("WP 37", "WP 38"),
    },
    complaint_route=ComplaintRoute(
        agent_stages=MappingProxyType(
            {
                ComplaintStage.AGENTS_MANAGER: "The agent's manager",
                ComplaintStage.MANAGERS_MANAGER: "The manager's own manager",
            }
        ),
        service_stages=MappingProxyType(
            {ComplaintStage.PERFORMANCE_MANAGER: "Your DWP performance manager, with any evidence"}
        ),
        paragraphs=("WP 54", "WP 55"),
    ),
    write_down=(
        "The date of this call",
        "Whether you were advised to raise a referral and, if not, why not",
    ),
    names_agent=False,
    if_not_reached=Words(
        "If you cannot get through",
        ("Do not stockpile {doubt} referrals.",),
        ("WP 26",),
    ),
    desk_aide=DeskAide(
        before=(
            "The access code that is in force now: you will be asked for three of its characters",
            "The name of your prime provider",
            "How many participants you will ask about: up to 10 in one call",
        ),
        from_the_referral=(
            "Payment group",
            "Referring officer's initials or name",
            "Employment history, for example the last employer",
            "Selected qualifications",
            "Signing day and cycle",
            "Date of referral to the Work Programme",
        ),
        about_each=(
            "The date on which the participant failed to carry out the mandated activity",
            "What you need to know about the participant",
            "Whether the participant was still in receipt of benefit on that date",
            "The correct address and phone number",
            "Whether the participant has started work, and the employer and start date if known",
            "Anything else that is relevant",
        ),
        columns=(
            DeskColumn.DATE_SIGNED_OFF,
            DeskColumn.NEW_ADDRESS,
            DeskColumn.NEW_PHONE_NUMBER,
            DeskColumn.EMPLOYMENT_DETAILS,
            DeskColumn.OTHER,
            DeskColumn.RECORD_UPDATED,
        ),
        afterwards=("Update the participant's record with the date of the call and what was advised.",),
    ),
)
