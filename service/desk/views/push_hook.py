"""The address that the repository's host, or Weblate, calls after a push."""

from __future__ import annotations

import logging

from flask import Blueprint, current_app, request

from ..git_queue import GitQueue
from ..guard import ANYBODY, needs, settings
from ..push_signatures import signed

log = logging.getLogger(__name__)
blueprint = Blueprint("push_hook", __name__, url_prefix="/desk")


@blueprint.post("/hooks/push")
@needs(ANYBODY)
def pushed() -> tuple[dict[str, str], int]:
    """Have the upstream branch looked at now. Nothing of the body is read but to prove it."""
    if not signed(settings().git_hook_secret, request.headers, request.get_data()):
        log.warning("refused a call of %s: it was not signed with our secret", request.path)
        return {"status": "refused: sign it with what SUMMARIES_GIT_HOOK_SECRET says here"}, 403
    git: GitQueue = current_app.extensions["git"]
    git.look()
    return {"status": "the repository will be looked at"}, 202
