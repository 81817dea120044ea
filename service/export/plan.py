"""What an export consists of, and for each part what its files are made of. Pure.

A part is an article with everything at its addresses, or one answer that belongs to none. Its files
have to be made again when, and only when, what they are made of changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass

import msgspec

from ..editions.index import Entry
from ..editions.lazy_editions import UnavailableError, Value
from ..editions.snapshot import Snapshot
from . import urls
from .moment import Moment
from .urls import Address, Sizes

# No slug and no file is called so.
RULES = "rules/"


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are made together. ``made_of`` is another text as soon as they may differ.

    ``address`` is None for an article, whose slug the ``name`` is then.
    """

    name: str
    made_of: str
    address: Address | None = None


def parts(moment: Moment, ground: str, sizes: Sizes) -> list[Part]:
    """Return the parts of a site.

    Articles come newest first and lists behind the articles in them, so that editions in memory are
    used again. ``ground`` is what every part depends on besides editions.
    """
    view = moment.view(_nothing)
    newest = dict.fromkeys(slug for name in view.languages for slug in view.slugs(name))
    order = {slug: place for place, slug in enumerate(newest | dict.fromkeys(moment.entries))}
    several = [(place, 0, Part(slug, _article(moment, view, slug, ground)))
             for slug, place in order.items()]  # fmt: skip
    for address in urls.shared(view, sizes):
        place = max((order[slug] for slug in address.shows), default=0)
        several.append((place, 1, Part(address.file, _list(moment, address, ground), address)))
    return [part for _place, _after, part in sorted(several, key=lambda row: row[:2])]


class Changes:
    """Which parts of a site have to be made again when some articles changed.

    Remembers what the last site consisted of, so that most of it need not be looked at.
    """

    def __init__(self, moment: Moment, sizes: Sizes) -> None:
        self._entries = moment.entries
        self._shown = {a.file: a for a in urls.shared(moment.view(_nothing), sizes)}

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset((*self._entries, *self._shown, RULES))

    def parts(
        self, moment: Moment, view: Snapshot, ground: str, sizes: Sizes, changed: Set[str]
    ) -> list[Part]:
        """Return the parts that the articles ``changed`` are in, articles first.

        ``ground`` is as in :func:`parts`. ``changed`` has the neighbours of an article as well. The
        rules are the last part, where an edition appeared, was withdrawn or is gone.
        """
        before, listed_before = self._entries, self._shown
        self._entries = moment.entries
        self._shown = {address.file: address for address in urls.shared(view, sizes)}
        several = [
            Part(slug, _article(moment, view, slug, ground))
            for slug in sorted(changed) if slug in moment.entries
        ]  # fmt: skip
        several += [
            Part(address.file, _list(moment, address, ground), address)
            for file, address in self._shown.items()
            if address != listed_before.get(file) or not changed.isdisjoint(address.shows)
        ]
        if any(_states(before, slug) != _states(moment.entries, slug) for slug in changed):
            several.append(rules(moment, ground))
        return several


def _states(entries: Mapping[str, Mapping[str, Entry]], slug: str) -> list[tuple[str, bool]]:
    states = entries.get(slug, {})
    return [(name, entry.state == "withdrawn") for name, entry in sorted(states.items())]


def rules(moment: Moment, ground: str) -> Part:
    """Return the rules for web servers as a part: they know which editions there are.

    ``ground`` is as in :func:`parts`.
    """
    states = [(slug, _states(moment.entries, slug)) for slug in sorted(moment.entries)]
    return Part(RULES, _digest(ground, states))


def _article(moment: Moment, view: Snapshot, slug: str, ground: str) -> str:
    """What is at an article's addresses shows it, and the headlines of its neighbours.

    (Pages name the next but one where the neighbour cannot be read; that ends an export.)
    """
    beside = [
        (name, [(other, moment.entries[other][name]) for other in view.around(slug, name)])
        for name in view.editions(slug)
    ]
    return _digest(ground, _sorted(moment, slug), moment.texts.get(slug), beside)


def _list(moment: Moment, address: Address, ground: str) -> str:
    # A list says, too, in how many other languages each of its summaries can be read.
    articles = [(slug, _sorted(moment, slug)) for slug in address.shows]
    return _digest(ground, address.counts, articles)


def _sorted(moment: Moment, slug: str) -> list[tuple[str, Entry]]:
    return sorted(moment.entries[slug].items())


def _digest(*data: object) -> str:
    return hashlib.sha256(msgspec.json.encode(data)).hexdigest()[:32]


def _nothing(slug: str, name: str) -> Value:
    raise UnavailableError(f"{slug}/{name}")
