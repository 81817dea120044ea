"""Who may sign, for programs: ``/.well-known/summaries-signers.json`` (RFC 8615)."""

from __future__ import annotations

import msgspec
from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from ..request_context import shows, view

blueprint = Blueprint("signers", __name__)


@blueprint.get("/.well-known/summaries-signers.json")
def signers() -> Response:
    """Names, kinds, locales and public keys of all who may sign articles here.

    With it, and an edition from the API, ``summaries verify --signers`` checks who signed.
    """
    shows(index=True)
    response = make_response(msgspec.json.encode(dict(view().signers)))
    response.content_type = "application/json"
    response.add_etag()
    return response.make_conditional(request)
