"""``/metrics``, for Prometheus, and the note that each answer leaves for those who count."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, g, make_response, request

from ...content.locales import tag
from ...settings import OPEN
from ..instrumentation import NOTE, RequestInfo
from ..metrics import Metrics
from ..request_context import view

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Serve the metrics for Prometheus: 401 without the token, 404 where they are turned off."""
    counters: Metrics | None = current_app.extensions.get("metrics")
    if counters is None:
        abort(404)
    wanted: str = current_app.config["METRICS_TOKEN"]
    sent = request.headers.get("Authorization", "")
    if wanted != OPEN and not hmac.compare_digest(sent.encode(), f"Bearer {wanted}".encode()):
        response = make_response("send the token: Authorization: Bearer …\n", 401)
        response.headers["WWW-Authenticate"] = "Bearer"
    else:
        response = make_response(counters.text())
    response.content_type = "text/plain; version=0.0.4; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


def leave_note(response: Response) -> Response:
    """Note the rule of the address, and the language that the answer is in."""
    languages = {tag(name) for name in view().languages}
    asked = (request.view_args or {}).get("language", "")
    spoken = tag(g.locale) if g.get("locale") else ""
    language = next((x for x in (asked, *response.content_language, spoken) if x in languages), "")
    request.environ[NOTE] = RequestInfo(request.url_rule.rule if request.url_rule else "", language)
    return response
