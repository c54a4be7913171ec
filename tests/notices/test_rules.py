from datetime import timedelta

import pytest

from notices.rules import FOLLOWS, NEEDS_A_PERSON, Event, NotNow, State, may_follow, next_state, wait_before

pytestmark = pytest.mark.req("A9")
BY_A_PERSON = {Event.SENT_AGAIN, Event.SEEN_TO_BE_SENT, Event.WITHDRAWN}


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("state", State)
def test_every_event_in_every_state_follows_or_is_refused(event: Event, state: State) -> None:
    if may_follow(event, state):
        assert next_state(event, state) in State
    else:
        with pytest.raises(NotNow):
            next_state(event, state)


def test_nothing_happens_to_an_email_that_is_sent_or_withdrawn() -> None:
    assert not any(may_follow(event, state) for event in Event for state in (State.SENT, State.WITHDRAWN))


def test_only_a_person_repeats_what_may_have_been_sent() -> None:
    for event in set(Event) - BY_A_PERSON:
        before, after = FOLLOWS[event]
        assert not (before & NEEDS_A_PERSON and after != State.SENT)
    assert next_state(Event.SENT_AGAIN, State.UNCERTAIN) == State.WAITING


def test_only_one_that_was_refused_is_never_sent() -> None:
    assert [state for state in State if may_follow(Event.WITHDRAWN, state)] == [State.REFUSED]


def test_an_email_that_is_put_off_waits_longer_each_time_and_never_too_long() -> None:
    assert [wait_before(attempts) // timedelta(minutes=1) for attempts in range(8)] == [1, 1, 2, 4, 8, 16, 30, 30]
    assert wait_before(10**6) == timedelta(minutes=30)
