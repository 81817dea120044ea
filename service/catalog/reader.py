"""Read one PO file, strictly.

The grammar is the one of the GNU gettext manual, "The Format of PO Files". Where PO libraries
repair or guess (a lost quote, a deleted msgid line, duplicate entries, a second header, wrong
plural forms, another charset), this reader stops with file and line instead: a guess would put one
message's words under another message's signature.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from babel import Locale
from msgspec.structs import replace

from ..content import plural_rules
from ..content.locales import SCRIPTS
from ..errors import Finding, InputError
from ..files import decode, read_bytes
from . import fast_parser
from .model import Catalog, Entry, split
from .parser import StopError, obsolete, read_entries

MAX_MESSAGES = 20_000


def read(path: Path, label: str, locale: str, root: Path | None = None) -> Catalog:
    """Read the catalog of ``locale`` at ``path``, named ``label`` in messages.

    Raises :class:`InputError`, with file and line, for anything that is not a valid catalog.
    """
    return parse(read_bytes(path, label, root), label, locale)


def parse(content: bytes, label: str, locale: str, *, template: bool = False) -> Catalog:
    """Read a catalog from ``content``, a file's bytes.

    A ``template`` (POT) may leave header fields to be filled in. Raises :class:`InputError` with
    the first thing that is wrong.
    """
    try:
        text = decode(content, label)
    except InputError as error:
        (finding,) = error.findings
        remedy = f"{finding.text}, or run “summaries catalog convert {locale}”"
        raise InputError([Finding(finding.check, remedy, label, finding.line)]) from error
    if text.startswith("\ufeff"):
        raise InputError(
            [Finding("encoding", "has two byte order marks: save it with none", label, 1)]
        )
    try:
        top, *entries = raw_entries(text)
        header = _header(top, text, locale, template)
        by_key = _index(entries)
        forms = None
        if not template:
            forms = _check_forms(entries, top, text, header, locale)
    except StopError as stop:
        raise InputError([Finding(stop.check, stop.text, label, stop.line)]) from None
    if not template:
        count = plural_rules.rule(locale).nplurals
        ours = [_mapped(entry, forms, count) for entry in entries]
        if any(one is not other for one, other in zip(ours, entries, strict=True)):
            entries = ours
            by_key = {entry.key: entry for entry in entries}
    bom = content.startswith(b"\xef\xbb\xbf")
    dropped = tuple(obsolete(split(text))) if "#~" in text else ()
    return Catalog(label, locale, text, header, top, tuple(entries), dropped, bom, forms, by_key)


def entry_strings(text: str) -> tuple[str, ...]:
    """Return the msgstr forms of the one message that ``text`` has, in PO syntax, without a header.

    Raises :class:`InputError` for anything else.
    """
    try:
        (entry,) = read_entries(split(text))
    except StopError as stop:
        raise InputError([Finding(stop.check, stop.text, "your text", stop.line)]) from None
    except ValueError:
        problem = "must have the one message that was there, and no other"
        raise InputError([Finding("syntax", problem, "your text")]) from None
    return entry.strings


def raw_entries(text: str) -> list[Entry]:
    """Return the header's entry and all others of ``text``, a catalog's, as they stand.

    Raises :class:`StopError`.
    """
    entries = fast_parser.read_entries(text) or read_entries(split(text))
    if not entries or entries[0].key != (None, ""):
        raise StopError("header", 1, "the first message must be the header (an empty msgid)")
    return entries


def _mapped(entry: Entry, forms: tuple[int, ...] | None, count: int) -> Entry:
    """Return ``entry`` with ``count`` forms, ours: those that ``forms`` names, or empty ones."""
    if entry.plural is None or (forms is None and len(entry.strings) == count):
        return entry
    return replace(entry, strings=forms_taken(entry.strings, forms, count))


def forms_taken(
    strings: tuple[str, ...], forms: tuple[int, ...] | None, count: int
) -> tuple[str, ...]:
    """Return the ``count`` forms of our rule that ``strings`` are under another.

    ``forms`` says which of them each of ours takes, None where the rule is ours.
    A message without words may have any number of empty forms: templates have two, and tools copy
    them into every language.
    """
    if not any(strings) or forms is None:
        return ("",) * count
    return tuple(strings[form] for form in forms)


def _line_of(top: Entry, text: str, start: str) -> int:
    """Return the number of the last line of the header ``top`` whose field begins like that."""
    field = re.compile(rf'[^"]*"{re.escape(start)}', re.IGNORECASE)
    at_line = top.line
    for number, line in enumerate(split(text)[top.start : top.end], top.start + 1):
        if field.match(line):
            at_line = number
    return at_line


def _header(entry: Entry, text: str, locale: str, template: bool) -> dict[str, str]:
    if entry.plural is not None:
        raise StopError("header", entry.line, "the header must not have plural forms")
    header: dict[str, str] = {}
    for row in re.split(r"\r\n|\n|\r", entry.strings[0]):
        name, colon, value = row.partition(":")
        if not row.strip():
            continue
        if not colon:
            problem = f"“{row[:40]}” is not a header field (Name: value)"
            raise StopError("header", _line_of(entry, text, row), problem)
        name = name.strip()
        if name.lower() in header and not name.lower().startswith("x-"):
            line = _line_of(entry, text, name)
            raise StopError("header", line, f"the header has {name} twice")
        header.setdefault(name.lower(), value.strip())
    charset = charset_of(header)
    if charset not in ("utf-8", "utf8"):
        problem = "the header must say Content-Type: text/plain; charset=UTF-8"
        if charset:
            problem += f", not {charset}: run “summaries catalog convert {locale}”"
        raise StopError("encoding", _line_of(entry, text, "Content-Type"), problem)
    if template:
        return header
    language = header.get("language", "")
    if language and _maximal(language) != _maximal(locale) and not _names(language, locale):
        problem = f"the header says Language: {language}, but the file's place says {locale}"
        raise StopError("language", _line_of(entry, text, "Language"), problem)
    return header


def charset_of(header: dict[str, str]) -> str:
    """Return the character encoding that ``header`` names, in lower case; empty without one.

    >>> charset_of({"content-type": "text/plain; charset=KOI8-U"})
    'koi8-u'
    """
    # As far as gettext reads it: up to the next space.
    charset = re.search(r"charset=(\S{1,40})", header.get("content-type", ""))
    return charset.group(1).lower() if charset else ""


@lru_cache(maxsize=256)
def _maximal(tag: str) -> tuple[str | None, str | None]:
    """Language and script, so that zh_CN, zh-Hans and zh_Hans are one, and uk_UA is uk."""
    import langcodes  # noqa: PLC0415 - slow to load, and many runs read no catalog

    name, _, modifier = tag.partition("@")
    name = name.partition(".")[0]
    # gettext's way to name a script: sr@latin
    script = SCRIPTS.get(modifier.casefold())
    try:
        language = langcodes.get(
            "-".join((*name.split("_"), *([script] if script else ())))
        ).maximize()
    except (ValueError, LookupError):
        return tag, None
    return language.language, language.script


def _names(text: str, locale: str) -> bool:
    """Tell whether ``text`` is the language's name, in English or its own: “French”, “français”."""
    language = Locale.parse(locale)
    return text.casefold() in {
        str(name).casefold() for name in (language.english_name, language.display_name)
    }


def _index(entries: list[Entry]) -> dict[tuple[str | None, str], Entry]:
    if len(entries) > MAX_MESSAGES:
        raise StopError("size", entries[-1].end, f"has more than {MAX_MESSAGES} messages: split it")
    by_key: dict[tuple[str | None, str], Entry] = {}
    for entry in entries:
        if not entry.singular:
            raise StopError(
                "header", entry.line, "a second header (an empty msgid): keep the first one only"
            )
        first = by_key.setdefault(entry.key, entry)
        if first is not entry:
            raise StopError(
                "duplicate",
                entry.line,
                f"the same message stands in line {first.line}: keep one of them",
            )
    return by_key


def _check_forms(
    entries: list[Entry], top: Entry, text: str, header: dict[str, str], locale: str
) -> tuple[int, ...] | None:  # fmt: skip
    """Return which of the file's plural forms each of ours takes; None where they are the same."""
    field, forms = header.get("plural-forms"), None
    plural = [entry for entry in entries if entry.plural is not None]
    try:
        nplurals = plural_rules.rule(locale).nplurals
        if field is not None and (plural or not plural_rules.says_nothing(field)):
            forms = plural_rules.mapping(field, locale)
            nplurals = nplurals if forms is None else plural_rules.forms_of(field)
    except plural_rules.PluralError as error:
        line = 1 if field is None else _line_of(top, text, "Plural-Forms")
        raise StopError("plural-forms", line, str(error)) from None
    for entry in plural:
        if len(entry.strings) != nplurals and any(entry.strings):
            who = "the language" if forms is None else "the header's rule"
            problem = (
                f"has {len(entry.strings)} plural forms, {who} has {nplurals}: write {nplurals}"
            )
            raise StopError("plural-forms", entry.line, problem)
    return forms
