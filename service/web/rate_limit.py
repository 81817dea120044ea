"""What one client may ask for: how much, in how long a request.

Answers that ``front`` keeps never come here: they cost next to nothing. What has to be made counts,
whatever its address, so that there is none at which a client may ask without end.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge, TooManyRequests

from ..settings import Rate, Settings
from .client_address import parse

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from limits.strategies import RateLimiter

log = logging.getLogger(__name__)

# Nothing here reads a body; a GET may have one (RFC 9110, section 9.3.1), but hardly a large one.
LARGEST_BODY = 64 * 1024
# Four times what RFC 9110 (section 4.1) asks everybody to support. The server itself takes 64 kB.
LONGEST_ADDRESS = 32_000
# Probes are never refused: a window that is restarted over a limit serves no reader.
_UNLIMITED = "health"
# A network is the least that a provider gives to one customer (RFC 6177).
_NETWORK_V6 = 64
# While the storage does not answer, counts are kept here, and it is asked again after a while.
_STORAGE_SECONDS, _PAUSE = 0.25, 5.0


class Refused(TooManyRequests):
    """A client has asked for all that it may. Says when it may again.

    ``RateLimit`` and ``RateLimit-Policy`` are those of draft-ietf-httpapi-ratelimit-headers-10.
    """

    def __init__(self, rate: Rate, seconds: int) -> None:
        super().__init__(
            f"Rate limit exceeded ({rate} per address). Retry in {seconds} seconds.",
            retry_after=seconds,
        )
        self._fields = Headers(
            {
                "RateLimit": f'"address";r=0;t={seconds}',
                "RateLimit-Policy": f'"address";q={rate.amount};w={rate.seconds}',
            }
        )

    def get_headers(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, object] | None = None
    ) -> list[tuple[str, str]]:
        """Return the headers that this refusal adds to the answer.

        ``scope`` is Werkzeug's: None here.
        """
        return [*super().get_headers(environ, scope), *self._fields.items()]


class Counter:
    """Counts requests by client: in ``storage`` (the address of a Redis server), else here.

    A storage that does not answer stops nobody: this process counts by itself until it does.
    """

    def __init__(self, rate: Rate, storage: str) -> None:
        # Loaded only where there is a limit: 25 ms of a command's or worker's start.
        from limits import RateLimitItemPerSecond  # noqa: PLC0415
        from limits.storage import MemoryStorage, storage_from_string  # noqa: PLC0415
        from limits.strategies import FixedWindowRateLimiter  # noqa: PLC0415

        self._rate = rate
        self._item = RateLimitItemPerSecond(rate.amount, rate.seconds, namespace="summaries")
        self._here: RateLimiter = FixedWindowRateLimiter(MemoryStorage())
        self._shared: RateLimiter | None = None
        self._asked_again_at = 0.0
        if storage:
            from redis.backoff import NoBackoff  # noqa: PLC0415
            from redis.retry import Retry  # noqa: PLC0415

            counters = storage_from_string(
                storage, wrap_exceptions=True, socket_timeout=_STORAGE_SECONDS,
                socket_connect_timeout=_STORAGE_SECONDS,
                # Once more, for a connection that a restart of the storage has cut; readers wait.
                retry=Retry(NoBackoff(), 1),  # type: ignore[arg-type]
            )  # fmt: skip
            self._shared = FixedWindowRateLimiter(counters)

    def count(self, client: str) -> None:
        """Count a request of ``client``. Raises Refused when it is one too many."""
        if self._shared and time.monotonic() >= self._asked_again_at:
            from limits.errors import StorageError  # noqa: PLC0415

            try:
                return self._count(self._shared, client)
            except StorageError as error:
                self._asked_again_at = time.monotonic() + _PAUSE
                log.warning(
                    "the storage of the rate limit does not answer (%s): each worker counts "
                    "by itself; see SUMMARIES_RATE_LIMIT_STORAGE", error.storage_error,
                )  # fmt: skip
        return self._count(self._here, client)

    def _count(self, limiter: RateLimiter, client: str) -> None:
        if not limiter.hit(self._item, client):
            reset = limiter.get_window_stats(self._item, client).reset_time
            raise Refused(self._rate, max(1, math.ceil(reset - time.time())))


def client(address: str | None) -> str:
    """Return whom ``address`` stands for: an IPv4 address, or the network of an IPv6 one."""
    parsed = parse(address or "")
    if parsed is None:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), _NETWORK_V6), strict=False))


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse what is too large, and who asks for too much."""
    counter = None
    if settings.rate_limit:
        counter = Counter(settings.rate_limit, settings.rate_limit_storage)
    warned = bool(settings.trusted_proxies)

    def check() -> None:
        nonlocal warned
        if counter and request.blueprint != _UNLIMITED:
            counter.count(client(request.remote_addr))
        if not warned and "X-Forwarded-For" in request.headers:
            warned = True
            log.warning(
                "a request came with X-Forwarded-For, which is not trusted: if a proxy of yours "
                "sent it, set SUMMARIES_TRUSTED_PROXIES=1, or all readers share one rate limit"
            )
        if len(request.path) + len(request.query_string) > LONGEST_ADDRESS:
            raise RequestURITooLarge
        if (request.content_length or 0) > LARGEST_BODY:
            raise RequestEntityTooLarge(f"A body may have {LARGEST_BODY} bytes at most.")

    app.before_request(check)
