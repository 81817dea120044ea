"""Figures in a new sentence become facts, with the words of its evidence as quotes. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from ...content.placeholders import Segment, parse
from ...content.placeholders import write as write_text
from ...drafts.figures import Figures, fact_toml

# Characters of a sentence times those of its evidence: figures of more are not looked for while a
# page waits. The checks then ask for facts.
_MOST = 1_000_000


def with_facts(
    text: str, evidence: Sequence[str], facts: Any, language: str, today: datetime.date
) -> str:
    """Return ``text`` with its figures as placeholders; new ones are added to ``facts``.

    ``evidence`` are the quotes that state them, ``facts`` the tables of TOML by name, ``language``
    is a locale, and ``today`` the day that dates without a year are near.
    """
    if len(text) * sum(map(len, evidence)) > _MOST:
        return text
    figures = Figures(language, today)
    new = figures.replace(text, evidence)
    if new is None or not figures.by_name:
        return text
    names = {}
    for name, figure in figures.by_name.items():
        table = fact_toml.commented(figure)
        same = [n for n, t in facts.items() if isinstance(t, dict) and _is_same(t, table)]
        if same:
            names[name] = same[0]
            continue
        free, number = name, 2
        while free in facts:
            free, number = f"{name}_{number}", number + 1
        facts[free] = table
        names[name] = free
    return write_text(
        [Segment(names[s.name], names[s.name]) if s.name in names else s for s in parse(new)]
    )


def _is_same(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Tell whether two tables of facts are of one figure: 5 dollars are not 5 tons."""
    return all(one.get(key) == two.get(key) for key in ("value", "currency", "unit", "zone"))
