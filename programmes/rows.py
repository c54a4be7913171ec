"""The rows of the advice table, as people read them."""

from types import MappingProxyType

from .types import AdviceRow

ROW_WORDS = MappingProxyType(
    {
        AdviceRow.RAISE_LIVE: "Raise: the claim is live",
        AdviceRow.DO_NOT_RAISE_DETAILS_CHANGED: "Do not raise: contact details have changed",
        AdviceRow.RAISE_DORMANT: "Raise: the claim is dormant",
        AdviceRow.DO_NOT_RAISE_NO_BENEFIT: "Do not raise: not in receipt of benefit",
    }
)
