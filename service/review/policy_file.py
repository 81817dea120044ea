"""Read the list of signers: ``locales/reviewers.toml``, or the JSON that a site publishes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from ..content.toml_text import parse_toml, unknown_keys
from ..content.unsafe_characters import forbidden, lookalikes, skeleton
from ..errors import Finding, InputError, SummariesError
from ..files import read_text
from . import keys
from .policy import DESK_KEY, FILE, Entry, Policy, fold_name
from .signatures import KINDS, Kind, check_name

_LISTED = tuple(kind for kind in KINDS if kind != "unlisted")
_LANGUAGE = re.compile(r"\*|[a-z]{2,3}(_[A-Za-z0-9]+)*")
_FIELDS: Mapping[str, tuple[str, type]] = {
    "name": ("text", str), "kind": ("text", str), "languages": ("a list of text", list),
    "also": ("a list of text", list), "key": ("text", str), "desk": ("true or false", bool),
    "from": ("a date such as 2026-01-31", datetime.date),
    "until": ("a date such as 2026-01-31", datetime.date),
    "revoked": ("a date such as 2026-01-31", datetime.date),
    "take_down": ("true or false", bool),
}  # fmt: skip
_FIELDS_OF_TRANSLATORS = ("name", "kind", "languages", "also")
_SWITCHES = ("models", "four_eyes", "open")
_NEW_FORM = (
    '[[reviewers]], then name = "Jane Doe", kind = "person" and languages = ["uk"] '
    "in lines of their own"
)


def load(locales: Path) -> Policy:
    """Read the policy for the catalogs below ``locales``.

    Raises :class:`InputError` when the file is missing or cannot be used: then no mark can be
    counted, since it is not known whose would.
    """
    return _load(locales / FILE, f"{locales.name}/{FILE}", locales)


def load_file(path: Path) -> Policy:
    """Read the list of signers at ``path``, wherever it is.

    TOML, or the JSON that a site publishes. Raises InputError as :func:`load`.
    """
    if path.suffix != ".json":
        return _load(path, str(path), path.parent)
    text = read_text(path, str(path))
    try:
        return from_published(msgspec.json.decode(text))
    except (SummariesError, msgspec.MsgspecError, RecursionError) as error:
        raise InputError([Finding("reviewers", str(error), str(path))]) from error


def from_published(data: Any) -> Policy:
    """Return the list of signers in ``data``, JSON of a site (:meth:`Policy.published`).

    Raises SummariesError for anything else.
    """
    wrong = SummariesError("this is no list of signers as /.well-known/summaries-signers.json is")
    try:
        tables = [
            {"name": one["name"], "kind": one["kind"], **_table(entry)}
            for one in data["signers"]
            for entry in one["entries"]
        ]
        switches = {name: data[name] for name in ("models", "open")}
        switches |= {name: data[name] for name in (DESK_KEY,) if name in data}
    except (TypeError, KeyError, ValueError) as error:
        raise wrong from error
    return _policy({"reviewers": tables, **switches})


def _table(entry: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: entry.get(name) for name in ("from", "until", "revoked")}
    table: dict[str, Any] = {n: datetime.date.fromisoformat(d) for n, d in days.items() if d}
    table |= {"languages": entry["locales"], "key": entry.get("key") or ""}
    return table | {"desk": entry.get("desk", False)}


def _load(path: Path, label: str, root: Path) -> Policy:
    try:
        text = read_text(path, label, root)
    except InputError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        lacking = (
            "is missing, so nobody may sign: make it as docs/translators.md says, “Who may sign”"
        )
        raise InputError([Finding("reviewers", lacking, label)]) from error
    return _parsed(text, label)


@lru_cache(maxsize=8)
def _parsed(text: str, label: str) -> Policy:
    """Return what the file says. It is read again and again, and seldom another."""
    data = parse_toml(text, label)
    try:
        return _policy(data)
    except SummariesError as error:
        raise InputError([Finding("reviewers", str(error), label)]) from error


def _policy(data: dict[str, Any]) -> Policy:
    """Return what the parsed file says. Raises SummariesError for what cannot be used."""
    for _key, text in unknown_keys(data, (*_SWITCHES, DESK_KEY, "reviewers", "translators")):
        raise SummariesError(text)
    desk_key = data.get(DESK_KEY, "")
    if not isinstance(desk_key, str):
        raise SummariesError(f"{DESK_KEY} is text: the line that “summaries desk” prints")
    if desk_key:
        keys.public_bytes(desk_key)
    for name in _SWITCHES:
        if not isinstance(data.get(name, False), bool):
            raise SummariesError(f"{name} is true or false")
    reviewers = tuple(_entries(data, "reviewers", tuple(_FIELDS)))
    translators = tuple(_entries(data, "translators", _FIELDS_OF_TRANSLATORS))
    _tell_apart((*reviewers, *translators))
    switches = {name: data.get(name, False) for name in _SWITCHES}
    if switches["four_eyes"] and switches["open"]:
        raise SummariesError(
            "four_eyes needs to know who everybody is: list them, and take open = true away"
        )
    return Policy(reviewers, translators, **switches, desk_key=desk_key)


def _entries(data: dict[str, Any], table: str, fields: tuple[str, ...]) -> list[Entry]:
    tables = data.get(table, [])
    if not isinstance(tables, list) or not all(isinstance(entry, dict) for entry in tables):
        form = _NEW_FORM.replace("reviewers", table)
        raise SummariesError(f"{table} is a list of tables, one for each name: write {form}")
    return [_entry(entry, table, fields) for entry in tables]


def _entry(data: dict[str, Any], table: str, fields: tuple[str, ...]) -> Entry:
    for _key, text in unknown_keys(data, fields):
        raise SummariesError(f"[[{table}]]: {text}")
    for key, value in data.items():
        form, type_ = _FIELDS[key]
        right = isinstance(value, type_) and not isinstance(value, datetime.datetime)
        if not right or (type_ is list and not all(isinstance(text, str) for text in value)):
            raise SummariesError(f"{key} in [[{table}]] is {form}")
    if "name" not in data:
        raise SummariesError(f'an entry of [[{table}]] needs a name: name = "Jane Doe"')
    name = _name(data["name"])
    kind: Kind | None = next((k for k in _LISTED if k == data.get("kind")), None)
    if kind is None:
        raise SummariesError(f'“{name}” needs a kind: kind = "person", "team" or "model"')
    languages = data.get("languages", [])
    if table == "reviewers" and not languages:
        raise SummariesError(f'“{name}” needs languages: ["uk"], or ["*"] for all')
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            raise SummariesError(
                f"“{language}” is no language: write it as its folder is called, such as uk or "
                'zh_Hans, or "*" for all'
            )
    start, until = data.get("from"), data.get("until")
    if start and until and start > until:
        raise SummariesError(f"“{name}” may sign from {start} until {until}, which is no time")
    if data.get("key"):
        keys.public_bytes(data["key"])
    return Entry(
        name, kind, frozenset(languages), tuple(map(_visible, data.get("also", ()))),
        data.get("key", ""), data.get("desk", False), start, until, data.get("revoked"),
        data.get("take_down", False),
    )  # fmt: skip


def _tell_apart(entries: tuple[Entry, ...]) -> None:
    """Raise SummariesError where one spelling stands for two names, or one name for two kinds."""
    kinds: dict[str, Kind] = {}
    names: dict[str, str] = {}
    for entry in entries:
        if kinds.setdefault(entry.name, entry.kind) != entry.kind:
            raise SummariesError(f"“{entry.name}” has two kinds: give each entry of it the same")
        for text in (entry.name, *entry.also):
            if (other := names.setdefault(fold_name(skeleton(text)), entry.name)) != entry.name:
                raise SummariesError(
                    f"“{text}” stands for both “{other}” and “{entry.name}”: leave it to one"
                )


def _name(text: str) -> str:
    return check_name(_visible(text))


def _visible(text: str) -> str:
    if not text.strip():
        raise SummariesError("a name is empty: write it, or take it away")
    if hidden := next(forbidden(text), None):
        raise SummariesError(f"a name has {hidden} in it, which cannot be seen: remove it")
    for word, script, other in lookalikes(text):
        raise SummariesError(
            f"“{word}” has {other} letters that look {script}: type the name again"
        )
    return text
