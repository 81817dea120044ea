"""What the service did and holds, for Prometheus: ``docs/operations.md`` says what each means.

Requests are counted in memory and handed to ``prometheus_client`` once a second. Where several
processes serve, they share a folder of files that it maps into memory (``metrics_folder``). What
the service holds is read from the window's snapshot when asked for.
"""

from __future__ import annotations

import datetime
import logging
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..content.locales import tag
from ..editions import store
from ..editions.repository import EditionRepository
from .instrumentation import NOTE, RequestInfo
from .metrics_folder import FOLDER, Place

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

log = logging.getLogger(__name__)

# Kept answers take microseconds, pages milliseconds, social cards tenths of a second.
BOUNDS = (0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
          0.5, 1.0, 2.5, 5.0, 10.0)  # fmt: skip
# As Prometheus writes them; Python writes 5e-05 likewise.
_BUCKETS = (*map(str, BOUNDS), "+Inf")
_IN_BUCKET, _SECONDS = "summaries_http_request_in_bucket", "summaries_http_request_all_seconds"
RELOAD_BOUNDS = (0.001, 0.01, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
STATES = ("current", "pending", "outdated", "withdrawn", "incomplete")


class Metrics:
    """Counts the requests and reloads of this process; tells what all of them counted."""

    def __init__(self, library: EditionRepository, clock: Callable[[], float] = time.time) -> None:
        # Here, and before workers are forked: only who asks for metrics pays for loading it.
        import prometheus_client  # noqa: F401, PLC0415

        self._library = library
        self._clock = clock
        self._counters: _Counters | None = None
        self._lock, self._flushing = threading.Lock(), threading.Lock()
        self._cells: dict[tuple[RequestInfo | None, str], list[Any]] = {}
        self._reloads: list[tuple[str, float]] = []
        library.reloaded = self.reloaded

    def observe(self, environ: WSGIEnvironment, status: str, seconds: float) -> None:
        """Count one request, answered with the HTTP ``status`` in ``seconds``."""
        key = (environ.get(NOTE), status)
        position = bisect_left(BOUNDS, seconds)
        with self._lock:
            cell = self._cells.get(key)
            if cell is None:
                cell = self._cells[key] = [0] * (len(BOUNDS) + 1) + [0.0]
            cell[position] += 1
            cell[-1] += seconds

    def reloaded(self, outcome: str, seconds: float) -> None:
        """Count one reload of the window's view, which took ``seconds``.

        ``outcome`` is its label in ``/metrics``, as ``failed``.
        """
        with self._lock:
            self._reloads.append((outcome, seconds))

    def flush(self) -> None:
        """Hand on what was counted. Raises OSError where it cannot be kept."""
        with self._flushing:
            if self._counters is None:
                self._counters = _Counters()
            with self._lock:
                cells, self._cells = self._cells, {}
                reloads, self._reloads = self._reloads, []
            for (note, status), cell in cells.items():
                self._counters.requests(note or RequestInfo(), status[:3], cell)
            for outcome, seconds in reloads:
                self._counters.reload(outcome, seconds)

    def forget(self) -> None:
        """Leave what was counted to the process that this one was forked from."""
        self._lock, self._flushing = threading.Lock(), threading.Lock()
        self._cells, self._reloads = {}, []

    def text(self) -> bytes:
        """Return everything in Prometheus's text format."""
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415

        self.flush()
        assert self._counters is not None
        registry = CollectorRegistry()
        registry.register(self._counters)
        registry.register(_Holdings(self._library, self._clock()))
        return generate_latest(registry)


class _Counters:
    """The values that ``prometheus_client`` keeps: in this process, or in the shared folder."""

    def __init__(self) -> None:
        import prometheus_client as client  # noqa: PLC0415
        from prometheus_client import multiprocess, values  # noqa: PLC0415

        client.disable_created_metrics()
        self._registry: CollectorRegistry = client.CollectorRegistry()
        own: CollectorRegistry | None = self._registry
        if folder := os.environ.get(FOLDER):
            place = Place(Path(folder))
            place()  # or say now that there is none
            values.ValueClass = values.MultiProcessValue(place)
            multiprocess.MultiProcessCollector(self._registry, folder)
            own = None
        self._requests = client.Counter(
            "summaries_http_requests_total", "Requests answered.",
            ("route", "language", "status"), registry=own,
        )  # fmt: skip
        # The histogram of requests is two counters: a histogram takes one observation at a time,
        # these all of a second.
        self._slower = client.Counter(_IN_BUCKET, "By bucket.", ("route", "le"), registry=own)
        self._seconds = client.Counter(_SECONDS, "All together.", ("route",), registry=own)
        self._reloads = client.Counter(
            "summaries_reload_total", "New views of the editions folder, in all workers.",
            ("outcome",), registry=own,
        )  # fmt: skip
        self._reload_seconds = client.Histogram(
            "summaries_reload_seconds", "Time that a new view took.",
            buckets=RELOAD_BOUNDS, registry=own,
        )  # fmt: skip
        for outcome in ("ok", "degraded", "failed"):
            self._reloads.labels(outcome)  # a first failure shows as a change from 0

    def requests(self, note: RequestInfo, status: str, cell: list[Any]) -> None:
        """Add requests of one kind: how many by bucket, and all their seconds."""
        self._requests.labels(note.route, note.language, status).inc(sum(cell[:-1]))
        for bound, number in zip(_BUCKETS, cell[:-1], strict=True):
            if number:
                self._slower.labels(note.route, bound).inc(number)
        self._seconds.labels(note.route).inc(cell[-1])

    def reload(self, outcome: str, seconds: float) -> None:
        """Add one reload."""
        self._reloads.labels(outcome).inc()
        self._reload_seconds.observe(seconds)

    def collect(self) -> Iterable[Metric]:
        """Yield what all processes counted."""
        numbers: dict[tuple[str, str], float] = {}
        seconds: dict[str, float] = {}
        for metric in self._registry.collect():
            if metric.name == _IN_BUCKET:
                numbers = {(s.labels["route"], s.labels["le"]): s.value for s in metric.samples}
            elif metric.name == _SECONDS:
                seconds = {s.labels["route"]: s.value for s in metric.samples}
            else:
                yield metric
        yield _histogram(numbers, seconds)


def _histogram(numbers: Mapping[tuple[str, str], float], seconds: Mapping[str, float]) -> Metric:
    """Return the histogram of requests, from their ``numbers`` by route and bucket."""
    from prometheus_client.core import HistogramMetricFamily  # noqa: PLC0415

    family = HistogramMetricFamily(
        "summaries_http_request_seconds", "Time until the answer was ready, without sending.",
        labels=("route",),
    )  # fmt: skip
    for route, total in sorted(seconds.items()):
        so_far = accumulate(numbers.get((route, bound), 0) for bound in _BUCKETS)
        family.add_metric((route,), list(zip(_BUCKETS, so_far, strict=True)), total)
    return family


class _Holdings:
    """What the window has, now. No process keeps it, so none that died can be wrong about it."""

    def __init__(self, library: EditionRepository, now: float) -> None:
        self._view = library.view()
        self._alive = store.heartbeat(library.folder)
        self._answered = library.files.answered()
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield it."""
        from prometheus_client.core import GaugeMetricFamily as Gauge  # noqa: PLC0415

        states = self._view.states()
        editions = Gauge(
            "summaries_editions", "Editions by state, as readers have them.",
            labels=("state", "language"),
        )  # fmt: skip
        for locale in self._view.languages:
            there = {state: states.get((state, locale), 0) for state in STATES}
            there["incomplete"] = len(self._view.articles) - sum(there.values())
            for state, number in there.items():
                editions.add_metric((state, tag(locale)), number)
        yield editions
        yield Gauge(
            "summaries_problems", "Files that cannot be used, as /readyz names them.",
            value=len(self._view.problems),
        )  # fmt: skip
        waiting = self._view.waiting
        messages = Gauge(
            "summaries_messages_waiting_review", "Translated messages that nobody signed yet.",
            labels=("language",),
        )  # fmt: skip
        for locale, entry in sorted(waiting.items()):
            messages.add_metric((tag(locale),), entry.messages)
        yield messages
        oldest = min((entry.since for entry in waiting.values()), default=None)
        yield Gauge(
            "summaries_oldest_waiting_review_seconds",
            "How long the oldest of them has waited; 0 when none does.",
            value=self._age(oldest),
        )  # fmt: skip
        if self._alive is not None:
            yield Gauge(
                "summaries_publisher_alive_timestamp_seconds",
                "When a publisher last showed that it works.", value=self._alive,
            )  # fmt: skip
        if self._answered:
            yield Gauge(
                "summaries_bucket_answered_timestamp_seconds",
                "When the bucket of the editions last answered.", value=self._answered,
            )  # fmt: skip

    def _age(self, since: datetime.datetime | None) -> float:
        return max(0.0, self._now - since.timestamp()) if since else 0.0
