"""What was published of an article, and when: ``<published>/<slug>.jsonl``, the publisher's log.

One line for each time that something went up or down, in the languages concerned, signed with the
publisher's key. It holds no words, only the digests of the signatures under them: with the journal
an edition that was lost comes back as it was, with its dates, its revision and its corrections.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import os
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ..errors import Finding, InputError
from ..files import UnusableFileError, open_regular, read_bytes, sync_all, write_bytes
from ..review import journal, keys
from ..review.keys import PrivateKey
from . import edition_json
from .compose import Composer
from .model import Content, Edition, Signed, Statement, Withdrawn

log = logging.getLogger(__name__)

ENDING = ".jsonl"
VERSION = 1
# Bytes: a hundred corrections in twelve languages take one megabyte.
MAX_FILE = 64 * 1024 * 1024
# A line of twelve languages has some ten kilobytes; the last one is looked for in so many.
_END = 256 * 1024
_CANONICAL = msgspec.json.Encoder(order="sorted")

Record = Mapping[str, Any]
Value = Edition | Withdrawn | None


@dataclass(frozen=True, slots=True)
class PublicationLog:
    """The log of one article: per locale what was last noted, and the last edition that was up.

    ``findings`` say which lines do not count.
    """

    latest: Mapping[str, Record] = field(default_factory=dict)
    editions: Mapping[str, Record] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def restore(self, locale: str, composer: Composer) -> Edition | Withdrawn | None:
        """Return what readers last had in ``locale``.

        None where that was nothing, or where a signature under it is no longer in the
        journal.
        """
        record = self.latest.get(locale)
        if record is None or record["state"] == "gone":
            return None
        if record["state"] == "withdrawn":
            return _notice(composer.domain, locale, record)
        return self.last_edition(locale, composer)

    def notices(self, domain: str) -> dict[str, Withdrawn]:
        """Return what stood last in place of editions that were withdrawn, by locale."""
        return {
            locale: _notice(domain, locale, record)
            for locale, record in self.latest.items()
            if record["state"] == "withdrawn"
        }

    def last_edition(self, locale: str, composer: Composer) -> Edition | None:
        """Return the last edition in ``locale``, whether it is still up or not, as above."""
        record = self.editions.get(locale)
        content = record and _content(record, locale, composer)
        if not record or not content:
            return None
        since = record["outdated_since"]
        return Edition(
            content, record["revision"], _time(record["published"]), _time(record["updated"]),
            record["state"], datetime.date.fromisoformat(since) if since else None,
            tuple(map(edition_json.correction, record["corrections"])), tuple(record["missing"]),
            edition_json.outlet_notice(record.get("outlet_changed")), serial=record["serial"],
        )  # fmt: skip


def _notice(domain: str, locale: str, record: Record) -> Withdrawn:
    return Withdrawn(
        domain, locale, record["language"], record["reason"],
        datetime.date.fromisoformat(record["date"]), record["revision"], tuple(record["lines"]),
        serial=record["serial"],
    )  # fmt: skip


def path(folder: Path, slug: str) -> Path:
    """Return where in ``folder`` the log of ``slug`` is, or would be."""
    return folder / f"{slug}{ENDING}"


def read(folder: Path, slug: str, trusted: Sequence[str]) -> PublicationLog:
    """Return the log of ``slug`` in ``folder``.

    Lines that none of the public keys ``trusted`` signed, and torn ones, are findings; a log that
    is not there, or cannot be read, is empty.
    """
    file, label = path(folder, slug), f"{folder.name}/{slug}{ENDING}"
    try:
        content = read_bytes(file, label, most=MAX_FILE)
    except InputError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return PublicationLog()
        return PublicationLog(findings=tuple(_finding(f.text, label) for f in error.findings))
    latest: dict[str, Record] = {}
    editions: dict[str, Record] = {}
    findings: list[Finding] = []
    for number, line in enumerate(content.splitlines(), 1):
        data = _line(line, slug, trusted)
        if data is None:
            text = "this line of the publisher’s log does not count: it is torn, or not its own"
            findings.append(_finding(text, label, number))
            continue
        for locale, record in data["editions"].items():
            latest[locale] = {**record, "serial": data["serial"]}
            if record["state"] not in ("withdrawn", "gone"):
                editions[locale] = latest[locale]
    return PublicationLog(latest, editions, tuple(findings[:10]))


def _last_serial(folder: Path, slug: str) -> int:
    """Return the serial of the log's last whole line; 0 where there is none."""
    try:
        with os.fdopen(open_regular(path(folder, slug), most=MAX_FILE), "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _END))
            lines = file.read().splitlines()
    except (OSError, UnusableFileError):
        return 0
    for line in reversed(lines):
        try:
            serial = msgspec.json.decode(line)["serial"]
        except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError, RecursionError):
            continue
        if type(serial) is int:
            return serial
    return 0


def append(
    folder: Path,
    slug: str,
    values: Mapping[str, Value],
    before: Iterable[Value],
    key: PrivateKey,
) -> int:
    """Note that ``values``, by locale, are what readers get from now on; None: nothing any more.

    ``folder`` is that of the logs. Returns the serial to write their files under: milliseconds
    since 1970, but always more than that of the line before and those of ``before``, the files
    there. To be called, and :func:`sync` after it, before they are written: what is noted and was
    not written, the next round writes. A link, a folder or a pipe in the log's place gets another
    name, and stops nobody. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _make_way(path(folder, slug))
    known = [_last_serial(folder, slug), *(value.serial for value in before if value)]
    serial = max(time.time_ns() // 1_000_000, max(known) + 1)
    records = {locale: _record(value) for locale, value in values.items()}
    data = {"version": VERSION, "slug": slug, "serial": serial, "editions": records}
    proof = key.sign(_CANONICAL.encode(data))
    content = _CANONICAL.encode({**data, "proof": proof}) + b"\n"
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    with os.fdopen(os.open(path(folder, slug), flags, 0o644), "ab+") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            if file.read(1) != b"\n":  # a torn line stays one line
                content = b"\n" + content
        file.write(content)
    return serial


def _make_way(file: Path) -> None:
    """Give what is in the place of ``file``, and is no regular file, another name beside it."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(file.lstat().st_mode):
            other = file.with_name(f"{file.name}.no-file-{time.time_ns()}")
            log.error("%s is not a regular file: it is %s from now on", file, other.name)
            file.rename(other)


def sync(folder: Path, slugs: Iterable[str]) -> None:
    """Wait until the logs of ``slugs`` in ``folder``, that of the logs, are on the disk.

    Raises OSError.
    """
    if files := [path(folder, slug) for slug in slugs]:
        sync_all([*files, folder])


def redact(folder: Path, slug: str, texts: Sequence[str], key: PrivateKey) -> int:
    """Take reasons of withdrawals in which one of ``texts`` stands out of the log of ``slug``.

    ``folder`` is that of the logs. Its lines are signed again with the publisher's ``key``; those
    that are not its own are left alone, and count for nothing. Returns how many reasons went.
    Raises OSError, or InputError for what is no log, the log being as it was.
    """
    file, count = path(folder, slug), 0
    try:
        content = read_bytes(file, f"{folder.name}/{file.name}", most=MAX_FILE)
    except InputError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return 0
        raise
    lines = content.splitlines(keepends=True)
    for place, line in enumerate(lines):
        data = _line(line, slug, (key.public,)) if journal.mentions(_text(line), texts) else None
        reasons = [
            record for record in (data or {"editions": {}})["editions"].values()
            if journal.mentions(record.get("reason", ""), texts)
        ]  # fmt: skip
        if data is None or not reasons:
            continue
        for record in reasons:
            record["reason"] = ""
        proof = key.sign(_CANONICAL.encode(data))
        lines[place] = _CANONICAL.encode({**data, "proof": proof}) + b"\n"
        count += len(reasons)
    if count:
        write_bytes(file, b"".join(lines))
    return count


def _text(line: bytes) -> str:
    return line.decode(errors="replace")


def _line(line: bytes, slug: str, trusted: Sequence[str]) -> dict[str, Any] | None:
    try:
        data = msgspec.json.decode(line)
        proof = data.pop("proof")
        if keys.verify(_CANONICAL.encode(data), proof, trusted) is None:
            return None
        good = (data["version"], data["slug"]) == (VERSION, slug) and type(data["serial"]) is int
        return data if good and isinstance(data["editions"], dict) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _record(value: Value) -> dict[str, Any]:
    if value is None:
        return {"state": "gone"}
    if isinstance(value, Withdrawn):
        return {
            "state": "withdrawn", "language": value.language, "revision": value.revision,
            "date": value.date.isoformat(), "reason": value.reason, "lines": list(value.lines),
        }  # fmt: skip
    content = value.content
    return {
        **edition_json.history(value),
        "statements": [
            [s.id, _digests(s.source), _digests(s.target), s.brief, s.outdated, list(s.corrected)]
            for s in content.statements
        ],
        "notes": [[n.id, _digests(n.source), _digests(n.target)] for n in content.notes],
        "newer": _digests(content.newer.signed) if content.newer else None,
        "latest": _digests(content.latest.signed) if content.latest else None,
    }  # fmt: skip


def _digests(signed: Signed) -> list[str]:
    return [signature.digest for signature in signed.signatures]


def _content(record: Record, locale: str, composer: Composer) -> Content | None:
    """Compose what ``record`` names from the journal's signatures; None where one is gone."""
    statements: list[Statement] = []
    for _id, source, target, brief, outdated, corrected in record["statements"]:
        statement = composer.statement(locale, source, target)
        if statement is None:
            return None
        statements.append(
            msgspec.structs.replace(
                statement, brief=brief, outdated=outdated, corrected=tuple(corrected)
            )
        )
    notes: list[Statement] = []
    for _id, source, target in record.get("notes", ()):
        note = composer.statement(locale, source, target)
        if note is None:
            return None
        notes.append(note)
    newer, latest = (
        composer.headline(digests) if digests else None
        for digests in (record["newer"], record["latest"])
    )
    if (record["newer"] and newer is None) or (record["latest"] and latest is None):
        return None
    if not statements:
        return None
    return Content(
        composer.domain, locale, composer.language, tuple(statements), newer, latest, tuple(notes)
    )


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _finding(text: str, label: str, line: int | None = None) -> Finding:
    return Finding("log", text, label, line)
