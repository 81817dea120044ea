"""For editors: a new article, its summary, its languages, withdrawing it and bringing it back."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import tempfile
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ...content import article as article_module
from ...content.locales import is_locale
from ...content.messages import Source
from ...drafts import article_import, outline, writer
from ...editions import takedown, withdrawal, withdrawing
from ...editions.plan import now
from ...editions.publisher import Publisher
from ...errors import ConflictError, Finding, InputError, SummariesError
from ...files import MAX_TOML_BYTES, locked, read_text, write_bytes
from ...review import merge_source, signatures, summary_check
from ..guard import check, desk_key, memory, needs, settings, user
from ..language import gettext as _
from ..locks import wait_for
from ..workshop import check_slug, project

blueprint = Blueprint("articles", __name__, url_prefix="/desk")
# Bytes of an article, as on the command line.
_MOST = 2 * 1024 * 1024
_SUMMARY = "summary.toml"


@blueprint.get("/new")
@needs("article")
def new() -> str:
    """Show the form for a new article."""
    return render_template("new.html", form={}, said="")


@blueprint.post("/new")
@needs("article")
def take_in() -> Response | tuple[str, int]:
    """Take in an article that was pasted or uploaded, and prepare its summary."""
    form = request.form
    try:
        slug = _take_in(form.get("article", ""), form.get("slug", ""), form.get("language", ""))
    except SummariesError as error:
        return render_template("new.html", form=form, said=str(error)), 422
    return redirect(url_for("articles.edit", slug=slug), 303)


def _take_in(text: str, slug: str, language: str) -> str:
    """Put an article into the workshop as “summaries new” does, and return its slug."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        data = upload.stream.read(_MOST + 1)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SummariesError(_("The file is not UTF-8 text: save it as UTF-8.")) from error
    if len(text.encode("utf-8", "surrogatepass")) > _MOST:
        raise SummariesError(_("The article is larger than 2 MiB: give the article alone."))
    if not text.strip():
        raise SummariesError(_("Paste the article, or choose a file."))
    text = article_import.join([article_import.read(text)])
    language, slug = language.strip(), slug.strip()
    if language and not is_locale(language):
        raise SummariesError(_("The language is written as a locale, such as uk or zh_Hans."))
    spoken = language or article_import.language(text)
    name = slug or article_import.slug(text.partition("\n")[0])
    if name is None:
        raise SummariesError(_("The headline gives no name in Latin letters: write one."))
    article_import.check_slug(name)
    check("article")
    here = project()
    content = outline.outline(text, spoken, now(settings().timezone).date())
    writer.add_article(here, name, text)
    writer.write_summary(here, name, content)
    return name


@blueprint.get("/articles/<slug>")
@needs("article")
def edit(slug: str) -> str:
    """Show an article with its summary, to be edited."""
    folder = _folder(slug)
    text = read_text(folder / _SUMMARY, f"{slug}/{_SUMMARY}", folder.parent)
    typed = memory().typed(user().name, slug, "").get(_SUMMARY)
    said = _("Saved. The catalogs are in line with it.") if request.args.get("done") else ""
    return _page(slug, typed.strings[0] if typed else text, version_of(text), said)


@blueprint.post("/articles/<slug>/summary")
@needs("article")
def save(slug: str) -> Response | tuple[str, int]:
    """Save a summary that can be used, and bring the catalogs in line with it."""
    folder, given = _folder(slug), request.form.get("version", "")
    text = signatures.normalise(request.form.get("summary", ""))
    try:
        wait_for(folder)
        _check(slug, text)
        with locked(folder):
            check("article")
            there = read_text(folder / _SUMMARY, f"{slug}/{_SUMMARY}", folder.parent)
            if version_of(there) != given:
                memory().type(user().name, slug, "", _SUMMARY, given, [text], [])
                raise ConflictError(
                    _("The summary changed while it was open. Nothing was written. Compare both.")
                )
            write_bytes(folder / _SUMMARY, text.encode())
    except ConflictError as error:
        there = read_text(folder / _SUMMARY, f"{slug}/{_SUMMARY}", folder.parent)
        page = _page(slug, text, version_of(there), str(error), theirs=there, failed=True)
        return page, 409
    except InputError as error:
        said = _("This cannot be used yet. Nothing was written.")
        return _page(slug, text, given, said, error.findings, failed=True), 422
    except (SummariesError, OSError) as error:
        said = str(error) if isinstance(error, SummariesError) else _(
            "The disk is full or cannot be written. Nothing was written."
        )  # fmt: skip
        return _page(slug, text, given, said, failed=True), 422
    memory().forget(user().name, slug, "", _SUMMARY)
    if behind := _update(slug):
        said = _("Saved. Some catalogs cannot be brought in line with it.")
        return _page(slug, text, version_of(text), said, tuple(behind), failed=True), 422
    return redirect(url_for("articles.edit", slug=slug, done="saved"), 303)


def _update(slug: str) -> list[Finding]:
    """Bring each catalog in line with the summary, and say which cannot be."""
    here = project()
    found: list[Finding] = []
    source = here.source(slug)
    for locale in dict.fromkeys([*here.languages(), source.language]):
        try:
            merge_source.update(here, source, [locale])
        except InputError as error:
            found += error.findings
        except OSError as error:
            found.append(Finding("file", str(error.strerror), here.shown(slug, locale)))
    return found


@blueprint.post("/articles/<slug>/languages")
@needs("article")
def add_language(slug: str) -> Response:
    """Make the catalog of this article in a language that has none."""
    _folder(slug)
    locale = request.form.get("locale", "").strip()
    if not is_locale(locale):
        raise SummariesError(_("The language is written as a locale, such as uk or zh_Hans."))
    here = project()
    source = here.source(slug)
    merge_source.update(here, source, dict.fromkeys([*here.languages(), source.language, locale]))
    return redirect(url_for("articles.edit", slug=slug, done="saved"), 303)


@blueprint.post("/articles/<slug>/withdraw")
@needs("article")
def withdraw(slug: str) -> str:
    """Take an article down, in one language or in all, and show what readers get now."""
    reason = request.form.get("reason", "")
    if len(withdrawal.clean(reason, None)) > withdrawal.MAX_REASON:
        raise SummariesError(_("The reason is too long."))
    publisher, locale = _publisher(), _withdrawable(slug)
    outcome = withdrawing.take_down(
        publisher, slug, locale, reason, user().name, now(settings().timezone), desk_key()
    )
    return render_template("outcome.html", slug=slug, outcome=outcome)


@blueprint.post("/articles/<slug>/bring-back")
@needs("article")
def bring_back(slug: str) -> str:
    """Take withdrawals back, and show what readers get now."""
    publisher, locale = _publisher(), _withdrawable(slug)
    outcome = withdrawing.bring_back(
        publisher, slug, locale, user().name, now(settings().timezone), desk_key()
    )
    return render_template("outcome.html", slug=slug, outcome=outcome)


def _withdrawable(slug: str) -> str:
    check_slug(slug)
    here, locale = project(), request.form.get("locale", withdrawal.ALL)
    if slug not in withdrawing.slugs(here, settings().editions):
        raise NotFound
    clock = functools.partial(now, settings().timezone)
    known = takedown.remembering(here, settings().editions, clock)(slug)
    if locale not in (
        withdrawal.ALL, *withdrawing.locales(here, settings().editions, slug, known),
    ):  # fmt: skip
        raise SummariesError(_("There is no edition in this language."))
    return locale


def _publisher() -> Publisher:
    clock = functools.partial(now, settings().timezone)
    return Publisher(project(), settings().editions, clock, settings().published)


def version_of(text: str) -> str:
    """Return the version of a summary's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _folder(slug: str) -> Path:
    folder = project().articles / check_slug(slug)
    if not (folder / _SUMMARY).is_file():
        raise NotFound
    return folder


def _check(slug: str, text: str) -> None:
    """Raise InputError for a summary that could not be used with its article."""
    if len(text) > MAX_TOML_BYTES:
        raise InputError([Finding("size", _("The summary is too long."), _SUMMARY)])
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise InputError([Finding("encoding", "half a character", _SUMMARY)]) from error
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / project().articles.name / slug
        folder.mkdir(parents=True)
        (folder / "article.txt").write_bytes((_folder(slug) / "article.txt").read_bytes())
        (folder / _SUMMARY).write_bytes(content)
        article_module.load(folder)


def _page(
    slug: str, text: str, version: str, said: str, findings: tuple[Finding, ...] = (),
    *, theirs: str = "", failed: bool = False,
) -> str:  # fmt: skip
    here, found = project(), list(findings)
    article, source = "", None
    with contextlib.suppress(InputError):
        article = read_text(here.articles / slug / "article.txt", "article.txt", here.articles)
    try:
        loaded = here.article(slug)
    except InputError as error:
        found = found or list(error.findings)
    else:
        source = loaded.source
        if not findings:
            found += summary_check.check(loaded, here.ledger(slug))
    return render_template(
        "article.html", slug=slug, text=text, version=version, said=said, findings=found,
        article=article, source=source, locales=here.languages(), theirs=theirs, failed=failed,
        missing=_missing(source),
    )  # fmt: skip


def _missing(source: Source | None) -> list[str]:
    """Return the languages that have no catalog of this article."""
    if source is None:
        return []
    here = project()
    wanted = dict.fromkeys([*here.languages(), source.language])
    return [name for name in wanted if not here.path(source.domain, name).exists()]
