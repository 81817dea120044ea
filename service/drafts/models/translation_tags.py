"""Placeholders and written forms as XML tags, for a translator that keeps tags. Pure.

``<x id="killed">5</x>`` is not translated, so that the words around it fit the number;
``<w id="killed">five</w>`` is, and becomes the written form of the target language.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence

from ...content.placeholders import PlaceholderError, Segment, parse, write

# What the translator leaves as it is.
KEPT = "x"
_TAG = re.compile(
    r'<(?P<kind>[xw]) id=["\'](?P<name>[a-z][a-z0-9_]*)["\']\s*>(?P<words>[^<]*)</(?P=kind)>'
)


def tag(segments: Sequence[Segment], value: Callable[[str], str], plain: str | None) -> str:
    """Return a text as XML.

    ``value`` is what a placeholder shows; ``plain`` the name of the one whose written forms are
    left out: it chooses the plural form.
    """
    parts = []
    for segment in segments:
        if segment.name is None:
            parts.append(html.escape(segment.text, quote=False))
        elif segment.words is None or segment.name == plain:
            content = html.escape(value(segment.name), quote=False)
            parts.append(f'<x id="{segment.name}">{content}</x>')
        else:
            words = html.escape(segment.words, quote=False)
            parts.append(f'<w id="{segment.name}">{words}</w>')
    return "".join(parts)


def read(text: str, wanted: Counter[str]) -> tuple[str | None, list[str]]:
    """Return ``text``, which a translator made of :func:`tag`'s, with placeholders, and remarks.

    None where a placeholder did not survive: the remarks say which. ``wanted`` counts those of the
    source, by name. A written form that cannot be one becomes the plain placeholder.
    """
    segments: list[Segment] = []
    remarks: list[str] = []
    position = 0
    for match in _TAG.finditer(text):
        segments.append(Segment(html.unescape(text[position : match.start()])))
        words = " ".join(html.unescape(match["words"]).split())
        name = match["name"]
        segment = Segment(name, name, words if match["kind"] == "w" else None)
        if segment.words is not None and not _is_form(segment):
            remarks.append(
                f"the written form of {{{name}}} did not survive: its value stands there"
            )
            segment = Segment(name, name)
        segments.append(segment)
        position = match.end()
    rest = text[position:]
    segments.append(Segment(html.unescape(rest)))
    counts = Counter(segment.name for segment in segments if segment.name)
    lost = [name for name in wanted if counts[name] != wanted[name]]
    lost += [name for name in counts if name not in wanted]
    if lost or any(re.search(r"</?[xw]\b", s.text) for s in segments if s.name is None):
        named = ", ".join(f"{{{name}}}" for name in lost) or "a tag"
        return None, [f"{named} did not survive the translation"]
    return write(segment for segment in segments if segment.text), remarks


def _is_form(segment: Segment) -> bool:
    try:
        return bool(segment.words) and len(parse(write([segment]))) == 1
    except PlaceholderError:
        return False
