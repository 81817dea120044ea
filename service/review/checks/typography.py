"""The language's own punctuation and spacing.

Sources of the rules: the Imprimerie nationale's and the Académie française's usage for French (a
no-break space before ; : ? ! and inside « »), the RAE's Ortografía for ¿ and ¡, JIS X 4051 and
GB/T 15834 for full-width marks, the Arabic comma, semicolon and question mark of Unicode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...content import lexicon
from ...errors import Level
from .base import Check, Subject, without_addresses

_CJK = r"\u3040-\u30ff\u3400-\u9fff"
_FULL_WIDTH = dict(zip(",.;:?!()", "，。；：？！（）", strict=True))
_ARABIC = {",": "،", ";": "؛", "?": "؟"}


def punctuation(subject: Subject) -> Iterator[str]:
    """Commas, question marks and apostrophes are those of the language."""
    rule = _RULES.get(lexicon.language_of(subject.locale))
    for _source, text in subject.pairs():
        plain = without_addresses(text, "X")
        plain = re.sub(r"\{\w+\}", "\N{OBJECT REPLACEMENT CHARACTER}", plain)
        if re.search(r"(?<=[^\W\d_])'(?=[^\W\d_])", plain):
            yield "' is a typewriter’s apostrophe: write ’"
        if rule:
            yield from rule(plain)


def _spanish(text: str) -> Iterator[str]:
    for opening, closing in ("¿?", "¡!"):
        if text.count(opening) != text.count(closing):
            yield f"{closing} needs {opening} where the sentence begins: add it"


def _arabic(text: str) -> Iterator[str]:
    for mark, own in _ARABIC.items():
        if re.search(rf"[\u0600-\u06ff»\ufffc]\s*{re.escape(mark)}", text):
            yield f"“{mark}” is not Arabic: write “{own}”"


def _full_width(text: str, comma: str) -> Iterator[str]:
    for mark, own in {**_FULL_WIDTH, ",": comma}.items():
        escaped = re.escape(mark)
        if re.search(rf"[{_CJK}」』”》\ufffc]{escaped}(?!\d)|{escaped}[{_CJK}]", text):
            yield f"“{mark}” is half-width: write “{own}”"


def _french(text: str) -> Iterator[str]:
    # French of Canada and Switzerland may do without; a warning only.
    for mark in sorted(set(re.findall(r"[^\s\u00a0\u202f?!]([;?!»])", text))):
        yield f"a no-break space is missing before {mark}: add it"
    if re.search(r"[^\s\u00a0\u202f]:(?=\s|$)", text):
        yield "a no-break space is missing before “:”: add it"
    for mark in sorted(set(re.findall(r" ([;:?!»])", text))):
        yield f"the space before {mark} can break the line: make it a no-break space"
    if re.search(r"«(?![\u00a0\u202f])", text):
        yield "« needs a no-break space after it: add it"


_RULES: dict[str, Callable[[str], Iterator[str]]] = {
    "es": _spanish,
    "ar": _arabic,
    "fr": _french,
    "ja": lambda text: _full_width(text, "、"),
    "zh": lambda text: _full_width(text, "，"),
}


def spacing(subject: Subject) -> Iterator[str]:
    """No double space, none before a comma or full stop, none at either end."""
    for source, text in subject.pairs():
        if text != text.strip() and source == source.strip():
            yield "there is a space at the beginning or end: remove it"
        if re.search(r"\S[ \u00a0]{2,}\S", text):
            yield "there is a double space: remove one"
        if re.search(r"\S[ \u00a0](?:,|\.(?!\w|\.)|،|。|、|，)", text):
            yield "there is a space before a comma or full stop: remove it"
        # “ and » open a quotation in one language and close it in another.
        words = lexicon.of(subject.locale)
        opening, closing = zip(*words.quotes, strict=True) if words else ((), ())
        inside = re.escape("".join({*"([¿¡（「", *opening} - set(closing)))
        outside = re.escape("".join({*")]）」", *closing} - set(opening)))
        # French has no-break spaces inside its quotation marks, and the other rule sees to them.
        if re.search(rf"[{inside}] |(?<!\s) [{outside}]", text):
            yield "there is a space inside brackets or quotation marks: remove it"


TYPOGRAPHY: dict[str, tuple[Level, Check]] = {
    "punctuation": ("warning", punctuation),
    "spacing": ("warning", spacing),
}
