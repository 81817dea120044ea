"""Bytes become text: how large, which kind, which encoding; or one sentence that says why not."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import re
import zlib
from email import message_from_bytes, policy

from ...errors import SummariesError

MAX_PAGE = 10 * 1024 * 1024
# Browsers look for the declaration in the first 1,024 bytes; some publishers put it later.
_DECLARED_WITHIN = 16 * 1024
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
# A comment ends at its first "-->" and nowhere else: if it could go on to a later one, a page with
# a few dozen comments before its root would be looked at in all their combinations, for years.
_COMMENT = rb"<!--(?:[^-]|-(?!->))*-->"
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|" + _COMMENT + rb"|\s)*<(?:!doctype\s+html|html|head|body|title|meta|link"
    rb"|script|style|article|main|section|header|div|span|table|center|pre|p|h[1-6])\b",
    re.IGNORECASE,
)
# What else begins with a tag is a page where one of these follows.
_TAG = re.compile(rb"\s*<[a-z][\w:-]*[\s>]", re.IGNORECASE)
_WITHIN = re.compile(rb"<(?:!doctype\s+html|html|head|body|p|div)\b", re.IGNORECASE)
# The first bytes of what is no page, whatever its name says.
_OTHERS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"),
    (b"RIFF", "an image or a recording"), (b"PK\x03\x04", "an office document or an archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"{\\rtf", "a rich text document"),
    (b"ID3", "a recording"), (b"\x00\x00\x00", "a recording or an image"),
    (b"%!PS", "a PostScript file"), (b"\x28\xb5\x2f\xfd", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"), (b"BZh", "a packed file"), (b"\xfd7zXZ", "a packed file"),
    (b"\x78\x9c", "a packed file"), (b"\x78\xda", "a packed file"), (b"Rar!", "a packed file"),
)  # fmt: skip
# What these names mean on the web (WHATWG Encoding Standard), where Python takes them narrowly.
_WEB = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874",
    "iso8859-11": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
# Roots of XML that is no page; https://www.rssboard.org/rss-specification, RFC 4287,
# https://www.sitemaps.org/protocol.html
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*\?>|" + _COMMENT + rb"|<!DOCTYPE[^>]*>)*"
    rb"<(?:(?P<feed>rss|feed|rdf:RDF|urlset|sitemapindex)|(?P<image>svg))\b",
    re.IGNORECASE | re.DOTALL,
)
# A byte of NUL or two in a page is an accident; more are no text, or UTF-16.
_FEW_NULS = 8
_NULS = 0.2
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages are found in; others are not looked for, as short texts fit too many.
_FOUND = [
    "cp1252", "cp1250", "cp1251", "koi8_u", "koi8_r", "cp1254", "cp1253", "cp1255", "cp1256",
    "cp1257", "cp874", "cp932", "euc_jp", "iso2022_jp", "gb18030", "big5hkscs", "cp949",
]  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
# Fewer letters or words say nothing of an encoding.
_SOME = 20
# UTF-8 that was read as Latin-1 or Windows-1252 and written as UTF-8 again, so often at least.
_LATER = "\u0080-\u00bf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_TWICE = re.compile(
    f"[\u00c2-\u00df][{_LATER}]|[\u00e0-\u00ef][{_LATER}]{{2}}|[\u00f0-\u00f4][{_LATER}]{{3}}"
)
_TELLTALE = re.compile("[\u0080-\u009f]|\u00e2\u20ac")
_OFTEN = 3
# What charset detection looks at: it takes seconds on a large page, and this much says it all.
_DETECTED_BY = 200_000


def bounded(data: bytes, name: str) -> bytes:
    """Return ``data``, unpacked where it is gzip, twice where a server packed what was packed.

    ``name`` is how errors call it. Raises :class:`SummariesError` when it is larger than 10 MiB.
    """
    for _ in range(2):
        if not data.startswith(b"\x1f\x8b"):
            break
        try:
            with gzip.open(io.BytesIO(data)) as file:
                data = file.read(MAX_PAGE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise SummariesError(f"{name} is a broken gzip file: save the page again") from error
    if len(data) > MAX_PAGE:
        raise SummariesError(f"{name} is larger than 10 MiB: give the article alone")
    return data


def unwrapped(data: bytes, url: str | None) -> tuple[bytes, str | None, str | None]:
    """Return the page in ``data``, a file of MHTML as browsers save it, with address and encoding.

    Anything else is returned as it is, with ``url``, where it came from, and without an encoding.
    MHTML is RFC 2557.
    """
    head = data[:_DECLARED_WITHIN]
    if not (_MHTML.match(head) and re.search(rb"^MIME-Version:", head, re.I | re.M)):
        return data, url, None
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                place = str(part.get("Content-Location") or "")
                place = place if place.startswith(("http:", "https:")) else ""
                return content, url or place or None, part.get_content_charset()
    return data, url, None


def _wide(data: bytes) -> str | None:
    """Return the encoding of UTF-16 without its mark: every other byte of its ASCII is NUL."""
    start = data[:_DECLARED_WITHIN]
    half = len(start) // 2
    if half < 4:
        return None
    even, odd = start[0::2].count(0) / half, start[1::2].count(0) / half
    if odd >= _NULS and even <= _NULS / 10:
        return "utf-16-le"
    return "utf-16-be" if even >= _NULS and odd <= _NULS / 10 else None


def is_html(data: bytes) -> bool:
    """Tell whether ``data`` begins as an HTML page does, in any encoding that keeps ASCII."""
    for mark, encoding in (*_BOMS, (b"", _wide(data))):
        if encoding and data.startswith(mark):
            data = data[:_DECLARED_WITHIN].decode(encoding, "replace").encode()
            break
    begin = data[:_DECLARED_WITHIN]
    return bool(_HTML.match(begin) or (_TAG.match(begin) and _WITHIN.search(begin)))


def check_kind(data: bytes, name: str) -> None:
    """Raise :class:`SummariesError` where ``data`` is no text at all: a PDF, an image, an archive.

    ``name`` is how the error calls it.
    """
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            raise SummariesError(
                f"{name} is {kind}, not a page or a text: give the article as HTML or as text"
            )
    if match := _XML.match(data[:_DECLARED_WITHIN]):
        if match["feed"]:
            raise SummariesError(
                f"{name} is a feed, not a page: take its stories in with summaries new --feed"
            )
        raise SummariesError(
            f"{name} is an image, not a page or a text: give the article as HTML or as text"
        )
    if data[:1] in (b"{", b"[") and _is_json(data):
        raise SummariesError(f"{name} is JSON: give the article as HTML or as text")
    marked = any(data.startswith(mark) for mark, _ in _BOMS)
    if data[:_DECLARED_WITHIN].lstrip().startswith(b"<?xml") and not is_html(data):
        raise SummariesError(
            f"{name} is XML that is no page: give the article as HTML, or its text alone"
        )
    few = _FEW_NULS if _HTML.match(data[:_DECLARED_WITHIN]) else 0
    if data[:1024].count(0) > few and not marked and _wide(data) is None:
        raise SummariesError(f"{name} is not text: give the article as HTML or as text")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def decode(data: bytes, header: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of ``data``, its encoding, and a note where the declared one is not true.

    ``header`` is the encoding that HTTP named, None without one. Text that is valid UTF-8 beyond
    ASCII is UTF-8, whatever it declares: other encodings give valid UTF-8 by chance almost never.
    Else what HTTP or the page declares, if it fits; else what charset-normalizer finds.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding, ()
    if wide := _wide(data):
        return data.decode(wide, "replace"), wide, ()
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = [name for name in (header, match[1].decode("ascii") if match else None) if name]
    try:
        text, notes = _encoded_once(data.decode("utf-8"))
        return text, "utf-8", notes
    except UnicodeDecodeError as error:
        # A page that was cut off, or that holds a broken byte or two in a comment.
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") <= max(2, sum(c > "\x7f" for c in text) // 50):
            return text.replace("\ufffd", ""), "utf-8", ()
        reason = error
    for name in declared:
        codec = _codec(name)
        if codec is None or codec == "utf-8":
            continue
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            text = data.decode(codec, "replace")
            if text.count("\ufffd") > max(2, len(text) // 2000):
                continue
        if not _is_garbled(text):
            return text.replace("\ufffd", ""), codec, ()
    codec = _detected(data)
    if codec is None:
        raise SummariesError("the page's encoding cannot be told: save it as UTF-8") from reason
    said = f"it says it is {declared[0]}, but" if declared else "its encoding is not told:"
    note = f"{said} it seems to be {codec}: check its letters"
    return data.decode(codec, "replace"), codec, (note,)


def _encoded_once(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without what was encoded twice (“â€™” for an apostrophe), with a note if so.

    That is where most of what is not ASCII is valid UTF-8 again, and characters are among it that
    no text has.
    """
    twice = _TWICE.findall(text)
    beyond = sum(not char.isascii() for char in text) if len(twice) >= _OFTEN else 0
    if not beyond or sum(map(len, twice)) * 2 < beyond or not _TELLTALE.search("".join(twice)):
        return text, ()

    def once(match: re.Match[str]) -> str:
        codes = (c if c < "\u0100" else c.encode("cp1252").decode("latin-1") for c in match[0])
        try:
            return "".join(codes).encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    return _TWICE.sub(once, text), ("its letters were encoded twice: that was undone, check them",)


def _is_garbled(text: str) -> bool:
    """Tell whether an encoding that fits any byte was not the text's own.

    Then most letters of its words have accents, or most of its letters of another script stand in
    words of Latin ones.
    """
    words = _WORD.findall(
        re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", text, flags=re.S | re.I)
    )
    letters = "".join(words)
    accented = sum("À" <= letter <= "ÿ" for letter in letters)
    if accented >= _SOME and accented * 2 > len(letters):
        return True
    other = [word for word in words if any(letter > "ʯ" for letter in word)]
    mixed = [word for word in other if any(letter.isascii() for letter in word)]
    return len(mixed) >= _SOME and len(mixed) * 2 > len(other)


def _codec(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return _WEB.get(known, known)


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - an optional extra

    # Mark-up is ASCII in all of them: only what is beyond it tells.
    text = re.sub(rb"<(script|style)\b.*?</\1>|<[^>]*>|\s+", b" ", data, flags=re.S | re.I)
    best = from_bytes(text[:_DETECTED_BY], cp_isolation=_FOUND).best()
    return best.encoding if best else None
