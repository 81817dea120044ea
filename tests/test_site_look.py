"""The site's own logo and colour: shown, and refused where readers would suffer."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from pathlib import Path

import pytest
from conftest import ROOT, Newsroom
from hypothesis import given
from hypothesis import strategies as st

from service import create_app
from service.errors import SettingsError
from service.site_look import DARK, LIGHT, contrast, read_colour, read_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32">{}</svg>'
SHAPE = '<rect width="96" height="32" fill="#7a1f5c"/>'
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 64, 32) + bytes(9)


def saved(folder: Path, content: str | bytes, name: str = "logo.svg") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_logo_stands_beside_the_name(newsroom: Newsroom, tmp_path: Path) -> None:
    """On every page, with its size, kept for good under a name that changes with it."""
    path = saved(tmp_path, SVG.format(SHAPE))
    window = newsroom.client(SITE_LOGO=str(path), BASE_URL="https://news.example")
    page = window.get("/uk/harbor-fire").get_data(as_text=True)
    match = re.search(r'<img src="(/static/logo-\w{8}\.svg)" width="96" height="32" alt="">', page)
    assert match
    answer = window.get(match[1])
    assert (answer.status_code, answer.content_type) == (200, "image/svg+xml")
    assert answer.data == path.read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert f'"logo": "https://news.example{match[1]}"' in page
    assert window.get("/static/logo-00000000.svg").status_code == 404


def test_without_a_logo_there_is_none(newsroom: Newsroom) -> None:
    """No empty image, and nothing at its address."""
    window = newsroom.client()
    assert "<img" not in window.get("/uk/").get_data(as_text=True)
    assert window.get("/static/logo-00000000.svg").status_code == 404


def test_a_png_says_its_size(tmp_path: Path) -> None:
    """From its own header."""
    logo = read_logo(saved(tmp_path, PNG, "logo.png"), "X")
    assert (logo.kind, logo.width, logo.height) == ("image/png", 64, 32)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SVG.format("<script>alert(1)</script>"), "has scripts or links"),
        (SVG.format('<rect onload="alert(1)"/>'), "has scripts or links"),
        (SVG.format('<image href="https://elsewhere.example/x.png"/>'), "has scripts or links"),
        (SVG.format("<foreignObject/>"), "has scripts or links"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"), "is no image"),
        ("<html/>", "is no image"),
        (b"GIF89a", "is no image"),
        (SVG.format(SHAPE).replace('viewBox="0 0 96 32"', ""), "has no size"),
        (SVG.format("<!--" + "x" * 40_000 + "-->"), "is larger than 32 KiB"),
    ],
)
def test_what_is_no_plain_image_is_refused(tmp_path: Path, content: str | bytes, said: str) -> None:
    """In one sentence that names the setting and the file, before anything starts."""
    path = saved(tmp_path, content)
    with pytest.raises(SettingsError) as raised:
        create_app({"SITE_LOGO": str(path)})
    assert str(raised.value).startswith(f"SUMMARIES_SITE_LOGO={path} {said}")


def test_a_missing_logo_is_told() -> None:
    """With what to name instead."""
    with pytest.raises(SettingsError, match="cannot be read: name an SVG or PNG file"):
        create_app({"SITE_LOGO": "/nowhere/logo.svg"})


def test_a_colour_is_that_of_links_on_every_page(newsroom: Newsroom) -> None:
    """In light and in dark, and the policy still names the styles by their digest."""
    window = newsroom.client(SITE_COLOUR="#7a1f5c #ff99dd")
    for path in ("/uk/", "/uk/harbor-fire", "/uk/harbor-fire/embed", "/uk/nothing"):
        answer = window.get(path)
        styles = re.search(r"<style>(.*?)</style>", answer.get_data(as_text=True), re.S)
        assert styles
        assert re.findall(r"--accent: (#\w+)", styles[1]) == ["#7a1f5c", "#ff99dd"]
        digest = base64.b64encode(hashlib.sha256(styles[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("teal", "is no colour: write one such as #0b5c6b"),
        ("#123", "is no colour"),
        ("#7a1f5c;}body{display:none", "is no colour"),
        ("#7a1f5c #ff99dd #ffffff", "is no colour"),
        ("#ffcc00", "#ffcc00 on light pages has a contrast of 1.4 to 1"),
        ("#7a1f5c #7a1f5c", "#7a1f5c on dark pages has a contrast of"),
    ],
)
def test_a_colour_that_nobody_can_read_is_refused(value: str, said: str) -> None:
    """With its contrast, and what to write."""
    with pytest.raises(SettingsError) as raised:
        create_app({"SITE_COLOUR": value})
    assert str(raised.value).startswith(f"SUMMARIES_SITE_COLOUR={value} ")
    assert said in str(raised.value)


@given(st.integers(0, 0xFFFFFF))
def test_whatever_passes_can_be_read(number: int) -> None:
    """On all that text of this colour stands on."""
    try:
        light, dark = read_colour(f"#{number:06x}", "X")
    except SettingsError:
        return
    assert min(contrast(light, ground) for ground in LIGHT) >= 4.5
    assert min(contrast(dark, ground) for ground in DARK) >= 4.5


def test_the_grounds_are_those_of_the_styles() -> None:
    """What the contrast is measured against is what pages have."""
    styles = (ROOT / "service" / "web" / "site.css").read_text()
    papers, tints = (re.findall(rf"--{name}: (#\w+)", styles) for name in ("paper", "tint"))
    assert list(zip(papers, tints, strict=True)) == [LIGHT, DARK]
    accents = re.findall(r"--accent: (#\w+)", styles)
    assert read_colour(" ".join(accents), "X") == tuple(accents)
    assert round(contrast("#000000", "#ffffff"), 1) == 21
