"""The desk's Flask application: what it is made of, its headers, and what it says when it fails."""

from __future__ import annotations

import logging
import re
import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from ..content.locales import own_name, tag
from ..errors import InputError, SummariesError
from ..files import read_text
from ..review.keys import PrivateKey
from ..review.project import Project
from ..settings import Settings
from ..web.client_address import ForwardedFor
from . import guard, language, said_texts, times
from .board import Board
from .board_index import BoardIndex
from .draft_jobs import DraftJobs, Job
from .drills import Drills
from .failures import said_of
from .feed_tokens import FeedTokens
from .git_queue import GitQueue
from .kept_project import KeptProject
from .language import gettext as _
from .memory import Memory
from .openid import OpenID
from .outbox import Outbox
from .pace import Pace
from .people import People, make_folder
from .publications import Publications
from .similar import Sentences
from .views import (
    article_pages,
    bench,
    board,
    corrections,
    drafting,
    drill,
    entrance,
    health,
    lifecycle,
    people,
    push_hook,
    queue,
    read_through,
    sent_back,
    summaries,
    taking_in,
)

log = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Bytes of a form of who is not signed in, and of a repository's call. Others: guard.LARGEST.
LARGEST = 8 * 1024 * 1024
# Bytes of a form that is too large that are waited for.
MOST_READ = 8 * guard.LARGEST
# Fields of a form: 100 sentences of up to thirteen, 200 figures of ten, and the rest.
MOST_FIELDS = 4000
KEY = "desk.key"
# Views that write into the workshop are of these blueprints, but for a few of them.
_COMMITTED = ("bench", "articles")
_NOT_WRITING = ("bench.typed", "bench.forget", "articles.keep", "articles.start_draft")
# Fields that people write text into.
_TYPED = re.compile(
    "text-|comment|note|reason|because|summary|article|headline|publish_at|topics|follows"
    "|s[0-9]+-(text|zero|one|two|few|many|other|evidence|comment)$|f[0-9]+-(value|quote|stated)$"
)
_SEED = 32  # bytes, of an ed25519 key


def create_app(settings: Settings) -> Flask:
    """Return the desk. Raises OSError where its folder cannot be written."""
    app = Flask(__name__.rpartition(".")[0], static_url_path="/desk/static")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_MEMORY_SIZE=LARGEST)
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    folders = settings.articles, settings.locales, settings.journal
    project = KeptProject(*folders)
    memory = Memory(settings.desk_folder)
    memory.make()
    sentences = Sentences(memory)
    git = GitQueue(project) if settings.git else None

    def drafted(job: Job) -> None:
        if git:
            git.put(job.name, job.slug, "draft")

    app.extensions.update(
        settings=settings, project=project, memory=memory, people=People(settings.desk_folder),
        board=Board(Project(*folders), sentences, BoardIndex(memory)), sentences=sentences,
        pace=Pace(), drills=Drills(memory),
        drafts=DraftJobs(drafted), key=load_key(settings.desk_folder),
    )  # fmt: skip
    outbox = Outbox(memory, settings.desk_webhook)
    news = Publications(
        memory, settings.published or settings.editions.parent / "published", settings.base_url
    )
    app.extensions.update(feeds=FeedTokens(memory), outbox=outbox)
    # What a worker begins with: threads do not outlive the fork that makes it.
    app.extensions["begin"] = [outbox.begin, app.extensions["board"].begin]
    app.extensions["git"] = git
    app.extensions["openid"] = OpenID(settings, memory) if settings.desk_oidc_issuer else None
    if git:
        app.extensions["begin"].append(git.begin)
        app.after_request(_committing)
    if settings.desk_webhook:
        app.extensions["begin"].append(lambda: news.begin(outbox.put))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext, language.ngettext, newstyle=True
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        token=guard.token, language=language.current, languages=language.LANGUAGES, tag=tag,
        own_name=own_name, direction=_direction, shown=said_texts.shown,
        day=times.day, age=times.age, largest=guard.LARGEST,
    )  # fmt: skip
    app.context_processor(lambda: {"user": g.get("user")})
    guard.init_app(app)
    # Several modules have views of one blueprint.
    modules = (
        entrance,
        health,
        queue,
        bench,
        read_through,
        board,
        article_pages,
        summaries,
        corrections,
        taking_in,
        lifecycle,
        drafting,
        people,
        sent_back,
        drill,
        *([push_hook] if settings.git_hook_secret else []),
    )
    for blueprint in dict.fromkeys(module.blueprint for module in modules):
        app.register_blueprint(blueprint)
    app.after_request(_headers)
    for kind in (HTTPException, SummariesError, OSError, sqlite3.Error, Exception):
        app.register_error_handler(kind, _failed)
    if settings.trusted_proxies:
        app.wsgi_app = ForwardedFor(app.wsgi_app, settings.trusted_proxies)  # type: ignore[assignment,method-assign]
    return app


def load_key(folder: Path) -> PrivateKey:
    """Return the desk's own ed25519 key, kept in ``folder``; make it where there is none.

    Raises SummariesError, InputError or OSError where the file there is no key.
    """
    make_folder(folder)
    path = folder / KEY
    try:
        seed = bytes.fromhex(read_text(path, KEY, folder).strip())
    except InputError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        key = PrivateKey.generate()
    except ValueError:
        raise _no_key(path) from None
    else:
        if len(seed) != _SEED:
            raise _no_key(path)
        return PrivateKey(seed)
    path.touch(mode=0o600)
    path.write_text(f"{key.seed.hex()}\n")
    return key


def _no_key(path: Path) -> SummariesError:
    return SummariesError(
        f"{path} is not the key that the desk made: put the right one there, or remove it, and the "
        "desk makes another"
    )


@lru_cache(maxsize=256)
def _direction(locale: str) -> str:
    from babel import Locale  # noqa: PLC0415

    return Locale.parse(locale).text_direction


def _committing(response: Response) -> Response:
    """Have what a form wrote committed, behind the answer.

    A view that wrote an article whose name no address says, or that says afterwards what is still
    wrong, notes it as ``g.written``.
    """
    git: GitQueue = current_app.extensions["git"]
    written = g.get("written", "")
    done = request.method == "POST" and "user" in g and (written or response.status_code < 400)
    if done and request.blueprint in _COMMITTED and request.endpoint not in _NOT_WRITING:
        values = request.view_args or {}
        what = (request.endpoint or "").partition(".")[2].replace("_", " ")
        slug = written or values.get("slug", "")
        git.put(g.user.name, slug, f"{what} {values.get('tag', '')}".strip())
    return response


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A form's Origin header is “null” where no referrer is sent at all.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
    if "start" in g and guard.START not in request.cookies:
        guard.set_cookie(response, guard.START, g.start)
    response.headers["Content-Language"] = tag(language.current())
    response.vary.update(["Cookie", "Accept-Language"])
    return response


def _failed(error: Exception) -> Any:
    """Say what went wrong, and give back what was typed."""
    status, said = said_of(error)
    details, slug = "", (request.view_args or {}).get("slug", "")
    if isinstance(error, InputError) and "tag" in (request.view_args or {}) and slug:
        # Who translates can do nothing about files, and knows no paths.
        details = said
        said = _("The files of this article cannot be used now. An editor has to correct them.")
    if status == 413 and "user" in g:
        _read_on()
    if status >= 500:
        log.error("%s %s: %s", request.method, request.path, error, exc_info=status == 500)
    if guard.wants_json():
        return {"ok": False, "status": said, "signedOut": status == 401}, status
    page = render_template(
        "error.html", said=said, status=status, typed=_typed(), details=details, slug=slug,
        again=url_for("entrance.sign_in", next=guard.own_path(request.path.rpartition("/")[0])),
    )  # fmt: skip
    return page, status


def _read_on() -> None:
    """Read what is left of a form that is too large, and keep nothing of it.

    Browsers show no answer that comes while they still send: they say that there is no connection.
    """
    left = min(request.content_length or 0, MOST_READ)
    while left > 0 and (part := request.environ["wsgi.input"].read(min(left, 2**16))):
        left -= len(part)


def _typed() -> list[str]:
    """Return what a form carried, to be copied by who typed it."""
    try:
        form = request.form
    except HTTPException:
        return []
    return [value for name, value in form.items() if _TYPED.match(name) and value.strip()]
