"""What agents say. The words both programmes share; a policy may say any of them differently (P1, P2).

Slots: {participant}, {participants}, {Participant}, {programme}, {the_programme}, {failed}, {fail}, {doubt} and
{phone}. What only the call knows is left to it and written [agent], [positions],
[offered], [those] or [details]. Each line is said on its own.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Script(StrEnum):
    """A moment of the call that has words of its own."""

    OPENING = "opening"
    ASK_PROGRAMME = "ask programme"
    ASK_COMPANY = "ask company"
    ASK_COMPANY_AGAIN = "ask company again"
    NOT_ELIGIBLE = "not eligible"
    WITHDRAWN = "service withdrawn"
    ASK_PURPOSE = "ask purpose"
    ASK_CODE = "ask access code"
    CODE_PASSED = "access code passed"
    CODE_FAILED = "access code failed"
    LAST_MONTHS_CODE = "last month's access code"
    CODE_ON_HOLD = "access code on hold"
    NO_CODE = "no access code in force"
    ASK_PARTICIPANT = "ask participant"
    ASK_PARTICIPANT_AGAIN = "ask participant again"
    ONE_MOMENT = "one moment"
    ANOTHER_QUESTION = "another question"
    NOT_FOUND = "not found"
    BLOCKED = "blocked"
    CHECK_PASSED = "check passed"
    CHECK_FAILED = "check failed"
    CALL_BACK = "call back"
    UNIVERSAL_CREDIT = "universal credit"
    ASK_TOLD_IN_ADVANCE = "ask told in advance"
    ASK_FAILURE_DATE = "ask failure date"
    ASK_WHAT_TO_CHECK = "ask what to check"
    OFFER = "offer"
    ASK_PROVIDER_DETAILS = "ask provider details"
    CHANGES = "changes"
    OTHER_CHANGES = "other changes"
    NO_CHANGES = "no changes"
    NO_OTHER_CHANGES = "no other changes"
    RAISE = "raise"
    DO_NOT_RAISE = "do not raise"
    NEXT_PARTICIPANT = "next participant"
    NO_PLACES_LEFT = "no places left"
    ASK_ALL_CLEAR = "ask all clear"
    WRITE_DOWN = "write down"
    CLOSING = "closing"


NOT_EVERY_CHANGE = "I cannot check for every change of circumstances."
SHARED: Mapping[Script, tuple[str, ...]] = MappingProxyType(
    {
        Script.OPENING: (
            "Provider Direct, you are speaking to [agent].",
            "To help keep the service secure, all calls are recorded.",
        ),
        Script.ASK_PROGRAMME: ("Are you calling about the Work Programme or Mandatory Work Activity?",),
        Script.ASK_COMPANY_AGAIN: (
            "I need to check those names. Please give me your company, your own name and your prime provider again.",
        ),
        Script.ASK_PARTICIPANT_AGAIN: (
            "I cannot find those details. Please give me the number and the full name again, as on the referral.",
        ),
        Script.ONE_MOMENT: ("Thank you. One moment, please.",),
        Script.ANOTHER_QUESTION: ("I need to ask another question instead.",),
        Script.OFFER: (
            "You have not asked me to check [offered].",
            "Would you like me to check [those] as well?",
        ),
        Script.ASK_COMPANY: (
            "What is the name of your company?",
            "What is your own name?",
            "What is the name of your prime provider?",
        ),
        Script.NOT_ELIGIBLE: (
            "I cannot confirm that you are eligible to use this service, so I have to end the call.",
            "Please speak to your single point of contact, who can check your details with us.",
        ),
        Script.WITHDRAWN: (
            "Provider Direct is not available to your prime provider at present, so I have to end the call.",
            "Please speak to your single point of contact, who has been told what to do.",
        ),
        Script.ASK_PURPOSE: ("What is the reason for your call?",),
        Script.ASK_CODE: ("Please give me the [positions] characters of your access code. Capital letters matter.",),
        Script.CODE_PASSED: ("Thank you. I will not ask about the access code again in this call.",),
        Script.CODE_FAILED: (
            "You have failed the security questions.",
            "Please call back when you have the correct access code. I have to end the call now.",
        ),
        Script.LAST_MONTHS_CODE: (
            "You have failed the security questions. The code that you gave is last month's.",
            "Please ask your single point of contact for this month's code, and call back when you have it.",
            "Your single point of contact should check that everyone who calls uses the new code.",
            "I have to end the call now.",
        ),
        Script.CODE_ON_HOLD: (
            "I cannot check your access code now, so I have to end the call.",
            "Please ask your single point of contact to contact the business management team.",
        ),
        Script.NO_CODE: (
            "I cannot check your access code now, because none is in force for your prime provider.",
            "Please speak to your single point of contact. I have to end the call now.",
        ),
        Script.ASK_PARTICIPANT: (
            "What is the {participant}'s National Insurance number?",
            "And the {participant}'s full name?",
        ),
        Script.NOT_FOUND: (
            "I cannot find a referral with those details.",
            "Please check them against the original referral from Jobcentre Plus.",
        ),
        Script.BLOCKED: (
            "I cannot deal with this {participant} here.",
            "Please contact your nominated Jobcentre Plus contact.",
        ),
        Script.CHECK_PASSED: ("Thank you, that is correct.",),
        Script.CHECK_FAILED: (
            "You have not passed the security check for this {participant}, so I cannot discuss them in this call.",
        ),
        Script.CALL_BACK: (
            "Please call back when you have the correct details from the original referral.",
            "If you have changed them in your own system, they will not match what I hold.",
        ),
        Script.UNIVERSAL_CREDIT: (
            "This {participant} is on Universal Credit, which this service cannot deal with.",
            "I do not have access to the systems that I would need.",
        ),
        Script.ASK_TOLD_IN_ADVANCE: ("Did the {participant} tell you beforehand that they could not do the activity?",),
        Script.ASK_FAILURE_DATE: ("On what date did the {participant} {fail}?",),
        Script.ASK_WHAT_TO_CHECK: (
            "What would you like to check: the address, contact numbers, or entitlement to benefit on that date?",
        ),
        Script.ASK_PROVIDER_DETAILS: ("What [details] do you hold for the {participant}?",),
        Script.CHANGES: ("These are the changes that I can see.", NOT_EVERY_CHANGE),
        Script.OTHER_CHANGES: ("These are the other changes that I can see.", NOT_EVERY_CHANGE),
        Script.NO_CHANGES: ("I can see no changes.", NOT_EVERY_CHANGE),
        Script.NO_OTHER_CHANGES: ("I can see no other changes.", NOT_EVERY_CHANGE),
        Script.RAISE: ("My advice is to raise a {doubt}.",),
        Script.DO_NOT_RAISE: ("My advice is not to raise a {doubt}.",),
        Script.NEXT_PARTICIPANT: ("Is there another {participant} you want to ask about?",),
        Script.NO_PLACES_LEFT: (
            "That is ten {participants}, which is the most I can check in one call.",
            "Please call back to ask about any others.",
        ),
        Script.ASK_ALL_CLEAR: ("Do you have all the details you need?", "Are you clear what action to take?"),
        Script.WRITE_DOWN: ("We do not send anything in writing, so please record what I have told you.",),
        Script.CLOSING: ("Thank you for calling Provider Direct. Goodbye.",),
    }
)
