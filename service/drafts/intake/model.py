"""What intake finds: an article's text, and what its page says of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

Moment = datetime.date | datetime.datetime


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself; None and empty where it says nothing.

    ``by_address`` tells that the outlet is no more than the host of the address.
    """

    outlet: str | None = None
    url: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    section: str | None = None
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """An article taken from a page; ``notes`` tell the editor what to look at.

    ``body`` has a paragraph on each line, without the headline. ``language`` is a locale.
    """

    headline: str
    body: str
    kicker: str | None = None
    language: str | None = None
    about: About = field(default_factory=About)
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The article as ``article.txt`` has it: the headline in its first line."""
        return f"{self.headline}\n{self.body}\n"
