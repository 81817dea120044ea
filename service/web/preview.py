"""Pages as they will look with the words that still wait, for translators. Never the public server.

It is the window's own pages over a view that is made from the catalogs at every request. Every page
says what it is, and every sentence that nobody signed is marked.
"""

from __future__ import annotations

import datetime

from flask import Flask

from .. import web
from ..content.article import HEADLINE
from ..content.messages import Source
from ..content.ui_strings import DOMAIN
from ..editions.model import Content, Edition, Original, Signed, Statement
from ..editions.snapshot import Snapshot
from ..editions.ui_translations import UITranslations
from ..errors import InputError
from ..review import status
from ..review.project import Project
from ..review.status import MessageStatus
from ..settings import Settings


def create_app(settings: Settings, project: Project, locale: str) -> Flask:
    """Return the application that shows ``locale`` of ``project`` as it stands in its files."""
    app = Flask("service", static_folder="web/static", template_folder="web/templates")
    web.init_app(app, settings)
    app.extensions["summaries"] = _Workbench(project, locale)
    app.jinja_env.globals["preview"] = True
    return app


class _Workbench:
    """Stands in for the library: a view of one language, signed or not, made anew each time."""

    def __init__(self, project: Project, locale: str) -> None:
        self._project = project
        self._locale = locale

    def view(self) -> Snapshot:
        """Return the view; articles that cannot be read are named in its problems."""
        problems: list[str] = []
        interface = self._edition(self._project.source(DOMAIN), problems)
        articles, originals = {}, {}
        for slug in self._project.slugs():
            try:
                found = self._edition(self._project.source(slug), problems)
            except InputError as error:
                problems.append(str(error))
            else:
                articles[slug] = {self._locale: found}
                text = self._project.article(slug).text
                originals[slug] = Original(slug, found.content.language, text)
        return Snapshot(
            {self._locale: UITranslations(interface)}, articles, tuple(problems), originals
        )

    def _edition(self, source: Source, problems: list[str]) -> Edition:
        try:
            assessments = self._project.assess(source, self._locale) or []
        except InputError as error:
            problems.append(str(error))
            assessments = []
        found = {seen.message.key: seen for seen in assessments}
        statements = [
            _statement(found.get(m.key) or MessageStatus(m, "missing"), source)
            for m in source.messages
        ]
        content = Content(source.domain, self._locale, source.language, tuple(statements))
        now = datetime.datetime.now(datetime.UTC)
        return Edition(content, 0, now, now)


def _statement(seen: MessageStatus, article: Source) -> Statement:
    """Return the words that wait, or the source's where there are none that can be shown."""
    message = seen.message
    headline = message.context == HEADLINE
    source = Signed(message.forms, (), whole=article.whole if headline else None)
    usable = seen.entry is not None and seen.entry.translated and status.presentable(seen)
    target = Signed(seen.entry.strings, seen.signatures) if usable and seen.entry else source
    plural, count = message.plural, message.count
    if target is source:  # the source's forms are not those of this language's rule
        target, plural, count = Signed(message.forms[-1:], ()), None, None
    return Statement(
        message.context, message.singular, plural, count, message.evidence, message.facts, source,
        target, brief=message.brief,
    )  # fmt: skip
