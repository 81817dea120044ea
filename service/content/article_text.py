"""An article's text: how it is compared with quotes, and what its paragraphs are. Pure."""

from __future__ import annotations

import hashlib
import unicodedata

# 128 bits, as much of a digest as review marks have.
DIGITS = 32


def fold(text: str) -> str:
    """Return ``text`` NFC-normalised with white space folded, as quotes are compared.

    >>> fold("two   words")
    'two words'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of ``text``: its lines that are not empty, each folded.

    So blank lines between paragraphs, or none, make no difference.

    >>> paragraphs(" Title  of an article ")
    ['Title of an article']
    """
    return [folded for line in text.splitlines() if (folded := fold(line))]


def digests(text: str) -> list[str]:
    """Return the digest of each paragraph of ``text``: SHA-256, the first 32 hexadecimal digits."""
    return [hashlib.sha256(p.encode()).hexdigest()[:DIGITS] for p in paragraphs(text)]
