"""Bars for a table, as numbers that a template draws as SVG: no style, no script, and the table stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import Cell, Table

WIDTH = 760
HEIGHT, BASE, TOP = 260, 226, 22
ROW, LABELS = 34, 330
MOST_LABELS = 16


@dataclass(frozen=True)
class Bar:
    """One bar: its rectangle, its label and its number, each with where it stands."""

    x: float
    y: float
    width: float
    height: float
    label: str
    label_x: float
    label_y: float
    value: int
    value_x: float
    value_y: float


@dataclass(frozen=True)
class Picture:
    """All bars of a table, in a field of that size. `upright` bars have their labels below, the others before them."""

    width: int
    height: int
    upright: bool
    bars: list[Bar]


def picture(table: Table) -> Picture | None:
    """The picture of a table's drawn column, or None where it has none or there is nothing to see."""
    if table.drawn is None:
        return None
    figures = [(str(row[0]), _number(row[table.drawn])) for row in table.rows]
    if not any(value for _, value in figures):
        return None
    if table.upright:
        return Picture(WIDTH, HEIGHT, True, _upright(figures))
    return Picture(WIDTH, ROW * len(figures) + 8, False, _lying(figures))


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _upright(figures: Sequence[tuple[str, int]]) -> list[Bar]:
    most, step = max(value for _, value in figures), WIDTH / len(figures)
    every = -(-len(figures) // MOST_LABELS)
    bars = []
    for place, (label, value) in enumerate(figures):
        height = round((BASE - TOP) * value / most, 1)
        middle = round(step * (place + 0.5), 1)
        shown = " ".join(label.split()[:3] if every > 1 else label.split()) if place % every == 0 else ""
        bars.append(
            Bar(
                x=round(step * place + step * 0.1, 1), y=round(BASE - height, 1), width=round(step * 0.8, 1),
                height=height, label=_short(shown), label_x=middle, label_y=BASE + 20, value=value, value_x=middle,
                value_y=round(BASE - height - 6, 1),
            )
        )  # fmt: skip
    return bars


def _lying(figures: Sequence[tuple[str, int]]) -> list[Bar]:
    most, room = max(value for _, value in figures), WIDTH - LABELS - 60
    return [
        Bar(
            x=LABELS, y=ROW * place + 6, width=round(room * value / most, 1), height=ROW - 12, label=label,
            label_x=LABELS - 10, label_y=ROW * place + 23, value=value,
            value_x=round(LABELS + room * value / most + 8, 1), value_y=ROW * place + 23,
        )
        for place, (label, value) in enumerate(figures)
    ]  # fmt: skip


def _short(label: str) -> str:
    """What goes below a narrow bar: "Fri 20" of a day, "8am" of an hour, "Nov" of a month."""
    words = label.split()
    if len(words) >= 3 and words[1].isdigit():
        return f"{words[1]} {words[2][:3]}"
    return words[0][:5] if words else ""
