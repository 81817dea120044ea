"""Whether the window is alive, and whether it is ready."""

from __future__ import annotations

import datetime

from flask import Blueprint, Response, current_app, jsonify, make_response

from ...content.locales import tag
from ...editions import store
from ..request_context import view

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def heartbeat() -> Response:
    """Say that the process answers."""
    response = make_response("ok\n")
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/readyz")
def ready() -> Response:
    """Say whether readers can be served (200 or 503), and name what is degraded."""
    snapshot = view()
    problems = list(snapshot.problems)
    status = (
        "unavailable" if not snapshot.languages else "degraded" if snapshot.problems else "ready"
    )
    if status == "unavailable" and not problems:
        problems = ["no interface is published: run “summaries publish” into this editions folder"]
    # Told, but not judged: readers are served without a publisher.
    library = current_app.extensions["summaries"]
    beat = store.heartbeat(library.folder)
    heartbeat = (
        datetime.datetime.fromtimestamp(int(beat), datetime.UTC).isoformat() if beat else None
    )
    response = jsonify(
        status=status,
        languages=[tag(name) for name in snapshot.languages],
        editions=sum(len(snapshot.editions(slug)) for slug in snapshot.articles),
        publisher_alive=heartbeat,
        publisher_key="pinned" if library.pinned else "not pinned",
        problems=problems,
    )
    response.status_code = 503 if status == "unavailable" else 200
    response.headers["Cache-Control"] = "no-store"
    return response
