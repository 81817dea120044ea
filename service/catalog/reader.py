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

import langcodes

from ..content import plural_rules
from ..errors import Finding, InputError
from ..files import decode, read_bytes
from . import fast_parser
from .model import Catalog, Entry, split
from .parser import StopError, obsolete, read_entries

MAX_MESSAGES = 20_000


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
    try:
        entries = fast_parser.read_entries(text) or read_entries(split(text))
        if not entries or entries[0].key != (None, ""):
            raise StopError("header", 1, "the first message must be the header (an empty msgid)")
        header = _header(entries[0], locale, template)
        entries = entries[1:]
        by_key = _index(entries)
        if not template:
            _forms(entries, locale)
    except StopError as stop:
        raise InputError([Finding(stop.check, stop.text, shown, stop.line)]) from None
    bom = content.startswith(b"\xef\xbb\xbf")
    ghosts = tuple(obsolete(split(text))) if "#~" in text else ()
    return Catalog(shown, locale, text, header, tuple(entries), ghosts, bom, by_key)


def _header(entry: Entry, locale: str, template: bool) -> dict[str, str]:
    if entry.plural is not None:
        raise StopError("header", entry.line, "the header must not have plural forms")
    header: dict[str, str] = {}
    for row in entry.strings[0].splitlines():
        name, colon, value = row.partition(":")
        if not row.strip():
            continue
        if not colon:
            raise StopError(
                "header", entry.line, f"“{row[:40]}” is not a header field (Name: value)"
            )
        if name.strip().lower() in header:
            raise StopError("header", entry.line, f"the header has {name.strip()} twice")
        header[name.strip().lower()] = value.strip()
    charset = re.search(r"charset=([\w.:-]+)", header.get("content-type", ""))
    if not charset or charset.group(1).lower() not in ("utf-8", "utf8"):
        problem = "the header must say Content-Type: text/plain; charset=UTF-8"
        raise StopError("encoding", entry.line, problem)
    if template:
        return header
    language = header.get("language", "")
    if language and _maximal(language) != _maximal(locale):
        problem = f"the header says Language: {language}, but the file's place says {locale}"
        raise StopError("language", entry.line, problem)
    if "plural-forms" in header:
        try:
            plural_rules.check_header(header["plural-forms"], locale)
        except plural_rules.PluralError as error:
            raise StopError("plural-forms", entry.line, str(error)) from None
    return header


@lru_cache(maxsize=256)
def _maximal(tag: str) -> tuple[str | None, str | None]:
    """Language and script, so that zh_CN, zh-Hans and zh_Hans are one, and uk_UA is uk."""
    try:
        language = langcodes.get(tag.partition("@")[0].partition(".")[0]).maximize()
    except (ValueError, LookupError):
        return tag, None
    return language.language, language.script


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


def _forms(entries: list[Entry], locale: str) -> None:
    try:
        nplurals = plural_rules.rule(locale).nplurals
    except plural_rules.PluralError as error:
        raise StopError("plural-forms", 1, str(error)) from None
    for entry in entries:
        if entry.plural is not None and len(entry.strings) != nplurals:
            problem = f"has {len(entry.strings)} plural forms, the language has {nplurals}"
            raise StopError("plural-forms", entry.line, problem)
