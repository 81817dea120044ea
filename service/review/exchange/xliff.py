"""XLIFF 1.2, the OASIS standard, as translation tools and agencies exchange it.

One ``<file>`` for each article, one ``<trans-unit>`` for each text; plural messages are a
``<group restype="x-gettext-plurals">`` with one trans-unit for each form, ids ``id[0]``, ``id[1]``
…, as in "XLIFF 1.2 Representation Guide for Gettext PO". Placeholders are ``<ph>`` elements whose
content is the placeholder itself, so that a tool which flattens them still shows ``{name}``. A
written form, ``[words]({name})``, is a ``<g ctype="x-form-name">`` around its words, with the id of
the placeholder that the source has there.
Characters that XML 1.0 does not have travel as ``<x ctype="x-u0001"/>``. The attribute
``extradata`` carries the fingerprint of what the catalog had.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from ...content.locales import tag
from ...content.placeholders import ESCAPE, WRITTEN_FORM
from ...errors import Finding, InputError
from . import untrusted_xml
from .model import Note, Part, Unit, valid_base

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_READ = (NAMESPACE, "urn:oasis:names:tc:xliff:document:1.1")

# Our states as the ``state`` of a target; a missing message has no target.
STATES = {
    "draft": "needs-translation",
    "translated": "translated",
    "rejected": "needs-review-translation",
    "reviewed": "signed-off",
}
# All states of the standard, read; "new" is text that nobody confirmed.
_MEANS = {
    **{state: ours for ours, state in STATES.items()},
    "new": "draft", "needs-adaptation": "draft", "needs-l10n": "draft",
    "needs-review-adaptation": "rejected", "needs-review-l10n": "rejected", "final": "reviewed",
}  # fmt: skip

# What the standard calls texts that no person wrote for this source, or that somebody turned down.
PROPOSED = (
    "mt-", "tm-", "leveraged-", "fuzzy-match", "exact-match", "id-match", "rejected-",
)  # fmt: skip

ILLEGAL = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
TOKEN = re.compile(rf"{ESCAPE}|\{{\{{|\}}\}}|{WRITTEN_FORM}|\{{([a-z][a-z0-9_]*)\}}|({ILLEGAL})")
_FORM_TYPE = re.compile(r"x-form-([a-z][a-z0-9_]*)")
_CHARACTER = re.compile(r"x-u([0-9a-f]{4})")
FORM = re.compile(r"(.+)\[([0-9]{1,2})\]", re.DOTALL)

ADVICE = (
    "Keep the placeholders, translate the rest. A pair of tags around words is a figure written in "
    "words of your own. What comes back waits for a reviewer’s signature, "
    "whatever its state says; mark what still needs work as needs-translation."
)


def write(parts: Sequence[Part]) -> bytes:
    """Return ``parts`` as one XLIFF 1.2 document, UTF-8."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<xliff version="1.2" xmlns="{NAMESPACE}">']
    for part in parts:
        lines += _file(part)
    return ("\n".join([*lines, "</xliff>"]) + "\n").encode()


def _file(part: Part) -> Iterator[str]:
    source, target = tag(part.source_language or ""), tag(part.language or "")
    yield (
        f' <file original={quoteattr(part.domain + ".po")} datatype="po"'
        f" source-language={quoteattr(source)} target-language={quoteattr(target)}>"
    )
    yield f"  <header><note>{escape(ADVICE)}</note></header>"
    yield "  <body>"
    for (name, plural), units in itertools.groupby(
        part.units, key=lambda unit: (unit.id, unit.form is not None)
    ):
        if plural:
            yield f'   <group id={quoteattr(name)} restype="x-gettext-plurals">'
        for unit in units:
            yield from _trans_unit(unit)
        if plural:
            yield "   </group>"
    yield "  </body>"
    yield " </file>"


def _trans_unit(unit: Unit) -> Iterator[str]:
    name = unit.id if unit.form is None else f"{unit.id}[{unit.form}]"
    approved = ' approved="yes"' if unit.state == "reviewed" else ""
    base = f' extradata="{unit.base}"' if unit.base else ""
    yield f'   <trans-unit id={quoteattr(name)} xml:space="preserve"{approved}{base}>'
    codes = _Codes()
    yield f"    <source>{_inline(unit.source, unit.values, codes)}</source>"
    if unit.target:
        state = f' state="{STATES[unit.state]}"' if unit.state in STATES else ""
        yield f"    <target{state}>{_inline(unit.target, unit.values, codes)}</target>"
    for note in unit.notes:
        yield _note(note)
    yield "   </trans-unit>"


def _note(note: Note) -> str:
    annotates = "target" if note.author == "reviewer" else "source"
    text = escaped(re.sub(ILLEGAL, "\ufffd", note.text))
    return f'    <note from="{note.author}" annotates="{annotates}">{text}</note>'


class _Codes:
    """Numbers the inline elements of a unit: the same one in source and target, the same id."""

    def __init__(self) -> None:
        self._fresh = itertools.count(1)
        self._given: dict[str, list[int]] = {}

    def number(self, token: str, nth: int) -> int:
        """Return the id of the ``nth`` (from 0) inline element that stands for ``token``."""
        numbers = self._given.setdefault(token, [])
        while len(numbers) <= nth:
            numbers.append(next(self._fresh))
        return numbers[nth]


def _inline(text: str, values: Mapping[str, str], codes: _Codes) -> str:
    pieces: list[str] = []
    position = 0
    times: Counter[str] = Counter()
    for match in TOKEN.finditer(text):
        words, written, name, character = match.groups()
        token = character or f"{{{written or name}}}"
        if not (written or name or character):  # {{, }} and \\[ are text
            continue
        pieces.append(escaped(text[position : match.start()]))
        position = match.end()
        number = codes.number(token, times[token])
        times[token] += 1
        if character:
            pieces.append(f'<x id="{number}" ctype="x-u{ord(character):04x}"/>')
        elif written:
            pieces.append(f'<g id="{number}" ctype="x-form-{written}">{escaped(words)}</g>')
        else:
            value = values.get(name)
            equivalent = f" equiv-text={quoteattr(value)}" if value else ""
            pieces.append(f'<ph id="{number}" ctype="x-placeholder"{equivalent}>{token}</ph>')
    return "".join([*pieces, escaped(text[position:])])


def escaped(text: str) -> str:
    """Return ``text`` as the content of an element."""
    # A bare carriage return would come back as a line feed (XML 1.0, section 2.11).
    return escape(text, {"\r": "&#13;"})


def read(content: bytes, label: str) -> list[Part]:
    """Read an XLIFF 1.2 (or 1.1) document from ``content``, a file's bytes.

    Raises InputError for what is not one; ``label`` is how messages name the file.
    """
    root = untrusted_xml.parse(content, label)
    namespace, _brace, name = root.tag.removeprefix("{").rpartition("}")
    if name != "xliff" or namespace not in _READ:
        problem = "is not XLIFF 1.2: export it from your tool in that version"
        raise InputError([Finding("format", problem, label, 1)])
    return [_part(file, f"{{{namespace}}}", label) for file in root.iter(f"{{{namespace}}}file")]


def _part(file: Element, ns: str, label: str) -> Part:
    original = file.get("original", "").replace("\\", "/")
    domain = PurePosixPath(original).name.removesuffix(".po")
    units: list[Unit] = []
    for element in file.iter(f"{ns}trans-unit"):
        source, target = element.find(f"{ns}source"), element.find(f"{ns}target")
        name = element.get("id")
        if name is None or source is None:
            problem = f"a trans-unit of “{original}” has no id or no source: export it again"
            raise InputError([Finding("format", problem, label)])
        form = FORM.fullmatch(name)
        codes: dict[str, str] = {}
        text = _flat(source, codes)
        units.append(
            Unit(
                form[1] if form else name,
                int(form[2]) if form else None,
                text,
                "" if target is None else _target(target, text, codes),
                _state(element, target),
                valid_base(element.get("extradata")),
            )
        )
    return Part(domain, file.get("source-language"), file.get("target-language"), tuple(units))


def _state(element: Element, target: Element | None) -> str | None:
    """Return what the file says about a text; ``approved`` alone says as much as a state."""
    if target is None:
        return None
    if target.get("state-qualifier", "").startswith(PROPOSED):
        return "draft"  # a machine, or a memory, proposed it, whatever its state says
    if (state := target.get("state")) is not None:
        return _MEANS.get(state, "translated")
    return "reviewed" if element.get("approved") == "yes" else None


def _target(element: Element, source: str, codes: dict[str, str]) -> str:
    """Return the text of a target.

    Translate-toolkit, and what is built on it, sets the text in front of the first inline element
    and leaves the old elements behind it. That shows when this text alone has all placeholders of
    the source: written by us, or by a tool that keeps elements, some would be in the elements.
    """
    own = element.text or ""
    if len(element) and _placeholders(own) == _placeholders(source) != []:
        return own
    return _flat(element, codes)


def _placeholders(text: str) -> list[str]:
    return sorted(m[2] or m[3] for m in TOKEN.finditer(text) if m[2] or m[3])


def _flat(element: Element, codes: dict[str, str]) -> str:
    """Return the text of a source or target, inline elements resolved.

    ``codes`` collects what the ids of the source stand for, so that a tool may empty an element.
    """
    pieces = [element.text or ""]
    for child in element:
        text = _flat(child, codes)
        number = child.get("id", "")
        character = _CHARACTER.fullmatch(child.get("ctype", ""))
        if not text:
            if character and re.fullmatch(ILLEGAL, chr(int(character[1], 16))):
                text = chr(int(character[1], 16))
            else:
                text = codes.get(number, "")
        elif child.tag.rpartition("}")[2] == "g":
            name = _form_name(child, codes)
            # A tool may have put the placeholder itself between the tags.
            text = f"[{text}]({{{name}}})" if name and text != f"{{{name}}}" else text
        if number:
            codes.setdefault(number, text)
        pieces += [text, child.tail or ""]
    return "".join(pieces)


def _form_name(element: Element, codes: Mapping[str, str]) -> str | None:
    """Return the fact whose written form a paired element is: it says so, or its id does."""
    if match := _FORM_TYPE.fullmatch(element.get("ctype", "")):
        return match[1]
    of_source = re.fullmatch(r"\{([a-z][a-z0-9_]*)\}", codes.get(element.get("id", ""), ""))
    return of_source[1] if of_source else None
