"""Whether the desk answers: for whoever runs it, as the window has it."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from ..guard import ANYBODY, needs

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@needs(ANYBODY)
def heartbeat() -> Response:
    """Say that the process answers. It looks at no file, so a full disk does not restart a desk."""
    response = make_response("ok\n")
    response.content_type = "text/plain; charset=utf-8"
    return response
