"""How a record is to be handled (S7). Pure."""

from enum import StrEnum


class SpecialHandling(StrEnum):
    """Whether a record is specially handled. A record without a value counts as flagged."""

    NONE = "none"
    MAPPA = "mappa"
    SCR = "scr"
