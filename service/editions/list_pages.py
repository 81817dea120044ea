"""Pages of a list that grows at one end, numbered from the oldest. Pure.

A numbered page is full and stays as it is when something new comes. The first page that readers
see has no number: the newest, at least :data:`SIZE` of them where there are as many, and less than
twice that. So what is new changes one page, not all of them, in caches, exports and links.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

# How many are on a numbered page.
SIZE = 20
# How many months the newest page links to; each of them links to the ones beside it.
MONTHS = 12


def numbered(count: int) -> int:
    """Return how many numbered pages a list of ``count`` has; the newest page comes on top."""
    return max(0, count // SIZE - 1)


def on_page(count: int, number: int | None) -> slice:
    """Return which of ``count``, the newest first, are on the page ``number``, counted from 1.

    None is the newest page. Raises IndexError for a page that there is not.

    >>> on_page(250, None), on_page(250, 1)
    (slice(0, 30, None), slice(230, 250, None))
    """
    pages = numbered(count)
    if number is None:
        return slice(0, count - pages * SIZE)
    if not 1 <= number <= pages:
        raise IndexError(number)
    return slice(count - number * SIZE, count - (number - 1) * SIZE)


def months(all_months: Sequence[date], number: int | None, month: date | None) -> list[date]:
    """Return the months that a page of a list links to, of ``all_months``, the newest first.

    The newest page of all links to the last ones, a month to those before and after it, and a
    numbered page of all to none: it stays as it is. ``month`` is the one whose list it is, if any.
    ``number`` is the page's, None for the newest.
    """
    if month is not None:
        at = all_months.index(month)
        return [day for day in all_months[max(0, at - 1) : at + 2] if day != month]
    return list(all_months[:MONTHS]) if number is None and len(all_months) > 1 else []
