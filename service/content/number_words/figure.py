"""A stretch of text that states a number, and the numbers it can mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A stretch of text that states a number; ``readings`` are the values it can mean.

    A reading has several values when the stretch may be several numbers (5.3.2024). ``base``
    are the digits before a magnitude word was applied, or a sign. ``name`` says that it is part of
    the name of a thing (F-16). ``start`` and ``end`` are its place in the prepared text.
    """

    text: str
    readings: tuple[tuple[Decimal, ...], ...]
    word: bool = False
    base: tuple[Decimal, ...] = ()
    name: bool = False
    start: int = 0
    end: int = 0

    def among(self, values: set[Decimal]) -> bool:
        """Tell whether ``values`` has all the numbers of one of the readings."""
        return any(all(value in values for value in reading) for reading in self.readings)

    @property
    def values(self) -> set[Decimal]:
        """All values of all readings."""
        return {value for reading in self.readings for value in reading}


def without(folded: str, figures: Iterable[Figure]) -> str:
    """Return ``folded``, a text, with ``figures`` blanked: what is left keeps its place."""
    for figure in figures:
        blank = " " * (figure.end - figure.start)
        folded = folded[: figure.start] + blank + folded[figure.end :]
    return folded
