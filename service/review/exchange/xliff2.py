"""XLIFF 2.1 (OASIS, 2018), core: what newer translation tools exchange.

One ``<file>`` for each article, one ``<unit>`` with one ``<segment>`` for each text; its ``name``
is the message's id, with ``[0]``, ``[1]`` … for plural forms. A placeholder is an empty ``<ph>``
whose text is in ``<originalData>``; a written form, ``[words]({name})``, is a ``<pc>`` around its
words.
Characters that XML 1.0 does not have are ``<cp>``. A note of the category ``base`` carries the
fingerprint of what the catalog had. Versions 2.0 to 2.2 are read; split segments are joined.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from ...content.locales import tag
from ...errors import Finding, InputError
from . import untrusted_xml
from .model import Part, Unit, valid_base
from .xliff import ADVICE, FORM, ILLEGAL, PROPOSED, TOKEN, escaped

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1, too
_READ = (NAMESPACE, "urn:oasis:names:tc:xliff:document:2.2")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Our states as ``state`` and ``subState``; a missing message has no target.
STATES = {
    "draft": ("initial", "summaries:draft"),
    "translated": ("translated", "summaries:translated"),
    "rejected": ("translated", "summaries:rejected"),
    "reviewed": ("final", "summaries:reviewed"),
}
_MEANS = {
    "initial": "draft", "translated": "translated", "reviewed": "translated", "final": "reviewed",
}  # fmt: skip
# From what is left to do to what is done: a unit of several segments is as far as the first.
_ORDER = ("draft", "rejected", "translated", "reviewed")
_FORM_TYPE = re.compile(r"summaries:form-([a-z][a-z0-9_]*)")
_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")


def write(parts: Sequence[Part]) -> bytes:
    """Return ``parts``, which are of one language, as one XLIFF 2.1 document, UTF-8."""
    source = tag(next((part.source_language for part in parts if part.source_language), "") or "")
    target = tag(next((part.language for part in parts if part.language), "") or "")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff version="2.1" xmlns="{NAMESPACE}" srcLang={quoteattr(source)}'
        f" trgLang={quoteattr(target)}>",
    ]
    for number, part in enumerate(parts, 1):
        lines.append(f' <file id="f{number}" original={quoteattr(part.domain + ".po")}>')
        lines.append(f"  <notes><note>{escaped(ADVICE)}</note></notes>")
        for nth, unit in enumerate(part.units, 1):
            lines += _unit(unit, nth)
        lines.append(" </file>")
    return ("\n".join([*lines, "</xliff>"]) + "\n").encode()


def _unit(unit: Unit, number: int) -> Iterator[str]:
    name = unit.id if unit.form is None else f"{unit.id}[{unit.form}]"
    codes = _Codes(unit.values)
    source, target = codes.inline(unit.source), codes.inline(unit.target)
    yield f'  <unit id="u{number}" name={quoteattr(name)}>'
    notes = [(note.author, note.text) for note in unit.notes]
    if unit.base:
        notes.append(("base", unit.base))
    if notes:
        yield "   <notes>"
        for author, text in notes:
            visible = escaped(re.sub(ILLEGAL, "\ufffd", text))
            yield f"    <note category={quoteattr(author)}>{visible}</note>"
        yield "   </notes>"
    if codes.data:
        yield "   <originalData>"
        for token, name in codes.data.items():
            yield f'    <data id="{name}">{escaped(token)}</data>'
        yield "   </originalData>"
    state = ""
    if unit.target and unit.state in STATES:
        main, sub = STATES[unit.state]
        state = f' state="{main}" subState="{sub}"'
    yield f"   <segment{state}>"
    yield f'    <source xml:space="preserve">{source}</source>'
    if unit.target:
        yield f'    <target xml:space="preserve">{target}</target>'
    yield "   </segment>"
    yield "  </unit>"


class _Codes:
    """Writes the inline elements of a unit: the same code in source and target has the same id."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.data: dict[str, str] = {}
        self._values = values
        self._fresh = itertools.count(1)
        self._given: dict[tuple[str, int], int] = {}

    def inline(self, text: str) -> str:
        """Return a text as the content of a source or target."""
        pieces: list[str] = []
        position = 0
        times: Counter[str] = Counter()
        for match in TOKEN.finditer(text):
            words, written, name, character = match.groups()
            if not (written or name or character):  # {{, }} and \\[ are text
                continue
            pieces.append(escaped(text[position : match.start()]))
            position = match.end()
            if character:
                pieces.append(f'<cp hex="{ord(character):04X}"/>')
                continue
            token = f"[]({{{written}}})" if written else f"{{{name}}}"
            number = self._given.setdefault((token, times[token]), 0) or next(self._fresh)
            self._given[token, times[token]] = number
            times[token] += 1
            if written:
                pieces.append(
                    f'<pc id="{number}" type="other" subType="summaries:form-{written}">'
                    f"{escaped(words)}</pc>"
                )
                continue
            data = self.data.setdefault(token, f"d{len(self.data) + 1}")
            value = self._values.get(name)
            display = f" disp={quoteattr(value)}" if value else ""
            pieces.append(f'<ph id="{number}" dataRef="{data}" equiv="{token}"{display}/>')
        return "".join([*pieces, escaped(text[position:])])


def is_one(content: bytes) -> bool:
    """Tell whether ``content``, the bytes of an XLIFF document, is of version 2 (its namespace)."""
    return b"urn:oasis:names:tc:xliff:document:2." in content[:2000].replace(b"\0", b"")


def read(content: bytes, label: str) -> list[Part]:
    """Read an XLIFF 2.0 to 2.2 document from ``content``, a file's bytes.

    Raises InputError for what is not one; ``label`` is how messages name the file.
    """
    root = untrusted_xml.parse(content, label)
    namespace, _brace, name = root.tag.removeprefix("{").rpartition("}")
    if name != "xliff" or namespace not in _READ:
        problem = "is not XLIFF 2: export it from your tool in version 2.1 or 1.2"
        raise InputError([Finding("format", problem, label, 1)])
    ns = f"{{{namespace}}}"
    return [_part(file, ns, root, label) for file in root.iter(f"{ns}file")]


def _part(file: Element, ns: str, root: Element, label: str) -> Part:
    original = file.get("original", "").replace("\\", "/")
    domain = PurePosixPath(original).name.removesuffix(".po")
    units = tuple(_read_unit(element, ns, original, label) for element in file.iter(f"{ns}unit"))
    return Part(domain, root.get("srcLang"), root.get("trgLang"), units)


def _read_unit(element: Element, ns: str, original: str, label: str) -> Unit:
    name = element.get("name")
    if name is None:
        problem = (
            f"a unit of “{original}” has no name, which says its message: another converter made "
            "this file; export it with “summaries catalog export”"
        )
        raise InputError([Finding("format", problem, label)])
    data = {e.get("id", ""): "".join(e.itertext()) for e in element.iter(f"{ns}data")}
    codes = _Reader(data)
    source, target, states = [], [], []
    for part in element:
        if part.tag not in (f"{ns}segment", f"{ns}ignorable"):
            continue
        there, translated = part.find(f"{ns}source"), part.find(f"{ns}target")
        text = "" if there is None else codes.flat(there)
        source.append(text)
        if translated is not None:
            target.append(codes.flat(translated))
        elif part.tag == f"{ns}ignorable":
            target.append(text)  # without a target it is as in the source
        if part.tag == f"{ns}segment":
            states.append(None if translated is None else _state(part))
    known = [state for state in states if state is not None]
    state = min(known, key=_ORDER.index) if known else None
    if len(known) < len(states) and known:
        state = "draft"  # a segment has no translation yet
    whole = "".join(target) if any(state is not None for state in states) else ""
    form = FORM.fullmatch(name)
    return Unit(
        form[1] if form else name, int(form[2]) if form else None, "".join(source), whole,
        state if whole else None, _base(element, ns),
    )  # fmt: skip


def _base(element: Element, ns: str) -> str | None:
    for note in element.iter(f"{ns}note"):
        if note.get("category") == "base":
            return valid_base((note.text or "").strip())
    return None


def _state(segment: Element) -> str:
    """Return what the file says about a segment; the finer word counts where it fits the other."""
    state, sub = segment.get("state", "initial"), segment.get("subState", "")
    if sub.rpartition(":")[2].startswith(PROPOSED):
        return "draft"  # a machine, or a memory, proposed it, whatever its state says
    for ours, words in STATES.items():
        if (state, sub) == words:
            return ours
    return _MEANS.get(state, "translated")


class _Reader:
    """Resolves inline elements.

    A tool may leave out in the target what the source says of a code: its id is enough then.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        self._data = data
        self._by_id: dict[str, str] = {}
        self._open: dict[str, str] = {}

    def flat(self, element: Element) -> str:
        """Return the text of a source, a target or an element in one."""
        pieces = [element.text or ""]
        for child in element:
            pieces += [self._code(child), child.tail or ""]
        return "".join(pieces)

    def _code(self, child: Element) -> str:
        kind, number = child.tag.rpartition("}")[2], child.get("id", "")
        if kind == "cp":
            return _character(child.get("hex", ""))
        if kind == "ph":
            text = self._data.get(child.get("dataRef", ""), "") or child.get("equiv", "")
            if not _PLACEHOLDER.fullmatch(text):
                text = self._by_id.get(number) or text
            self._by_id.setdefault(number, text)
            return text
        if kind == "ec":
            name = self._open.get(child.get("startRef", ""))
            return f"]({{{name}}})" if name else ""
        form = _FORM_TYPE.fullmatch(child.get("subType", ""))
        name = form[1] if form else ""
        if kind == "sc":
            self._open[number] = name
            return "[" if name else ""
        inside = self.flat(child)  # pc, mrk, and what this reader does not know
        return f"[{inside}]({{{name}}})" if kind == "pc" and name and inside else inside


def _character(code: str) -> str:
    """Return what a ``<cp>`` stands for; only characters that XML does not have travel so."""
    if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) and int(code, 16) < 0x110000:
        character = chr(int(code, 16))
        if re.fullmatch(ILLEGAL, character) and not 0xD800 <= ord(character) < 0xE000:
            return character
    return ""
