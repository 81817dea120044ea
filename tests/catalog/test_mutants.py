"""Damaged copies of real catalogs: both our parsers and GNU gettext's say the same of them.

``make fuzz`` runs these with new seeds for as long as asked.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from service import catalog
from service.catalog import Catalog, fast_parser, model, parser
from service.errors import InputError

# What PO files are made of, and what does not belong into them.
PIECES = [
    'msgid "a"\n', 'msgstr "б"\n', 'msgstr ""\n', 'msgctxt "c"\n', 'msgid_plural "as"\n',
    'msgstr[0] "б"\n', 'msgstr[1] "в"\n', "msgstr[2] ", '"\\"\n', '"x\\\n', '"\n', '""\n', '"',
    "\\", '\\"', "\\\\", "\\n", "\\x41", "\\101", "\\q", "\n", "\n\n", "\r", "\r\n", "\t", " ",
    "#", "# c\n", "#, fuzzy\n", "#,fuzzy\n", "# , fuzzy\n", "#= fuzzy\n", "#~ ", '#~ msgid "o"\n',
    '#| msgid "p"\n', "#: a.py:1\n", "#. e\n", "msgid", "msgstr", "[", "]", "0", "\ufeff", "\u2028",
    "\u200f", "ї", "說", "\0", "\x0c", "\v", 'domain "d"\n',
]  # fmt: skip
BARE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
CATALOGS = [
    path.read_text(encoding="utf-8")
    for folder in (ROOT / "locales", ROOT / "service" / "translations")
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po"))
]


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, str]:
    """Return a few entries of a real catalog with some damage done, and the catalog's locale."""
    text = draw(st.sampled_from(CATALOGS))
    header, *blocks = text.split("\n\n")
    first = draw(st.integers(0, max(len(blocks) - 3, 0)))
    text = "\n\n".join([header, *blocks[first : first + 3]])
    field = re.search(r"Language: (\w+)", header)
    start = draw(st.sampled_from([0, len(header)]))
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):  # somewhere, else at the beginning of a line
            at = draw(st.integers(min(start, len(text)), len(text)))
        else:
            at = text.rfind("\n", 0, draw(st.integers(min(start, len(text)), len(text)))) + 1
        line = text.find("\n", at) + 1 or len(text)
        match draw(st.sampled_from(["insert", "insert", "remove", "remove line", "twice", "move"])):
            case "insert":
                text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
            case "remove":
                text = text[:at] + text[at + draw(st.integers(1, 40)) :]
            case "remove line":
                text = text[:at] + text[line:]
            case "twice":
                text = text[:line] + text[at:line] + text[line:]
            case "move":
                text = text[:at] + text[line:] + text[at:line]
    return text, field[1] if field else "en"


@given(mutants())
@example(('msgid "a"\nmsgstr "б"\n"\\"\n', "uk"))
def test_the_fast_parser_reads_what_the_strict_one_reads_or_nothing(case: tuple[str, str]) -> None:
    """Else one text would be judged, signed and shown in two ways."""
    text, _locale = case
    note(text)
    entries = fast_parser.read_entries(text)
    if entries is not None:
        assert entries == parser.read_entries(model.split(text))


Words = dict[tuple[str | None, str], tuple[str | None, tuple[str, ...], bool]]


def words(parsed: Catalog) -> Words:
    """Return what a catalog says, by msgctxt and msgid, and whether each is fuzzy."""
    return {e.key: (e.plural, e.strings, "fuzzy" in e.flags) for e in parsed.entries}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=mutants())
@example(case=(BARE.replace("8\\n", '8\\"x\\n') + '\nmsgid "a"\nmsgstr "б"\n', "uk"))
def test_what_is_accepted_says_the_same_to_gettext(
    case: tuple[str, str], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """A reviewer whose tool is made with libgettextpo sees the words that readers will get.

    ``msgcat`` writes out plainly what it understood. It knows fewer spellings of "fuzzy" than we
    do, and refuses a broken "#~" or "#|", on which nothing rests here.
    """
    text, locale = case
    note(text)
    try:
        ours = words(catalog.parse(text.encode(), "x.po", locale))
    except InputError:
        return
    path = tmp_path / "mutant.po"
    # gettext's tools read no byte order mark; editors on Windows write one, and we take it off.
    path.write_bytes(text.removeprefix("\ufeff").encode())
    run = subprocess.run(
        [tool("msgcat"), "--no-wrap", "--force-po", path], capture_output=True, check=False
    )
    if run.returncode and ("#~" in text or "#|" in text):
        return
    assert run.returncode == 0, run.stderr.decode()
    theirs = words(catalog.parse(run.stdout, "gettext.po", locale))
    for key, (plural, strings, fuzzy) in theirs.items():
        assert ours[key][:2] == (plural, strings)
        assert ours[key][2] >= fuzzy
    assert ours.keys() == theirs.keys()
