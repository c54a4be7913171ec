"""Every action that leaves an audit row: one line each, in the order of the folders."""

from enum import StrEnum


class Action(StrEnum):
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    SIGN_IN_REFUSED = "sign-in refused"
    PASSWORD_PASSED = "password passed"  # noqa: S105
    SECOND_FACTOR_ENROLLED = "second factor enrolled"
    SECOND_FACTOR_REFUSED = "second factor refused"
    SECOND_FACTOR_RESET = "second factor reset"
    RECOVERY_CODES_MADE = "recovery codes made"
    RECOVERY_CODE_USED = "recovery code used"
    PERSON_ADDED = "person added"
    PERSON_INVITED = "person invited"
    PASSWORD_CHOSEN = "password chosen"  # noqa: S105
    PASSWORD_REFUSED = "password refused"  # noqa: S105
    PERSON_CHANGED = "person changed"
    PERMISSION_REFUSED = "permission refused"

    LIST_CHANGED = "approved list changed"
    LIST_LOADED = "approved list loaded"
    CLOSURE_CHANGED = "closure changed"
    EXTRACT_LOADED = "extract loaded"

    CODE_MADE = "access code made"
    CODE_DESTROYED = "access code destroyed"
    CHALLENGE_DRAWN = "access code challenge drawn"
    CHALLENGE_PASSED = "access code check passed"
    CHALLENGE_FAILED = "access code check failed"

    CALL_OPENED = "call opened"
    CALL_TAKEN_OVER = "call taken over"
    CALLER_NOT_MATCHED = "caller not matched"
    CALLER_ELIGIBLE = "caller eligible"
    CALLER_NOT_ELIGIBLE = "caller not eligible"
    PURPOSE_RECORDED = "purpose recorded"
    PARTICIPANT_SOUGHT = "participant sought"
    PARTICIPANT_FOUND = "participant found"
    PARTICIPANT_NOT_FOUND = "participant not found"
    PARTICIPANT_BLOCKED = "participant not dealt with here"
    QUESTION_DRAWN = "security question drawn"
    QUESTION_ANSWERED = "security question answered"
    HELD_ANSWER_SHOWN = "held answer shown"
    QUESTION_UNCLEAR = "record unclear"
    CHECK_PASSED = "participant check passed"
    CHECK_FAILED = "participant check failed"
    FAILURE_DATE_RECORDED = "failure date recorded"
    DETAILS_REQUESTED = "details requested"
    DETAILS_SHOWN = "details shown"
    DETAILS_COMPARED = "details compared"
    ADVICE_SHOWN = "advice shown"
    ADVICE_RECORDED = "advice recorded"
    NO_MORE_PARTICIPANTS = "no more participants"
    READ_BACK_SHOWN = "read-back shown"
    CALL_ENDED = "call ended"
