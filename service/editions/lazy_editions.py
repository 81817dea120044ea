"""Editions by locale and by article, most of them not read yet: each is read when it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, ValuesView
from typing import Generic, TypeVar, overload

from . import store
from .index import Entry
from .model import Edition, Original, Withdrawn

Value = Edition | Withdrawn | Original
E = TypeVar("E")
V = TypeVar("V")


class UnavailableError(Exception):
    """An edition is there, but cannot be read or verified now: neither served, nor denied."""


class LazyMapping(Mapping[str, V], Generic[E, V]):
    """Values by name, each read when it is taken; ``entries`` are what is known of them before."""

    entries: Mapping[str, E]

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class LazyEditions(LazyMapping[Entry, Edition | Withdrawn]):
    """One article's editions by locale. Each is read and verified when it is taken.

    Taking one raises :class:`UnavailableError` when that fails.
    """

    def __init__(self, entries: Mapping[str, Entry], take: Callable[[str], Value]) -> None:
        self.entries = entries
        self._take = take

    def __getitem__(self, locale: str) -> Edition | Withdrawn:
        self.entries[locale]  # KeyError for what is not there
        value = self._take(locale)
        assert not isinstance(value, Original)
        return value


class Originals(LazyMapping[Entry, Original]):
    """The texts of the articles that readers may see, each read when it is taken.

    One that cannot be read now is in it, but not to be had: no edition is kept back for its sake.
    """

    def __init__(self, entries: Mapping[str, Entry], take: Callable[[str, str], Value]) -> None:
        self.entries = entries
        self._take = take

    def __getitem__(self, slug: str) -> Original:
        self.entries[slug]  # KeyError for what is not there
        try:
            value = self._take(slug, store.ORIGINAL)
        except UnavailableError as error:
            raise KeyError(slug) from error
        assert isinstance(value, Original)
        return value


class _Read(ValuesView[Edition]):
    """The editions themselves; one that was withdrawn since the names were listed is left out."""

    _mapping: Editions

    def __iter__(self) -> Iterator[Edition]:
        return (edition for _locale, edition in self._mapping.read())


class Editions(Mapping[str, Edition]):
    """The editions among one article's values: those that are not withdrawn.

    Each file is read when it is taken, and may be newer than the list of names: a locale that was
    withdrawn meanwhile is in the list, and not to be had.
    """

    def __init__(self, values: Mapping[str, Edition | Withdrawn]) -> None:
        self._values = values
        self._locales = [
            locale for locale, entry in listed(values).items()
            if not isinstance(entry, Withdrawn) and entry.state != "withdrawn"
        ]  # fmt: skip

    def __getitem__(self, locale: str) -> Edition:
        if locale not in self._locales:
            raise KeyError(locale)
        value = self._values[locale]
        if not isinstance(value, Edition):
            raise KeyError(locale)
        return value

    def __contains__(self, locale: object) -> bool:
        return locale in self._locales

    def __iter__(self) -> Iterator[str]:
        return iter(self._locales)

    def __len__(self) -> int:
        return len(self._locales)

    def values(self) -> ValuesView[Edition]:
        """Return the editions, without those that were withdrawn meanwhile."""
        return _Read(self)

    def read(self) -> Iterator[tuple[str, Edition]]:
        """Yield locale and edition of each that is still one."""
        for locale in self._locales:
            if (edition := self.get(locale)) is not None:
                yield locale, edition


def listed(
    editions: Mapping[str, Edition | Withdrawn],
) -> Mapping[str, Entry | Edition | Withdrawn]:
    """Return what is known of ``editions``, an article's by locale, without reading them."""
    return editions.entries if isinstance(editions, LazyEditions) else editions


class Listing(Sequence[Edition]):
    """The editions of one language, newest first. What a slice holds is read when it is taken.

    One that cannot be read is left out of its slice: it must not take the others down.
    """

    def __init__(self, slugs: Sequence[str], take: Callable[[str], Edition | None]) -> None:
        self._slugs = slugs
        self._take = take

    def __len__(self) -> int:
        return len(self._slugs)

    @overload
    def __getitem__(self, position: int) -> Edition: ...
    @overload
    def __getitem__(self, position: slice) -> list[Edition]: ...
    def __getitem__(self, position: int | slice) -> Edition | list[Edition]:
        if isinstance(position, slice):
            return [e for e in map(self._take, self._slugs[position]) if e is not None]
        edition = self._take(self._slugs[position])
        if edition is None:
            raise UnavailableError(self._slugs[position])
        return edition
