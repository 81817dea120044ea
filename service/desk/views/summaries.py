"""Saving an article's summary, from its form or as the file itself, and adding languages."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from ...content import article as article_module
from ...content.article import SLUG
from ...content.locales import is_locale
from ...content.toml_text import MAX_TOML_BYTES
from ...drafts import article_table
from ...drafts.figures import anchor
from ...errors import ConflictError, Finding, InputError, SummariesError
from ...files import read_bytes, read_text, write_bytes
from ...processes import locked
from ...review import merge_source, signatures
from .. import summary_form
from ..failures import said_of
from ..guard import check, clock, memory, needs, settings, user
from ..language import ENGLISH
from ..language import gettext as _
from ..locks import wait_for
from ..summary_form import Difference, SummaryForm
from ..workshop import check_slug, project
from .article_pages import FORM, SUMMARY, blueprint, folder_of, page, summary_of, version_of

Answer = Response | tuple[str, int]


@blueprint.post("/articles/<slug>/summary")
@needs("article")
def save(slug: str) -> Answer:
    """Save the file itself, if it can be used, and bring the catalogs in line with it."""
    text = signatures.normalise(request.form.get("summary", ""))
    return _save(slug, lambda _there: text, text, None)


@blueprint.post("/articles/<slug>/form")
@needs("article")
def save_form(slug: str) -> Answer:
    """Save headline, statements and figures as the form has them."""
    form = summary_form.sent(request.form)
    if request.form.get("forget"):
        memory().forget(user().name, slug, "", FORM)
        return redirect(url_for("articles.edit", slug=slug), 303)

    def change(there: str) -> str:
        day = _day(slug, there)
        _check_follows(there, form)
        return signatures.normalise(summary_form.write(there, form, day, settings().timezone))

    return _save(slug, change, "", form)


@blueprint.post("/articles/<slug>/typed")
@needs("article")
def keep(slug: str) -> tuple[dict[str, bool], int]:
    """Keep what is being typed into the form."""
    check_slug(slug)
    fields = {name: value for name, value in request.form.items() if name != "csrf"}
    base = request.form.get("version", "")
    memory().type(user().name, slug, "", FORM, base, [json.dumps(fields)], [])
    return {"ok": True}, 200


def _save(slug: str, change: Callable[[str], str], typed: str, form: SummaryForm | None) -> Answer:
    """Write what ``change`` makes of the summary as it stands.

    What cannot be saved comes back in the form, or in the field of the file, with what is wrong.
    """
    folder, base = folder_of(slug), request.form.get("version", "")
    try:
        wait_for(folder, project().journal)
        # Before figures are looked for in it, which takes its time.
        _check_size(sum(map(len, request.form.values())))
        there = summary_of(slug)
        if form is not None:  # else what is wrong of it may be what they changed
            _check_version(there, slug, base, typed, form)
        text = change(there)
        _check(slug, text)
        with locked(folder):
            check("article")
            _check_version(summary_of(slug), slug, base, typed, form)
            write_bytes(folder / SUMMARY, text.encode())
    except (SummariesError, OSError) as error:
        return _refused(slug, error, typed, form, base)
    for name in (SUMMARY, FORM):
        memory().forget(user().name, slug, "", name)
    g.written = slug
    if behind := update(slug):
        said = _("Saved. Some catalogs cannot be brought in line with it.")
        return page(slug, text, version_of(text), said, tuple(behind), failed=True), 422
    return redirect(url_for("articles.edit", slug=slug, done="saved"), 303)


def _check_version(there: str, slug: str, base: str, typed: str, form: SummaryForm | None) -> None:
    """Keep what was typed, and raise ConflictError, unless ``there`` is what the page showed."""
    if version_of(there) != base:
        _keep(slug, base, typed, form)
        raise ConflictError(
            _("The summary changed while it was open. Nothing was written. Compare both.")
        )


def _refused(
    slug: str, error: Exception, typed: str, form: SummaryForm | None, base: str
) -> Answer:
    there, theirs, shown = summary_of(slug), "", request.form.get("base", "").replace("\r\n", "\n")
    findings: list[Finding] = []
    differences: tuple[Difference, ...] = ()
    status, said = said_of(error)
    if isinstance(error, ConflictError):
        if form is not None and version_of(shown) == base:
            form, differences = _put_together(shown, there, form)
        theirs, base, shown = there, version_of(there), there
    elif isinstance(error, InputError):
        said, findings = _("This cannot be used yet. Nothing was written."), list(error.findings)
    html = page(
        slug, typed if form is None else there, base, said, tuple(findings), theirs=theirs,
        failed=True, form=form, file=form is None, base=shown, differences=differences,
    )  # fmt: skip
    return html, 409 if theirs else max(422, status)


def _put_together(
    base: str, theirs: str, mine: SummaryForm
) -> tuple[SummaryForm, tuple[Difference, ...]]:
    """Return the form with what others changed meanwhile, and what that is."""
    try:
        before, now = (summary_form.read(text, settings().timezone) for text in (base, theirs))
    except InputError:
        return mine, ()  # the file as it stands is beside the form
    return summary_form.merged(before, now, mine)


def _day(slug: str, there: str) -> datetime.date:
    """Return the day that dates without a year are near: as drafting does, see :func:`anchor`."""
    if published := article_table.day(article_table.kept(there)):
        return published
    text = read_text(folder_of(slug) / "article.txt", f"{slug}/article.txt", project().articles)
    return anchor(text, article_table.language(there) or ENGLISH, clock().date())


def _check_follows(there: str, form: SummaryForm) -> None:
    """Raise InputError where the article is to go on with the story of one that is not here."""
    name = form.release.follows if form.release else ""
    before = summary_form.read(there).release
    if not name or (before and name == before.follows) or not SLUG.fullmatch(name):
        return
    if not (project().articles / name / SUMMARY).is_file():
        text = f"there is no article “{name}” here"
        raise InputError([Finding("follows", text, SUMMARY, None, "follows")])


def _keep(slug: str, version: str, typed: str, form: SummaryForm | None) -> None:
    if form is None:
        memory().type(user().name, slug, "", SUMMARY, version, [typed], [])
    else:
        keep(slug)


def update(slug: str) -> list[Finding]:
    """Bring each catalog in line with the summary, and say which cannot be."""
    here = project()
    findings: list[Finding] = []
    source = here.source(slug)
    for locale in dict.fromkeys([*here.languages(), source.language]):
        try:
            merge_source.update(here, source, [locale])
        except InputError as error:
            findings += error.findings
        except OSError as error:
            findings.append(Finding("file", str(error.strerror), here.shown(slug, locale)))
    return findings


@blueprint.post("/articles/<slug>/languages")
@needs("article")
def add_language(slug: str) -> Response:
    """Make the catalog of this article in a language that has none."""
    folder_of(slug)
    locale = request.form.get("locale", "").strip()
    if not is_locale(locale):
        raise SummariesError(_("The language is written as a locale, such as uk or zh_Hans."))
    here = project()
    source = here.source(slug)
    merge_source.update(here, source, dict.fromkeys([*here.languages(), source.language, locale]))
    return redirect(url_for("articles.edit", slug=slug, done="saved"), 303)


def _check_size(size: int) -> None:
    """Raise InputError for a summary of ``size`` characters that is too long."""
    if size > MAX_TOML_BYTES:
        raise InputError([Finding("size", "The summary is too long.", SUMMARY)])


def _check(slug: str, text: str) -> None:
    """Raise InputError for a summary that could not be used with its article."""
    _check_size(len(text))
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise InputError([Finding("encoding", "half a character", SUMMARY)]) from error
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / project().articles.name / slug
        folder.mkdir(parents=True)
        article = read_bytes(folder_of(slug) / "article.txt", "article.txt", project().articles)
        (folder / "article.txt").write_bytes(article)
        (folder / SUMMARY).write_bytes(content)
        article_module.load(folder)
