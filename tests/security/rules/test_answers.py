import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.types import PAYMENT_GROUPS, QuestionKind, SigningDayAndCycle, Weekday
from security.rules.answers import from_json, to_json
from security.rules.mark import FREE

BY_KIND: dict[QuestionKind, st.SearchStrategy[Any]] = {
    QuestionKind.REFERRAL_DATE: st.dates(),
    QuestionKind.PAYMENT_GROUP: st.sampled_from(list(PAYMENT_GROUPS)),
    QuestionKind.SIGNING_DAY_AND_CYCLE: st.builds(
        SigningDayAndCycle, st.sampled_from(Weekday), st.sampled_from([1, 2])
    ),
    **dict.fromkeys(FREE, st.text()),
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
)


@pytest.mark.req("S5")
@given(st.data(), st.sampled_from(list(QuestionKind)))
def test_an_answer_comes_back_as_it_went(data: st.DataObject, kind: QuestionKind) -> None:
    answer = data.draw(BY_KIND[kind])
    assert from_json(kind, json.loads(json.dumps(to_json(answer)))) == answer


@given(st.sampled_from(list(QuestionKind)), json_values)
def test_what_is_no_answer_is_refused_with_one_kind_of_error(kind: QuestionKind, value: Any) -> None:
    with suppress(ValueError):
        from_json(kind, value)
