"""One way to ask a server for JSON: bounded in bytes and seconds, and never led elsewhere."""

from __future__ import annotations

import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ...errors import SummariesError
from ..intake import is_public

_MOST_BYTES = 1024 * 1024


class JsonServer:
    """A server's address, the headers that it wants, and how its address is written."""

    def __init__(self, address: str, headers: Mapping[str, str], remedy: str) -> None:
        """Ask ``address``, with ``headers``; ``remedy`` says in a message what to write."""
        self.address = address
        self._headers = headers
        self._remedy = remedy

    def ask(
        self, path: str, body: Mapping[str, Any] | None, end: float, method: str | None = None
    ) -> Any:
        """Return the JSON answer to a request; TimeoutError when that takes until ``end``.

        ``path`` goes behind the server's address, ``body`` is sent as JSON, nothing for None.
        ``method`` is HTTP's, None for what is usual. ``end`` is a time of ``time.monotonic``.
        Raises :class:`SummariesError` when the server cannot be reached, refuses, or answers
        something else.
        """
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - http(s), as whoever connects checks
            self.address + path, data, {**headers, **self._headers}, method=method
        )
        try:
            left = max(0.1, end - time.monotonic())
            with _OPENER.open(request, timeout=left) as response:
                content = _read(response, end)
            return json.loads(content) if content else {}
        except TimeoutError:
            if body is None:
                raise SummariesError(f"{self.address} does not answer: is it running?") from None
            raise
        except urllib.error.HTTPError as error:
            with error:
                said = self._refused(error)
            raise RefusedError(said, error.code) from error
        except (OSError, http.client.HTTPException) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError) and body is not None:
                raise TimeoutError from error
            why = getattr(error, "reason", None) or error
            raise SummariesError(
                f"no model answers at {self.address} ({getattr(why, 'strerror', None) or why}): "
                "start the server, or correct the address"
            ) from error
        except (ValueError, RecursionError) as error:
            raise SummariesError(
                f"{self.address} answers something else than JSON: {self._remedy}"
            ) from error

    def _refused(self, error: urllib.error.HTTPError) -> str:
        if error.code in (401, 403):
            return f"{self.address} wants a key: set SUMMARIES_MODEL_KEY"
        said = " ".join(error.read(500).decode(errors="replace").split())
        return f"{self.address} refuses with {error.code}: {said[:200] or error.reason}"


class RefusedError(SummariesError):
    """A server refused a request; ``code`` is HTTP's."""

    def __init__(self, text: str, code: int) -> None:
        """Say ``text``, and keep the status ``code``."""
        super().__init__(text)
        self.code = code


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: an article goes to the server that was named, and to no other."""

    def redirect_request(self, *_request: Any) -> None:
        """Refuse."""


_OPENER = urllib.request.build_opener(_Stay)


def _read(response: http.client.HTTPResponse, end: float) -> bytes:
    """Read an answer piece by piece, so that a server that drips cannot hold us up."""
    content = b""
    while piece := response.read1(65536):
        content += piece
        if time.monotonic() > end:
            raise TimeoutError
        if len(content) > _MOST_BYTES:
            raise ValueError("too long")
    return content


def is_outside(address: str) -> bool:
    """Tell whether what is sent to ``address`` leaves the house: its host is on the internet.

    A host that cannot be looked up is outside, too.
    """
    host = urlsplit(address).hostname or ""
    try:
        hosts = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return any(is_public(str(item[4][0])) for item in hosts)
