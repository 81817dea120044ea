"""The language of an article: what CLD3 hears in its text, beside what the page declares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError

from ...content import plural_rules
from ...content.article_text import fold
from .records import Record, Records, clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# So alike that a classifier takes one for the other: what the page declares decides.
_ALIKE = (
    {"nb", "nn", "no", "da"}, {"hr", "sr", "bs", "sh", "sr_Latn"}, {"id", "ms"}, {"cs", "sk"},
    {"gl", "pt", "es"}, {"uk", "ru", "be"}, {"zu", "xh", "ss", "nr", "st"}, {"af", "nl"},
    {"lb", "de"}, {"fa", "prs"}, {"hi", "mr", "ne"}, {"bg", "mk"}, {"az", "tr"}, {"et", "fi"},
    {"ca", "es"}, {"kl", "da"}, {"fil", "tl"}, {"rw", "rn"}, {"zh_Hans", "zh_Hant", "yue"},
)  # fmt: skip
# CLD3's older or shorter names, and macrolanguages that locales have no data for.
_NAMES = {"iw": "he", "no": "nb", "zh": "zh_Hans", "in": "id", "tl": "fil", "ji": "yi", "mo": "ro"}
_TRADITIONAL = re.compile(r"[_-](?:tw|hk|mo|hant)\b", re.IGNORECASE)
# Fewer letters than this tell little.
_ENOUGH = 200
_LOOKED_AT = 4000
# A language with so large a part of a text is no quotation.
_SECOND = 0.2
# A line of so many letters tells its language; of fewer lines, the whole text does.
_LINE, _LINES = 80, 4


def declared(tree: HtmlElement, records: Records, article: Record | None) -> str | None:
    """Return the locale that a page says it is in; None where it says none that is known."""
    tags = [tree.get("lang") or tree.get("xml:lang") or ""]
    tags += [clean(article.get("inLanguage"))] if article else []
    tags += [
        *records.values("og:locale", "content-language", "inlanguage", "dc.language", "language")
    ]
    return next((locale for tag in tags if (locale := known(tag))), None)


def known(tag: str) -> str | None:
    """Return the locale, without region, that a language tag names; None where it names none.

    >>> known("en-US"), known("zh-CN"), known("x-none")
    ('en', 'zh_Hans', None)
    """
    tag = tag.strip().split(",")[0]
    base = re.split(r"[_-]", tag)[0].casefold()
    name = "zh_Hant" if base == "zh" and _TRADITIONAL.search(tag) else _NAMES.get(base, base)
    try:
        locale = str(Locale.parse(name))
        plural_rules.rule(locale)
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    return locale


def tell(text: str, said: Iterable[str | None] = ()) -> tuple[str | None, str | None]:
    """Return the locale of ``text``, and a remark where the page declares another.

    ``said`` is what the page declares. None where neither text nor page tells. Raises ImportError
    where the classifier is not installed and the page declares nothing.
    """
    declares = next((locale for locale in said if locale), None)
    try:
        import gcld3  # type: ignore[import-untyped]  # noqa: PLC0415 - an optional extra
    except ImportError:
        if declares:
            return declares, None
        raise
    sample = fold(text)
    classifier = gcld3.NNetLanguageIdentifier(0, _LOOKED_AT)
    guess = classifier.FindLanguage(sample)
    heard = known(guess.language) if "Latn" not in guess.language else None
    if heard == "sr" and not re.search(r"[\u0400-\u04ff]", sample):
        heard = "sr_Latn"
    both = _both(classifier, text)
    if both and (declares in both or declares is None):
        chosen = declares or both[0]
        return chosen, f"the text is in {both[0]} and {both[1]}, taken as {chosen}: check it"
    if declares is None:
        return (heard if guess.is_reliable else None), None
    if heard is None or heard == declares or not guess.is_reliable:
        return declares, None
    if any({heard, declares} <= group for group in _ALIKE) or len(sample) < _ENOUGH:
        return declares, None
    return heard, f"the page says it is in {declares}, its text is in {heard}: check the language"


def _both(classifier: Any, text: str) -> tuple[str, str] | None:
    """Return the two languages of a text that is in two, the larger part first.

    The classifier alone parts scripts: German paragraphs among English ones are told line by line.
    """
    lines = [line for line in text[:_LOOKED_AT].splitlines() if len(line) >= _LINE]
    letters: Counter[str] = Counter()
    for line in lines:
        part = classifier.FindLanguage(line)
        if part.is_reliable and "Latn" not in part.language and (locale := known(part.language)):
            letters[locale] += len(line)
    shares = [(locale, count / letters.total()) for locale, count in letters.most_common(2)]
    if len(lines) < _LINES:
        sample = classifier.FindTopNMostFreqLangs(fold(text), 3)
        shares = [(known(p.language) or "", p.proportion) for p in sample if p.is_reliable]
    first, second = (*(locale for locale, share in shares if share >= _SECOND), "", "")[:2]
    if not first or not second or any({first, second} <= group for group in _ALIKE):
        return None
    return (first, second) if first != second else None
