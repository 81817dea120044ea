"""The texts of other rooms as the desk's strings: patterns with places for what stands in them.

``TEXTS`` are said as they are, ``COUNTED`` agree with a number ``%(num)s`` and come in two forms.
"""

from __future__ import annotations

from . import (
    catalogs,
    checks,
    command_use,
    commands,
    drafts,
    editions,
    people,
    readers,
    review,
    settings,
    signing,
    summaries,
)

_MODULES = (
    catalogs,
    checks,
    command_use,
    commands,
    drafts,
    editions,
    people,
    readers,
    review,
    settings,
    signing,
    summaries,
)

TEXTS = tuple(text for module in _MODULES for text in module.TEXTS)
COUNTED = (*commands.COUNTED, *review.COUNTED)
