"""What a stretch of a sentence says: a value with its kind, as far as it can be a fact. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ...content.facts import Fact, Single, Value

NO_YEAR = "The article names no year here: check it."


@dataclass(frozen=True, slots=True)
class Reading:
    """The words from ``start`` to ``end`` of a sentence, and the value that they state.

    Without a ``value`` they cannot be a fact: a score, a phone number. ``frame`` is what a
    statement says in their place, with ``{}`` for the value; None keeps the words themselves, as a
    written form. ``stated`` are the words from which a value was inferred that they do not spell
    out; ``doubt`` is what the editor has to check.
    """

    start: int
    end: int
    value: Value | None = None
    format: str = "decimal"
    currency: str | None = None
    unit: str | None = None
    frame: str | None = "{}"
    stated: str | None = None
    doubt: str = ""

    @property
    def values(self) -> tuple[Single, ...]:
        """The value, or the two of a range; none where it can be no fact."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)

    def fact(self, name: str) -> Fact | None:
        """Return the fact ``name``; None where no fact has this value."""
        if self.value is None:
            return None
        try:
            return Fact(name, self.value, self.format, self.currency, self.unit, stated=self.stated)
        except ValueError:
            return None
