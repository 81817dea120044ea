"""What the image holds: no more than it may weigh, and nothing less than readers need."""

from __future__ import annotations

import ast
import compileall
import importlib.metadata
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import missing
from conftest import ROOT, Newsroom
from packaging.requirements import Requirement
from PIL import Image

from service.content.locales import own_name
from service.web import social_card
from service.web.social_card import Card

TOOLS = ROOT / "deploy" / "image"
# On top of the base image, without models. The image is checked for real where there is Docker.
MOST_BYTES = 73_500_000
FONTS = Path("/usr/share/fonts")


@pytest.fixture(scope="module")
def packages() -> Iterator[Path]:
    """A copy of what serving needs of this environment, cut as the Dockerfile does it."""
    if not shutil.which("strip"):
        missing("strip (Debian: binutils)")
    locked = (ROOT / "requirements" / "serve.txt").read_text()
    wanted = [Requirement(line) for line in re.findall(r"^([\w-]+==.+?)\s*\\$", locked, re.M)]
    names = [each.name for each in wanted if each.marker is None or each.marker.evaluate()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for distribution in set(names) - {"flit-core"}:
            for file in importlib.metadata.files(distribution) or ():
                if ".." not in file.parts and file.locate().exists():
                    target = folder / file
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(str(file.locate()), target)
        shutil.copytree(ROOT / "service", folder / "service")
        compileall.compile_dir(folder, quiet=1)  # as pip does
        subprocess.run([sys.executable, TOOLS / "slim.py", folder], check=True)
        yield folder


@pytest.fixture(scope="module")
def fonts() -> Iterator[Path]:
    """The image's fonts."""
    for file in ("NotoSerif-Bold.ttf", "NotoSansCJK-Bold.ttc"):
        if next(FONTS.rglob(file), None) is None:
            missing(f"{file} (Debian: fonts-noto-core, fonts-noto-cjk)")
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([sys.executable, TOOLS / "fonts.py", FONTS, name], check=True)
        yield Path(name)


def test_the_image_stays_small(packages: Path, fonts: Path) -> None:
    """Packages, fonts, articles and catalogs together."""
    folders = (packages, fonts, ROOT / "articles", ROOT / "locales")
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert 30_000_000 < sum(file.stat().st_size for file in files) <= MOST_BYTES


# Everything that is asked of CLDR, in every locale of every language that can be published.
SPEAK = """
import datetime, hashlib, json, sys
from decimal import Decimal
from babel import Locale, dates, lists, localedata, numbers
from unicode_rbnf import RbnfEngine
from service.content import facts, locales, quantity_text
from service.content.number_words.spelled import spelled

Fact, minute = facts.Fact, datetime.time(14, 5)
dated = datetime.date(2027, 3, 1), datetime.date(2027, 4, 5)
known = [
    *(Fact("x", n, "decimal", currency=code) for code in ("EUR", "JPY", "KWD", "UAH", "USD")
      for n in (1, 2, 5, Decimal("2.50"))),
    *(Fact("x", n, "decimal", unit=unit) for unit in sorted(quantity_text.UNITS) for n in (1, 5)),
    *(Fact("x", n, "compact", code) for code in (None, "GBP") for n in (12_000, 1_200_000_000)),
    *(Fact("x", dated, style) for style in facts.DATE_FORMATS),
    Fact("x", minute, "time"),
]
def words_of(data, code):
    # Without a name for each plural form the one name is written.
    forms = data["currency_names_plural"].get(code, {})
    one = None if "other" in forms else data["currency_names"].get(code)
    return [str(dict(forms)), one, data["currency_symbols"].get(code)]

day, names = datetime.date(2024, 2, 7), sorted(localedata.locale_identifiers())
found = {"all": names, "packages": localedata.__file__}
for name in names:
    locale = Locale.parse(name)
    said = [
        locale.text_direction, locales.own_name(name), locale.plural_form.rules,
        [names.get(code) for names, code in ((locale.languages, "uk"), (locale.scripts, "Cyrl"),
         (locale.territories, "UA"))],
        *(dates.format_date(day, style, locale=name) for style in ("short", "long", "full")),
        *(dates.format_skeleton(s, day, locale=name) for s in ("MMMMd", "yMMMM")),
        *(dict(dates.get_month_names(w, c, name)) for w in ("wide", "abbreviated")
          for c in ("format", "stand-alone")),
        dict(dates.get_day_names(locale=name)), lists.format_list(["a", "b", "c"], locale=name),
        numbers.get_decimal_symbol(name), numbers.get_group_symbol(name),
        numbers.format_decimal(Decimal("-12345.678"), locale=name),
        numbers.format_percent(Decimal("0.125"), locale=name),
        *(numbers.format_compact_decimal(n, locale=name, format_type="long" if
          locale.compact_decimal_formats.get("long") else "short")
          for n in (7, 1200, 3_000_000)),
        sorted(spelled(21, locale.language)),
        # A few currencies are written; of all others the words are compared, which is quicker.
        [words_of(localedata.load(name), code) for code in sorted(facts.currencies())],
        [fact.render(name) for fact in known],
    ]
    found[name] = hashlib.sha256(json.dumps(said).encode()).hexdigest()
json.dump(found, sys.stdout)
"""


def test_every_language_that_can_be_published_loses_nothing(packages: Path) -> None:
    """A newsroom adds a language, or a region's variant, and finds all of it in the image."""

    def spoken(path: str) -> dict[str, object]:
        environment = os.environ | {"PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", SPEAK], env=environment, capture_output=True, check=True
        )
        found = ast.literal_eval(done.stdout.decode())
        assert isinstance(found, dict)
        return found

    whole, cut = spoken(str(ROOT)), spoken(str(packages))
    assert str(cut.pop("packages")).startswith(str(packages))
    assert not str(whole.pop("packages")).startswith(str(packages))
    assert len(cut) > 400
    assert cut == whole


def test_nothing_else_is_asked_of_babel() -> None:
    """What the test above compares is all that the service uses."""
    compared = set(re.findall(r"(?:dates|numbers|lists)\.(\w+)", SPEAK))
    compared |= {"parse_decimal", "NumberFormatError"}  # read by the symbols
    compared |= {"locale_identifiers"}  # the names of the files, which stay
    # What facts are written with, all of which the test renders.
    compared |= {
        "format_time", "get_currency_name", "get_currency_precision", "get_currency_symbol",
        "get_currency_unit_pattern", "get_minus_sign_symbol", "get_global", "match_skeleton",
        "tokenize_pattern",
    }  # fmt: skip
    for file in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and not node.level:
                module = node.module or ""
                if module.startswith("babel.") and not module.startswith("babel.messages"):
                    assert {name.name for name in node.names} <= compared, file


# Whose scripts the fonts of the image have.
CARDS = [
    "ar", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr",
    "gl", "he", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "ko", "lo", "lt", "lv", "ms",
    "my", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "th", "tr",
    "uk", "vi", "zh", "zh_Hant",
]  # fmt: skip


@pytest.mark.parametrize("locale", CARDS)
def test_every_language_has_social_cards(fonts: Path, locale: str) -> None:
    """Of the fonts of the image."""
    social_card.check(Card(locale, f"{own_name(locale)}: “2,5”", "NATO"), fonts)


def drawn(locale: str, text: str, fonts: Path) -> bytes:
    return Image.open(io.BytesIO(social_card.draw(Card(locale, text, "NATO"), fonts))).tobytes()


def test_chinese_and_japanese_keep_their_own_forms_of_characters(fonts: Path) -> None:
    """Cut out of the whole font, each looks as it did in it."""
    whole = next(FONTS.rglob("NotoSansCJK-Bold.ttc"))
    with tempfile.TemporaryDirectory() as name:
        for file in (whole, fonts / "NotoSerif-Bold.ttf"):
            shutil.copy(file, name)
        seen = set()
        for locale in ("ja", "zh_Hans", "zh_Hant"):
            image = drawn(locale, "直骨角今：“NATO”", fonts)
            seen.add(image)
            assert image == drawn(locale, "直骨角今：“NATO”", Path(name))
        assert len(seen) == 3


def test_the_window_runs_on_what_is_left(packages: Path, fonts: Path, bundled: Newsroom) -> None:
    """Every bundled page, with its card."""
    bundled.publish()
    code = (
        "import re, service, sys; client = service.create_app().test_client(); seen = 0\n"
        "for slug in client.get('/sitemap.xml').text.split('<loc>')[1:]:\n"
        "    path = slug.split('</loc>')[0].removeprefix('https://news.example')\n"
        "    page = client.get(path); assert page.status_code == 200, path\n"
        '    found = re.search(r\'og:image" content="https://news.example([^"]+)\', page.text)\n'
        "    if found: seen += client.get(found[1]).data.startswith(b'\\x89PNG')\n"
        "print(seen, service.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=bundled.folder, capture_output=True, text=True,
        env=os.environ | {
            "PYTHONPATH": str(packages), "SUMMARIES_EDITIONS": str(bundled.editions),
            "SUMMARIES_FONTS": str(fonts), "SUMMARIES_BASE_URL": "https://news.example",
        }, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    seen, path = done.stdout.split()
    assert (int(seen), Path(path).parent.parent) == (12, packages)
