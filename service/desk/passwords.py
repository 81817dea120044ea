"""Passwords: argon2id hashes, as RFC 9106 defines them and libsodium computes them.

Memory and passes are OWASP's smallest recommendation (19 MiB, 2 passes), some 30 ms: a sign-in
costs that much whether the name exists or not.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ..errors import SummariesError

SHORTEST, LONGEST = 10, 1024
_MEMORY, _PASSES = 19 * 1024 * 1024, 2


def check(password: str) -> bytes:
    """Return ``password`` as it is hashed: NFKC, UTF-8 (RFC 8265).

    Raises SummariesError for one that is too short or too long.
    """
    content = _content(password)
    if len(password) < SHORTEST or len(content) > LONGEST:
        raise SummariesError(
            f"a password has at least {SHORTEST} characters and at most {LONGEST} bytes: "
            "choose another"
        )
    return content


def make(password: str) -> str:
    """Return the hash of ``password``. Raises SummariesError as :func:`check` does."""
    from nacl.pwhash import argon2id  # noqa: PLC0415 - only who signs in needs it

    made = argon2id.str(check(password), opslimit=_PASSES, memlimit=_MEMORY)
    return made.decode("ascii")


def matches(password: str, made: str | None) -> bool:
    """Tell whether ``made`` is the hash of ``password``; takes as long where there is none."""
    from nacl import exceptions, pwhash  # noqa: PLC0415

    nobodys = _nobodys()  # made at the first question, whoever that is about
    try:
        verified = pwhash.verify((made or nobodys).encode(), _content(password)[: LONGEST + 1])
    except (exceptions.CryptoError, ValueError):
        return False
    return bool(verified) and made is not None


def _content(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return make("a password that is compared where there is none")
