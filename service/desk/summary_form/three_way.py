"""Two edits of one summary put together: what stood there before, theirs, and mine. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ...content.article_text import fold
from .form import SummaryForm
from .statements import StatementFields

_Part = TypeVar("_Part")
# What is no edit of the file: names, and what a page adds to its fields.
_NO_EDITS = frozenset(("id", "name", "missing", "note", "checked", "gone"))


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed, and maybe who sends the form as well.

    ``place`` is the id of the statement or figure, ``key`` the field. ``mine`` is None where only
    they changed it: their words are in the form then.
    """

    place: str
    key: str
    base: str
    theirs: str
    mine: str | None = None


def merged(
    base: SummaryForm, theirs: SummaryForm, mine: SummaryForm
) -> tuple[SummaryForm, tuple[Difference, ...]]:
    """Return ``mine`` with what they changed since ``base`` and I did not, and all they changed.

    Where both changed a field, the form keeps mine.
    """
    work = _Work()
    together = replace(
        mine,
        headline=work.value("", "headline", base.headline, theirs.headline, mine.headline),
        statements=work.statements(base.statements, theirs.statements, mine.statements),
        figures=tuple(work.rows("name", base.figures, theirs.figures, mine.figures)),
        release=work.part("", base.release, theirs.release, mine.release),
        publication=work.part("", base.publication, theirs.publication, mine.publication),
    )
    return together, tuple(work.differences)


class _Work:
    """Puts fields together, and notes which of them they changed."""

    def __init__(self) -> None:
        self.differences: list[Difference] = []

    def value(self, place: str, key: str, base: Any, theirs: Any, mine: Any) -> Any:
        """Return what the field ``key`` has then; the three are values of one type."""
        if _plain(theirs) == _plain(base) or _plain(theirs) == _plain(mine):
            return mine
        untouched = _plain(mine) == _plain(base)
        self.differences.append(
            Difference(
                place, key, _plain(base), _plain(theirs), None if untouched else _plain(mine)
            )
        )
        return theirs if untouched else mine

    def part(self, place: str, base: _Part, theirs: _Part, mine: _Part) -> _Part:
        """Return a part of the form, field by field."""
        if not all(dataclasses.is_dataclass(each) for each in (base, theirs, mine)):
            return mine
        values = {}
        for one in dataclasses.fields(mine):  # type: ignore[arg-type]
            key = one.name
            before, now, own = (getattr(each, key) for each in (base, theirs, mine))
            if key in _NO_EDITS or own is None:
                continue
            if key == "texts" and before.keys() == now.keys() == own.keys():
                values[key] = {
                    form: self.value(place, form, before[form], now[form], own[form])
                    for form in own
                }
            else:
                values[key] = self.value(place, key, before, now, own)
        return replace(mine, **values)  # type: ignore[type-var]

    def statements(
        self,
        base: tuple[StatementFields, ...],
        theirs: tuple[StatementFields, ...],
        mine: tuple[StatementFields, ...],
    ) -> tuple[StatementFields, ...]:
        """Return the sentences in the order that somebody gave them, the new ones last."""
        rows = self.rows("id", base, theirs, mine)
        fresh = [row for row in mine if not row.id]
        if [s.id for s in base] != [s.id for s in mine if s.id]:
            return (*rows, *fresh)
        order = {s.id: place for place, s in enumerate(theirs)}
        rows.sort(key=lambda row: order.get(row.id, len(order)))
        return (*rows, *fresh)

    def rows(
        self, name: str, base: Iterable[_Part], theirs: Iterable[_Part], mine: Iterable[_Part]
    ) -> list[_Part]:
        """Return rows that are known by their field ``name``, each put together with its like."""
        before = {getattr(row, name): row for row in base}
        now = {getattr(row, name): row for row in theirs}
        kept: list[_Part] = []
        for row in mine:
            place = getattr(row, name)
            if not place:
                continue
            if place in now:
                kept.append(self.part(place, before.get(place, now[place]), now[place], row))
                continue
            untouched = place in before and self._is_same(before[place], row)
            self.differences.append(
                Difference(
                    place, "", _words(before.get(place, row)), "",
                    None if untouched else _words(row),
                )
            )  # fmt: skip
            if not untouched:
                kept.append(row)
        there = {getattr(row, name) for row in mine}
        for place, row in now.items():
            if place not in there and place not in before:
                self.differences.append(Difference(place, "", "", _words(row)))
                kept.append(row)
        return kept

    def _is_same(self, one: _Part, two: _Part) -> bool:
        trial = _Work()
        trial.part("", two, one, two)
        return not trial.differences


def _words(row: Any) -> str:
    """Return what a row says first: its text, or its value."""
    return str(next(iter(row.texts.values()))) if hasattr(row, "texts") else str(row.value)


def _plain(value: Any) -> str:
    """Return ``value``, of a field, as people read it, so that spaces make no difference."""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, Mapping):
        return "\n".join(map(fold, value.values()))
    if isinstance(value, tuple):
        return "\n".join(map(fold, value))
    return fold(value or "")
