"""An editor's page of one article: its summary as a form beside its text, and what can be done."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from ...content import evidence
from ...content.locales import is_locale, own_name
from ...content.messages import Source
from ...editions import correcting, outlet_notice, takedown
from ...editions.publisher import Publisher
from ...errors import Finding, InputError, SummariesError
from ...files import read_text
from ...review import article_change, summary_check
from .. import summary_form
from ..guard import clock, memory, needs, settings, user
from ..language import N_
from ..language import gettext as _
from ..summary_form import Difference, StatementFields, SummaryForm
from ..workshop import check_slug, project

blueprint = Blueprint("articles", __name__, url_prefix="/desk")
SUMMARY, FORM = "summary.toml", "form"
DONE = {
    "saved": N_("Saved. The catalogs are in line with it."),
    "taken": N_("The article is here. Write its headline and its sentences."),
    "told": N_("Written. Readers are told as soon as the publisher has looked."),
    "not-told": N_("Written. Readers are told no more as soon as the publisher has looked."),
    "renamed": N_("It has its new name. Readers of the old address are sent on."),
}
# What the fields of the form are called where two people changed them.
LABELS = {
    "headline": N_("Headline"), "text": N_("What readers read"), "count": N_("Plural forms by"),
    "brief": N_("in the brief"), "evidence": N_("Evidence in the article"),
    "comment": N_("Note for translators"), "value": N_("Value"), "format": N_("Format"),
    "currency": N_("Currency"), "unit": N_("Unit"), "zone": N_("Time zone"),
    "quote": N_("The words of the article that state it"), "stated": N_("Exact words of the value"),
    "publish_at": N_("Not before"), "together": N_("Only together with"), "topics": N_("Topics"),
    "follows": N_("Goes on with the story of"), "outlet": N_("Outlet"), "url": N_("Address"),
    "published": N_("Published"), "authors": N_("Authors"), "licence": N_("Licence"),
    "show": N_("What readers see of its text"),
}  # fmt: skip


@blueprint.get("/articles/<slug>")
@needs("article")
def edit(slug: str) -> str:
    """Show an article with its summary, to be edited."""
    text = summary_of(slug)
    kept = memory().typed(user().name, slug, "")
    done = DONE.get(request.args.get("done", ""), "")
    said = _(done) if done else ""
    if FORM in kept:
        with contextlib.suppress(ValueError):
            fields = json.loads(kept[FORM].strings[0])
            return page(
                slug, text, kept[FORM].version, _("This is what you typed and did not save."),
                form=summary_form.sent(fields), base=str(fields.get("base", "")),
            )  # fmt: skip
    if SUMMARY in kept:
        return page(slug, kept[SUMMARY].strings[0], kept[SUMMARY].version, said, file=True)
    return page(slug, text, version_of(text), said)


def page(
    slug: str, text: str, version: str, said: str, findings: tuple[Finding, ...] = (),
    *, theirs: str = "", failed: bool = False, form: SummaryForm | None = None, file: bool = False,
    base: str | None = None, differences: tuple[Difference, ...] = (),
) -> str:  # fmt: skip
    """Return the page of an article, with ``text`` as its summary, or with what was typed.

    ``version`` is that of the summary that was shown, ``base`` its text where that is another one
    than ``text``; ``said`` is the sentence above the form, a failure's if ``failed``. ``theirs`` is
    the summary as it stands where another one was saved meanwhile, ``differences`` what of it is
    another one in the form; ``file`` opens the field that has the file itself.
    """
    here, problems = project(), list(findings)
    article, source = "", None
    with contextlib.suppress(InputError):
        article = read_text(here.articles / slug / "article.txt", "article.txt", here.articles)
    try:
        loaded = here.article(slug)
    except InputError as error:
        problems = problems or list(error.findings)
    else:
        source = loaded.source
        if not findings:
            problems += summary_check.check(loaded, here.ledger(slug), clock())
    current = None
    with contextlib.suppress(InputError):
        current = summary_form.read(text, settings().timezone)
    if current is not None and not current.statements and not (findings or failed):
        problems = []  # an article that was just taken in has no sentence yet, which is no error
    fields = summary_form.completed(form, current) if form and current else form or current
    if fields is not None:
        fields = summary_form.with_missing(
            fields, article, lambda quote: article_change.nearest(quote, article)
        )
    quotes = {s.id or "new": s.evidence for s in fields.statements} if fields else {}
    return render_template(
        "article.html", slug=slug, text=text, version=version, said=said, findings=problems,
        article=evidence.highlight(article, quotes), source=source, locales=here.languages(),
        theirs=theirs, failed=failed, missing=_missing(source), form=fields, current=current,
        title=(current and current.headline) or slug, new=StatementFields("", {"text": ""}),
        file=file or fields is None, typed=form is not None, withdrawn=_withdrawn(slug),
        base=text if base is None else base, differences=differences, zone=settings().timezone,
        together=_together(fields), labels=LABELS,
        outlet=outlet_notice.look(here, settings().editions, slug),
        **_more(source),
    )  # fmt: skip


def _together(form: SummaryForm | None) -> dict[str, str]:
    """Return the locales that an article can go up together with, and how each is called."""
    chosen = form.release.together if form and form.release else ()
    others = [name for name in project().languages() if not form or name != form.language]
    return {name: own_name(name) if is_locale(name) else name for name in (*others, *chosen)}


def _more(source: Source | None) -> dict[str, Any]:
    """Return what of an article that can be used is shown beside its summary."""
    if source is None:
        return {"signed": False, "undecided": 0}
    here = project()
    known = here.ledger(source.domain)
    seen = here.assess(source, source.language, thorough=False, known=known)
    return {
        "signed": bool(seen) and all(one.ready for one in seen or ()),
        "undecided": undecided(source.domain),
    }


def undecided(slug: str) -> int:
    """Return of how many changes nobody has decided how readers are told; 0 where none is up."""
    try:
        changes = correcting.changes(project(), settings().editions, slug, clock())
    except (SummariesError, OSError):
        return 0
    return sum(not change.decided for change in changes)


def _withdrawn(slug: str) -> list[Any]:
    """Return the withdrawals in force."""
    with contextlib.suppress(InputError, OSError):
        return takedown.remembering(project(), settings().editions, clock)(slug).open()
    return []


def _missing(source: Source | None) -> list[str]:
    """Return the languages that have no catalog of this article."""
    if source is None:
        return []
    here = project()
    wanted = dict.fromkeys([*here.languages(), source.language])
    return [name for name in wanted if not here.path(source.domain, name).exists()]


def version_of(text: str) -> str:
    """Return the version of ``text``, a summary's."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def folder_of(slug: str) -> Path:
    """Return the folder of an article. Raises NotFound."""
    folder = project().articles / check_slug(slug)
    if not (folder / SUMMARY).is_file():
        raise NotFound
    return folder


def summary_of(slug: str) -> str:
    """Return the text of an article's summary. Raises NotFound."""
    folder = folder_of(slug)
    return read_text(folder / SUMMARY, f"{slug}/{SUMMARY}", folder.parent)


def publisher() -> Publisher:
    """Return what puts editions up and takes them down."""
    return Publisher(project(), settings().editions, clock, settings().published)
