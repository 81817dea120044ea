"""The names that articles get in addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from conftest import Newsroom
from hypothesis import given
from hypothesis import strategies as st

from service.content.article import SLUG
from service.drafts import slugs


@pytest.mark.parametrize(
    ("language", "headline", "slug"),
    [
        # The words of the resolution that Ukraine's rules are from.
        ("uk", "Згорани, Розгон, Гадяч, Ґалаґан", "zghorany-rozghon-hadiach-galagan"),
        ("uk", "Єнакієве, Гаєвич, Короп’є", "yenakiieve-haievych-koropie"),
        ("uk", "Їжакевич, Кадиївка, Мар’їне", "yizhakevych-kadyivka-marine"),
        ("uk", "Йосипівка, Стрий, Олексій", "yosypivka-stryi-oleksii"),
        ("uk", "Юрій, Корюківка; Яготин, Знам'янка, Феодосія", "yurii-koriukivka-yahotyn-znamianka-feodosiia"),  # noqa: E501
        ("uk", "Щербухи, Гоща, Гаращенко", "shcherbukhy-hoshcha-harashchenko"),
        ("uk", "НАТО засудило 99 ударів РФ", "nato-zasudylo-99-udariv-rf"),
        ("ru", "Объявлен пожар в порту", "obyavlen-pozhar-v-portu"),
        ("el", "Πυρκαγιά στο λιμάνι", "pyrkagia-sto-limani"),
        ("ko", "부산항 화재", "busanhang-hwajae"),
        ("pl", "Pożar w porcie: pięć ofiar", "pozar-w-porcie-piec-ofiar"),
        ("de", "Großbrand im Hafen", "grossbrand-im-hafen"),
        ("fr", "L’incendie du port", "lincendie-du-port"),
    ],
)  # fmt: skip
def test_a_headline_gives_the_name(language: str, headline: str, slug: str) -> None:
    """In Latin letters: Ukrainian ones by Ukraine's own rules."""
    assert slugs.of_headline(headline, language) == slug


@given(st.text(), st.sampled_from(["uk", "ru", "ar", "zh_Hans", "ja", "en", "hi"]))
def test_every_name_is_one(text: str, language: str) -> None:
    """Whatever a headline or an address is written in."""
    for name in (
        *slugs.proposed(text, language, f"https://example.org/{text}"),
        slugs.of_content(text),
    ):
        assert SLUG.fullmatch(name)
        slugs.check(name)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("港で火災\n港で火災があり、５人が死亡したと消防が発表した。市長は会見で説明した。", "ja"),
        ("حريق في الميناء\nقتل خمسة أشخاص في حريق اندلع في الميناء، وفق ما أعلنت السلطات.", "ar"),
    ],
)
def test_an_article_of_another_script_is_taken_in(
    newsroom: Newsroom, run: Callable[..., Result], text: str, language: str
) -> None:
    """Without a name: it gets one that means nothing, which can be changed."""
    story = newsroom.folder / "story.txt"
    story.write_text(text)
    result = run("new", str(story), "--language", language)
    assert result.exit_code == 0, result.output
    (path,) = newsroom.articles.glob("story-*/article.txt")
    assert path.read_text().split() == text.split()
