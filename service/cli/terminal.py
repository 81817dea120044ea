"""What a person at a terminal reads and is asked: cleaned, and in their language."""

from __future__ import annotations

import dataclasses
import functools
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
import msgspec

from ..content.unsafe_characters import forbidden
from ..errors import Finding
from . import user_language

ENGLISH = "en"
TRANSLATIONS = Path(__file__).parent.parent / "desk" / "translations"


def in_user_language(text: str) -> str:
    """Return ``text``, which another room says, in the user's language, or else in English."""
    return into_user_language()(text)


def into_user_language() -> Callable[[str], str]:
    """Return what :func:`in_user_language` does, for whoever has thousands of texts."""
    locale = _locale(tuple(os.environ.get(name, "") for name in user_language.NAMES))
    if locale == ENGLISH:
        return str
    # The desk's strings have them. Nobody who reads English waits for the desk's libraries.
    from ..desk import said_texts  # noqa: PLC0415

    return functools.partial(said_texts.in_language, locale=locale)


@lru_cache(maxsize=8)
def _locale(values: tuple[str, ...]) -> str:
    environment = dict(zip(user_language.NAMES, values, strict=True))
    if not any(environment.values()):
        return ENGLISH
    languages = [path.name for path in TRANSLATIONS.iterdir() if path.is_dir()]
    return user_language.wanted(environment, [*languages, ENGLISH], ENGLISH)


def finding_line(finding: Finding) -> str:
    """Return a finding as a line: its text in the user's language, the rest as programs read it."""
    return str(dataclasses.replace(finding, text=in_user_language(finding.text)))


def clean(text: object) -> str:
    """Return ``text`` as a terminal may show it: nothing in it moves the cursor or hides words.

    Control and invisible characters, which a file can hold, show as their code points.
    """
    said = str(text)
    hidden = {
        ord(c): f"<U+{ord(c):04X}>" for c in set(said) - {"\n", "\t"} if next(forbidden(c), None)
    }
    return said.translate(hidden) if hidden else said


def echo(text: object = "", *, err: bool = False, raw: bool = False) -> None:
    """Print ``text``, cleaned, in the user's language; with ``err`` on standard error.

    ``raw`` says that it is in that language already, or that a program reads it.
    """
    click.echo(clean(text if raw else in_user_language(str(text))), err=err)


def echo_data(data: str | bytes) -> None:
    """Print ``data``, UTF-8, as it is for a program that reads it; cleaned for a terminal."""
    if sys.stdout.isatty():
        data = clean(data if isinstance(data, str) else data.decode())
    click.echo(data, nl=False)


def secho(text: object, *, err: bool = False, **style: Any) -> None:
    """Print ``text`` in a style of Click's, cleaned, in the user's language.

    With ``err`` on standard error.
    """
    click.secho(clean(in_user_language(str(text))), err=err, **style)


def confirm(question: str, **options: Any) -> bool:
    """Ask ``question``, in the user's language, that is answered with y or n."""
    return click.confirm(clean(in_user_language(question)), **options)


def prompt(question: str, *, twice: bool = False, **options: Any) -> Any:
    """Ask ``question``, in the user's language, for words; ``twice``, as one cannot see them."""
    again = in_user_language("Repeat for confirmation") if twice else False
    return click.prompt(clean(in_user_language(question)), confirmation_prompt=again, **options)


def echo_json(data: Any) -> None:
    """Print ``data`` as JSON."""
    # json.dumps with an indent is Python alone: two seconds for a newsroom of 10,000 articles.
    echo(msgspec.json.format(msgspec.json.encode(data), indent=1).decode(), raw=True)


def counted(number: int, noun: str) -> str:
    """Return ``number`` with its ``noun``, in the plural where it is not one.

    >>> counted(1, "message"), counted(3, "message")
    ('1 message', '3 messages')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
