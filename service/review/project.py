"""The workshop's folders: which articles and catalogs there are, and how they are named."""

from __future__ import annotations

import contextlib
import datetime
import os
from dataclasses import dataclass, replace
from pathlib import Path

from .. import catalog
from ..catalog import Catalog
from ..content import article, ui_strings
from ..content.article import Article
from ..content.locales import is_locale
from ..content.messages import Source
from ..errors import InputError
from ..files import folder_names, folders, is_there
from . import glossary, measures, policy_file, renames, status
from .checks import Objection
from .journal import Journal
from .ledger import Ledger
from .policy import NOBODY, Policy
from .status import MessageStatus

# The interface is part of the program: its catalogs, their journal and its signers.
INTERFACE = Path(__file__).parent.parent / "translations"


@dataclass(frozen=True, slots=True)
class Project:
    """Where people write: the articles, the catalogs, the journal.

    The journal is beside the articles where no other place is given: it must not be left out by
    mistake. ``interface`` is where the interface's own catalogs are, ``interface_journal`` their
    journal: in the folder ``journal`` there, unless another one is given.
    """

    articles: Path
    locales: Path
    journal: Path = None  # type: ignore[assignment]  # never None, see below
    interface: Path = INTERFACE
    interface_journal: Path | None = None

    def __post_init__(self) -> None:
        if self.journal is None:
            object.__setattr__(self, "journal", self.articles.parent / "journal")

    def slugs(self) -> list[str]:
        """Return the slugs of all articles, sorted."""
        return [folder.name for folder in article.find(self.articles)]

    def __contains__(self, slug: object) -> bool:
        """Tell whether there is an article of that name, without looking at the others."""
        return (
            isinstance(slug, str)
            and article.SLUG.fullmatch(slug) is not None
            and is_there(self.articles / slug / "summary.toml")
        )

    def article(self, slug: str) -> Article:
        """Read one article. Raises InputError when it cannot be used."""
        return article.load(self.articles / slug)

    def source(self, domain: str) -> Source:
        """Return the messages of one article, or of the interface (domain ``service``).

        Raises InputError when the article cannot be used.
        """
        return ui_strings.source() if domain == ui_strings.DOMAIN else self.article(domain).source

    def root(self, domain: str) -> Path:
        """Return the folder of the catalogs of ``domain``."""
        return self.interface if domain == ui_strings.DOMAIN else self.locales

    def journal_of(self, domain: str) -> Path:
        """Return the folder of the journal of ``domain``."""
        if domain != ui_strings.DOMAIN:
            return self.journal
        return self.interface_journal or self.interface / "journal"

    def own_interface(self) -> Project:
        """Return the project whose interface is the newsroom's own.

        That is ``service.po`` beside the articles' catalogs, under the newsroom's signers
        and in its journal.

        It has other words for some of the interface's, or a language that the program has not.
        """
        return replace(self, interface=self.locales, interface_journal=self.journal)

    def has_own_interface(self, locale: str) -> bool:
        """Tell whether the newsroom has a catalog of the interface's words in ``locale``."""
        return is_there(self.own_interface().path(ui_strings.DOMAIN, locale))

    def languages(self, domain: str = "") -> list[str]:
        """Return the locales that have a folder of catalogs, sorted.

        The interface is there in those of them that it has been translated into.
        """
        # Asked for each article; a large newsroom has a template of each beside these folders.
        names = [name for name in folder_names(self.locales).get() if is_locale(name)]
        if not names:
            try:
                names = [name for name in folders(self.locales) if is_locale(name)]
            except (FileNotFoundError, NotADirectoryError):
                return []
        if domain == ui_strings.DOMAIN:
            names = [
                name
                for name in names
                if (self.interface / name).is_dir() or self.has_own_interface(name)
            ]
        return names

    def path(self, domain: str, locale: str) -> Path:
        """Return where the catalog of ``domain`` in ``locale`` is, or would be."""
        return self.root(domain) / f"{locale}/LC_MESSAGES/{domain}.po"

    def shown(self, domain: str, locale: str) -> str:
        """Return how messages name that catalog."""
        return f"{self.root(domain).name}/{locale}/LC_MESSAGES/{domain}.po"

    def catalog(self, domain: str, locale: str) -> Catalog | None:
        """Read one catalog; None when there is none. Raises InputError when it cannot be used."""
        path = self.path(domain, locale)
        try:
            return catalog.read(path, self.shown(domain, locale), locale, self.root(domain))
        except InputError as error:
            if isinstance(error.__cause__, FileNotFoundError) and not os.path.lexists(path):
                return None
            raise

    def assess(
        self, source: Source, locale: str, *, thorough: bool = True, known: Ledger | None = None
    ) -> list[MessageStatus] | None:
        """Assess every message of ``source`` in ``locale``; None when there is no catalog.

        ``thorough`` also compares the words with their source, which is for those who sign them;
        publishing only asks whether they are signed and sound. ``known`` are the signatures, read
        when they are not given. Raises InputError when the catalog, or then the glossary, cannot be
        used.
        """
        current = self.catalog(source.domain, locale)
        if current is None:
            return None
        known = self.ledger(source.domain) if known is None else known
        terms = glossary.load(self.locales, locale, source.language) if thorough else ()
        measured = self.measured(source, locale) if thorough else {}
        return [
            status.message_status(
                m, current, source, known, glossary=terms, thorough=thorough,
                measured=measured.get(m.id, ()),
            )
            for m in source.messages
        ]  # fmt: skip

    def measured(self, source: Source, locale: str) -> dict[str, list[Objection]]:
        """Return what is out of measure in an article's summary, by message id.

        That is asked of who signs the source; in other locales, and of the interface, nothing is.
        """
        by_message: dict[str, list[Objection]] = {}
        if source.whole is None or locale != source.language:
            return by_message
        # An article that broke a moment ago is the finding of who reads it next.
        with contextlib.suppress(InputError):
            for finding in measures.measure(self.article(source.domain)):
                asked = Objection(finding.check, finding.level, finding.text)
                by_message.setdefault(finding.message or "", []).append(asked)
        return by_message

    def ledger(
        self, domain: str, policy: Policy | None = None, now: datetime.datetime | None = None
    ) -> Ledger:  # fmt: skip
        """Return the signatures in the journal of ``domain``, as ``policy`` lets them count.

        The policy is read when it is not given; while its file cannot be used, none counts. What
        cannot be read of the journal counts for nothing, nor what is dated after ``now``, which is
        the present unless it is given.
        """
        # The program's own interface is trusted as the program is; a newsroom's is as its articles.
        article = domain != ui_strings.DOMAIN or self.interface_journal is not None
        policy = self.policy_or_nobody(domain) if policy is None else policy
        now = datetime.datetime.now(datetime.UTC) if now is None else now
        lines = renames.read(self.journal_of(domain), domain, policy, now)
        return Ledger(
            Journal(lines.lines), policy, article=article, now=now, formerly=lines.formerly
        )

    def policy_of(self, domain: str) -> Policy:
        """Return who may sign the catalogs of ``domain``.

        Raises InputError when the file that says so is missing or wrong.
        """
        return policy_file.load(self.root(domain))

    def policy(self) -> Policy:
        """Return who may sign. Raises InputError when the file that says so is missing or wrong."""
        return policy_file.load(self.locales)

    def policy_or_nobody(self, domain: str = "") -> Policy:
        """Return who may sign: nobody, while the file that says so cannot be used."""
        try:
            return self.policy_of(domain)
        except InputError:
            return NOBODY
