"""Figures: what sentences state in numbers, dates and times, as facts with their quotes.

The doors are :class:`Figures`, which finds them in a sentence, ``fact_toml``, which writes a fact
as its table, and ``named_dates``, which reads dates wherever they stand.
"""

from .fact_extraction import Figure, Figures
from .named_dates import anchor
from .reading import NO_YEAR

__all__ = ["NO_YEAR", "Figure", "Figures", "anchor", "fact_toml", "named_dates"]
