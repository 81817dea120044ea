"""Split a PO file into entries, strictly: which lines are whose, and what the strings say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from .model import Entry

_KEYWORD = re.compile(
    r"(msgctxt|msgid_plural|msgid|msgstr)(?:[ \t]*\[([0-9]{1,2})\])?[ \t]*(?=\"|\Z)"
)
# Possessive, so that a megabyte in one string leaves nothing to go back to.
_STRING = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"[ \t\f\v]*')
# gettext reads as many hexadecimal digits as there are; with more than two nobody can mean it.
_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}(?![0-9A-Fa-f])|[0-7]{1,3}|[\x80-\xff]+|.)", re.DOTALL)
SIMPLE = dict(zip(b'abfnrtv"\\', b'\a\b\f\n\r\t\v"\\', strict=True))
# gettext is moving flags to "#="; "# , fuzzy" is what people type when they mean "#, fuzzy".
_FLAGS = re.compile(r"#[,=]|#[ \t]*[,=!](?=.*\bfuzzy\b)", re.IGNORECASE)


class StopError(Exception):
    """What is wrong with one line."""

    def __init__(self, check: str, line: int, text: str) -> None:
        super().__init__(text)
        self.check, self.line, self.text = check, line, text


def obsolete(lines: Sequence[str]) -> list[Entry]:
    """Return the obsolete entries (``#~``) of ``lines``, read leniently: nothing rests on them.

    Comments above one are its own. What cannot be read stays lines that nobody looks at.
    """
    obsolete_entries: list[Entry] = []
    for start, end in _obsolete_ranges(lines):
        # "#~| msgid" is the previous source of an obsolete entry: "#|" once it is not.
        plain = [
            re.sub(r"^\s*#~ ?", "", re.sub(r"^\s*#~\|", "#~ #|", line)) for line in lines[start:end]
        ]
        try:
            entries = read_entries(plain)
        except StopError:
            continue
        obsolete_entries += [replace(e, start=e.start + start, end=e.end + start) for e in entries]
    return obsolete_entries


def _obsolete_ranges(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the stretches of lines (from, to) that are obsolete entries with their comments."""
    stretches: list[tuple[int, int]] = []
    start: int | None = None
    obsolete = False
    for number, line in enumerate((*lines, "")):
        text = line.strip()
        if obsolete and not text.startswith("#~"):
            stretches.append((start or 0, number))
            start, obsolete = None, False
        if not text.startswith("#"):
            start = None
        elif start is None:
            start = number
        obsolete = obsolete or text.startswith("#~")
    return stretches


def read_entries(lines: Sequence[str]) -> list[Entry]:
    """Group ``lines`` into entries, without obsolete ones (``#~``). Raises :class:`StopError`."""
    return [draft.entry() for draft in _drafts(lines)]


def parts(lines: Sequence[str]) -> list[Line]:
    """Return the ``lines`` of one entry, each with its part in it."""
    return next(_drafts(lines)).lines


def _body(number: int, line: str) -> str:
    """Return a line without its end. Raises StopError for one that tools read in different ways."""
    body = line.rstrip("\r\n")
    if "\0" in body:
        raise StopError("syntax", number + 1, "has a NUL character: remove it")
    if body.endswith("\\"):
        problem = (
            "ends in a backslash, which hides the next line from gettext: write a full stop, or "
            "anything else, after it"
        )
        raise StopError("syntax", number + 1, problem)
    return body


def _drafts(lines: Sequence[str]) -> Iterator[_Draft]:
    draft = _Draft()
    for number, line in enumerate(lines):
        stripped = _body(number, line).strip(" \t\f\v")
        # A blank line ends a message, but not the comments before one: gettext reads a fuzzy flag
        # across blank lines, so this must, too. One inside an unfinished message is legal for
        # gettext, but in practice somebody broke the message in two.
        if draft.keyword and (not stripped or stripped.startswith("#")):
            yield draft.finished()
            draft = _Draft()
        if not stripped:
            draft.blank(line)
            continue
        if stripped.startswith("#~"):
            # For gettext, a comment in obsolete dress is a comment: of what comes next.
            stripped = stripped[2:].lstrip()
            if not stripped.startswith("#"):
                draft = _Draft()
                continue
        if stripped.startswith("#"):
            draft.comment(number, line, stripped)
            continue
        keyword = _KEYWORD.match(stripped)
        if keyword:
            name = keyword.group(1)
            if draft.keyword == "msgstr" and name in ("msgctxt", "msgid"):
                yield draft.finished()
                draft = _Draft()
            draft.begin(number, line, name, keyword.group(2))
            stripped = stripped[keyword.end() :]
        elif not stripped.startswith('"'):
            raise StopError(
                "syntax",
                number + 1,
                f"“{stripped[:40]}” is neither a comment, a keyword nor a string",
            )
        elif not draft.keyword:
            raise StopError(
                "syntax", number + 1, "a string without a keyword such as msgid before it"
            )
        else:
            draft.lines.append(Line(draft.keyword, line))
        draft.string(number, stripped)
    if draft.keyword:
        yield draft.finished()


@dataclass(frozen=True, slots=True)
class Line:
    """One line, with its end and any blank lines after it, and its part of the entry.

    ``kind`` is ``#`` (translator comment), ``#.``, ``#:``, ``#,``, ``#|``, or the keyword whose
    string the line carries: ``msgctxt``, ``msgid``, ``msgid_plural``, ``msgstr``.
    """

    kind: str
    text: str


@dataclass(slots=True)
class Comments:
    """What the comments of one entry say."""

    translator: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    previous: list[str] = field(default_factory=list)

    def take(self, text: str) -> str:
        """Take a comment's line, ``text`` from its ``#`` on; return its kind, such as ``#.``."""
        kind = text[:2]
        if kind == "#.":
            self.extracted.append(text[2:].strip())
        elif kind == "#|":
            self.previous.append(text[2:].strip())
        elif flags := _FLAGS.match(text):
            for flag in re.split(r"[,=]", text[flags.end() :].lower()):
                words = flag.split()
                if "fuzzy" in words:  # also where somebody forgot the comma
                    self.flags.add("fuzzy")
                self.flags.add(" ".join(word for word in words if word != "fuzzy"))
            return "#,"
        elif kind != "#:":
            self.translator.append(text[1:].strip())
            return "#"
        return kind


@dataclass(slots=True)
class _Draft:
    """The entry being read."""

    start: int = -1
    blanks: int = 0
    gap: list[str] = field(default_factory=list)
    line: int = 0
    keyword: str = ""
    lines: list[Line] = field(default_factory=list)
    comments: Comments = field(default_factory=Comments)
    parts: dict[str, list[bytes]] = field(default_factory=dict)

    def comment(self, number: int, line: str, text: str) -> None:
        self._close_gap()
        if self.start < 0:
            self.start = number
        self.lines.append(Line(self.comments.take(text), line))

    def begin(self, number: int, line: str, name: str, index: str | None) -> None:
        self._close_gap()
        self._check_string()
        expected = {"msgctxt": {""}, "msgid": {"", "msgctxt"}, "msgid_plural": {"msgid"}}
        allowed = expected.get(name, {"msgid", "msgid_plural", "msgstr"})
        if self.keyword not in allowed or (self.keyword == "msgstr" and index is None):
            raise StopError(
                "syntax",
                number + 1,
                f"{name} must not follow {self.keyword or 'nothing'}: a line is missing or doubled",
            )
        if name == "msgstr":
            have = sum(key.startswith("msgstr") for key in self.parts)
            if ("msgid_plural" in self.parts) != (index is not None):
                text = "msgstr[0], msgstr[1] … go with msgid_plural, plain msgstr goes without"
                raise StopError("plural-forms", number + 1, text)
            if index is not None and int(index) != have:
                raise StopError("plural-forms", number + 1, f"msgstr[{have}] is expected here")
        elif index is not None:
            raise StopError("syntax", number + 1, f"{name} takes no index")
        if self.start < 0:
            self.start = number
        if name == "msgid" or (name == "msgctxt" and not self.line):
            self.line = number + 1
        self.keyword = name
        self.parts[f"{name}{index or ''}" if index is not None else name] = []
        self.lines.append(Line(name, line))

    def string(self, number: int, text: str) -> None:
        """Take the strings of a line: one as a rule, none after a keyword, or several."""
        line, at = text.encode(), 0
        while at < len(line):
            match = _STRING.match(line, at)
            if not match:
                problem = 'a string is one pair of quotes and nothing after; inside, write \\"'
                raise StopError("syntax", number + 1, problem)
            next(reversed(self.parts.values())).append(_unescaped(match.group(1), number))
            at = match.end()

    def blank(self, line: str) -> None:
        """Take a blank line among the comments."""
        if self.lines:
            self.gap.append(line)
            self.blanks += 1

    def _close_gap(self) -> None:
        """Give the blank lines since the last line to that line."""
        if self.gap:
            last = self.lines[-1]
            self.lines[-1] = Line(last.kind, "".join([last.text, *self.gap]))
            self.gap = []

    def _check_string(self) -> None:
        """Raise StopError when the last keyword has no string."""
        if self.parts and not next(reversed(self.parts.values())):
            raise StopError("syntax", self.end, f"{self.keyword} has no string")

    @property
    def end(self) -> int:
        """Where the lines after it begin."""
        return self.start + len(self.lines) + self.blanks

    def finished(self) -> _Draft:
        """Return this entry, which has its last line."""
        self._check_string()
        if self.keyword != "msgstr":
            problem = f"the message ends after {self.keyword}: its msgstr is missing"
            raise StopError("syntax", self.end, problem)
        return self

    def entry(self) -> Entry:
        """Return the finished entry."""
        texts = {name: self._text(name, parts) for name, parts in self.parts.items()}
        strings = tuple(text for name, text in texts.items() if name.startswith("msgstr"))
        said = self.comments
        return Entry(
            texts.get("msgctxt"), texts["msgid"], texts.get("msgid_plural"), strings,
            tuple(said.translator), tuple(said.extracted), frozenset(said.flags - {""}),
            tuple(said.previous), self.start, self.end, self.line,
        )  # fmt: skip

    def _text(self, name: str, parts: list[bytes]) -> str:
        try:
            text = b"".join(parts).decode()
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise StopError("encoding", self.line, f"{name} has escapes that are not UTF-8 text")
        return text


def _unescaped(raw: bytes, number: int) -> bytes:
    """Return what a string says, in bytes. Raises StopError for what is no escape sequence."""
    if b"\\" not in raw:
        return raw

    def unescape(escape: re.Match[bytes]) -> bytes:
        code = escape.group(1)
        if code[:1] == b"x" and len(code) == 3:
            return bytes([int(code[1:], 16)])
        if code[:1] in b"01234567":
            return bytes([int(code, 8) & 0xFF])
        if len(code) == 1 and code[0] in SIMPLE:
            return bytes([SIMPLE[code[0]]])
        raise StopError(
            "syntax",
            number + 1,
            f"\\{code.decode(errors='replace')[0]} is not an escape sequence of PO files",
        )

    return _ESCAPE.sub(unescape, raw)
