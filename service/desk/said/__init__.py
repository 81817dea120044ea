"""The texts of other rooms as the desk's strings: patterns with places for what stands in them.

``TEXTS`` are said as they are, ``COUNTED`` agree with a number ``%(num)s`` and come in two forms.
Every module of this folder has ``TEXTS``; where it has numbers, ``COUNTED``.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

_MODULES = [import_module(f".{module.name}", __name__) for module in pkgutil.iter_modules(__path__)]

TEXTS: tuple[str, ...] = tuple(text for module in _MODULES for text in module.TEXTS)
COUNTED: tuple[tuple[str, str], ...] = tuple(
    text for module in _MODULES for text in getattr(module, "COUNTED", ())
)
