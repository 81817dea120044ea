"""Taking an article in: pasted, uploaded, or fetched from its address; and its new versions."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...content.locales import is_locale
from ...drafts import article_import, article_table, intake, outline, slugs, writer
from ...drafts.article_import import Incoming
from ...editions import outlet_notice
from ...errors import SummariesError
from ...review import article_version
from ..failures import said_of
from ..guard import check, clock, needs, settings
from ..language import gettext as _
from ..locks import wait_for
from ..workshop import project
from .article_pages import blueprint, folder_of

# Bytes of an article that is pasted or uploaded as text.
_MOST = 2 * 1024 * 1024
# Seconds for an address: a page waits for it.
_SECONDS = 20.0


@blueprint.get("/new")
@needs("article")
def new() -> str:
    """Show the form for a new article."""
    return render_template("new.html", form={}, said="")


@blueprint.post("/new")
@needs("article")
def take_in() -> Response | tuple[str, int]:
    """Take in an article, and prepare its summary."""
    form = request.form
    try:
        slug = _take_in(form.get("slug", "").strip(), form.get("language", "").strip())
    except SummariesError as error:
        return render_template("new.html", form=form, said=said_of(error)[1]), 422
    return redirect(url_for("articles.edit", slug=slug, done="taken"), 303)


@blueprint.post("/articles/<slug>/version")
@needs("article")
def put_version(slug: str) -> str | tuple[str, int]:
    """Put a new version of an article in, and show what of its summary still stands."""
    wait_for(folder_of(slug), project().journal)
    taken = _incoming()
    check("article")
    text = article_import.join([taken.text])
    _before, change, kept = article_version.put(project(), slug, text, clock())
    outlet = outlet_notice.look(project(), settings().editions, slug)
    return render_template("version.html", slug=slug, change=change, kept=kept, outlet=outlet)


def _incoming() -> Incoming:
    """Return the article that a form carries."""
    address = request.form.get("address", "").strip()
    upload = request.files.get("file")
    data = request.form.get("article", "").encode("utf-8", "replace")
    if upload is not None and upload.filename:
        data = upload.stream.read(_MOST + 1)
    if not data.strip() and address:
        if not intake.is_address(address):
            raise SummariesError(_("The address begins with http:// or https://."))
        page = intake.fetch(address, seconds=_SECONDS)
        return article_import.read(page.data, address, page.url, page.charset)
    if len(data) > _MOST:
        raise SummariesError(_("The article is larger than 2 MiB: give the article alone."))
    if not data.strip():
        raise SummariesError(_("Paste the article, choose a file, or give its address."))
    return article_import.read(data)


def _take_in(slug: str, language: str) -> str:
    """Put an article into the workshop as “summaries new” does, and return its slug."""
    if language and not is_locale(language):
        raise SummariesError(_("The language is written as a locale, such as uk or zh_Hans."))
    incoming = _incoming()
    text = article_import.join([incoming.text])
    spoken = language or incoming.language
    if spoken is None:
        raise SummariesError(_("The language of the article cannot be told: name it."))
    address = incoming.about.url if incoming.about else None
    proposed = slugs.proposed(text.partition("\n")[0], spoken, address)
    name = slug or next(proposed, slugs.of_content(text))
    slugs.check(name)
    check("article")
    here = project()
    table = article_table.table(incoming.about, incoming.kicker) if incoming.about else None
    content = outline.outline(text, spoken, clock().date(), table, incoming.notes)
    writer.add_article(here, name, text, incoming.page)
    writer.write_summary(here, name, content)
    g.written = name
    return name
