"""Names that look like what was typed, best first, forgiving of misspelling (E1). Pure."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from . import names

SHORTEST = 2
"""Characters before anything is suggested."""
SHORTEST_MISSPELT = 4
ALIKE = 78.0
"""How alike (of 100) a misspelt name must be. Lower brings in names that only share a word like "Training"."""


def best_matches(typed: str, folded_names: Sequence[str], *, limit: int) -> list[int]:
    """Places in `folded_names` (made by `names.words`) of the best matches: the same, beginning so, then alike."""
    sought = names.words(typed[: names.LONGEST])
    if len(sought) < SHORTEST or limit < 1:
        return []
    literal = [(rank, name, place) for place, name in enumerate(folded_names) if (rank := _rank(sought, name))]
    found = [place for _, _, place in sorted(literal)[:limit]]
    if len(found) < limit and len(sought) >= SHORTEST_MISSPELT:
        found += _misspelt(sought, folded_names, limit=limit, besides=set(found))
    return found[:limit]


def _rank(sought: str, name: str) -> int:
    """1 for the name itself, 2 where it begins so, 3 where one of its words does, 4 where it is inside; else 0."""
    closed = sought.replace(" ", "")
    if name.replace(" ", "") == closed:
        return 1
    if name.startswith(sought) or name.replace(" ", "").startswith(closed):
        return 2
    if f" {sought}" in name:
        return 3
    return 4 if sought in name else 0


def _misspelt(sought: str, folded_names: Sequence[str], *, limit: int, besides: set[int]) -> list[int]:
    """By the whole name with its words in any order, and by its best part, so that one word is enough."""
    likeness: dict[int, float] = {}
    for scorer in (fuzz.WRatio, fuzz.partial_ratio):
        alike = process.extract(sought, folded_names, scorer=scorer, score_cutoff=ALIKE, limit=limit + len(besides))
        for _, score, place in alike:
            likeness[place] = max(score, likeness.get(place, 0))
    ordered = sorted((-score, folded_names[place], place) for place, score in likeness.items())
    return [place for _, _, place in ordered if place not in besides]
