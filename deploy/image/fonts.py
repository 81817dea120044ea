"""Make the folder of fonts for social cards: ``python fonts.py /usr/share/fonts FOLDER``.

The bold faces of ``service.web.social_card``, out of Debian's fonts-noto-core and -cjk.
Of the 20 MB for Chinese, Japanese and Korean, what the national standards for everyday text list
stays (5 MB): JIS X 0208, GB 2312, KS X 1001, the first level of Big5, and all punctuation. Each
language keeps its own forms of the characters. A headline with a rarer character has no card, as
with any missing font.
"""

from __future__ import annotations

import shutil
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import uharfbuzz

WHOLE = (
    "NotoSerif-Bold.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf",
    "NotoSerifArmenian-Bold.ttf", "NotoSerifGeorgian-Bold.ttf", "NotoSerifThai-Bold.ttf",
    "NotoSerifLao-Bold.ttf", "NotoSerifKhmer-Bold.ttf", "NotoSerifMyanmar-Bold.ttf",
)  # fmt: skip
EAST_ASIAN = "NotoSansCJK-Bold.ttc"
# Japanese, Korean, Simplified and Traditional Chinese: the first faces of the collection. The
# others are for Hong Kong, and monospaced.
FACES = range(4)
# Python's codecs of the standards, with the lead bytes to take.
STANDARDS = (
    ("euc_jp", range(0x00, 0x100)), ("gb2312", range(0x00, 0x100)),
    ("euc_kr", range(0x00, 0x100)), ("big5", range(0xA1, 0xC7)),
)  # fmt: skip
# Kana and punctuation, and their wide and narrow forms: Unicode's own blocks.
BLOCKS = (range(0x3000, 0x3100), range(0xFF00, 0xFFF0))
# What horizontal lines need: composition, kerning, and Hangul put together of its parts.
FEATURES = (b"ccmp", b"kern", b"ljmo", b"vjmo", b"tjmo")
# For vertical lines, and for signatures that no longer fit.
UNUSED = (b"vhea", b"vmtx", b"VORG", b"BASE", b"DSIG")


def make(source: Path, target: Path) -> None:
    """Write the fonts found below ``source`` into ``target``. Raises StopIteration without one."""
    target.mkdir(parents=True, exist_ok=True)
    for name in WHOLE:
        shutil.copy(next(source.rglob(name)), target)
    blob = uharfbuzz.Blob.from_file_path(str(next(source.rglob(EAST_ASIAN))))
    faces = [uharfbuzz.Face(blob, number) for number in FACES]
    wanted = set(_characters())
    # All faces keep the same glyphs, so that the collection holds their outlines once.
    glyphs = {font.get_nominal_glyph(c) for font in map(uharfbuzz.Font, faces) for c in wanted}
    cut = [_cut(face, wanted, glyphs - {None}) for face in faces]
    (target / EAST_ASIAN).write_bytes(collection(cut))


def _characters() -> Iterator[int]:
    for block in BLOCKS:
        yield from block
    for codec, leads in STANDARDS:
        for lead in leads:
            for raw in (bytes([lead]), *(bytes([lead, trail]) for trail in range(0x40, 0x100))):
                text = raw.decode(codec, "ignore")
                if len(text) == 1:
                    yield ord(text)


def _cut(face: uharfbuzz.Face, characters: set[int], glyphs: set[int]) -> bytes:
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    wanted.unicode_set.update(characters)
    wanted.glyph_set.update(glyphs)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(name) for name in FEATURES)
    wanted.drop_table_tag_set.update(int.from_bytes(name) for name in UNUSED)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def collection(fonts: list[bytes]) -> bytes:
    """Return ``fonts`` as one OpenType collection, tables that are the same stored once.

    The layout is OpenType's, chapter “Font file”: a header with the place of each font's directory,
    whose entries (tag, checksum, place, length) count from the start of the file.
    """
    sizes = [12 + 16 * struct.unpack_from(">H", font, 4)[0] for font in fonts]
    starts = [12 + 4 * len(fonts) + sum(sizes[:number]) for number in range(len(fonts))]
    head = struct.pack(f">4sII{len(fonts)}I", b"ttcf", 0x00010000, len(fonts), *starts)
    place, places, tables = len(head) + sum(sizes), dict[bytes, int](), []
    for font, size in zip(fonts, sizes, strict=True):
        head += font[:12]
        for name, checksum, offset, length in struct.iter_unpack(">4sIII", font[12:size]):
            table = font[offset : offset + length]
            if table not in places:
                places[table] = place
                tables.append(table + bytes(-length % 4))
                place += len(tables[-1])
            head += struct.pack(">4sIII", name, checksum, places[table], length)
    return head + b"".join(tables)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
