"""What must never reach a reader, whatever marks it carries. Cheap: runs at the last gate too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5

from ...content import plural_rules
from ...content.placeholders import PlaceholderError, names
from ...content.unsafe_characters import forbidden
from ...errors import Level
from .base import Check, Subject

_TAG = re.compile(r"<\s*(?:[/!?]\s*)?[A-Za-z]|<!")
_CONVERSION = re.compile(r"%\([A-Za-z_]\w*\)[a-z]|%[sdifr](?![^\W\d_])|\$\{")
_REFERENCE = re.compile(r"&(#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")


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
            found = sorted(names(text))
        except PlaceholderError as error:
            yield str(error)
            continue
        allowed = subject.expected(index)
        if found in allowed:
            continue
        given, expected = Counter(found), Counter(allowed[0])
        for name in sorted((given - expected).keys() | (expected - given).keys()):
            if name not in subject.placeholders:
                yield f"{{{name}}} is not a placeholder of the source"
            elif not given[name]:
                yield f"{{{name}}} is missing"
            else:
                yield f"{{{name}}} stands {given[name]} times, in the source {expected[name]}"


def conversions(subject: Subject) -> Iterator[str]:
    """Nothing looks like another language's placeholder (``%s``, ``%(name)s``, ``${name}``)."""
    for text in subject.strings:
        if "%" not in text and "$" not in text:
            continue
        for found in _CONVERSION.findall(text):
            if found not in _CONVERSION.findall(subject.singular + (subject.plural or "")):
                yield f"“{found}” is not a placeholder here: use {{name}}"


def markup(subject: Subject) -> Iterator[str]:
    """Texts are plain text: no tags, no character references."""
    for text in subject.strings:
        if "<" not in text and "&" not in text:
            continue
        found = [match.group() for match in _TAG.finditer(text)]
        found += [
            match.group()
            for match in _REFERENCE.finditer(text)
            if match[1].startswith("#") or f"{match[1]};" in html5
        ]
        for excerpt in found:
            yield f"“{excerpt}” begins markup: write plain text"


def controls(subject: Subject) -> Iterator[str]:
    """No control character, bidirectional override or invisible character that hides something."""
    for text in subject.strings:
        if text.isprintable():  # nearly always
            continue
        for found in forbidden(text, "".join(c for c in "\n\t" if c in subject.singular)):
            yield f"{found} is not allowed: remove it"


SAFETY: dict[str, tuple[Level, Check]] = {
    "empty": ("error", empty),
    "plural-forms": ("error", plural_forms),
    "placeholders": ("error", placeholders),
    "conversions": ("error", conversions),
    "markup": ("error", markup),
    "controls": ("error", controls),
}
