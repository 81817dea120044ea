"""Whether a sentence was signed faster than it can be read: then it is asked about, once."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable

from ..review.measures import words_in

# Words a second. Skimming for the gist reaches some 450 a minute; comparing two texts is slower.
FASTEST = 8.0
# Sessions whose pace is known.
_MOST = 1000


class Pace:
    """When each session could begin to read what it signs next, and what it was asked about.

    Kept by one process: after a restart nobody is asked about the first sentence.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: OrderedDict[str, float] = OrderedDict()
        self._asked: OrderedDict[str, None] = OrderedDict()

    def begin(self, session: str, now: float | None = None) -> None:
        """Note that ``session`` has a new sentence before it.

        ``now`` is a time of ``time.monotonic``, the present one where it is None.
        """
        with self._lock:
            self._since[session] = time.monotonic() if now is None else now
            self._since.move_to_end(session)
            while len(self._since) > _MOST:
                self._since.popitem(last=False)

    def too_fast(
        self, session: str, version: str, texts: Iterable[tuple[str, str]], now: float | None = None
    ) -> bool:
        """Tell whether nobody reads ``texts`` (with their languages) in the time since it began.

        ``session`` and ``now`` are those of :meth:`begin`. Of one ``version`` of a sentence it is
        told once: who signs it again has looked at it.
        """
        now = time.monotonic() if now is None else now
        needed = sum(words_in(text, language) for text, language in texts) / FASTEST
        key = f"{session} {version}"
        with self._lock:
            since = self._since.get(session)
            if since is None or now - since >= needed or key in self._asked:
                return False
            self._asked[key] = None
            while len(self._asked) > _MOST:
                self._asked.popitem(last=False)
        return True
