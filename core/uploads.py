"""How much anybody may send: one place for what the forms say, what they check and what the server reads."""

from typing import Final

LARGEST_FILE_MB: Final = 5
LARGEST_FILE: Final = LARGEST_FILE_MB * 1024**2
LARGEST_REQUEST: Final = LARGEST_FILE + 1024**2
"""Bytes of a form with a file, and room for the rest of what is filled in."""
LARGEST_UNKNOWN: Final = 64 * 1024
"""Bytes from somebody who has not passed the second factor: the forms of signing in need a fraction."""
