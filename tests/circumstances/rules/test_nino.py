import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circumstances.rules import nino
from circumstances.rules.nino import BadNino, check, normalise

pytestmark = pytest.mark.req("S10")


@pytest.mark.parametrize(
    "typed", ["PP123456C", "pp 12 34 56 c", " PP-12-34-56-C ", "PP\u00a0123456\u2009C", "p p123456c", "PP 123\t456 C\n"]
)
def test_spaces_and_case_are_forgiven(typed: str) -> None:
    assert check(typed) == "PP123456C"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", nino.MISSING),
        (" - ", nino.MISSING),
        ("PP12345C", nino.MALFORMED),
        ("PP1234567C", nino.MALFORMED),
        ("P1123456C", nino.MALFORMED),
        ("PP123456", nino.MALFORMED),
        ("PP123456C\x00", nino.MALFORMED),
        ("PP12345\u0666C", nino.MALFORMED),  # an Arabic digit
        ("\uff30P123456C", nino.MALFORMED),  # a full-width letter
        ("\u00df123456C", nino.MALFORMED),  # in capitals it would be SS
        ("QQ123456C", nino.BAD_PREFIX),
        ("DA123456C", nino.BAD_PREFIX),
        ("AO123456C", nino.BAD_PREFIX),
        *[(f"{prefix}123456C", nino.BAD_PREFIX) for prefix in nino.FORBIDDEN_PREFIXES],
        ("PP123456E", nino.BAD_SUFFIX),
        ("PP123456M", nino.BAD_SUFFIX),
    ],
)
def test_what_to_enter_instead(typed: str, message: str) -> None:
    with pytest.raises(BadNino) as refused:
        check(typed)
    assert str(refused.value) == message
    assert str(refused.value).startswith("Enter a National Insurance number")


def test_every_prefix() -> None:
    used = {one + two for one in string.ascii_uppercase for two in string.ascii_uppercase if _accepted(one + two)}
    assert not {prefix for prefix in used if set(prefix) & set("DFIQUV") or prefix[1] == "O"}
    assert not used & set(nino.FORBIDDEN_PREFIXES)
    assert len(used) == 20 * 19 - len(nino.FORBIDDEN_PREFIXES)


def _accepted(prefix: str) -> bool:
    try:
        check(f"{prefix}000000A")
    except BadNino:
        return False
    return True


@given(st.text(max_size=30))
def test_nonsense_is_refused_in_words_and_never_quoted(text: str) -> None:
    try:
        assert re.fullmatch(nino.PATTERN, check(text))
    except BadNino as refused:
        assert str(refused) in {nino.MISSING, nino.MALFORMED, nino.BAD_PREFIX, nino.BAD_SUFFIX}  # noqa: PT017


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
