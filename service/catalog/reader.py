"""Read one PO file, strictly.

The grammar is the one of the GNU gettext manual, "The Format of PO Files". Where PO libraries
repair or guess (a lost quote, a deleted msgid line, duplicate entries, a second header, wrong
plural forms, another charset), this reader stops with file and line instead: a guess would put one
message's words under another message's signature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import langcodes

from .. import plurals
from ..files import decode, read_bytes
from ..finding import Finding, InputError
from .model import Catalog, Entry, Line

MAX_MESSAGES = 20_000

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:[ \t]*\[([0-9]{1,2})\])?[ \t]*(?=\")")
# Possessive, so that a megabyte in one string leaves nothing to go back to.
_STRING = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"[ \t\f\v]*\Z')
# gettext reads as many hexadecimal digits as there are; with more than two nobody can mean it.
_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}(?![0-9A-Fa-f])|[0-7]{1,3}|[\x80-\xff]+|.)", re.DOTALL)
_SIMPLE = dict(zip(b'abfnrtv"\\', b'\a\b\f\n\r\t\v"\\', strict=True))
# "#=" is the coming home of flags; "# , fuzzy" is what people type when they mean "#, fuzzy".
_FLAGS = re.compile(r"#[,=]|#[ \t]*[,=!](?=.*\bfuzzy\b)", re.IGNORECASE)


class _StopError(Exception):
    """What is wrong with one line."""

    def __init__(self, check: str, line: int, text: str) -> None:
        super().__init__(text)
        self.check, self.line, self.text = check, line, text


def read(path: Path, shown: str, locale: str, root: Path | None = None) -> Catalog:
    """Read the catalog of ``locale`` at ``path``, named ``shown`` in messages.

    Raises :class:`InputError`, with file and line, for anything that is not a valid catalog.
    """
    return parse(read_bytes(path, shown, root), shown, locale)


def parse(content: bytes, shown: str, locale: str, *, template: bool = False) -> Catalog:
    """Read a catalog from bytes. A ``template`` (POT) may leave header fields to be filled in."""
    text = decode(content, shown)
    if text.startswith("\ufeff"):
        raise InputError(
            [Finding("encoding", "has two byte order marks: save it with none", shown, 1)]
        )
    lines = tuple(_LINE.findall(text))
    try:
        entries = _entries(lines)
        if not entries or entries[0].key != (None, ""):
            raise _StopError("header", 1, "the first message must be the header (an empty msgid)")
        header = _header(entries[0], locale, template)
        entries = entries[1:]
        by_key = _index(entries, len(lines))
        if not template:
            _forms(entries, locale)
    except _StopError as stop:
        raise InputError([Finding(stop.check, stop.text, shown, stop.line)]) from None
    bom = content.startswith(b"\xef\xbb\xbf")
    obsolete = tuple(_obsolete(lines))
    return Catalog(shown, locale, lines, header, tuple(entries), obsolete, bom, by_key)


def _obsolete(lines: tuple[str, ...]) -> list[Entry]:
    """Return the obsolete entries (``#~``), read leniently: nothing rests on them.

    Comments above one are its own. What cannot be read stays lines that nobody looks at.
    """
    found: list[Entry] = []
    for start, end in _ghosts(lines):
        plain = tuple(
            re.sub(r"^(\s*)#~ ?", r"\1", line).replace("|", "#|", line.startswith("#~|"))
            for line in lines[start:end]
        )
        try:
            entries = _entries(plain)
        except _StopError:
            continue
        found += [replace(e, start=e.start + start, end=e.end + start) for e in entries]
    return found


def _ghosts(lines: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the stretches of lines (from, to) that are obsolete entries with their comments."""
    stretches: list[tuple[int, int]] = []
    start: int | None = None
    ghost = False
    for number, line in enumerate((*lines, "")):
        text = line.strip()
        if ghost and not text.startswith("#~"):
            stretches.append((start or 0, number))
            start, ghost = None, False
        if not text.startswith("#"):
            start = None
        elif start is None:
            start = number
        ghost = ghost or text.startswith("#~")
    return stretches


def _entries(lines: tuple[str, ...]) -> list[Entry]:
    """Group lines into entries, leaving obsolete ones (``#~``) out."""
    entries: list[Entry] = []
    draft = _Draft()
    for number, line in enumerate(lines):
        body = line.rstrip("\r\n")
        if "\0" in body:
            raise _StopError("syntax", number + 1, "has a NUL character: remove it")
        stripped = body.strip(" \t\f\v")
        if not stripped:
            draft = draft.blank(entries, line)
            continue
        if stripped.startswith("#"):
            if draft.keyword:
                draft = draft.flush(entries)
            if stripped.startswith("#~"):
                draft = draft.flush(entries)
                continue
            draft.comment(number, line, stripped)
            continue
        keyword = _KEYWORD.match(stripped)
        if keyword:
            name = keyword.group(1)
            if draft.keyword == "msgstr" and name in ("msgctxt", "msgid"):
                draft = draft.flush(entries)
            draft.begin(number, line, name, keyword.group(2))
            stripped = stripped[keyword.end() :]
        elif not stripped.startswith('"'):
            raise _StopError(
                "syntax",
                number + 1,
                f"“{stripped[:40]}” is neither a comment, a keyword nor a string",
            )
        elif not draft.keyword:
            raise _StopError(
                "syntax", number + 1, "a string without a keyword such as msgid before it"
            )
        else:
            draft.lines.append(Line(draft.keyword, line))
        draft.string(number, stripped)
    draft.flush(entries)
    return entries


@dataclass(slots=True)
class _Draft:
    """The entry being read."""

    start: int = -1
    blanks: int = 0
    gap: list[str] = field(default_factory=list)
    line: int = 0
    keyword: str = ""
    lines: list[Line] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    previous: list[str] = field(default_factory=list)
    parts: dict[str, list[bytes]] = field(default_factory=dict)

    def comment(self, number: int, line: str, text: str) -> None:
        self._close_gap()
        if self.start < 0:
            self.start = number
        kind = text[:2] if text[:2] in ("#.", "#:", "#|") else "#"
        if kind == "#|":
            self.previous.append(text[2:].strip())
        elif flags := _FLAGS.match(text):
            kind = "#,"
            for flag in re.split(r"[,=]", text[flags.end() :].lower()):
                words = flag.split()
                if "fuzzy" in words:  # also where somebody forgot the comma
                    self.flags.add("fuzzy")
                self.flags.add(" ".join(word for word in words if word != "fuzzy"))
        elif kind == "#":
            self.comments.append(text[1:].strip())
        self.lines.append(Line(kind, line))

    def begin(self, number: int, line: str, name: str, index: str | None) -> None:
        self._close_gap()
        expected = {"msgctxt": {""}, "msgid": {"", "msgctxt"}, "msgid_plural": {"msgid"}}
        allowed = expected.get(name, {"msgid", "msgid_plural", "msgstr"})
        if self.keyword not in allowed or (self.keyword == "msgstr" and index is None):
            raise _StopError(
                "syntax",
                number + 1,
                f"{name} must not follow {self.keyword or 'nothing'}: a line is missing or doubled",
            )
        if name == "msgstr":
            have = sum(key.startswith("msgstr") for key in self.parts)
            if ("msgid_plural" in self.parts) != (index is not None):
                text = "msgstr[0], msgstr[1] … go with msgid_plural, plain msgstr goes without"
                raise _StopError("plural-forms", number + 1, text)
            if index is not None and int(index) != have:
                raise _StopError("plural-forms", number + 1, f"msgstr[{have}] is expected here")
        elif index is not None:
            raise _StopError("syntax", number + 1, f"{name} takes no index")
        if self.start < 0:
            self.start = number
        if name == "msgid" or (name == "msgctxt" and not self.line):
            self.line = number + 1
        self.keyword = name
        self.parts[f"{name}{index or ''}" if index is not None else name] = []
        self.lines.append(Line(name, line))

    def string(self, number: int, text: str) -> None:
        match = _STRING.match(text.encode())
        if not match:
            problem = 'a string is one pair of quotes and nothing after; inside, write \\"'
            raise _StopError("syntax", number + 1, problem)
        raw = match.group(1)

        def unescape(escape: re.Match[bytes]) -> bytes:
            code = escape.group(1)
            if code[:1] == b"x" and len(code) == 3:
                return bytes([int(code[1:], 16)])
            if code[:1] in b"01234567":
                return bytes([int(code, 8) & 0xFF])
            if len(code) == 1 and code[0] in _SIMPLE:
                return bytes([_SIMPLE[code[0]]])
            raise _StopError(
                "syntax",
                number + 1,
                f"\\{code.decode(errors='replace')[0]} is not an escape sequence of PO files",
            )

        next(reversed(self.parts.values())).append(_ESCAPE.sub(unescape, raw))

    def blank(self, entries: list[Entry], line: str) -> _Draft:
        """Take a blank line: it ends a message, but not the comments before one.

        gettext reads a fuzzy flag across blank lines, so this must, too. A blank line inside an
        unfinished message is legal for gettext, but in practice somebody broke the message in
        two: :meth:`flush` refuses it.
        """
        if self.keyword:
            return self.flush(entries)
        if self.lines:
            self.gap.append(line)
            self.blanks += 1
        return self

    def _close_gap(self) -> None:
        """Give the blank lines since the last line to that line."""
        if self.gap:
            last = self.lines[-1]
            self.lines[-1] = Line(last.kind, "".join([last.text, *self.gap]))
            self.gap = []

    def flush(self, entries: list[Entry]) -> _Draft:
        """Add the finished entry to ``entries`` and return an empty draft."""
        if not self.keyword:
            return _Draft()
        last = self.start + len(self.lines) + self.blanks
        if self.keyword != "msgstr":
            raise _StopError(
                "syntax", last, f"the message ends after {self.keyword}: its msgstr is missing"
            )
        texts = {name: self._text(name, parts) for name, parts in self.parts.items()}
        strings = tuple(text for name, text in texts.items() if name.startswith("msgstr"))
        entries.append(
            Entry(
                texts.get("msgctxt"), texts["msgid"], texts.get("msgid_plural"), strings,
                tuple(self.comments), frozenset(self.flags - {""}), tuple(self.previous),
                self.start, last, tuple(self.lines), self.line,
            )
        )  # fmt: skip
        return _Draft()

    def _text(self, name: str, parts: list[bytes]) -> str:
        try:
            text = b"".join(parts).decode()
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise _StopError("encoding", self.line, f"{name} has escapes that are not UTF-8 text")
        return text


def _header(entry: Entry, locale: str, template: bool) -> dict[str, str]:
    if entry.plural is not None:
        raise _StopError("header", entry.line, "the header must not have plural forms")
    header: dict[str, str] = {}
    for row in entry.strings[0].splitlines():
        name, colon, value = row.partition(":")
        if not row.strip():
            continue
        if not colon:
            raise _StopError(
                "header", entry.line, f"“{row[:40]}” is not a header field (Name: value)"
            )
        if name.strip().lower() in header:
            raise _StopError("header", entry.line, f"the header has {name.strip()} twice")
        header[name.strip().lower()] = value.strip()
    charset = re.search(r"charset=([\w.:-]+)", header.get("content-type", ""))
    if not charset or charset.group(1).lower() not in ("utf-8", "utf8"):
        problem = "the header must say Content-Type: text/plain; charset=UTF-8"
        raise _StopError("encoding", entry.line, problem)
    if template:
        return header
    language = header.get("language", "")
    if language and _maximal(language) != _maximal(locale):
        problem = f"the header says Language: {language}, but the file's place says {locale}"
        raise _StopError("language", entry.line, problem)
    if "plural-forms" in header:
        try:
            plurals.check_header(header["plural-forms"], locale)
        except plurals.PluralError as error:
            raise _StopError("plural-forms", entry.line, str(error)) from None
    return header


def _maximal(tag: str) -> tuple[str | None, str | None]:
    """Language and script, so that zh_CN, zh-Hans and zh_Hans are one, and uk_UA is uk."""
    try:
        language = langcodes.get(tag.partition("@")[0].partition(".")[0]).maximize()
    except (ValueError, LookupError):
        return tag, None
    return language.language, language.script


def _index(entries: list[Entry], lines: int) -> dict[tuple[str | None, str], Entry]:
    if len(entries) > MAX_MESSAGES:
        raise _StopError("size", lines, f"has more than {MAX_MESSAGES} messages: split it")
    by_key: dict[tuple[str | None, str], Entry] = {}
    for entry in entries:
        if not entry.singular:
            raise _StopError(
                "header", entry.line, "a second header (an empty msgid): keep the first one only"
            )
        first = by_key.setdefault(entry.key, entry)
        if first is not entry:
            raise _StopError(
                "duplicate",
                entry.line,
                f"the same message stands in line {first.line}: keep one of them",
            )
    return by_key


def _forms(entries: list[Entry], locale: str) -> None:
    try:
        nplurals = plurals.rule(locale).nplurals
    except plurals.PluralError as error:
        raise _StopError("plural-forms", 1, str(error)) from None
    for entry in entries:
        if entry.plural is not None and len(entry.strings) != nplurals:
            problem = f"has {len(entry.strings)} plural forms, the language has {nplurals}"
            raise _StopError("plural-forms", entry.line, problem)
