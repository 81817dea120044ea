"""Pages as they will look with the words that still wait, for translators. Never the public server.

It is the window's own pages over a view that is made from the catalogs at every request. Every page
says what it is, and every sentence that nobody signed is marked. Where all is signed it says that.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app, has_request_context, request

from .. import web
from ..content.article import HEADLINE
from ..content.messages import Source
from ..content.ui_strings import DOMAIN
from ..editions.model import Content, Correction, Edition, Original, Signed, Statement
from ..editions.snapshot import Snapshot
from ..editions.ui_translations import UITranslations
from ..errors import InputError
from ..review import journal, policy
from ..review.project import Project
from ..review.status import MessageStatus, presentable
from ..settings import Settings

SIGNED = "Preview. All that is shown here is signed."


class Banner(NamedTuple):
    """What stands above a preview of signed words: ``signed``, in the locale ``language``.

    It is for who works on the words, not in the language of the page.
    """

    language: str = "en"
    signed: str = SIGNED

    def unsigned(self) -> bool:
        """Tell whether anything that this request can show has words that nobody signed."""
        workbench: _Workbench = current_app.extensions["summaries"]
        return workbench.unsigned()


def create_app(
    settings: Settings, project: Project, locale: str, banner: Banner | None = None
) -> Flask:  # fmt: skip
    """Return the application that shows ``locale`` of ``project`` as it stands in its files.

    ``banner`` says what stands above where all of that is signed.
    """
    app = Flask("service", static_folder="web/static", template_folder="web/templates")
    web.init_app(app, settings)
    app.extensions["summaries"] = _Workbench(project, locale)
    app.jinja_env.globals["preview"] = banner or Banner()
    return app


class _Made(NamedTuple):
    """What one article's files make, and what is wrong with them."""

    edition: Edition | None
    original: Original | None
    problems: list[str]


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what is another when a file was written, or replaced; nothing where there is none."""
    try:
        stamp = path.stat()
    except OSError:
        return ()
    return stamp.st_ino, stamp.st_size, stamp.st_mtime_ns, stamp.st_ctime_ns


class _Workbench:
    """Stands in for the library: a view of one language, signed or not, as its files are now.

    What was made of an article is kept until one of its files is another. A page of one article
    reads no other.
    """

    def __init__(self, project: Project, locale: str) -> None:
        self._project = project
        self._locale = locale
        self._made: dict[str, tuple[object, _Made]] = {}

    def unsigned(self) -> bool:
        """Tell whether words of the interface, or of an article in the view, have no signature."""
        made = [self._take(slug).edition for slug in (DOMAIN, *self._asked())]
        return any(
            not statement.target.signatures
            for edition in made
            if edition is not None
            for statement in (*edition.content.statements, *edition.content.notes)
        )

    def view(self) -> Snapshot:
        """Return the view; articles that cannot be read are named in its problems."""
        interface = self._take(DOMAIN)
        made = {slug: self._take(slug) for slug in self._asked()}
        problems = [text for preview in (interface, *made.values()) for text in preview.problems]
        articles = {
            slug: {self._locale: preview.edition}
            for slug, preview in made.items()
            if preview.edition
        }
        originals = {slug: preview.original for slug, preview in made.items() if preview.original}
        strings = {self._locale: UITranslations(interface.edition)} if interface.edition else {}
        return Snapshot(strings, articles, tuple(problems), originals)

    def _asked(self) -> list[str]:
        """Return the articles that this request can show."""
        asked = (request.view_args or {}).get("slug") if has_request_context() else None
        one = asked is not None and asked in self._project
        return [str(asked)] if one else self._project.slugs()

    def _take(self, domain: str) -> _Made:
        """Return what the files of ``domain`` make; they are read when one of them changed."""
        identity = self._identity(domain)
        before = self._made.get(domain)
        if before is None or before[0] != identity:
            before = self._made[domain] = identity, self._make(domain)
        return before[1]

    def _identity(self, domain: str) -> object:
        project = self._project
        files = [
            project.path(domain, self._locale), project.root(domain) / policy.FILE,
            journal.path(project.journal_of(domain), domain),
        ]  # fmt: skip
        if domain != DOMAIN:
            files += [project.articles / domain / name for name in ("article.txt", "summary.toml")]
        return tuple(map(_stamp, files))

    def _make(self, domain: str) -> _Made:
        problems: list[str] = []
        try:
            if domain == DOMAIN:
                return _Made(self._edition(self._project.source(domain), problems), None, problems)
            article = self._project.article(domain)
            edition = self._edition(article.source, problems)
        except InputError as error:
            return _Made(None, None, [*problems, str(error)])
        original = Original(domain, edition.content.language, article.text)
        return _Made(edition, original, problems)

    def _edition(self, source: Source, problems: list[str]) -> Edition:
        try:
            found_in = self._project.assess(source, self._locale, thorough=False)
            assessments = found_in or []
        except InputError as error:
            problems.append(str(error))
            assessments = []
        statuses = {status.message.key: status for status in assessments}
        statuses_shown = {
            m.id: _statement(statuses.get(m.key) or MessageStatus(m, "missing"), source)
            for m in source.messages
        }
        statements = tuple(statuses_shown[m.id] for m in source.summary)
        notes = tuple(statuses_shown[m.id] for m in source.messages if m.is_note)
        content = Content(source.domain, self._locale, source.language, statements, notes=notes)
        now = datetime.datetime.now(datetime.UTC)
        corrections = tuple(Correction(now.date(), note=note.id) for note in notes)
        return Edition(content, 0, now, now, corrections=corrections)


def _statement(status: MessageStatus, article: Source) -> Statement:
    """Return the words that wait, or the source's where there are none that can be shown."""
    message = status.message
    headline = message.context == HEADLINE
    source = Signed(message.forms, (), whole=article.whole if headline else None)
    usable = status.entry is not None and status.entry.translated and presentable(status)
    target = Signed(status.entry.strings, status.signatures) if usable and status.entry else source
    plural, count = message.plural, message.count
    if target is source:  # the source's forms are not those of this language's rule
        target, plural, count = Signed(message.forms[-1:], ()), None, None
    return Statement(
        message.context, message.singular, plural, count, message.evidence, message.facts, source,
        target, brief=message.brief,
    )  # fmt: skip
