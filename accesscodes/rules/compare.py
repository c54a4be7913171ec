"""Whether what a caller said is what the code has at the positions asked for (A3)."""

import hmac
from collections.abc import Sequence


def same_characters(code: str, positions: Sequence[int], said: Sequence[str]) -> bool:
    """Compare all the characters together in constant time, case included. Never raises, whatever was said."""
    expected = [code[position - 1] for position in positions]
    return len(said) == len(expected) and hmac.compare_digest(_joined(expected), _joined(said))


def _joined(characters: Sequence[str]) -> bytes:
    # The separator keeps ("ab", "", "c") from passing as ("a", "b", "c").
    return "\0".join(characters).encode("utf-8", "surrogatepass")
