"""What the desk says when something fails: a status of HTTP and a sentence."""

from __future__ import annotations

import errno
import re
import sqlite3

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from ..errors import BusyError, ConflictError, SummariesError
from .guard import SignedOutError
from .language import gettext as _
from .locks import busy
from .said_texts import said

_WORD = re.compile(r"[^\W\d_]+(?:[’-][^\W\d_]+)*,? ")


def sentence(text: str) -> str:
    """Return ``text``, which a terminal shows after “error:”, as a sentence of its own.

    What begins with a file, a key or an address stays.

    >>> sentence("a figure is wrong"), sentence("summary.toml:3: no"), sentence("outlet: none")
    ('A figure is wrong', 'summary.toml:3: no', 'outlet: none')
    """
    return text[0].upper() + text[1:] if _WORD.match(text) else text


def said_of(error: Exception) -> tuple[int, str]:  # noqa: PLR0911 - one return for each kind
    """Return the HTTP status for ``error``, and what the person reads about it."""
    match error:
        case SignedOutError():
            return 401, _("You are signed out. Nothing was written. Your text is kept below.")
        case RequestEntityTooLarge():
            return 413, _("This is too large. Nothing was written.")
        case HTTPException(code=404):
            return 404, _("There is no such page.")
        case HTTPException(code=int(code), description=text):
            own = code == 403 and text and "server" not in text
            return code, text if own and text else _("This is not allowed. Nothing was written.")
        case BusyError():
            return 422, busy()
        case ConflictError():
            return 409, sentence(said(str(error)))
        case SummariesError():
            return 422, sentence(said(str(error)))
        case OSError(errno=errno.ENOSPC | errno.EDQUOT) | sqlite3.OperationalError():
            return 507, _("The disk is full or cannot be written. Nothing was written.")
        case OSError():
            return 500, _("A file cannot be used now: %(why)s. Nothing was written.") % {
                "why": error.strerror or error
            }
    return 500, _("Something is wrong here. Nothing was written. It is in the log.")
