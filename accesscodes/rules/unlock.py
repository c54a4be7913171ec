"""What opens a document: the unlock code that goes in an email of its own (A8, decision 0093)."""

import secrets

# No capitals, so that nothing is lost in copying by hand; none that look like another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, IN_A_GROUP = 7, 4


def make_unlock_code() -> str:
    """Seven groups of four, from the operating system's cryptographic source: 138 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
