"""Social cards for editions: planned when a page names them, drawn when somebody asks, and kept."""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from pathlib import Path

from flask import current_app, url_for

from ...content.locales import tag
from ...content.placeholders import plain
from ...editions.model import Edition
from .. import social_card
from ..request_context import site_name
from ..social_card import Card, CardError

log = logging.getLogger(__name__)


def address(edition: Edition) -> str | None:
    """Return the path of an edition's card; None where there cannot be one.

    It changes with the words on the card, so an image can be kept for good.
    """
    wanted = _card(edition)
    if wanted is None or not _possible(wanted, current_app.config["FONTS"]):
        return None
    language, slug = tag(edition.locale), edition.content.domain
    return url_for("pages.card", language=language, slug=slug, version=_version(wanted))


def image(edition: Edition, version: str) -> bytes | None:
    """Return the card of ``edition`` as PNG; None when there is none, or ``version`` is not its."""
    wanted, fonts = _card(edition), current_app.config["FONTS"]
    if wanted is None or version != _version(wanted) or not _possible(wanted, fonts):
        return None
    return _draw(wanted, fonts)


def _card(edition: Edition) -> Card | None:
    """Return what stands on the card; None while a figure in the headline is being corrected.

    An image is passed on without the page, and has no room to say so.
    """
    if edition.content.statements[0].corrected:
        return None
    return Card(edition.locale, plain(edition.headline), site_name(edition.locale))


def _version(wanted: Card) -> str:
    words = "\0".join((social_card.VERSION, wanted.locale, wanted.headline, wanted.site))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def _possible(wanted: Card, fonts: Path) -> bool:
    try:
        social_card.check(wanted, fonts)
    except CardError as error:
        log.info("no social card for “%s”: %s", wanted.headline, error)
        return False
    return True


# A card has some 40 kB.
@lru_cache(maxsize=256)
def _draw(wanted: Card, fonts: Path) -> bytes:
    return social_card.draw(wanted, fonts)
