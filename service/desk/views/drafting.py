"""For editors: have a summary, and its translations, drafted; nothing of it is signed."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...drafts import article_import, writer
from ...errors import InputError, SummariesError
from ...files import read_text
from ..draft_jobs import DraftJobs
from ..draft_process import Order
from ..failures import said_of
from ..guard import check, clock, needs, settings, user
from ..language import gettext as _
from ..summary_form import read as read_form
from ..workshop import project
from .article_pages import blueprint, folder_of, summary_of

MOST = 20


def draft_jobs() -> DraftJobs:
    """Return the drafts that run."""
    value: DraftJobs = current_app.extensions["drafts"]
    return value


@blueprint.get("/articles/<slug>/draft")
@needs("article")
def draft(slug: str) -> str:
    """Show how far a draft is, or the form that starts one."""
    return _page(slug, "")


@blueprint.post("/articles/<slug>/draft")
@needs("article")
def start_draft(slug: str) -> Response | tuple[str, int]:
    """Start a draft in a process of its own."""
    folder_of(slug)
    try:
        order = _order(slug)
        check("article")
        draft_jobs().start(order, user().name)
    except SummariesError as error:
        return _page(slug, said_of(error)[1]), 422
    return redirect(url_for("articles.draft", slug=slug), 303)


@blueprint.post("/articles/<slug>/draft/cancel")
@needs("article")
def cancel_draft(slug: str) -> Response:
    """End a draft. What it has not written is not written."""
    folder_of(slug)
    draft_jobs().cancel(slug)
    return redirect(url_for("articles.draft", slug=slug), 303)


def _order(slug: str) -> Order:
    here, config = project(), settings()
    known = {*here.languages()}
    locales = [name for name in request.form.getlist("locales") if name in known]
    count = 0
    if request.form.get("summary"):
        writer.check_free(here, slug)
        try:
            count = min(MOST, max(1, int(request.form.get("count", "8"))))
        except ValueError:
            raise SummariesError(_("Say how many sentences, as a number.")) from None
    if not count and not locales:
        raise SummariesError(_("Choose what is to be drafted."))
    if locales and not config.desk_translator:
        raise SummariesError(_("No model that translates is set up here."))
    return Order(
        str(here.articles), str(here.locales), str(here.journal), slug, _language(slug),
        clock().date().isoformat(), count, tuple(locales), config.desk_translator, config.model_key,
    )  # fmt: skip


def _language(slug: str) -> str:
    """Return the language of an article: as its summary says, else as its text tells."""
    folder = folder_of(slug)
    try:
        if declared := read_form(summary_of(slug)).language:
            return declared
    except InputError:
        pass
    text = read_text(folder / "article.txt", f"{slug}/article.txt", folder.parent)
    language = article_import.read(text.encode()).language
    if language is None:
        raise SummariesError(_("The language of the article cannot be told: name it."))
    return language


def _page(slug: str, said: str) -> str:
    folder_of(slug)
    here = project()
    locales = []
    try:
        language = here.source(slug).language
        locales = [name for name in here.languages() if name != language]
    except InputError:
        pass  # there is no summary yet that could be translated
    return render_template(
        "draft.html", slug=slug, job=draft_jobs().of(slug), said=said, most=MOST,
        free=writer.is_free(here, slug), locales=locales if settings().desk_translator else [],
    )  # fmt: skip
