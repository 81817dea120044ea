"""An article's text as it arrives: a text file, standard input, or an HTML page saved to disk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from babel import Locale, UnknownLocaleError

from ..content import plural_rules
from ..content.article import MAX_TEXT, RESERVED, SLUG
from ..content.article_text import fold
from ..content.unsafe_characters import visible
from ..errors import SummariesError
from .sentence_split import PART

MOST_WORDS = 8
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(content: str) -> str:
    """Return the text of an article, its headline in the first line.

    Of an HTML page, navigation, advertisements and other boilerplate are left out (trafilatura).
    Raises :class:`SummariesError` when nothing is left, or when a page cannot be read because the
    extra is missing.
    """
    text = _from_html(content) if _HTML.match(content) else content
    lines = [fold(visible(line)) for line in text.splitlines()]
    found = "\n".join(line for line in lines if line)
    if not found:
        raise SummariesError("there is no text in it: give the article as text, or as an HTML page")
    return found + "\n"


def join(texts: Sequence[str]) -> str:
    """Return articles on one event, as :func:`read` returns each, as one text.

    A line with ⁂ alone stands between them. Raises :class:`SummariesError` when one is there twice,
    or when they are too much for one article.
    """
    if len(set(texts)) < len(texts):
        raise SummariesError("two of the articles are the same: name each of them once")
    text = f"{PART}\n".join(texts)
    if len(text.encode()) > MAX_TEXT:
        raise SummariesError(
            f"the articles are larger than {MAX_TEXT // 1024**2} MiB together: give fewer of them"
        )
    return text


def _from_html(page: str) -> str:
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise SummariesError(
            "HTML pages cannot be read: pip install 'multilingual-summary-service[drafting]', "
            "or give the article as text"
        ) from error
    found = bare_extraction(page, include_comments=False, include_tables=False)
    if found is None or not (found.text or "").strip():
        raise SummariesError("no article was found in this page: give its text instead")
    title, text = fold(found.title or ""), str(found.text).strip()
    if not title or fold(text.partition("\n")[0]) == title:
        return text
    return f"{title}\n{text}"


def slug(headline: str) -> str | None:
    """Return a name for addresses from a headline; None when it has too few Latin letters."""
    folded = unicodedata.normalize("NFKD", headline.casefold().replace("ß", "ss"))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[^\x00-\x7f]|['’]", "", folded))
    letters = sum(map(len, words))
    name = "-".join(words[:MOST_WORDS])
    if letters * 2 < sum(map(str.isalnum, headline)) or not SLUG.fullmatch(name):
        return None
    return None if name in RESERVED else name


def check_slug(name: str) -> None:
    """Raise :class:`SummariesError` unless an article can have this name."""
    if not SLUG.fullmatch(name) or name in RESERVED:
        raise SummariesError(
            f"“{name}” cannot be an article's name: use lower-case Latin words joined by hyphens"
        )


def language(text: str) -> str:
    """Return the locale of the language that ``text`` is written in.

    Raises :class:`SummariesError` when that cannot be told.
    """
    try:
        import gcld3  # type: ignore[import-untyped]  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise SummariesError(
            "the article's language cannot be told: name it with --language, "
            "or pip install 'multilingual-summary-service[checks]'"
        ) from error
    found = gcld3.NNetLanguageIdentifier(0, 4000).FindLanguage(fold(text))
    # CLD3's older or shorter names.
    tag = {"iw": "he", "no": "nb", "zh": "zh_Hans"}.get(found.language, found.language)
    try:
        locale = str(Locale.parse(tag, sep="-" if "-" in tag else "_"))
        plural_rules.rule(locale)
    except (UnknownLocaleError, ValueError):
        locale = ""
    if not locale or not found.is_reliable:
        raise SummariesError("the article's language cannot be told: name it with --language")
    return locale
