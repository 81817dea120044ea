"""Log lines: as text for people or JSON for programs, with the identity of the request."""

from __future__ import annotations

import datetime
import logging
import re
import sys
import time
from collections import deque
from typing import IO, TYPE_CHECKING, Any

import msgspec
from flask import has_request_context, request

from .instrumentation import NOTE, REQUEST_ID, RequestInfo

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# A line break in a request must not become a line of the log.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Longer paths are truncated: no address of ours is as long.
_LONGEST_PATH = 500
# Lines that wait for the next second. More are left out, and the log says how many.
MOST_LINES = 100_000


def configure(style: str) -> None:
    """Write log lines to stderr; ``style`` is ``text`` or ``json``."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if style == "json" else Text())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def for_server() -> dict[str, Any]:
    """Return what makes the server's own log lines look like ours (for logging.dictConfig)."""
    loggers = ("_granian", "granian.access")
    return {"loggers": {name: {"handlers": [], "propagate": True} for name in loggers}}


def _identity() -> str:
    return request.environ.get(REQUEST_ID, "") if has_request_context() else ""


def _moment(seconds: float) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _line(text: str) -> str:
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


class Text(logging.Formatter):
    """One line for each record; tracebacks follow on lines of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        identity = _identity()
        about = f" [request {identity}]" if identity else ""
        text = f"{_moment(record.created)} {record.levelname} {_line(record.getMessage())}{about}"
        if record.exc_info:
            lines = self.formatException(record.exc_info).split("\n")
            # Indented: whatever an exception quotes, it does not look like a line of ours.
            text += "".join(f"\n  {_line(line)}" for line in lines)
        return text


class Json(logging.Formatter):
    """One JSON object for each record, tracebacks inside: a line is a record, always."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        data = {
            "time": _moment(record.created), "level": record.levelname.lower(),
            "logger": record.name, "message": record.getMessage(),
        }  # fmt: skip
        if identity := _identity():
            data["request_id"] = identity
        if record.exc_info:
            data["exception"] = self.formatException(record.exc_info)
        return _dump(data)


def _dump(data: dict[str, Any]) -> str:
    try:
        return msgspec.json.encode(data).decode()
    except UnicodeEncodeError:  # half a character, of a file's name for instance
        sound = {k: v.encode(errors="replace").decode() if isinstance(v, str) else v
                 for k, v in data.items()}  # fmt: skip
        return msgspec.json.encode(sound).decode()


class AccessLog:
    """Observes requests, and writes a line for each: no reader's address, nothing of a query."""

    def __init__(self, style: str, stream: IO[str] | None = None) -> None:
        self._write = _access_json if style == "json" else _access_text
        self._stream = stream or sys.stdout
        self._seen: deque[tuple[float, WSGIEnvironment, str, float]] = deque()
        self._lost = 0

    def observe(self, environ: WSGIEnvironment, status: str, seconds: float) -> None:
        """Record one request. Without a lock: deque.append is atomic.

        ``status`` is HTTP's three digits, ``seconds`` how long the answer took.
        """
        if len(self._seen) < MOST_LINES:
            self._seen.append((time.time(), environ, status, seconds))
        else:
            self._lost += 1

    def flush(self) -> None:
        """Write a line for each request noted."""
        lines: list[str] = []
        while self._seen:
            lines.append(self._write(*self._seen.popleft()))
        if self._lost:
            logging.getLogger(__name__).warning("%d requests are not in this log", self._lost)
            self._lost = 0
        if lines:
            self._stream.write("".join(lines))
            self._stream.flush()

    def forget(self) -> None:
        """Leave the lines to the process that this one was forked from."""
        self._seen, self._lost = deque(), 0


def _path(environ: WSGIEnvironment) -> str:
    # WSGI has the bytes of an address as latin-1.
    path: str = environ.get("PATH_INFO", "")
    return path.encode("latin-1", "replace").decode("utf-8", "replace")[:_LONGEST_PATH]


def _access_json(moment: float, environ: WSGIEnvironment, status: str, seconds: float) -> str:
    note = environ.get(NOTE) or RequestInfo()
    data = {
        "time": _moment(moment), "level": "info", "logger": "access",
        "request_id": environ[REQUEST_ID], "method": environ["REQUEST_METHOD"],
        "path": _path(environ), "status": int(status[:3]), "seconds": round(seconds, 6),
        "route": note.route, "language": note.language,
    }  # fmt: skip
    return _dump(data) + "\n"


def _access_text(moment: float, environ: WSGIEnvironment, status: str, seconds: float) -> str:
    path = _line(_path(environ))
    return (
        f"{_moment(moment)} {_line(environ['REQUEST_METHOD'])} {path} {status[:3]} "
        f"{seconds * 1000:.3f} ms [request {environ[REQUEST_ID]}]\n"
    )
