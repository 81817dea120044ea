"""The folder of an article's editions: in which languages there are files, and what each holds."""

from __future__ import annotations

from pathlib import Path

from ..content.locales import is_locale
from ..errors import InputError
from . import store
from .model import Edition, Withdrawn
from .verification import EditionError


def locales(folder: Path, slug: str) -> list[str]:
    """Return the locales that have an edition file in ``folder``, or what is in its place, sorted.

    Raises OSError when the article's folder is there but cannot be looked into.
    """
    try:
        files = [path.stem for path in (folder / slug).iterdir() if path.suffix == ".json"]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(name for name in files if is_locale(name))


def locales_or_none(folder: Path, slug: str) -> list[str]:
    """Return the locales as :func:`locales`; none where ``folder`` cannot be looked into."""
    try:
        return locales(folder, slug)
    except OSError:
        return []


def up(folder: Path, slug: str) -> list[str]:
    """Return the locales in which an edition of ``slug`` in ``folder``, that of editions, is up."""
    names = locales_or_none(folder, slug)
    return [name for name in names if isinstance(load(folder, slug, name), Edition)]


def load(folder: Path, slug: str, locale: str) -> Edition | Withdrawn | None:
    """Return what an edition file in ``folder`` holds; None when it is missing or not usable."""
    try:
        return store.load(store.path(folder, slug, locale))
    except (InputError, EditionError):
        return None
