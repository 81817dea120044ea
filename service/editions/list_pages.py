"""Pages of a list that grows at one end, numbered from the oldest. Pure.

A numbered page is full and stays as it is when something new comes. The first page that readers
see has no number: the newest, at least :data:`SIZE` of them where there are as many, and less than
twice that. So what is new changes one page, not all of them, in caches, exports and links.
"""

from __future__ import annotations

# How many are on a numbered page.
SIZE = 20


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
