"""The text is in its own language, and in that language's script.

Scripts are read off Unicode's character names; the language of longer texts is told by CLD3, and a
text is only called foreign when the words of its own language are rare in it as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from ...content import lexicon
from ...content.lexicon import Lexicon
from ...errors import Level
from .base import Check, Subject, without_addresses, words_only
from .quotations import ANY

_SCRIPTS = {
    "Latn": {"LATIN"}, "Cyrl": {"CYRILLIC"}, "Arab": {"ARABIC"}, "Grek": {"GREEK"},
    "Hebr": {"HEBREW"}, "Geor": {"GEORGIAN"}, "Armn": {"ARMENIAN"}, "Deva": {"DEVANAGARI"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"},
    "Hans": {"CJK", "IDEOGRAPHIC"}, "Hant": {"CJK", "IDEOGRAPHIC"}, "Kore": {"HANGUL", "CJK"},
}  # fmt: skip
_KANA = {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}
# CLD3's names for languages that Babel calls otherwise, and those too alike to tell apart.
_SAME = {"he": {"iw"}, "nb": {"no", "da"}, "nn": {"no", "da"}, "id": {"ms"}, "ms": {"id"},
         "hr": {"bs", "sr"}, "bs": {"hr", "sr"}, "sr": {"bs", "hr"}, "gl": {"pt"}, "pt": {"gl"},
         "es": {"gl"}, "da": {"no"}}  # fmt: skip
# Letters that only a neighbour has: language, its letters, letters that only ours has.
_TELLING = {"uk": ("ru", "ыэёъ", "іїєґ"), "ar": ("fa", "\u06cc\u06a9", "\u064a\u0643\u0629\u0649")}
_NAMES = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]*(?![A-Za-z])")
_CAPITAL = re.compile(r"(?<![^\W\d_])[A-Z][a-z]")
# So many words with a capital make a quotation a title.
_TITLE = 4
_DOMAIN = re.compile(r"\b[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]{2,})+\b")
# Characters of Chinese that no Japanese headline has. 都, 被, 和, 与, 了 and 是 are in 首都, 被害,
# 平和, 与党, 終了 and 是正, as 的 is in 目的.
_CHINESE = frozenset("们們这這吗嗎呢吧您她它很沒哪啊还让讓给將與于於對發當從點變會總")
# Words of Chinese headlines that are written with the same characters and are no Japanese.
_CHINESE_WORDS = re.compile(
    "宣布|公里|至少|以及|因此|但是|不是|不会|今天|明天|昨天|星期|下午|之后|以后|最后|正在|已|警方称|以色列"
    "|身亡|北京时间|早上"
)
_HEADLINE = 25
_ENOUGH = 35
_LONG = 60


def language(subject: Subject) -> Iterator[str]:
    """The text is translated, in the right script and the right language."""
    if not subject.translated:
        return
    name = Locale.parse(subject.locale).get_display_name("en") or subject.locale
    for source, text in subject.pairs():
        # Addresses and short quoted titles are in no language or another.
        plain = _DOMAIN.sub(" ", without_addresses(words_only(text, "\n")))
        # Names may stay in the source's script, and many of them be most of a text's letters.
        kept = "|".join(map(re.escape, sorted(set(_NAMES.findall(source)), key=len, reverse=True)))
        without_names = (
            re.sub(rf"(?<![A-Za-z])(?:{kept})(?![A-Za-z])", " ", plain) if kept else plain
        )
        rest = _without_titles(words_only(text))
        if _untranslated(words_only(source), rest) and not _is_foreign(source, subject.language):
            yield f"the source’s words stand here untranslated: write them in {name}"
        elif _wrong_script(without_names, subject.locale):
            yield f"this is not in the script of {name}: write it in {name}"
        elif other := _other_language(_without_titles(plain), subject.locale):
            other_name = Locale.parse(other).get_display_name("en") if other != "iw" else "Hebrew"
            yield f"this looks like {other_name}: write it in {name}"


def _without_titles(text: str) -> str:
    """Return ``text`` without the quoted titles of books and reports, in capitals."""
    return ANY.sub(lambda m: " " if len(_CAPITAL.findall(m.group())) >= _TITLE else m.group(), text)


def _untranslated(source: str, text: str) -> bool:
    """Tell whether ``text`` is the source, or has eight words of it in a row."""
    ours = re.findall(r"[^\W\d_]+", source)
    theirs = re.findall(r"[^\W\d_]+", text)
    if ours == theirs:
        return sum(word.islower() for word in ours) >= 3 and len("".join(ours)) >= 15
    # An institution's own name in brackets has "for the … of" in small letters.
    source_words = f" {' '.join(theirs).casefold()} "
    runs = (ours[i : i + 8] for i in range(len(ours) - 7))
    return any(
        f" {' '.join(run).casefold()} " in source_words
        for run in runs
        if sum(word.islower() for word in run if len(word) > 3) > 1
    )


def _is_foreign(source: str, language: str) -> bool:
    """Tell whether the source quotes another language: “Il faut bien le faire”."""
    words, detector = lexicon.of(language), _detector()
    if words is None or detector is None or _share(source, words) > 0:
        return False
    guess = detector.FindLanguage(" ".join(source.split()))
    return bool(guess.is_reliable and not guess.language.startswith(words.language))


def _script(locale: str) -> str:
    parsed = Locale.parse(locale)
    if parsed.script:
        return parsed.script
    known = {"ar": "Arab", "fa": "Arab", "ur": "Arab", "uk": "Cyrl", "ru": "Cyrl", "be": "Cyrl",
             "bg": "Cyrl", "mk": "Cyrl", "kk": "Cyrl", "sr": "Cyrl", "el": "Grek", "he": "Hebr",
             "ka": "Geor", "hy": "Armn", "hi": "Deva", "ja": "Jpan", "ko": "Kore",
             "zh": "Hant" if parsed.territory in ("TW", "HK", "MO") else "Hans"}  # fmt: skip
    if parsed.language in known:
        return known[parsed.language]
    # Latin where CLDR's own name of the language is written so; else unknown.
    own = parsed.get_display_name(parsed) or ""
    return "Latn" if own and unicodedata.name(own[0], "").startswith("LATIN") else ""


def _scripts(text: str) -> Counter[str]:
    return Counter(
        re.split(r"[ -]", unicodedata.name(c, "?"))[0] for c in text if c.isalpha()
    ) + Counter()  # fmt: skip


def _wrong_script(text: str, locale: str) -> bool:
    script = _script(locale)
    if script not in _SCRIPTS:
        return False
    scripts = _scripts(text)
    letters = sum(scripts.values())
    own = sum(scripts[name] for name in _SCRIPTS[script])
    if letters >= 8 and own == 0:
        # An abbreviation or a brand may stand alone ("Atom", "NATO").
        return any(name != "LATIN" for name in scripts) or letters >= 15
    if letters >= _ENOUGH and own < 0.5 * letters:
        return True
    return _wrong_han(text, script, scripts)


def _wrong_han(text: str, script: str, scripts: Counter[str]) -> bool:
    """Tell Japanese without kana, Chinese with kana, and traditional from simplified characters."""
    kana = sum(scripts[name] for name in _KANA)
    han = scripts["CJK"]
    if script == "Jpan":
        # A headline of Japanese may have no kana; its characters are those of its standard.
        headline = (
            han < _HEADLINE
            and not _CHINESE_WORDS.search(text)
            and not any(
                c in _CHINESE or ("\u4e00" <= c <= "\u9fff" and not _encodes(c, "shift_jis"))
                for c in text
            )
        )
        return han >= 12 and kana == 0 and not headline
    if script in ("Hans", "Hant") and han:
        if kana > 3 and kana > 0.1 * han:
            return True
        # The national standards hold each form's own characters: what only the other one has.
        own, other = ("gb2312", "big5") if script == "Hans" else ("big5", "gb2312")
        foreign = [c for c in text if "\u4e00" <= c <= "\u9fff"
                   and not _encodes(c, own) and _encodes(c, other)]  # fmt: skip
        return len(foreign) >= 3 and len(foreign) > 0.15 * han
    return False


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _other_language(text: str, locale: str) -> str | None:
    """Return CLD3's name of the language of ``text`` when that is certainly not ``locale``'s."""
    own = lexicon.language_of(locale)
    if own in _TELLING and _has_letters(text, *_TELLING[own][1:]):
        return _TELLING[own][0]
    letters = sum(c.isalpha() for c in text)
    detector = _detector()
    # Chinese and Japanese are told apart by their scripts.
    if detector is None or own in lexicon.UNSPACED or letters < _ENOUGH:
        return None
    guess = detector.FindLanguage(" ".join(text.split()))
    detected = guess.language.split("-")[0]
    if not guess.is_reliable or detected == own or detected in _SAME.get(own, ()):
        return None
    try:
        other = lexicon.of(detected)
    except (ValueError, UnknownLocaleError):
        return None
    ours, theirs = _share(text, lexicon.of(locale)), _share(text, other)
    # Either its own words say so too, or a long text has none of ours: not a list of names.
    known = other is not None and bool(other.common)
    if known and guess.probability >= 0.7 and theirs > ours + 0.1:
        return str(detected)
    certain = guess.probability >= 0.9 and letters >= _LONG
    return str(detected) if certain and ours <= (0.05 if known else 0.15) else None


def _has_letters(text: str, foreign: str, own: str) -> bool:
    folded = text.casefold()
    return sum(folded.count(c) for c in foreign) >= 2 and not any(c in folded for c in own)


def _share(text: str, words: Lexicon | None) -> float:
    """Return how many of the words of ``text`` are among the commonest of its language."""
    tokens = re.findall(r"[^\W\d_]+", lexicon.fold(text))
    if words is None or not tokens or not words.common:
        return 0.0
    return sum(token in words.common for token in tokens) / len(tokens)


@lru_cache(maxsize=1)
def _detector() -> Any:
    """Return CLD3, or None where it is not installed: scripts are still told apart then."""
    try:
        import gcld3  # type: ignore[import-untyped]  # noqa: PLC0415 - the serving process must not need it
    except ImportError:
        return None
    return gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4000)


LANGUAGE: dict[str, tuple[Level, Check]] = {
    "language": ("error", language),
}
