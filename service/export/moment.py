"""What is published at one moment, as it can be handed to other processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..editions.article_order import Articles
from ..editions.index import Entry
from ..editions.lazy_editions import Originals, Value
from ..editions.snapshot import Snapshot
from ..editions.ui_translations import UITranslations


@dataclass(frozen=True, slots=True)
class Moment:
    """All of a view but the words of editions, which each process reads itself.

    ``entries`` are those of the editions by article and locale, ``texts`` those of the articles'
    own texts.
    """

    interfaces: Mapping[str, UITranslations]
    entries: Mapping[str, Mapping[str, Entry]]
    texts: Mapping[str, Entry]
    problems: tuple[str, ...]
    people_only: bool = False
    signers: Mapping[str, Any] = field(default_factory=dict)
    formerly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, view: Snapshot) -> Moment:
        """Return the moment of a library's view."""
        assert isinstance(view.articles, Articles)
        assert isinstance(view.originals, Originals)
        texts = view.originals.entries
        entries = view.articles.entries
        return cls(
            view.interfaces,
            entries,
            texts,
            view.problems,
            view.people_only,
            view.signers,
            view.formerly,
        )

    def view(self, take: Callable[[str, str], Value]) -> Snapshot:
        """Return the view again; ``take`` reads an edition."""
        articles, originals = Articles(self.entries, take), Originals(self.texts, take)
        return Snapshot(
            self.interfaces, articles, self.problems, originals, people_only=self.people_only,
            signers=self.signers, formerly=self.formerly,
        )  # fmt: skip
