"""What becomes of an article: withdrawn and brought back, given another name, removed for good."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ...editions import removing, renaming, takedown, withdrawal, withdrawing
from ...errors import SummariesError
from ...review.sign import Reviewer
from ..guard import check, clock, desk_key, needs, renamed, settings, user
from ..language import gettext as _
from ..locks import wait_for
from ..workshop import check_slug, project
from .article_pages import blueprint, folder_of, publisher


@blueprint.post("/articles/<slug>/withdraw")
@needs("article")
def withdraw(slug: str) -> str:
    """Take an article down, in one language or in all, and show what readers get now."""
    locale, reason = _withdrawable(slug), _reason()
    _wait()
    outcome = withdrawing.take_down(
        publisher(), slug, locale, reason, user().name, clock(), desk_key()
    )
    return render_template("outcome.html", slug=slug, outcome=outcome)


@blueprint.post("/articles/<slug>/bring-back")
@needs("article")
def bring_back(slug: str) -> str:
    """Take withdrawals back, and show what readers get now."""
    locale = _withdrawable(slug)
    _wait()
    outcome = withdrawing.bring_back(publisher(), slug, locale, user().name, clock(), desk_key())
    return render_template("outcome.html", slug=slug, outcome=outcome)


@blueprint.post("/articles/<slug>/rename")
@needs("article")
def rename(slug: str) -> Response | str:
    """Give an article another name, that is, another address."""
    folder_of(slug)
    name = request.form.get("name", "").strip()
    who = Reviewer(user().name, "desk", desk_key(), lambda: check("article"))
    _wait()
    check("article")
    left = renaming.rename(publisher(), slug, name, who, clock())
    renamed(slug)  # what people typed goes with it
    if left:
        return render_template("outcome.html", slug=name, outcome=None, left=left)
    return redirect(url_for("articles.edit", slug=name, done="renamed"), 303)


@blueprint.post("/articles/<slug>/remove")
@needs("article")
def remove(slug: str) -> str:
    """Remove an article for good, once its name was typed."""
    check_slug(slug)
    if slug not in withdrawing.slugs(project(), settings().editions):
        raise NotFound
    if request.form.get("name", "").strip() != slug:
        raise SummariesError(_("To remove it for good, type its name. Nothing was removed."))
    reason = _reason()
    _wait()
    check("article")
    outcome, place = removing.remove(publisher(), slug, reason, user().name, clock(), desk_key())
    return render_template(
        "outcome.html", slug=slug, outcome=outcome, removed=place is not None, gone=True
    )


def _wait() -> None:
    """Wait until what is written now is free. Raises SummariesError as :func:`wait_for`."""
    wait_for(project().articles, project().journal, settings().editions)


def _reason() -> str:
    reason = request.form.get("reason", "")
    if len(withdrawal.clean(reason, None)) > withdrawal.MAX_REASON:
        raise SummariesError(_("The reason is too long."))
    return reason


def _withdrawable(slug: str) -> str:
    check_slug(slug)
    here, locale = project(), request.form.get("locale", withdrawal.ALL)
    if slug not in withdrawing.slugs(here, settings().editions):
        raise NotFound
    known = takedown.remembering(here, settings().editions, clock)(slug)
    if locale not in (
        withdrawal.ALL, *withdrawing.locales(here, settings().editions, slug, known),
    ):  # fmt: skip
        raise SummariesError(_("There is no edition in this language."))
    return locale
