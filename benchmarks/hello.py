"""What the service is compared with: Flask's “hello world”, and answers that cost nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask

hello = Flask(__name__)
# The body and the headers of a real answer, as speed.py saved them.
_SAVED = Path(os.environ["BENCH_ANSWER"])
BODY = _SAVED.read_bytes()
HEADERS = [
    tuple(line.split(": ", 1))
    for line in _SAVED.with_suffix(".headers").read_text().splitlines()
]  # fmt: skip


@hello.get("/")
def world() -> str:
    """Say hello."""
    return "Hello, World!"


def wsgi(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Answer the same to everybody, as a WSGI application."""
    del environ
    start("200 OK", HEADERS.copy())
    return [BODY]


async def rsgi(scope: Any, protocol: Any) -> None:
    """Answer the same to everybody, as an RSGI application, having looked at what one looks at."""
    _ = scope.method, scope.path, scope.query_string
    for name in ("accept", "accept-encoding", "if-none-match"):
        scope.headers.get(name)
    protocol.response_bytes(200, HEADERS, BODY)
