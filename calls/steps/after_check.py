"""What the steps after a passed security check share."""

from ..rules import Standing
from .base import Spot, Step


class AfterCheck(Step):
    """Applies to a participant whose check is passed and who is not on Universal Credit (S8)."""

    group = "Details"

    def applies(self, spot: Spot) -> bool:
        return spot.taken is not None and spot.taken.standing in {Standing.PASSED, Standing.ADVISED}
