"""Why a subcontractor is ended. Pure."""

from enum import StrEnum


class EndReason(StrEnum):
    """The value goes into the address of the Annex B proforma, where it is one that the proforma knows (WP 48)."""

    LIQUIDATION = "liquidation"
    TERMINATION = "termination"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    EndReason.LIQUIDATION: "It has gone into liquidation or ceased trading",
    EndReason.TERMINATION: "The relationship with the prime provider is terminated",
    EndReason.OTHER: "Another reason",
}
