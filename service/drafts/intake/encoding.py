"""Bytes become text: how large, which kind, which encoding; or one sentence that says why not."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib

from ...errors import SummariesError

MAX_PAGE = 10 * 1024 * 1024
# Browsers look for the declaration in the first 1,024 bytes; some publishers put it later.
_DECLARED_WITHIN = 16 * 1024
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|title|meta|article|div|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
# The first bytes of what is no page, whatever its name says.
_OTHERS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"),
    (b"RIFF", "an image or a recording"), (b"PK\x03\x04", "an office document or an archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"{\\rtf", "a rich text document"),
    (b"ID3", "a recording"), (b"\x00\x00\x00", "a recording or an image"),
)  # fmt: skip
# What these names mean on the web (WHATWG Encoding Standard), where Python takes them narrowly.
_WEB = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874",
    "iso8859-11": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages are found in; others are not looked for, as short texts fit too many.
_FOUND = [
    "cp1252", "cp1250", "cp1251", "koi8_u", "koi8_r", "cp1254", "cp1253", "cp1255", "cp1256",
    "cp1257", "cp874", "cp932", "euc_jp", "iso2022_jp", "gb18030", "big5hkscs", "cp949",
]  # fmt: skip
# What charset detection looks at: it takes seconds on a large page, and this much says it all.
_DETECTED_BY = 200_000


def bounded(data: bytes, name: str) -> bytes:
    """Return ``data``, unpacked where it is gzip.

    Raises :class:`SummariesError` when it is larger than 10 MiB.
    """
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(data)) as file:
                data = file.read(MAX_PAGE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise SummariesError(f"{name} is a broken gzip file: save the page again") from error
    if len(data) > MAX_PAGE:
        raise SummariesError(f"{name} is larger than 10 MiB: give the article alone")
    return data


def is_html(data: bytes) -> bool:
    """Tell whether ``data`` begins as an HTML page does, in any encoding that keeps ASCII."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            data = data[:_DECLARED_WITHIN].decode(encoding, "replace").encode()
    return bool(_HTML.match(data[:_DECLARED_WITHIN]))


def check_kind(data: bytes, name: str) -> None:
    """Raise :class:`SummariesError` for what is no text at all: a PDF, an image, an archive."""
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            raise SummariesError(
                f"{name} is {kind}, not a page or a text: give the article as HTML or as text"
            )
    if b"\x00" in data[:1024] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SummariesError(f"{name} is not text: give the article as HTML or as text")


def decode(data: bytes, header: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of ``data``, its encoding, and a note where the declared one is not true.

    Text that is valid UTF-8 beyond ASCII is UTF-8, whatever it declares: other encodings give valid
    UTF-8 by chance almost never. Else what HTTP or the page declares, if it fits; else what
    charset-normalizer finds.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding, ()
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = [name for name in (header, match[1].decode("ascii") if match else None) if name]
    try:
        return data.decode("utf-8"), "utf-8", ()
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
        return text.replace("\ufffd", ""), codec, ()
    codec = _detected(data)
    if codec is None:
        raise SummariesError("the page's encoding cannot be told: save it as UTF-8") from reason
    said = f"it says it is {declared[0]}, but" if declared else "its encoding is not told:"
    note = f"{said} it seems to be {codec}: check its letters"
    return data.decode(codec, "replace"), codec, (note,)


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
