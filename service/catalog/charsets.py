"""Catalogs in other charsets than UTF-8, which are read on request only. Pure."""

from __future__ import annotations

import codecs
import re

from ..errors import Finding, InputError

# Charsets that old catalogs are in. Python's other codecs are no charsets, or run what they read.
_KNOWN = (
    *(f"iso8859-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
    *(f"cp{n}" for n in (437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865)),
    *(f"cp{n}" for n in (866, 869, 874, 932, 936, 949, 950, *range(1250, 1259))),
    "ascii", "big5", "big5hkscs", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "iso2022_jp",
    "johab", "koi8-r", "koi8-t", "koi8-u", "mac-cyrillic", "mac-roman", "shift_jis", "tis-620",
    "utf-8", "utf-16", "utf-16-be", "utf-16-le",
)  # fmt: skip
# Big5 as iconv and Windows have it: Python's own has no euro sign, and another dot between names.
_READ_AS = {"big5": "cp950"}
_NAMES = frozenset(codecs.lookup(name).name for name in _KNOWN)
_CHARSET = re.compile(r"(?<=charset=)[\w.:-]+")


def transcode(content: bytes, label: str, charset: str | None = None) -> bytes:
    """Return the catalog ``content`` in UTF-8, and saying so.

    It is read in ``charset``, without one in that which its header names. ``label`` is how messages
    name the file. Raises InputError for a charset that is not known, or does not fit.
    """
    text = content.decode("latin-1")
    end = re.search(r"\n[ \t]*(?:\r?\n|#|msgid|msgctxt)", text[10:])
    header = text[: end.start() + 10] if end else text
    named = _CHARSET.search(header)
    wanted = charset or (named[0] if named else "")
    try:
        codec = codecs.lookup(wanted)
    except (LookupError, ValueError):
        codec = None
    if codec is None or codec.name not in _NAMES:
        problem = "the header names no charset: say which with --charset"
        if wanted:
            problem = (
                f"“{wanted[:40]}” is no charset that can be read: say another with --charset, or "
                "run “msgconv -t UTF-8” first"
            )
        raise InputError([Finding("encoding", problem, label)])
    codec = codecs.lookup(_READ_AS.get(codec.name, codec.name))
    try:
        decoded = codec.decode(content)[0]
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"is not {wanted}: say what it is with --charset"
        raise InputError([Finding("encoding", problem, label, line)]) from error
    return _CHARSET.sub("UTF-8", decoded.removeprefix("\ufeff"), count=1).encode()
