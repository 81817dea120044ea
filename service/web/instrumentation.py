"""WSGI middleware: gives requests an identity, reports status and duration to observers.

A WSGI middleware. What it sees goes to observers, which only take note; once a second, in a thread
of its own, each writes down what it noted.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import weakref
from collections.abc import Iterable, Sequence
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

# Where a WSGI environment has the request's identity, made here unless a proxy sent a sound one.
REQUEST_ID = "HTTP_X_REQUEST_ID"
# Where the application leaves a :class:`RequestInfo`. Whoever keeps answers keeps it with them.
NOTE = "summaries.note"
# What identities of proxies, load balancers and tracing look like, and nothing that harms a log.
_SOUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}", re.ASCII).fullmatch
# Seconds between two times of writing down.
INTERVAL = 1.0


class RequestInfo(NamedTuple):
    """What a request was for: the rule that its address fits, and the language of the answer.

    Both are empty, or one of few: nobody outside can make values up.
    """

    route: str = ""
    language: str = ""


class Observer(Protocol):
    """Takes note of requests, in every thread that answers some."""

    def observe(self, environ: WSGIEnvironment, status: str, seconds: float) -> None:
        """Take note of one, fast: ``status`` is the status line, ``seconds`` what it took."""

    def flush(self) -> None:
        """Write down what was noted since the last time."""

    def forget(self) -> None:
        """Start again: this process is a copy of the one that took the notes."""


class Instrumentation:
    """Wraps ``app``, and tells ``observers`` of each of its answers."""

    def __init__(self, app: WSGIApplication, observers: Sequence[Observer]) -> None:
        self._app = app
        self._observers = tuple(observers)
        self.start_anew()
        _METERS.add(self)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        began = perf_counter()
        identity = environ.get(REQUEST_ID)
        if identity is None or not _SOUND(identity):
            environ[REQUEST_ID] = identity = f"{self._prefix}{next(self._number):06x}"
        reported = "500"

        def tell(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            nonlocal reported
            reported = status
            headers.append(("X-Request-ID", identity))
            return start(status, headers) if error is None else start(status, headers, error)

        try:
            return self._app(environ, tell)
        finally:
            seconds = perf_counter() - began
            for observer in self._observers:
                observer.observe(environ, reported, seconds)
            if self._writing is None and self._observers:
                self._begin()

    def start_anew(self) -> None:
        """Forget what the process noted that this one is a copy of."""
        self._starting = threading.Lock()
        # Random, so that two processes, here or on other machines, give no identity twice.
        self._prefix = os.urandom(8).hex()
        self._number = count()
        self._writing: threading.Thread | None = None  # a fork does not copy threads
        for observer in self._observers:
            observer.forget()

    def _begin(self) -> None:
        with self._starting:
            if self._writing is None:
                self._writing = threading.Thread(target=self._write, name="meter", daemon=False)
                self._writing.start()

    def _write(self) -> None:
        # Until the process ends, and once more then: what was noted last is not lost.
        main, failure, ending = threading.main_thread(), "", False
        while not ending:
            main.join(INTERVAL)
            ending = not main.is_alive()
            try:
                for observer in self._observers:
                    observer.flush()
            except Exception as error:  # what only watches takes no reader's page down
                if str(error) != failure:  # said once, not each second
                    log.exception("requests cannot be written down, trying again")
                failure = str(error)


# Weak: a window that is no longer used must not stay for this.
_METERS: weakref.WeakSet[Instrumentation] = weakref.WeakSet()


def _forked() -> None:
    for meter in _METERS:
        meter.start_anew()


os.register_at_fork(after_in_child=_forked)
