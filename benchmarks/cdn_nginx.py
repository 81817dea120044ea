"""A real nginx with a cache on loopback, asked as the simulation of ``cdn_cache`` is.

Its origin is a server in this process that answers with the time at which it did.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import load
from cdn_cache import Request

# nginx reads Cache-Control, and a CDN of its own kind CDN-Cache-Control: the same words.
CONFIGURATION = """
daemon off; user root; worker_processes 1; pid FOLDER/pid; error_log stderr crit;
events { worker_connections 2048; }
http {
  access_log off;
  proxy_cache_path FOLDER/cache levels=1:2 keys_zone=pages:10m;
  upstream origin { server 127.0.0.1:ORIGIN; keepalive 64; }
  server {
    listen 127.0.0.1:PORT; keepalive_requests 1000000;
    location / {
      proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_cache pages; proxy_cache_revalidate on;
      proxy_cache_lock on; proxy_cache_background_update on;
      add_header X-Cache $upstream_cache_status;
    }
  }
}
"""
TRIP = 0.05


@dataclass
class Seen:
    """What was seen, by object: requests, those that did not wait, questions to the origin.

    ``oldest`` is the age of the oldest words that anybody got, in seconds; ``last`` how long after
    the words were withdrawn the last reader got them. ``together`` is how many questions came of
    requests for one new object at the same time.
    """

    requests: Counter[int] = field(default_factory=Counter)
    spared: Counter[int] = field(default_factory=Counter)
    asked: Counter[int] = field(default_factory=Counter)
    oldest: float = 0.0
    last: float = 0.0
    together: int = 0


class _Origin:
    """Answers every address with the time, as a page that CDNs may keep as ``rules`` say."""

    def __init__(self, rules: str) -> None:
        self._rules = rules
        self.asked: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                path = head.split(" ", 2)[1]
                self.asked[path] += 1
                await asyncio.sleep(TRIP / 2)
                body = f"{time.monotonic():.6f}".encode()
                await asyncio.sleep(TRIP / 2)
                writer.write(
                    f"HTTP/1.1 200 OK\r\nCache-Control: {self._rules}\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
        writer.close()


class _Readers:
    """Connections to nginx, as many as are needed at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Give a connection."""
        both = self._idle.pop() if self._idle else await asyncio.open_connection(
            "127.0.0.1", self._port
        )  # fmt: skip
        yield both
        self._idle.append(both)

    async def get(self, path: str) -> tuple[str, float]:
        """Return what nginx's cache says of an answer, and the time that is its body."""
        async with self.one() as (reader, writer):
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            named = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
            body = await reader.readexactly(int(named["content-length"]))
            return named["x-cache"], float(body)

    def close(self) -> None:
        """End all connections."""
        for _reader, writer in self._idle:
            writer.close()


def watch(rules: str, requests: Sequence[Request], withdrawn: float) -> Seen:
    """Send ``requests`` (the node is not looked at) to an nginx when their time comes.

    ``rules`` is what the origin says of how its answers may be kept. All words are withdrawn at
    ``withdrawn``, in the time of the requests.
    """
    return asyncio.run(_watch(rules, requests, withdrawn))


async def _watch(rules: str, requests: Sequence[Request], withdrawn: float) -> Seen:
    origin, seen = _Origin(rules), Seen()
    listening = await asyncio.start_server(origin.serve, "127.0.0.1", 0)
    port = str(listening.sockets[0].getsockname()[1])
    with tempfile.TemporaryDirectory() as name:
        own = load.free_port()
        text = CONFIGURATION.replace("FOLDER", name).replace("ORIGIN", port)
        (Path(name) / "nginx.conf").write_text(text.replace("PORT", str(own)))
        command = ["nginx", "-e", "stderr", "-p", name, "-c", f"{name}/nginx.conf"]
        server = await asyncio.to_thread(load.Server, command, {}, "/ready", own)
        try:
            await _ask(_Readers(own), requests, withdrawn, seen)
            paths = {p[1:]: n for p, n in origin.asked.items()}
            seen.asked = Counter({int(p): n for p, n in paths.items() if p.isdigit()})
            readers = _Readers(own)
            await asyncio.gather(*(readers.get("/new") for _ in range(200)))
            readers.close()
            seen.together = origin.asked["/new"]
        finally:
            await asyncio.to_thread(server.stop)
            listening.close()
    return seen


async def _ask(
    readers: _Readers, requests: Sequence[Request], withdrawn: float, seen: Seen
) -> None:
    began = time.monotonic() + 0.1

    async def one(at: float, name: int) -> None:
        await asyncio.sleep(began + at - time.monotonic())
        sent = time.monotonic()
        said, written = await readers.get(f"/{name}")
        seen.requests[name] += 1
        if said in ("hit", "stale", "updating"):
            seen.spared[name] += 1
            seen.oldest = max(seen.oldest, sent - written)
        if written < began + withdrawn < sent:
            seen.last = max(seen.last, sent - began - withdrawn)

    await asyncio.gather(*(one(at, name) for at, _node, name in requests))
    readers.close()
