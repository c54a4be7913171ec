"""Every address of the console and who may use it, read off the URL configuration (G1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from .permissions import PUBLIC, SIGNING_IN, permission_of
from .rules import Role

DOCUMENT = Path(__file__).parents[1] / "docs" / "who-may-do-what.md"


@dataclass(frozen=True)
class Route:
    """One address, its name, and who may use it: roles, PUBLIC, SIGNING_IN, or None where nobody said."""

    address: str
    name: str
    allowed: frozenset[Role] | str | None
    parameters: tuple[tuple[str, object], ...]


def routes() -> list[Route]:
    """Every address, in the order of the URL configuration."""
    return list(_routes(get_resolver().url_patterns))


def document() -> str:
    """The table that docs/who-may-do-what.md holds: one line an address, one column a role."""
    roles = list(Role)
    lines = [
        "# Who may do what",
        "",
        "Made by `manage.py who_may_do_what` from the URL configuration. Do not edit: mark the view and run the",
        "command again. A page that says nobody is refused to everybody, and `manage.py check` fails for it.",
        "",
        f"| address | {' | '.join(str(role).capitalize() for role in roles)} |",
        f"| --- | {' | '.join('---' for _ in roles)} |",
        *(f"| `/{route.address}` | {' | '.join(_cells(route, roles))} |" for route in routes()),
    ]
    return "\n".join(lines) + "\n"


def _cells(route: Route, roles: Sequence[Role]) -> list[str]:
    if isinstance(route.allowed, frozenset):
        return ["yes" if role in route.allowed else "" for role in roles]
    return [{PUBLIC: "anybody", SIGNING_IN: "signing in"}.get(route.allowed or "", "nobody")] * len(roles)


def _routes(
    found: Sequence[URLPattern | URLResolver],
    address: str = "",
    namespaces: tuple[str, ...] = (),
    parameters: tuple[tuple[str, object], ...] = (),
) -> Iterator[Route]:
    for pattern in found:
        here = address + str(pattern.pattern)
        taken = (*parameters, *pattern.pattern.converters.items())
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _routes(pattern.url_patterns, here, inner, taken)
        else:
            name = ":".join((*namespaces, pattern.name or ""))
            yield Route(here, name, permission_of(pattern.callback), taken)
