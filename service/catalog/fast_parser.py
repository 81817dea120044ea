"""Read the catalogs that tools write: every entry as gettext's own tools would lay it out.

One pattern takes a whole entry, in a third of the time that the parser takes for its lines. It
knows nothing of errors: whatever is out of the ordinary is left to the lexer, all of the file.
"""

from __future__ import annotations

import re

from .model import Entry
from .parser import SIMPLE, Comments

# The groups around lines are not possessive: before Python 3.11.5 such a group keeps what it had
# taken when it fails half way (gh-106052), and a line "\" would be skipped, not refused. The one
# around escapes may be: after half an escape no quote can follow. It keeps memory small. No two
# alternatives begin alike, so a failure goes back over each line once. No carriage return, NUL or
# numeric escape.
_STRINGS = r'(?:"[^"\\\n]*+(?:\\[abfnrtv"\\][^"\\\n]*+)*+"\n)+'
_ENTRY = re.compile(
    rf"""\n*+
    (?P<comments>(?:\#(?!~)[^\n]*+\n)*)
    (?:msgctxt\ (?P<context>{_STRINGS}))?
    (?P<id>msgid\ (?P<singular>{_STRINGS}))
    (?:
      msgstr\ (?P<string>{_STRINGS})
    | msgid_plural\ (?P<plural>{_STRINGS}) (?P<forms>(?:msgstr\[[0-9]\]\ {_STRINGS})+)
    )""",
    re.VERBOSE,
)
# An obsolete entry with the comments above it, or what is left when no message follows.
_SKIPPED = re.compile(r"(?:\n|#(?!~)[^\n]*+\n)*(?:(?:#~[^\n]*+\n)+|\Z)")
_ODD = re.compile(r"#~[^\S\n]*+#")
_FORM = re.compile(rf"msgstr\[([0-9])\] ({_STRINGS})")
_ESCAPE = re.compile(r"\\(.)")
_MEANING = {chr(letter): chr(meaning) for letter, meaning in SIMPLE.items()}


def read_entries(text: str) -> list[Entry] | None:
    """Return what the lexer makes of ``text``; None when that is for the lexer to say."""
    text = text.rstrip("\n") + "\n"
    if "\r" in text or "\0" in text or "\\\n" in text or _ODD.search(text):
        return None
    entries: list[Entry] = []
    at = row = 0
    while at < len(text):
        entry = _ENTRY.match(text, at)
        if entry is None:
            skipped = _SKIPPED.match(text, at)
            if skipped is None:
                return None
            at, row = skipped.end(), row + text.count("\n", at, skipped.end())
            continue
        comments, context, _id, singular, string, plural, forms = entry.groups()
        if forms is None:
            strings: tuple[str, ...] = (_said(string),)
        else:
            numbered = _FORM.findall(forms)
            if [int(number) for number, _block in numbered] != list(range(len(numbered))):
                return None
            strings = tuple(_said(block) for _number, block in numbered)
        start = row + text.count("\n", at, entry.start("comments"))
        line = start + text.count("\n", entry.start("comments"), entry.start("id"))
        at, row = entry.end(), line + text.count("\n", entry.start("id"), entry.end())
        said = Comments()
        for comment in comments.split("\n")[:-1]:
            said.take(comment)
        entries.append(
            Entry(
                None if context is None else _said(context), _said(singular),
                None if plural is None else _said(plural), strings,
                tuple(said.translator), tuple(said.extracted), frozenset(said.flags - {""}),
                tuple(said.previous), start, row, line + 1,
            )
        )  # fmt: skip
    return entries


def _said(block: str) -> str:
    """Return what the lines of one string say."""
    joined = block[1:-2].replace('"\n"', "")
    return _ESCAPE.sub(lambda match: _MEANING[match[1]], joined) if "\\" in joined else joined
