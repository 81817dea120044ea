"""What must never reach a reader, whatever marks it carries. Cheap: runs at the last gate too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.entities import html5

from ...content import plural_rules
from ...content.messages import OUTLET
from ...content.placeholders import PlaceholderError, Segment, names
from ...content.unsafe_characters import (
    NOUGHTS,
    ONES,
    OTHER_DIGITS,
    disguised_figures,
    forbidden,
    lookalikes,
)
from ...errors import Level
from .base import Check, Subject

_TAG = re.compile(r"<\s*(?:[/!?]\s*)?[A-Za-z]|<!")
_CONVERSION = re.compile(r"%\([A-Za-z_]\w*\)[a-z]|%[sdifr](?![^\W\d_])|\$\{")
_REFERENCE = re.compile(r"&(#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")

# Digits of any script, superscripts, fractions, numerals; letters that look like digits and stand
# alone; signs. A hyphen or dash is a sign where no letter stands before it (“mid-{month}”).
_DIGIT = (
    r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b\u2460-\u24ff\u3007\u3021-\u3029]"
)
_LOOKALIKE = f"[{NOUGHTS}{ONES}{OTHER_DIGITS}]"
# These pass for 6 and 1 before a number only: behind it they tell houses and school forms.
_BEFORE_ONLY = "[б\u0627]"
# Behind a number: litres, and endings of ordinals.
_LITRES = "lⅼℓ"
_ENDINGS = {"el": "ο", "es": "o", "gl": "o", "it": "o", "pt": "o"}
_SIGN = r"[+\u00b1\u00d7\u00f7\u2212\u2213\u207a\u207b\u208a\u208b\ufe62\ufe63\uff0b\uff0d]"
_DASH = r"(?<![^\W\d_\u3040-\u30ff\u3400-\u9fff])[-\u2010-\u2015]"
# What may be one of them, at the price of one look at each brace and bracket.
_NEAR = rf"(?:{_DIGIT}|{_LOOKALIKE}|{_BEFORE_ONLY}|{_SIGN}|[-\u2010-\u2015])"
_SUSPECT = re.compile(rf"[{{\[](?:(?<={_NEAR}.)|(?<={_NEAR}[.,].))|[}})][.,]?{_NEAR}")
_LEFT = re.compile(
    rf"(?:{_DIGIT}[.,]?|(?<![^\W\d_])(?:{_LOOKALIKE}+|{_BEFORE_ONLY})|{_SIGN}|{_DASH})\Z"
)
_RIGHT = re.compile(rf"[.,]?{_DIGIT}|{_LOOKALIKE}+(?![^\W\d_])|{_SIGN}")


def empty(subject: Subject) -> Iterator[str]:
    """Every form has text."""
    for index, text in enumerate(subject.strings):
        if not text.strip():
            yield f"form {index} is empty" if subject.plural else "the translation is empty"


def plural_forms(subject: Subject) -> Iterator[str]:
    """There are exactly the forms that the language has."""
    expected = plural_rules.rule(subject.locale).nplurals if subject.plural is not None else 1
    if len(subject.strings) != expected:
        yield f"has {len(subject.strings)} forms, {subject.locale} has {expected}"


def placeholders(subject: Subject) -> Iterator[str]:
    """Placeholders are plain names, the source's own, each as often as in the source."""
    for index, text in enumerate(subject.strings):
        if not text.strip():
            continue
        try:
            present = sorted(names(text))
        except PlaceholderError as error:
            yield str(error)
            continue
        allowed = subject.expected(index)
        if present in allowed:
            continue
        counts, expected = Counter(present), Counter(allowed[0])
        for name in sorted((counts - expected).keys() | (expected - counts).keys()):
            if name not in subject.placeholders:
                yield f"{{{name}}} is not a placeholder of the source"
            elif not counts[name]:
                yield f"{{{name}}} is missing"
            else:
                yield f"{{{name}}} stands {counts[name]} times, in the source {expected[name]}"


def conversions(subject: Subject) -> Iterator[str]:
    """Nothing looks like another language's placeholder (``%s``, ``%(name)s``, ``${name}``)."""
    for text in subject.strings:
        if "%" not in text and "$" not in text:
            continue
        for conversion in _CONVERSION.findall(text):
            if conversion not in _CONVERSION.findall(subject.singular + (subject.plural or "")):
                yield f"“{conversion}” is not a placeholder here: use {{name}}"


def markup(subject: Subject) -> Iterator[str]:
    """Texts are plain text: no tags, no character references."""
    for text in subject.strings:
        for excerpt in tags(text):
            yield f"“{excerpt}” begins markup: write plain text"


def tags(text: str) -> list[str]:
    """Return what begins a tag in ``text``, and its character references."""
    if "<" not in text and "&" not in text:
        return []
    references = (
        match.group()
        for match in _REFERENCE.finditer(text)
        if match[1].startswith("#") or f"{match[1]};" in html5
    )
    return [*(match.group() for match in _TAG.finditer(text)), *references]


def controls(subject: Subject) -> Iterator[str]:
    """No character is invisible, blank, struck through, enclosed or of a formula."""
    for text in subject.strings:
        for character in forbidden(text, "".join(c for c in "\n\t" if c in subject.singular)):
            yield f"{character} is not allowed: remove it"


def mixed_scripts(subject: Subject) -> Iterator[str]:
    """No word or number has letters that pass for others: a Latin “e” in a Cyrillic word."""
    for text in subject.strings:
        for number in disguised_figures(text):
            yield f"“{number}” has letters that look like digits: type it again"
        for word, script, other in lookalikes(text):
            yield f"“{word}” has {other} letters that look {script}: type it again"


def adjoining(subject: Subject) -> Iterator[str]:
    """No digit, sign or letter that looks like a digit stands against a placeholder.

    It would be another value.

    Suffixes and prefixes in letters (``{n}-го``, ``{n}多名``) are the language's own.
    """
    if not any("{" in text and _SUSPECT.search(text) for text in subject.strings):
        return
    allowed = subject.singular + (subject.plural or "")
    behind = (*_LITRES, _ENDINGS.get(subject.locale.split("_")[0]))
    for _index, segments in subject.segments():
        for before, placeholder, after in _neighbours(segments):
            left, right = _LEFT.search(before), _RIGHT.match(after)
            if right and right[0] in behind:
                right = None
            for affix, example in (
                (left, f"{left and left[0]}{{{placeholder}}}"),
                (right, f"{{{placeholder}}}{right and right[0]}"),
            ):
                # What the interface's own source has is meant so; a statement's never is.
                if affix and (subject.statement or example not in allowed):
                    yield (
                        f"“{example}” reads as another value: the placeholder alone writes the "
                        "number, its sign included"
                    )


def _neighbours(segments: Sequence[Segment]) -> Iterator[tuple[str, str, str]]:
    """Yield each placeholder with the literal text before and after it."""
    for index, segment in enumerate(segments):
        if segment.name is not None:
            before = segments[index - 1] if index else None
            after = segments[index + 1] if index + 1 < len(segments) else None
            # A dash between two placeholders is a range, as after a letter.
            ranged = "x" if index > 1 and segments[index - 2].name else ""
            yield (
                ranged + before.text[-4:] if before and before.name is None else "",
                segment.name,
                after.text if after and after.name is None else "",
            )


def written_forms(subject: Subject) -> Iterator[str]:
    """Only a fact has a written form: neither a value of the interface nor the outlet's name."""
    if not any("](" in text for text in subject.strings):
        return
    for _index, segments in subject.segments():
        for segment in segments:
            if segment.words is not None and (not subject.statement or segment.name == OUTLET):
                yield f"{{{segment.name}}} takes no words of your own: write the placeholder alone"


SAFETY: dict[str, tuple[Level, Check]] = {
    "empty": ("error", empty),
    "plural-forms": ("error", plural_forms),
    "placeholders": ("error", placeholders),
    "conversions": ("error", conversions),
    "markup": ("error", markup),
    "controls": ("error", controls),
    "mixed-scripts": ("error", mixed_scripts),
    "adjoining": ("error", adjoining),
    "written-forms": ("error", written_forms),
}
