"""The desk aide: public, printable, and each programme's own (R4, Annex A)."""

import pytest
from django.test import Client

from programmes.policy import policy
from programmes.types import Programme
from tests.html import assert_valid_html, text_of

ADDRESSES = {
    Programme.WORK_PROGRAMME: "/desk-aide/work-programme/",
    Programme.MANDATORY_WORK_ACTIVITY: "/desk-aide/mandatory-work-activity/",
}


@pytest.mark.req("R4", "P2")
@pytest.mark.parametrize("programme", list(Programme))
def test_anyone_can_read_all_of_it_without_the_database(programme: Programme) -> None:
    shown = text_of(assert_valid_html(Client().get(ADDRESSES[programme])))
    aide = policy(programme).desk_aide
    for line in (*aide.before, *aide.from_the_referral, *aide.about_each, *aide.afterwards, "0345 6044015"):
        assert line in shown


@pytest.mark.req("R4", "R2", "L2")
@pytest.mark.parametrize("programme", list(Programme))
def test_the_table_has_the_columns_of_the_read_back_and_ten_empty_rows(programme: Programme) -> None:
    page = assert_valid_html(Client().get(ADDRESSES[programme]))
    table = page.find(".//table")
    columns = [text_of(cell) for cell in table.find("thead").iter("th")]
    rows = [[text_of(cell) for cell in row] for row in table.find("tbody").iter("tr")]
    words = policy(programme)
    assert columns == [words.word(column) for column in words.desk_aide.columns]
    assert [row[0] for row in rows] == [f"{words.participant.capitalize()} {place}" for place in range(1, 11)]
    assert all(row[1:] == [""] * len(columns) for row in rows)


@pytest.mark.req("P2")
def test_a_claimant_is_never_called_a_participant() -> None:
    shown = text_of(assert_valid_html(Client().get(ADDRESSES[Programme.MANDATORY_WORK_ACTIVITY])))
    assert "participant" not in shown.lower()


@pytest.mark.parametrize("slug", ["wp", "work-programmes", "none"])
def test_another_programme_is_not_found(slug: str) -> None:
    assert Client().get(f"/desk-aide/{slug}/").status_code == 404
