"""Texts as fields of a form have them, and keys of TOML as texts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tomlkit

from ...content.article_text import fold
from ...errors import Finding, InputError

SUMMARY = "summary.toml"


def text_of(value: Any) -> str:
    """Return ``value``, of any type, where it is a text; else nothing."""
    return str(value) if isinstance(value, str) else ""


def texts_of(value: Any) -> tuple[str, ...]:
    """Return the texts of ``value``, of any type, where it is a list of them."""
    return tuple(filter(None, map(text_of, value))) if isinstance(value, list) else ()


def line(text: str) -> str:
    """Return ``text``, what was typed, as one line."""
    return " ".join(text.split())


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of ``text``, what was typed, without empty ones."""
    return tuple(filter(None, map(fold, text.split("\n"))))


def posted(form: Mapping[str, str], name: str) -> str | None:
    """Return the field ``name`` of ``form`` as one line; None where it has none."""
    return line(form[name]) if name in form else None


def put(table: Any, key: str, words: str | None) -> None:
    """Write ``words`` as ``key`` of ``table``, of TOML, or take it out; None leaves it as it is."""
    if words:
        if table.get(key) != words:
            table[key] = words
    elif words is not None and key in table:
        table.remove(key)


def put_list(table: Any, key: str, words: Iterable[str] | None) -> None:
    """Write ``words``, in their order, as the list ``key`` of ``table``, as :func:`put` does."""
    wanted = None if words is None else list(words)
    if wanted is None or list(texts_of(table.get(key))) == wanted:
        return
    if not wanted:
        table.pop(key, None)
        return
    made = tomlkit.array()
    made.extend(wanted)
    table[key] = made


def refused(check: str, text: str, name: str) -> InputError:
    """Return the error that says what is wrong with the field ``name``.

    ``check`` is the kind of finding, ``text`` what is wrong with the remedy.
    """
    return InputError([Finding(check, text, SUMMARY, None, name)])
