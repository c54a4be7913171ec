"""Who finds which pages in the navigation."""

import pytest

from core import navigation
from core.navigation import NavItem, links_for, register

pytestmark = pytest.mark.urls("tests.core.forms.urls")


@pytest.fixture(autouse=True)
def _own_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    register(NavItem("Form", "form", frozenset({"agent"}), order=2), NavItem("Home", "home", frozenset({"agent"}), 1))
    register(NavItem("Parts", "parts", frozenset({"auditor"})))


@pytest.mark.req("G1")
def test_a_role_finds_its_own_pages_in_order() -> None:
    assert [link.label for link in links_for(role="agent", path="/")] == ["Home", "Form"]
    assert [link.label for link in links_for(role="auditor", path="/")] == ["Parts"]
    assert links_for(role="nobody", path="/") == []


@pytest.mark.parametrize(
    ("path", "here", "within"), [("/", "Home", None), ("/form/", "Form", None), ("/form/7/", None, "Form")]
)
def test_the_page_one_is_at_is_marked(path: str, here: str | None, within: str | None) -> None:
    links = links_for(role="agent", path=path)
    assert next((link.label for link in links if link.here), None) == here
    assert next((link.label for link in links if link.within), None) == within


def test_registering_again_replaces() -> None:
    register(NavItem("Home page", "home", frozenset({"agent"}), 1))
    assert [link.label for link in links_for(role="agent", path="/")] == ["Home page", "Form"]
