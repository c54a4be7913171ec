"""The pages that each role finds in the navigation. A room registers its own when it is ready (`AppConfig.ready`).

Roles are plain strings here, so that the lowest room need not know the one that holds people.
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class NavItem:
    """A link in the navigation. `order` is its place from the left; `url_name` must exist."""

    label: str
    url_name: str
    roles: frozenset[str]
    order: int = 100


@dataclass(frozen=True)
class NavLink:
    """A navigation item as drawn: `here` on its own page, `within` on a page below it."""

    label: str
    href: str
    here: bool
    within: bool


_items: dict[str, NavItem] = {}


def register(*items: NavItem) -> None:
    """Put these into the navigation. Registering one again replaces it."""
    _items.update({item.url_name: item for item in items})


def links_for(*, role: str, path: str) -> list[NavLink]:
    """The links for a role, in order, with the one marked that `path` is at or most closely below."""
    shown = sorted((item for item in _items.values() if role in item.roles), key=lambda item: (item.order, item.label))
    hrefs = {item: reverse(item.url_name) for item in shown}
    nearest = max((href for href in hrefs.values() if href != "/" and path.startswith(href)), key=len, default="")
    return [
        NavLink(item.label, href, here=href == path, within=href == nearest != path) for item, href in hrefs.items()
    ]
