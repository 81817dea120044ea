"""What the publisher logged of one article, read when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from ..errors import Finding
from . import publication_log, publisher_key
from .compose import Composer
from .model import Edition, Withdrawn
from .publication_log import PublicationLog


class ArticleHistory:
    """The publisher's log of one article, read when it is first asked for.

    ``serials`` are those that its files have at least, by locale, as the index says: the log may be
    of an older backup.
    """

    def __init__(
        self, editions: Path, published: Path, domain: str, problems: list[Finding],
        serials: Mapping[str, int],
    ) -> None:  # fmt: skip
        self._where = editions, published, domain
        self._serials = serials
        self._problems = problems

    @cached_property
    def _log(self) -> PublicationLog:
        editions, published, domain = self._where
        log = publication_log.read(published, domain, publisher_key.trusted(published, editions))
        self._problems += log.findings
        return log

    def under(
        self, slugs: Iterable[str], locale: str, composer: Composer
    ) -> Edition | None:  # fmt: skip
        """Return the last edition in ``locale`` under the first of ``slugs`` that has one."""
        editions, published, _domain = self._where
        trusted = publisher_key.trusted(published, editions)
        logs = (publication_log.read(published, slug, trusted) for slug in slugs)
        return next((e for log in logs if (e := log.last_edition(locale, composer))), None)

    def knows(self, locale: str) -> bool:
        """Tell whether anything was ever up in ``locale`` under the article's present name."""
        return locale in self._log.latest

    def restore(self, locale: str, composer: Composer) -> Edition | Withdrawn | None:
        """Return what readers last had in ``locale``, if that is known."""
        last = self._log.restore(locale, composer)
        return last if last and last.serial >= self._serials.get(locale, 0) else None

    def last_edition(self, locale: str, composer: Composer) -> Edition | None:
        """Return the last edition in ``locale``, if it is known."""
        return self._log.last_edition(locale, composer)
