"""Catalogs for tools that do not speak gettext: out as XLIFF or CSV, and back in.

- ``model``: what travels, one unit for each text, and what a catalog sends
- ``xliff``: XLIFF 1.2 with inline placeholders; ``safexml`` reads it, believing nothing
- ``table``: CSV that spreadsheet programs can open and save
- ``merge``: what came back becomes edits; nothing is ever signed, and no newer words are lost

Where a message stands, in the words of each format (``xliff.STATES`` both ways)::

    state       XLIFF 1.2 target state    approved  CSV         coming back with other words
    missing     (no target)               -         missing     -
    draft       needs-translation         -         draft       draft (fuzzy)
    translated  translated                -         translated  translated
    rejected    needs-review-translation  -         rejected    translated
    reviewed    signed-off                yes       reviewed    translated: nothing is signed

Draft is ``needs-translation`` and not ``needs-review-translation`` because that is the state that
the tools take to mean "needs work", while everything that is translated needs review here.
"""

from .formats import dump, load
from .merge import Outcome, select, take_in
from .model import FORMATS, Part, Unit, part

__all__ = ["FORMATS", "Outcome", "Part", "Unit", "dump", "load", "part", "select", "take_in"]
