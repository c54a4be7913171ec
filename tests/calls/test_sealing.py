"""What a caller was told is under the newest key after a rotation, and the read-back shows it as before (A11, R2)."""

import pytest

from audit.rotation import rotate
from calls.models import Advice
from tests.calls.conftest import Foretell
from tests.calls.desk import Desk
from tests.calls.script import FREE, arrive
from tests.keys import ring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.mark.req("A11", "R2")
def test_what_was_told_is_sealed_anew_in_the_middle_of_a_call(foretell: Foretell) -> None:
    foretell(FREE)
    desk = Desk()
    arrive(desk, "read-back")
    before = desk.text
    assert Advice.objects.exists()
    with ring("new", "demonstration"):
        assert rotate().complete
    with ring("new"):
        assert desk.reload().text == before
    with ring("demonstration"), pytest.raises(LookupError):  # the control
        desk.reload()
