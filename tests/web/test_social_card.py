"""Social cards, drawn with Debian's fonts: complete, legible, in the direction of the script."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from conftest import LOCALES, ROOT, SLUG
from PIL import Image, ImageChops

from service.editions import store
from service.editions.model import Edition
from service.editions.publisher import Publisher
from service.review.project import Project
from service.web import social_card
from service.web.social_card import HEIGHT, MARGIN, WIDTH, Card, CardError

FONTS = Path("/usr/share/fonts")
SITE = "NATO"


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    """Debian's Noto fonts, or a reason not to test."""
    for name in ("NotoSerif-Bold.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerifCJK-Bold.ttc"):
        if next(FONTS.rglob(name), None) is None:
            reason = f"{name} is not installed (Debian: fonts-noto-core, fonts-noto-cjk)"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="module")
def headlines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The bundled headlines by locale."""
    folder = tmp_path_factory.mktemp("editions")
    Publisher(Project(ROOT / "articles", ROOT / "locales", ROOT / "journal"), folder).publish()
    texts = {}
    for locale in LOCALES:
        edition = store.load(store.path(folder, SLUG, locale))
        assert isinstance(edition, Edition)
        texts[locale] = "".join(segment.text for segment in edition.headline)
    return texts


def drawn(locale: str, headline: str, site: str = SITE) -> Image.Image:
    image = Image.open(io.BytesIO(social_card.draw(Card(locale, headline, site), FONTS)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("L")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of what is printed below the coloured bar and above the site's name."""
    part = image.crop((0, 20, WIDTH, HEIGHT - MARGIN - 30))
    paper = Image.new("L", part.size, part.getpixel((0, 0)))
    box = ImageChops.difference(part, paper).point(lambda value: 255 * (value > 40)).getbbox()
    assert box is not None
    return box


LONG = "An alliance of thirty-two countries condemned the attacks once more and said so. " * 3


@pytest.mark.parametrize("locale", LOCALES)
def test_the_bundled_headlines_fit_between_the_margins(
    headlines: dict[str, str], locale: str
) -> None:
    """In every language, and lie at the side where it starts to read."""
    left, top, right, bottom = ink(drawn(locale, headlines[locale]))
    assert left >= MARGIN - 6 and right <= WIDTH - MARGIN + 6
    assert top > 20 and bottom < HEIGHT - MARGIN
    if locale == "ar":
        assert right > WIDTH - MARGIN - 20
    else:
        assert left < MARGIN + 20


@pytest.mark.parametrize("headline", [LONG + LONG[:57], "Lager" + "haus" * 11, "北约" * 60])
def test_long_headlines_get_smaller_and_stay_whole(headline: str) -> None:
    """Three hundred characters still fit; nothing sticks out or is cut."""
    locale = "zh_Hans" if headline.startswith("北") else "de"
    left, _top, right, bottom = ink(drawn(locale, headline))
    assert left >= MARGIN - 6 and right <= WIDTH - MARGIN + 6
    assert bottom < HEIGHT - MARGIN - 20


@pytest.mark.parametrize("headline", ["B" * 100, LONG * 5])
def test_a_headline_that_cannot_fit_has_no_card(headline: str) -> None:
    """Rather than a headline that nobody signed."""
    with pytest.raises(CardError, match="too long"):
        social_card.check(Card("en", headline, SITE), FONTS)


@pytest.mark.parametrize(("locale", "word"), [("ar", "يدين"), ("he", "מגנה")])
def test_a_latin_name_at_the_start_stands_at_the_right(locale: str, word: str) -> None:
    """Where a right-to-left line starts."""
    edge = (WIDTH - MARGIN - 100, 20, WIDTH, HEIGHT - MARGIN - 30)

    def start(headline: str) -> Image.Image:
        image = drawn(locale, headline).crop(edge)
        return image.crop(image.point(lambda value: 255 * (value < 128)).getbbox())

    assert start(f"NATO {word}").width > 60
    difference = ImageChops.difference(start(f"NATO {word}"), start("NATO"))
    assert difference.getbbox() is None


def test_arabic_letters_are_joined() -> None:
    """The word is narrower than its letters apart."""
    joined, apart = (ink(drawn("ar", text)) for text in ("بيت", "ب\u200cي\u200cت"))
    assert joined[2] - joined[0] < 0.9 * (apart[2] - apart[0])


def test_japanese_lines_end_between_phrases() -> None:
    """Not in the middle of a word."""
    text = "NATO、ロシアによるウクライナへのミサイル・ドローン攻撃を強く非難"
    _faces, _size, lines = social_card._plan(Card("ja", text, SITE), FONTS)
    assert "".join(lines) == text
    assert len(lines) > 1
    assert any("ミサイル" in line for line in lines)
    assert any("ウクライナへの" in line for line in lines)


@pytest.mark.parametrize("text", ["<image href='/etc/passwd'/>", "&amp; ]]> </text>", "{0} %s ©"])
def test_a_headline_is_never_markup(text: str) -> None:
    """It is drawn as it is written."""
    assert ink(drawn("en", text))[2] > MARGIN + 200


def test_without_fonts_the_reason_is_told(tmp_path: Path) -> None:
    """Also for characters that no font has."""
    with pytest.raises(CardError, match="no font for Latn"):
        social_card.check(Card("en", "Fire", SITE), tmp_path)
    with pytest.raises(CardError, match="U\\+1F525"):
        social_card.check(Card("en", "Fire \U0001f525", SITE), FONTS)
