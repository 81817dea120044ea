"""Which language a reader gets, whatever their browser, a robot or an attacker sends."""

from __future__ import annotations

import random
import string
import tracemalloc
from collections.abc import Iterator

import pytest
from conftest import LOCALES
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content.locales import own_name, tag
from service.web.negotiation import (
    canonical,
    choose,
    display_name,
    distances,
    parse,
    same_language,
)

AVAILABLE = tuple(LOCALES)


def got(header: str, available: tuple[str, ...] = AVAILABLE, default: str = "en") -> str:
    return choose(header, available, default).locale


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("uk", "uk"),
        ("UK-ua", "uk"),
        ("de-CH,fr", "de"),
        ("de_DE", "de"),
        ("de-CH-1996", "de"),
        ("fr-CA", "fr"),
        ("es-419", "es"),
        ("en-AU", "en"),
        ("en-GB;q=0.8,pl;q=0.7", "en"),
        ("ar-EG,en;q=0.5", "ar"),
        ("ja-JP", "ja"),
        ("ro-MD", "ro"),
        ("tr-CY,el", "tr"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-SG", "zh_Hans"),
        ("zh-Hans-CN", "zh_Hans"),
        ("zh-Hans-TW", "zh_Hans"),
        ("mo", "ro"),
        ("uk-UA,uk;q=0.9,ru;q=0.8,en;q=0.7", "uk"),
    ],
)
def test_a_variant_of_a_language_is_that_language(header: str, locale: str) -> None:
    """Region, script and old names do not matter where the language is the reader's."""
    choice = choose(header, AVAILABLE, "en")
    assert (choice.locale, choice.fits) == (locale, True)
    assert choice.requested == parse(header)[0]


@pytest.mark.parametrize(
    "header", ["zh-TW", "zh-HK", "zh-Hant", "yue", "pt", "pt-BR", "iw", "sr", "sh", "ru", "ka"]
)
def test_a_language_that_is_missing_is_not_replaced_silently(header: str) -> None:
    """The reader gets the source language, and the page knows that it is not what they asked."""
    choice = choose(header, AVAILABLE, "en")
    assert (choice.locale, choice.requested, choice.fits) == ("en", header, False)


def test_the_source_language_is_the_one_that_is_given() -> None:
    """For an article written in Ukrainian, Georgian readers get Ukrainian."""
    assert choose("ka", AVAILABLE, "uk").locale == "uk"


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("zh-TW,en", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh_Hans"),
        ("zh-TW,de;q=0.1", "de"),
        ("pt-BR,pt;q=0.9,it;q=0.8,en;q=0.7", "it"),
        ("ru,uk;q=0.5", "uk"),
    ],
)
def test_the_next_language_of_the_reader_comes_before_the_source_language(
    header: str, locale: str
) -> None:
    """What the reader wanted most is still told, so the page can say that it is missing."""
    choice = choose(header, AVAILABLE, "en")
    assert (choice.locale, choice.fits) == (locale, same_language(parse(header)[0], locale))
    assert choice.requested == parse(header)[0]


@pytest.mark.parametrize(
    ("header", "available", "locale"),
    [
        ("iw-IL", ("en", "he"), "he"),
        ("pt-BR", ("en", "es", "pt"), "pt"),
        ("pt", ("en", "pt_PT"), "pt_PT"),
        ("sr", ("en", "sr_Latn"), "sr_Latn"),
        ("sh", ("en", "sr_Latn"), "sr_Latn"),
        ("sr-Latn", ("en", "sr", "sr_Latn"), "sr_Latn"),
        ("sr", ("en", "sr_Latn", "sr"), "sr"),
        ("nn", ("en", "nb"), "nb"),
        ("tl", ("en", "fil"), "fil"),
        ("zh-TW", ("en", "zh_Hans", "zh_Hant"), "zh_Hant"),
        ("zh-HK", ("en", "zh_Hans", "zh_Hant"), "zh_Hant"),
        ("zh-SG", ("en", "zh_Hant", "zh_Hans"), "zh_Hans"),
        ("en-AU", ("en_US", "en_GB"), "en_GB"),
        ("de-AT,en-GB", ("en_GB", "de_DE"), "de_DE"),
    ],
)
def test_another_set_of_languages_is_matched_as_well(
    header: str, available: tuple[str, ...], locale: str
) -> None:
    """Nothing is tied to the twelve languages of today."""
    assert got(header, available) == locale


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("fr;q=0.3,de;q=0.9", "de"),
        ("fr;q=0.3, de;q=0.9, uk", "uk"),
        ("en;q=0.8,de;q=0.8", "en"),
        ("de;q=0.8,en;q=0.8", "de"),
        ("fr-FR,en-US;q=.7", "fr"),
        ("de ; q=0.5 , fr ; q=0.6", "fr"),
        ("DE;Q=0.5,FR;Q=0.6", "fr"),
        ("fr;q=0,de;q=0.1", "de"),
        ("uk;q=0.000,pl;q=0.001", "pl"),
        ("fr;q=0", "en"),
        ("it;q=1.000", "it"),
        ("de,de,de,fr", "de"),
        ("de;q=0.2,fr;q=0.5,de;q=0.9", "de"),
    ],
)
def test_order_and_quality_values_are_honoured(header: str, locale: str) -> None:
    """Equal values keep the header's order; zero means not this one."""
    assert got(header) == locale


@pytest.mark.parametrize("header", ["ka,uk;q=.7", "ka,uk;q=0.3333", "ka,uk;q=1."])
def test_a_quality_value_that_is_written_oddly_does_not_lose_the_language(header: str) -> None:
    """Robots and scripts send these; the language they name is still the reader's."""
    assert got(header) == "uk"


@pytest.mark.parametrize(
    ("header", "locale"), [("*", "en"), ("*;q=0.5,fr", "fr"), ("ka,*", "en"), ("*,uk", "uk")]
)
def test_a_star_asks_for_nothing_in_particular(header: str, locale: str) -> None:
    """It never hides a language that is named."""
    assert got(header) == locale


@pytest.mark.parametrize(
    "header",
    [
        "", " ", ",", ",,,;;;===", ";q=1", "q=0.5", "*;q=0", "*, *", "-", "_", "--", "de-", "-de",
        "abcdefghi", "<script>", "de'--", "../../etc/passwd", "{0.__class__}", "%s%n", "дe", "\x00",
        "\r\nSet-Cookie: a=b", "de\x00,\x1b[31m", "\u202eed", "\ud800", "de;q=", "de;q=-1",
        "de;q=nan", "de;q=1e9", "de;q=٥", "de;level=1",
    ],
)  # fmt: skip
def test_an_invalid_header_asks_for_nothing(header: str) -> None:
    """The reader gets the source language, and no note about a language that they never named."""
    choice = choose(header, AVAILABLE, "uk")
    assert (choice.locale, choice.requested, choice.fits) == ("uk", None, True)


def test_invalid_ranges_are_ignored() -> None:
    """One broken entry does not spoil the others."""
    assert parse("<x>, de-CH, ;;, fr;q=zero, it;q=0.5, \x00") == ["de-CH", "it"]
    assert got("<x>, de-CH, ;;, fr;q=zero, it;q=0.5, \x00") == "de"


def test_a_language_is_named_back_as_a_tag() -> None:
    """Links carry what the reader asked for, and a tag has hyphens."""
    assert parse("de_DE, zh_Hant_TW;q=0.5") == ["de-DE", "zh-Hant-TW"]


def test_of_many_parts_the_first_forty_are_read() -> None:
    """Noise costs nothing, and hides no language of an ordinary header."""
    assert parse("," * 39 + "de") == ["de"]
    assert parse("," * 40 + "de") == []


@pytest.mark.parametrize("name", ["pt-BR", "zh-HK", "nn", "en-AU", "gsw", "ca"])
def test_distances_are_what_is_chosen_by(name: str) -> None:
    """An exported site sends a reader to the page that the server would."""
    locales = ("en_US", "en_GB", "es", "pt_PT", "zh_Hans", "zh_Hant", "nb", "de")
    far = distances(name, locales)
    assert min(far, key=far.__getitem__) == got(name, locales, "de")
    assert not set(far) & {"uk", "zh_Hans" if name == "zh-HK" else "zh_Hant"}
    assert distances("und", locales) == {}


@pytest.mark.parametrize("name", ["und", "root"])
def test_a_tag_for_no_language_means_no_language(name: str) -> None:
    """Such tags do not stand for English: the source language may be another."""
    assert got(name, default="uk") == "uk"
    assert canonical(name, AVAILABLE) is None


@pytest.mark.parametrize(
    ("filler", "locale"),
    [("ka,", "fr"), ("x" * 99 + ",", "fr"), (" ", "fr"), ("fr;q=0.1,", "fr"), ("a-b-c-", "en")],
)
def test_an_endless_header_is_read_up_to_a_limit(filler: str, locale: str) -> None:
    """What comes first counts, 100 kB of anything behind it changes nothing."""
    header = ("" if locale == "en" else "fr,") + filler * (100_000 // len(filler)) + ",de"
    assert len(header) >= 99_000
    assert got(header) == locale


def remembered(headers: Iterator[str]) -> int:
    """Return how many bytes stay behind when ``headers`` have been answered."""
    choose("uk", ("en", "uk"), "en")
    tracemalloc.start()
    try:
        for header in headers:
            choose(header, ("en", "uk"), "en")
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def test_tags_that_nobody_speaks_do_not_fill_the_memory() -> None:
    """Twelve thousand of them, in headers of twenty, leave less than fifteen megabytes behind."""
    chance = random.Random(1)

    def made_up() -> str:
        letters = "".join(chance.choices(string.ascii_lowercase, k=5))
        return f"{letters[:3]}-{letters[3:]}"

    assert remembered(",".join(made_up() for _ in range(20)) for _ in range(600)) < 15_000_000


def test_headers_of_100_kb_are_not_remembered() -> None:
    """A hundred of them, all different, leave less than two megabytes behind."""
    assert remembered(f"uk,{'x' * 100_000}{n}" for n in range(100)) < 2_000_000


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.builds(
                "{}{}".format,
                st.from_regex(r"\A(\*|[a-zA-Z]{1,9}([-_][a-zA-Z0-9]{1,9}){0,4})\Z"),
                st.sampled_from(["", ";q=0", ";q=0.5", ";q=1", "; q=.9", ";q=x", ";", "\t"]),
            ),
            max_size=40,
        ).map(",".join),
    ),
    st.lists(st.sampled_from(LOCALES), min_size=1, unique=True).map(tuple),
)
def test_whatever_is_sent_the_answer_is_a_language_that_there_is(
    header: str, available: tuple[str, ...]
) -> None:
    """Never an error, and "fits" is said only of the language that was asked for."""
    choice = choose(header, available, available[0])
    assert choice.locale in available
    if choice.requested is None:
        assert choice.fits
    else:
        assert choice.requested in parse(header)
        assert choice.fits == same_language(choice.requested, choice.locale)
        display_name(choice.requested, choice.locale)


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        ("uk", "uk"),
        ("UK", "uk"),
        ("uk-UA", "uk"),
        ("uk_UA", "uk"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("ZH_hans", "zh_Hans"),
        ("zh-Hans-SG", "zh_Hans"),
        ("mo", "ro"),
        ("en-GB-oed", "en"),
    ],
)
def test_an_address_may_spell_a_language_in_any_way(name: str, locale: str) -> None:
    """All spellings lead to the one that the pages have."""
    assert canonical(name, AVAILABLE) == locale


@pytest.mark.parametrize(
    "name",
    [
        "x-klingon", "i-klingon", "../etc", "..", "", " ", "*", "de;q=0.5", " de ", "de\n",
        "zh-TW", "zh-Hant", "uk-Latn", "pt", "iw", "nope", "api", "static", "articles",
        "дe", "de\x00", "\ud800", "abcdefghi", "de--AT", "de-",
    ],
)  # fmt: skip
def test_what_is_no_language_here_is_no_address(name: str) -> None:
    """Another script, another language, a path or an invalid tag is never taken for a language."""
    assert canonical(name, AVAILABLE) is None


def test_an_endless_language_tag_is_no_error() -> None:
    """Thousands of subtags in an address neither stall nor break the server."""
    assert canonical("de" + "-1abc" * 20_000, AVAILABLE) in (None, "de")
    assert same_language("de" + "-1abc" * 20_000, "de") in (True, False)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_as_a_language_of_an_address_is_answered(name: str) -> None:
    """It is a language that there is, or none; a name that CLDR has, or none."""
    assert canonical(name, AVAILABLE) in (*AVAILABLE, None)
    display_name(name, "uk")


@pytest.mark.parametrize("name", ["xx", "zz-ZZ", "x-private", "qaa", "hack", "de-a", "'", ""])
def test_a_language_without_a_name_has_none(name: str) -> None:
    """Made-up and private tags cannot be named, and that is no error."""
    assert display_name(name, "uk") is None


@pytest.mark.parametrize(
    ("name", "locale", "written"),
    [
        ("ka", "en", "Georgian"),
        ("ka", "uk", "грузинська"),
        ("ka", "de", "Georgisch"),
        ("sr-Latn", "en", "Serbian (Latin)"),
        ("ht", "en", "Haitian Creole"),
        ("tlh", "uk", "клінгонська"),
        ("zh-TW", "en", "Chinese (Traditional, Taiwan)"),
    ],
)
def test_a_missing_language_is_named_in_the_language_of_the_page(
    name: str, locale: str, written: str
) -> None:
    """By CLDR's name, also where CLDR knows nothing else of that language."""
    assert display_name(name, locale) == written


def test_languages_are_called_by_their_own_names() -> None:
    """As their speakers look for them in a list."""
    assert [own_name(name) for name in ("uk", "de", "zh_Hans", "ar")] == [
        "українська", "Deutsch", "中文 (简体)", "العربية",
    ]  # fmt: skip
    assert [tag(name) for name in ("uk", "zh_Hans")] == ["uk", "zh-Hans"]
