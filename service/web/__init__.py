"""The window's HTTP side: pages, API, feeds, health. Holds no publishing rules."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, current_app, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.wrappers import Response as BaseResponse

from ..editions import repository
from ..settings import Settings
from . import (
    article,
    corrections,
    credits,
    errors,
    openapi,
    rate_limit,
    request_context,
    statement_html,
    text_formats,
)
from .views import api, feeds, health, pages, signers
from .views import metrics as metrics_view

# The styles go into every page: they are small, and a second request would cost a reader on a
# bad line a second wait. The policy names them by their digest.
STYLES = (Path(__file__).parent / "site.css").read_text(encoding="utf-8")
# Nothing from elsewhere, and no script at all.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors {ancestors}"
)
_ACCENT = re.compile(r"(?<=--accent: )#[0-9a-f]{6}")

# For CDNs alone (RFC 9213), in seconds: caches revalidate after two, may serve stale for ten
# more while they do, and while we cannot be reached, readers keep what was up for a day.
CDN_FRESH, CDN_STALE, CDN_ERROR = 2, 10, 86400
CDN = f"max-age={CDN_FRESH}, stale-while-revalidate={CDN_STALE}, stale-if-error={CDN_ERROR}"


# Nothing here asks for any of it, and no frame or mistake of ours shall.
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
# For the site's own name only: what else lives below it is for its owner to say.
STRICT_TRANSPORT_SECURITY = "max-age=31536000"


class LanguageConverter(BaseConverter):
    """What may be a language tag in an address (the general shape of BCP 47)."""

    regex = "[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"


class MonthConverter(BaseConverter):
    """A month in an address, as “2026/11”; its first day in the program."""

    part_isolating = False
    regex = "[0-9]{4}/(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> datetime.date:
        """Return the first day of ``value``, a month as “2026/11”.

        Raises ValidationError in the year 0000.
        """
        try:
            return datetime.date.fromisoformat(f"{value.replace('/', '-')}-01")
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: datetime.date) -> str:
        """Return the month that begins at ``value``."""
        return f"{value.year:04}/{value.month:02}"


def init_app(app: Flask, settings: Settings) -> None:
    """Register everything on ``app``, which serves what ``settings.editions`` holds."""
    library = app.extensions["summaries"] = repository.of(settings, settings.refresh)
    app.extensions["begin"] = [library.files.begin]
    app.config["BASE_URL"] = settings.base_url
    app.config["SITE_NAME"] = settings.site_name
    app.config["CONTACT"] = settings.contact
    app.config["PUBLISHER"] = settings.publisher
    app.config["IMPRINT"] = settings.imprint
    app.config["METRICS_TOKEN"] = settings.metrics
    app.config["FONTS"] = settings.fonts
    app.config["TIMEZONE"] = settings.timezone
    app.config["FRAME_ANCESTORS"] = settings.frame_ancestors
    app.config["LOGO"] = settings.site_logo
    styles = _styles(settings.site_colour)
    app.config["STYLES_DIGEST"] = base64.b64encode(
        hashlib.sha256(styles.encode()).digest()
    ).decode()
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.converters |= {"lang": LanguageConverter, "month": MonthConverter}
    app.context_processor(lambda: {"bare": request.endpoint == pages.EMBED})
    app.jinja_env.globals["styles"] = Markup(styles)  # noqa: S704 - our own file
    app.jinja_env.globals["logo"] = settings.site_logo
    app.jinja_env.globals.update(credit_lines=credits.in_html, credit_name=credits.named)
    app.jinja_env.globals.update(
        article_of=article.of, article_line=article.in_html, article_text=article.in_text,
        old_article=article.old, undated_article=article.undated, corrected=corrections.in_html,
        correction_lines=corrections.in_text, correction=corrections.html,
        outlet_notice=text_formats.outlet_notice,
        headline_text=corrections.headline, description=corrections.description,
        concerns=corrections.concerns, being_corrected=corrections.pending,
        being_corrected_text=corrections.pending_in_text,
        read=statement_html.read, headline=statement_html.headline, figure=statement_html.figure,
    )  # fmt: skip
    for module in (api, feeds, health, metrics_view, pages, signers):
        app.register_blueprint(module.blueprint)
    errors.init_app(app)
    rate_limit.init_app(app, settings)
    openapi.init_app(app)
    request_context.init_app(app)
    app.before_request(_moved)
    app.after_request(_headers)
    app.after_request(metrics_view.leave_note)


def _styles(colours: Sequence[str]) -> str:
    """Return the styles with the site's own colours: for light pages first, then for dark ones."""
    own = iter(colours)
    return _ACCENT.sub(lambda match: next(own, match[0]), STYLES)


def _moved() -> BaseResponse | None:
    """Send whoever asks for an article by an earlier name on to the one that it has now."""
    slug = (request.view_args or {}).get("slug")
    # A browser takes no redirect for an answer when it asks what it may ask (OPTIONS).
    if not isinstance(slug, str) or request.method == "OPTIONS":
        return None
    if request.path.startswith("/api/") and request.blueprint != api.blueprint.name:
        return None  # “api” is no language: nothing ever was there
    if not (new := request_context.view().moved(slug)):
        return None
    request_context.shows(new, index=True)
    address = url_for(request.endpoint or "", **(request.view_args or {}) | {"slug": new})
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{address}?{query}" if query else address, 308)


def _headers(response: Response) -> Response:
    if location := response.headers.get("Location"):
        # Routing's own redirects (a missing slash) name the host that was sent; ours never do.
        parts = urlsplit(location)
        path = "/" + parts.path.lstrip("/")
        response.headers["Location"] = urlunsplit(("", "", path, parts.query, ""))
        response.set_data(b"")  # nobody reads it, and it would be English
    framed = request.endpoint == pages.EMBED  # its errors, too: a withdrawal has to show there
    ancestors = current_app.config["FRAME_ANCESTORS"] if framed else "'none'"
    policy = CONTENT_SECURITY_POLICY.format(
        digest=current_app.config["STYLES_DIGEST"], ancestors=ancestors
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    sharing = "cross-origin" if _for_other_sites() else "same-origin"
    response.headers.setdefault("Cross-Origin-Resource-Policy", sharing)
    if current_app.config["BASE_URL"].startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY)
    # Caches may keep everything, and ask each time whether it still holds: a signature, and a
    # withdrawal, show at once.
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
        # Some CDNs look at no Vary but that of Accept-Encoding: only what depends on its address.
        # A withdrawal has to take the place of the page that they hold: they may come back to that.
        whole = response.status_code == 200 and "ETag" in response.headers
        if (whole or response.status_code == 410) and "varies" not in g:
            response.headers["CDN-Cache-Control"] = CDN
    if request.path.startswith("/api/"):
        api.cors(response)
    return response


def _for_other_sites() -> bool:
    """Tell whether pages of other sites may load this: frames, images, feeds, data."""
    return (
        request.endpoint in (pages.EMBED, pages.CARD, pages.LOGO, "static")
        or request.blueprint in ("feeds", "signers")
        or request.path.startswith("/api/")
    )
