"""Social cards: a headline as an image, shaped and broken into lines as its script wants it.

Needs the extra ``cards`` and fonts; without either, :class:`CardError` says what is missing.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import langcodes
from babel import Locale

from ..content.locales import tag
from . import phrases

if TYPE_CHECKING:
    import uharfbuzz

# The size that Open Graph's consumers ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
# What a change of the drawing below has to change, so that caches do not keep the old one.
VERSION = "1"
MARGIN = 84
ROOM = 380
SIZES = (76, 68, 60, 54, 48, 43, 38, 34, 30)
SMALL = 30
_PAPER, _INK, _ACCENT = "#fbfaf7", "#1c1b19", "#0b5c6b"

# Bold faces by script (ISO 15924), best first: file and family. Debian's packages fonts-noto-core
# and fonts-noto-cjk have the first ones, fonts-dejavu-core the last.
_DEJAVU = ("DejaVuSans-Bold.ttf", "DejaVu Sans")
_ALPHABETS = (("NotoSerif-Bold.ttf", "Noto Serif"), ("NotoSans-Bold.ttf", "Noto Sans"), _DEJAVU)
_FACES: dict[str, tuple[tuple[str, str], ...]] = (
    {
        "Latn": _ALPHABETS,
        "Cyrl": _ALPHABETS,
        "Grek": _ALPHABETS,
        "Arab": (
            ("NotoNaskhArabic-Bold.ttf", "Noto Naskh Arabic"),
            ("NotoSansArabic-Bold.ttf", "Noto Sans Arabic"),
            _DEJAVU,
        ),
        "Hebr": (
            ("NotoSerifHebrew-Bold.ttf", "Noto Serif Hebrew"),
            ("NotoSansHebrew-Bold.ttf", "Noto Sans Hebrew"),
            _DEJAVU,
        ),
    }
    | {
        script: (
            (f"NotoSerif{name}-Bold.ttf", f"Noto Serif {name}"),
            (f"NotoSans{name}-Bold.ttf", f"Noto Sans {name}"),
            _DEJAVU,
        )
        for script, name in (
            ("Armn", "Armenian"),
            ("Geor", "Georgian"),
            ("Thai", "Thai"),
            ("Laoo", "Lao"),
            ("Khmr", "Khmer"),
            ("Mymr", "Myanmar"),
        )
    }
    | {
        script: (
            ("NotoSerifCJK-Bold.ttc", f"Noto Serif CJK {region}"),
            ("NotoSansCJK-Bold.ttc", f"Noto Sans CJK {region}"),
        )
        for script, region in (("Jpan", "JP"), ("Hans", "SC"), ("Hant", "TC"), ("Kore", "KR"))
    }
)
# Spaces, and invisible characters of Unicode: no font needs a shape for them.
_UNSEEN = ("Zs", "Cf")


class CardError(Exception):
    """There is no card; the text says why."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, with what of it lines are measured by."""

    path: Path
    family: str
    font: uharfbuzz.Font
    characters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card: a headline, and below it the name of the site."""

    locale: str
    headline: str
    site: str

    @property
    def script(self) -> str:
        """The script of the language (ISO 15924)."""
        return langcodes.get(tag(self.locale)).maximize().script or "Latn"


def check(card: Card, fonts: Path) -> None:
    """Raise :class:`CardError` when :func:`draw` would. It costs a fraction of drawing.

    ``fonts`` is the folder of fonts.
    """
    _plan(card, fonts)


def draw(card: Card, fonts: Path) -> bytes:
    """Return ``card`` as a PNG image, 1200 by 630 pixels, with the fonts found below ``fonts``.

    Raises :class:`CardError` when a library or a font is missing, or when the headline does not fit
    in full: it is never cut.
    """
    faces, size, lines = _plan(card, fonts)
    image = _library("resvg_py").svg_to_bytes(
        svg_string="".join(_svg(card, faces, size, lines)),
        skip_system_fonts=True,
        font_files=[str(face.path) for face in faces],
    )
    return bytes(image)


def _library(name: str) -> Any:
    """Return a module of the extra. Raises CardError with what to install."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise CardError(
            f"{name} is missing: pip install 'multilingual-summary-service[cards]'"
        ) from error


def _plan(card: Card, fonts: Path) -> tuple[list[Face], int, list[str]]:
    _library("resvg_py")
    faces = _faces(card.script, fonts)
    characters = {c for c in card.headline + card.site if unicodedata.category(c) not in _UNSEEN}
    if missing := {c for c in characters if not any(ord(c) in face.characters for face in faces)}:
        raise CardError(f"no font below {fonts} has U+{ord(min(missing)):04X}")
    size, lines = _layout(card, faces)
    return faces, size, lines


def _faces(script: str, folder: Path) -> list[Face]:
    """Return the faces for a script: its own first, one for Latin names and figures after it."""
    both = [_face(script, folder), _face("Latn", folder)]
    faces = list({face.path: face for face in both if face}.values())
    if not faces:
        raise CardError(f"there is no font for {script} below {folder}")
    return faces


@lru_cache(maxsize=32)
def _face(script: str, folder: Path) -> Face | None:
    uharfbuzz = _library("uharfbuzz")
    for name, family in _FACES.get(script, _ALPHABETS):
        path = next(iter(sorted(folder.rglob(name))), None)
        if path is not None:
            face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
            return Face(path, family, uharfbuzz.Font(face), frozenset(face.unicodes))
    return None


def _layout(card: Card, faces: Sequence[Face]) -> tuple[int, list[str]]:
    """Return the largest type size at which the headline fits, and its lines, evened out."""
    pieces = list(_pieces(card))
    widths = [_width(piece, faces) for piece in pieces]
    for size in SIZES:
        most = (WIDTH - 2 * MARGIN) / size
        lines = _break(pieces, widths, most)
        if lines is None or len(lines) * _leading(card, size) > ROOM:
            continue
        for step in range(95, 40, -5):
            narrower = _break(pieces, widths, most * step / 100)
            if narrower is None or len(narrower) > len(lines):
                break
            lines = narrower
        return size, lines
    raise CardError("the headline is too long for a card")


def _leading(card: Card, size: int) -> float:
    return size * (1.55 if card.script in ("Arab", "Khmr", "Mymr") else 1.3)


def _pieces(card: Card) -> Iterator[str]:
    """Yield the headline in pieces between which a line may end."""
    text = " ".join(re.split(r"[ \t\r\n]+", card.headline.strip()))
    if card.script in phrases.MODELS:
        _library("budoux")
    parser = phrases.parser(card.script)
    for word in re.findall(r"[^ ]+ ?", text):
        yield from parser.parse(word) if parser else (word,)


def _break(pieces: Sequence[str], widths: Sequence[float], most: float) -> list[str] | None:
    """Return the lines of ``pieces`` not wider than ``most``; None when one piece alone is."""
    lines, width = [""], 0.0
    for piece, wide in zip(pieces, widths, strict=True):
        if wide > most:
            return None
        if width + wide > most and lines[-1]:
            lines, width = [*lines, ""], 0.0
        lines[-1] += piece
        width += wide
    return lines


def _width(text: str, faces: Sequence[Face]) -> float:
    """Return how wide ``text`` is, in units of the type size."""
    uharfbuzz = _library("uharfbuzz")
    total, run = 0.0, ""
    used: Face | None = None
    for character in [*text, ""]:
        has = [f for f in faces if character and ord(character) in f.characters]
        face = used if used in has or not character.strip() else has[0] if has else faces[0]
        if run and used and (face is not used or not character):
            buffer = uharfbuzz.Buffer()
            buffer.add_str(run)
            buffer.guess_segment_properties()
            uharfbuzz.shape(used.font, buffer)
            units = sum(position.x_advance for position in buffer.glyph_positions)
            total += units / used.font.face.upem
            run = ""
        run += character
        used = face or faces[0]
    return total


def _svg(card: Card, faces: Sequence[Face], size: int, lines: Sequence[str]) -> Iterator[str]:
    rtl = Locale.parse(card.locale).text_direction == "rtl"
    edge = WIDTH - MARGIN if rtl else MARGIN
    anchor = "end" if rtl else "start"
    families = escape(", ".join(f"'{face.family}'" for face in faces))
    leading = _leading(card, size)
    top = MARGIN + (ROOM - leading * len(lines)) / 2 + size
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>'
    yield f'<rect width="{WIDTH}" height="14" fill="{_ACCENT}"/>'
    yield (
        f'<g font-family="{families}" font-weight="700" text-anchor="{anchor}" '
        f'xml:lang="{tag(card.locale)}">'
    )
    for number, line in enumerate(lines):
        yield f'<text x="{edge}" y="{top + number * leading:.1f}" font-size="{size}" fill="{_INK}">'
        yield f"{_directed(line.strip(), rtl)}</text>"
    yield f'<text x="{edge}" y="{HEIGHT - MARGIN + 14}" font-size="{SMALL}" fill="{_ACCENT}">'
    yield f"{_directed(card.site, rtl)}</text></g></svg>"


def _directed(text: str, rtl: bool) -> str:
    """Return a line as SVG text in the direction of the language, whatever it starts with.

    The renderer takes every line for a left-to-right one that has right-to-left parts.
    """
    return f"\u2067{escape(text)}\u2069" if rtl else escape(text)
