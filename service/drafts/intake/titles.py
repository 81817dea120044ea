"""A title without the site's name and its sections. Pure."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Container, Iterable, Sequence

# What stands between a title and the site's name.
SEPARATOR = re.compile(r"\s+(?:[-–—|•·«»‹›:]|::|//|/)\s+|\s*[|｜]\s*|\s[-–—]{2}\s|_(?=[^_]*$)")
BAR = re.compile(r"\s*[|｜]\s*")
# The last part of a title that is no more than the site's address.
_ADDRESS = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}", re.IGNORECASE)
# Behind a hyphen that stands without spaces: the site or the section, in Chinese, Japanese, Korean.
_CJK = r"\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af"
_CJK_SITE = re.compile(rf"(?<=[{_CJK}。！？\"'”’」』）)])\s*(?:--?|_|ㅣ)\s*[{_CJK}]{{2,10}}$")
# So many words and letters are a headline's, where nothing else speaks for them.
_WORDS, LETTERS = 4, 20


def squash(text: str) -> str:
    """Return the letters and digits of ``text`` alone, folded: what two titles have in common."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def is_sentence(text: str) -> bool:
    """Tell whether ``text`` has as many words as a headline that nothing else speaks for."""
    return len(text.split()) >= _WORDS and len(text) >= LETTERS


def says(text: str) -> bool:
    """Tell whether the words of ``text`` are enough for a headline of their own."""
    return len(text.split()) >= 3 or len(text) >= 12


def without_site(
    text: str, sites: Sequence[str], known: Iterable[str] = (), headings: Container[str] = ()
) -> str:
    """Return ``text``, a title, without the site's name before or behind it.

    A part goes where it is one of ``sites``, or where what is left is what another place of the
    page says (``known``, squashed). What one of ``headings``, squashed, has whole keeps its end,
    unless that is the site's name or stands behind a bar.

    >>> without_site("Fire in the harbor kills five | Example Daily", ["Example Daily"])
    'Fire in the harbor kills five'
    """
    names = {squash(site) for site in sites}
    others = set(known) - {squash(text)}
    for _ in range(2):
        shorter = _CJK_SITE.sub("", text)
        text = shorter if len(shorter) >= 8 else text
    text = _without_sections(_without_prefix(text, sites), names)
    for _ in range(4):
        whole = squash(text) in headings
        cuts = [(m.start(), m.end()) for m in SEPARATOR.finditer(text)]
        for start, end in (*reversed(cuts), *cuts):
            before, after = text[:start].strip(), text[end:].strip()
            bar = "|" in text[start:end]
            said = before and squash(before) in others and (bar or not whole)
            if said or _is_site(after, names, whole=whole):
                text = before
                break
            if (after and squash(after) in others) or _is_site(before, names, whole=whole):
                text = after
                break
        else:
            break
    # Few headlines have a bar in them, and most titles have one before what is no headline.
    first = BAR.split(text)[0]
    return first if says(first) and len(first) * 2 > len(text) else text


def _without_sections(text: str, names: set[str]) -> str:
    """Return a title up to the site's name, where sections follow that: "… - Site - Sport"."""
    cuts = list(SEPARATOR.finditer(text))
    for cut, following in itertools.pairwise(cuts):
        before, part = text[: cut.start()].strip(), text[cut.end() : following.start()]
        if is_sentence(before) and squash(part) in names:
            return before
    return text


def _without_prefix(text: str, sites: Sequence[str]) -> str:
    """Return a title without the site's name and a colon, or its address, at the beginning."""
    for site in sites:
        mark = ":" if "." not in site else ""
        head, rest = text[: len(site) + len(mark)], text[len(site) + len(mark) :]
        same = head.casefold() == f"{site}{mark}".casefold()
        if len(site) > 3 and same and rest.startswith(" ") and says(rest.strip()):
            return rest.lstrip(" :–—-|•·/")
    return text


def _is_site(part: str, names: set[str], *, whole: bool) -> bool:
    """Tell whether a part of a title is a site's name or address; ``whole``, one of ``names``."""
    key = squash(part)
    if whole:
        return key in names
    return bool(key) and (
        key in names
        or _ADDRESS.fullmatch(part) is not None
        or key in ("blogarchive", "blogarchiv")
        or any(
            len(n) > 3 and (key.startswith(n) or key.endswith(n)) and len(key) < len(n) + 12
            for n in names
        )
    )
