"""Models: what writes or translates a sentence, here or on a server, behind one interface.

The doors are :func:`load`, for a model of any kind by its name, and ``api``, for what every model
is asked and answers.
"""

from __future__ import annotations

from . import api, files, openai_client, translation_services
from .local_model import LocalModel


def load(name: str, key: str = "", seconds: float = 60) -> api.Model:
    """Return the model that ``name`` names: a path, a package, a hub's name, a server.

    A server is asked for its name within ``seconds``, with ``key`` if it wants one. Raises
    :class:`~service.errors.SummariesError` for what is not a model, cannot be loaded safely, or
    needs what is not installed.
    """
    if translation_services.is_service(name):
        return translation_services.connect(name, key, seconds)
    if name.startswith(("http://", "https://")):
        return openai_client.connect(name, key, seconds)
    return LocalModel(files.find(name))
