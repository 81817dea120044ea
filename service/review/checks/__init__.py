"""Automated checks of a message. Each check is one short function; nothing is hidden.

A check takes a :class:`Subject` and yields what is wrong in plain sentences. ``SAFETY`` are the
checks of structure: what they find is never served, whatever marks it carries. ``CONTENT`` are the
checks that compare a translation with its source: an ``error`` keeps a message from being signed, a
``warning`` is shown to the reviewer. ``docs/checks.md`` describes them and measures them.

================= ===================================================================
``base``          what checks look at, and what they answer
``structure``     placeholders, plural forms, markup, invisible characters
``written_forms`` what stands in place of a placeholder, its year, order and neighbours
``numbers``       figures, by value
``measures``      the magnitudes, currencies and units beside them
``number_senses`` rough numbers, multiples, ordinals, signs, per cent
``times``         months, weekdays, and how often
``attribution``   who says so, how surely, and whether it is denied
``evidence``      a source statement against the quotes it rests on
``names``         names, acronyms, addresses
``quotations``    quotation marks and what stands between them
``language``      the right language, in the right script
``typography``    the language's own punctuation and spacing
``length``        length, sentences, repetitions
================= ===================================================================

The words of each language that they look for are in ``content/lexicons``. Public are the names in
``__all__``; the modules among them are for drafting, which asks the same questions of a draft.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec

from ...errors import Level
from . import attribution, length, measures, quotations, structure
from .attribution import CLAIMS
from .base import Check, Objection, Subject
from .evidence import EVIDENCE
from .language import LANGUAGE
from .length import SHAPE
from .measures import MEASURES
from .names import NAMES
from .number_senses import NUMBER_SENSES
from .numbers import NUMBERS
from .quotations import QUOTATIONS
from .structure import SAFETY
from .times import TIMES
from .typography import TYPOGRAPHY
from .written_forms import WRITTEN_FORMS

__all__ = [
    "BY_FACTS", "CHECKS", "CONTENT", "SAFETY", "Objection", "Subject", "attribution", "length",
    "measures", "note", "quotations", "run", "structure", "unsafe",
]  # fmt: skip

CONTENT: dict[str, tuple[Level, Check]] = {
    **LANGUAGE, **WRITTEN_FORMS, **EVIDENCE, **NUMBER_SENSES, **NUMBERS, **MEASURES, **TIMES,
    **NAMES, **QUOTATIONS, **CLAIMS, **SHAPE, **TYPOGRAPHY,
}  # fmt: skip

# Those that need a message's facts or its evidence; the others look at words alone.
BY_FACTS = frozenset({**WRITTEN_FORMS, **EVIDENCE, **NUMBER_SENSES}) - {"number-senses"}

CHECKS: dict[str, tuple[Level, Check]] = {**SAFETY, **CONTENT}

# No statement is this long; of a text that is, only the length is told, so that nobody can make
# the publisher search a megabyte for repetitions.
LONGEST = 2000


def unsafe(subject: Subject) -> list[Objection]:
    """Return what keeps the message from readers whatever marks it carries: the last gate."""
    bare = Subject(
        subject.locale, subject.singular, subject.plural, subject.strings, subject.placeholders,
        subject.count, statement=subject.statement,
    )  # fmt: skip
    return list(_unsafe(bare))


# A publisher asks of each message twice: of what the catalog has, and of what was signed. An
# article in twelve languages has some hundred and fifty.
@lru_cache(maxsize=1024)
def _unsafe(bare: Subject) -> tuple[Objection, ...]:
    """Return what the checks of structure find; ``bare`` has what they look at, and no more."""
    return tuple(_collect(SAFETY, bare))


def run(subject: Subject) -> list[Objection]:
    """Run every check over ``subject`` and return all objections.

    A text whose structure is broken gets those objections only: nothing else can be said of it.
    """
    return list(_run(subject))


# A bench of ten sentences asks for all of them each time that one was typed into.
@lru_cache(maxsize=2048)
def _run(subject: Subject) -> tuple[Objection, ...]:
    content = CONTENT
    if max(map(len, (subject.singular, *subject.strings))) > LONGEST:
        content = {"length": CONTENT["length"]}
    return tuple(unsafe(subject) or _collect(content, subject))


def note() -> str | None:
    """Say in one sentence which checks see less here because a library is not installed."""
    lacking = [
        f"{what} ({package})"
        for module, package, what in (
            ("gcld3", "cld3-py", "another language in the same script is not noticed"),
            ("sentencex", "sentencex", "sentences are not counted"),
        )
        if find_spec(module) is None
    ]
    if not lacking:
        return None
    return f"{' and '.join(lacking)}: install the package named to have this checked"


def _collect(checks: dict[str, tuple[Level, Check]], subject: Subject) -> list[Objection]:
    objections = [
        Objection(name, level, text)
        for name, (level, check) in checks.items()
        for text in check(subject)
    ]
    return list(dict.fromkeys(objections))
