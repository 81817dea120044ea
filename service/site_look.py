"""The site's own look, its logo and its colour, checked before anything starts."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from .errors import InputError, SettingsError
from .files import read_bytes

LARGEST = 32 * 1024
# WCAG 2.2, success criterion 1.4.3: text that is not large.
CONTRAST = 4.5
# What links and numbers stand on, as web/site.css has it: the paper and the tint of the brief.
LIGHT, DARK = ("#fbfaf7", "#eef4f4"), ("#171614", "#1f2829")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Logo:
    """An image as it is served. ``name`` changes with the content; the sizes are in pixels."""

    name: str
    kind: str
    width: int
    height: int
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        return self.name


def read_logo(path: Path, setting: str) -> Logo:
    """Return the logo in the file ``path``, an SVG or PNG image.

    Raises SettingsError, which names ``setting``, for a file that is none, is larger than 32 KiB,
    or does more than show something.
    """

    def wrong(problem: str) -> SettingsError:
        return SettingsError(f"{setting}={path} {problem}")

    try:
        content = read_bytes(path, str(path))
    except InputError:
        raise wrong("cannot be read: name an SVG or PNG file") from None
    if len(content) > LARGEST:
        raise wrong("is larger than 32 KiB: name a smaller file")
    if content.startswith(_PNG) and len(content) >= 24:
        kind, ends = "image/png", "png"
        size = (int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))
    else:
        kind, ends = "image/svg+xml", "svg"
        root = _svg(content)
        if root is None:
            raise wrong("is no image that can be shown: name an SVG or PNG file")
        if _acts(root):
            raise wrong("has scripts or links in it: save it as a plain SVG")
        size = _size(root)
    if not all(size):
        raise wrong("has no size: give its svg element a viewBox")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Logo(f"logo-{digest}.{ends}", kind, *size, content)


def _svg(content: bytes) -> ET.Element | None:
    """Return the root of an SVG file; None for what is none, or brings entities along."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return None
    try:
        root = ET.fromstring(content)  # noqa: S314 - without a document type there are no entities
    except (ET.ParseError, ValueError, LookupError):
        return None
    return root if root.tag == "{http://www.w3.org/2000/svg}svg" else None


def _acts(root: ET.Element) -> bool:
    """Tell whether an image does more than show something: it runs, links or fetches."""
    for element in root.iter():
        if str(element.tag).rpartition("}")[2].lower() in ("script", "foreignobject", "a"):
            return True
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2].lower()
            if plain.startswith("on") or (plain == "href" and not value.startswith("#")):
                return True
    return False


def _size(root: ET.Element) -> tuple[int, int]:
    box = root.get("viewBox", "").replace(",", " ").split()
    sides = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    matches = [_LENGTH.fullmatch(side) for side in sides]
    numbers = [round(float(match[1])) if match else 0 for match in matches]
    return numbers[0], numbers[1]


def read_colour(text: str, setting: str) -> tuple[str, str]:
    """Return the colour of links on a light and on a dark page.

    ``text`` is one, ``#0b5c6b``, or one for each, with a space between. Of one alone the other is
    made, by as much white as text needs to be read. Raises SettingsError, which names ``setting``,
    for what is no colour, and for one in which text would be hard to read.
    """
    colours = text.split()
    if not 1 <= len(colours) <= 2 or not all(map(_COLOUR.fullmatch, colours)):
        raise SettingsError(
            f"{setting}={text} is no colour: write one such as #0b5c6b, or one for light pages and "
            "one for dark ones"
        )
    light = colours[0].lower()
    dark = colours[1].lower() if len(colours) == 2 else _lighter(light)
    for colour, grounds, pages in ((light, LIGHT, "light"), (dark, DARK, "dark")):
        least = min(contrast(colour, ground) for ground in grounds)
        if least < CONTRAST:
            kind = "darker" if pages == "light" else "lighter"
            raise SettingsError(
                f"{setting}={text} is hard to read: {colour} on {pages} pages has a contrast of "
                f"{least:.1f} to 1, and 4.5 is needed: write a {kind} one"
            )
    return light, dark


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of the colours ``one`` and ``two``, 1 to 21, by WCAG 2.2.

    >>> contrast("#000000", "#ffffff"), round(contrast("#0b5394", "#ffffff"), 1)
    (21.0, 7.8)
    """
    bright, dim = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lighter(colour: str) -> str:
    """Return ``colour`` with as little white as it needs on a dark page."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for share in range(0, 101, 2):
        mixed = "#" + "".join(f"{round(p + (255 - p) * share / 100):02x}" for p in parts)
        if min(contrast(mixed, ground) for ground in DARK) >= CONTRAST:
            return mixed
    return "#ffffff"
