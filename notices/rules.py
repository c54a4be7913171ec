"""What may happen to an email on its way out, and when it is tried again (A9). Pure: no Django, database or clock."""

from datetime import timedelta
from enum import StrEnum

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
# Longer than a send may take (`notices.tasks`), so that what is parked has nobody left who works on it.
LOST_AFTER = timedelta(minutes=5)
# A queue may forget what was put into it: after this long it is put there again.
QUEUE_AGAIN_AFTER = timedelta(minutes=5)
LATE_AFTER = timedelta(hours=1)


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why an email is not sent yet: a class of reasons, never the words of a mail server, which quote addresses."""

    UNREACHABLE = "unreachable"
    SIGN_IN = "sign in"
    SENDER = "sender"
    NOT_NOW = "not now"
    RECIPIENT = "recipient"
    MESSAGE = "message"
    NOT_COMPOSED = "not composed"
    SWITCHED_OFF = "switched off"
    CUT_OFF = "cut off"
    LOST = "lost"


REASON_WORDS: dict[Reason, str] = {
    Reason.UNREACHABLE: "the mail server could not be reached",
    Reason.SIGN_IN: "the mail server refused our sign-in",
    Reason.SENDER: "the mail server refused our own address",
    Reason.NOT_NOW: "the mail server asked to be tried later",
    Reason.RECIPIENT: "the mail server refused the address",
    Reason.MESSAGE: "the mail server refused the message",
    Reason.NOT_COMPOSED: "the message could not be made",
    Reason.SWITCHED_OFF: "the account of the recipient is switched off",
    Reason.CUT_OFF: "the connection was lost after the message was handed over",
    Reason.LOST: "the program that was sending it ended",
}


class Event(StrEnum):
    """What can happen to an email. The programs do the first seven, people the last three."""

    CLAIMED = "claimed"
    DELIVERED = "delivered"
    PUT_OFF = "put off"
    TURNED_DOWN = "turned down"
    LOST_BEFORE = "lost before it was handed over"
    LOST_AFTER = "lost after it was handed over"
    NOT_WANTED = "not wanted any more"
    SENT_AGAIN = "sent again"
    SEEN_TO_BE_SENT = "seen to be sent"
    WITHDRAWN = "withdrawn"


# From which states, and to which one. Nothing leads from uncertain to waiting but a person.
FOLLOWS: dict[Event, tuple[frozenset[State], State]] = {
    Event.CLAIMED: (frozenset({State.WAITING}), State.SENDING),
    # The truth may come late, after the email was parked by somebody who thought the sender dead.
    Event.DELIVERED: (frozenset({State.SENDING, State.UNCERTAIN}), State.SENT),
    Event.PUT_OFF: (frozenset({State.SENDING}), State.WAITING),
    Event.TURNED_DOWN: (frozenset({State.SENDING}), State.REFUSED),
    Event.LOST_BEFORE: (frozenset({State.SENDING}), State.WAITING),
    Event.LOST_AFTER: (frozenset({State.SENDING}), State.UNCERTAIN),
    Event.NOT_WANTED: (frozenset({State.SENDING}), State.WITHDRAWN),
    Event.SENT_AGAIN: (frozenset({State.UNCERTAIN, State.REFUSED}), State.WAITING),
    Event.SEEN_TO_BE_SENT: (frozenset({State.UNCERTAIN}), State.SENT),
    # Of one that may have arrived, "never sent" would say too much; one that waits is no person's business.
    Event.WITHDRAWN: (frozenset({State.REFUSED}), State.WITHDRAWN),
}
NEEDS_A_PERSON = frozenset({State.UNCERTAIN, State.REFUSED})


class NotNow(ValueError):
    """What was asked for does not follow from the email's present state; nothing was changed."""


def may_follow(event: Event, state: State) -> bool:
    """Whether this can happen to an email in that state."""
    return state in FOLLOWS[event][0]


def next_state(event: Event, state: State) -> State:
    """The state that follows. Raises NotNow."""
    allowed, following = FOLLOWS[event]
    if state not in allowed:
        raise NotNow(f"An email that is {state} cannot be {event}.")
    return following


def wait_before(attempts: int) -> timedelta:
    """How long to wait after this many tries: 1, 2, 4, 8, 16 minutes, then 30. It is never given up by itself."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * int(2**doublings), LONGEST_WAIT)
