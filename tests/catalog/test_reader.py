"""Reading PO files: what is accepted, what is refused, and which line gets the blame."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service import catalog
from service.catalog import Catalog, Edit, Entry, fast_parser, model, parser
from service.errors import Finding, InputError
from service.files import MAX_BYTES

Texts = dict[tuple[str | None, str], tuple[str | None, tuple[str, ...]]]

HEADER = r"""msgid ""
msgstr ""
"Language: uk\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

"""
BARE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def parse(content: str | bytes, locale: str = "uk") -> Catalog:
    """Read a whole file."""
    raw = content if isinstance(content, bytes) else content.encode()
    return catalog.parse(raw, "uk/harbor.po", locale)


def refusal(content: str | bytes, locale: str = "uk") -> Finding:
    """Return the one finding with which a file is refused."""
    with pytest.raises(InputError) as caught:
        parse(content, locale)
    (finding,) = caught.value.findings
    assert finding.path == "uk/harbor.po"
    assert finding.level == "error"
    return finding


def blamed(text: str) -> tuple[str, int]:
    """Take the arrow off the line that is to blame; return the text and that line's number."""
    lines = text.split("\n")
    (number,) = (number for number, line in enumerate(lines, 1) if line.endswith("←"))
    return text.replace(" ←", ""), number


def texts(parsed: Catalog) -> Texts:
    """Return the words of a catalog by msgctxt and msgid, of messages with all their forms."""
    return {e.key: (e.plural, e.strings) for e in parsed.entries if all(e.strings)}


# --- refused, with the line ----------------------------------------------------------------------

REFUSED = {
    "a keyword without a string": ('msgid ←\nmsgstr "ні"\n', "msgid has no string"),
    "a last keyword without a string": ('msgid "a"\nmsgstr ←\n', "msgstr has no string"),
    "unterminated string": ('msgid "a"\nmsgstr "ні ←', "one pair of quotes"),
    "unterminated at a line break": ('msgid "a"\nmsgstr "н ←\nі"\n', "one pair of quotes"),
    "a comment that hides a line from gettext": ('# D:\\ ←\nmsgid "a"\nmsgstr ""\n', "backslash"),
    "an extracted comment that does": ('#. D:\\ ←\nmsgid "a"\nmsgstr ""\n', "backslash"),
    "an obsolete one that does": ('#~ msgid "D:\\ ←\n#~ msgstr ""\n', "backslash"),
    "no opening quote": ('msgid "a"\nmsgstr ні" ←', "neither a comment, a keyword nor a string"),
    "single quotes": ("msgid \"a\"\nmsgstr 'ні' ←", "neither a comment, a keyword nor a string"),
    "a quote inside": ('msgid "a"\nmsgstr "н"і" ←', r"inside, write \""),
    "junk after the string": ('msgid "a"\nmsgstr "ні" # so ←', "nothing after"),
    "unknown escape": (r'msgid "a"' '\n' r'msgstr "\d" ←', r"\d is not an escape sequence"),
    "Python's escape": (r'msgid "a"' '\n' r'msgstr "\u0456" ←', r"\u is not an escape sequence"),
    "escaped curly quote": (r'msgid "a"' '\n' r'msgstr "\“ні" ←', r"\“ is not an escape sequence"),
    "hex without digits": (r'msgid "a"' '\n' r'msgstr "\xg0" ←', r"\x is not an escape sequence"),
    "the last quote escaped": (r'msgid "a"' '\n' r'msgstr "ні\" ←', "one pair of quotes"),
    "escapes that are no text": ('msgid "a" ←\nmsgstr "\\377"\n', "not UTF-8 text"),
    "escaped NUL": ('msgid "a" ←\nmsgstr "\\0"\n', "not UTF-8 text"),
    "NUL": ('msgid "a"\nmsgstr "\0" ←\n', "NUL"),
    "a deleted msgid": ('msgid "a"\nmsgstr "б"\n\nmsgstr "в" ←\n', "must not follow nothing"),
    "a deleted msgid, no gap": ('msgid "a"\nmsgstr "б"\nmsgstr "в" ←\n', "must not follow msgstr"),
    "a deleted msgid, comment left": (
        'msgid "a"\nmsgstr "б"\n# c\nmsgstr "в" ←\n', "must not follow nothing",
    ),
    "a deleted msgid after its msgctxt": (
        'msgctxt "c"\nmsgstr "в" ←\n', "must not follow msgctxt",
    ),
    "a deleted msgstr": ('msgid "a" ←\n\nmsgid "b"\nmsgstr "в"\n', "its msgstr is missing"),
    "a deleted msgstr, no gap": ('msgid "a"\nmsgid "b" ←\nmsgstr "в"\n', "must not follow msgid"),
    "a deleted msgstr at the end": ('msgid ""\n"a" ←', "its msgstr is missing"),
    "a deleted msgstr before #~": ('msgid "a" ←\n#~ msgid "b"\n', "its msgstr is missing"),
    "a misspelt keyword": ('mgsid "a" ←\nmsgstr "б"\n', "“mgsid \"a\"” is neither"),
    "an upper-case keyword": ('MSGID "a" ←\nmsgstr "б"\n', "is neither"),
    "an unknown keyword": ('domain "other" ←\nmsgid "a"\nmsgstr "б"\n', "is neither"),
    "a string of its own": ('"б" ←\n', "without a keyword"),
    "a string after a comment": ('msgid "a"\nmsgstr "б"\n# c\n"в" ←\n', "without a keyword"),
    "a comment inside a message": ('msgid "a" ←\n# c\nmsgstr "б"\n', "its msgstr is missing"),
    "a blank line inside a message": ('msgid "a" ←\n\nmsgstr "б"\n', "its msgstr is missing"),
    "msgctxt twice": ('msgctxt "c"\nmsgctxt "d" ←\nmsgid "a"\nmsgstr "б"\n', "doubled"),
    "msgctxt after msgid": ('msgid "a"\nmsgctxt "d" ←\nmsgstr "б"\n', "must not follow msgid"),
    "an index where none belongs": ('msgid[0] "a" ←\nmsgstr "б"\n', "takes no index"),
    "the same message twice": (
        'msgid "a"\nmsgstr "б"\n\n# c\nmsgid "a" ←\nmsgstr "в"\n', "the same message stands",
    ),
    "the same msgctxt and msgid": (
        'msgctxt "c"\nmsgid "a"\nmsgstr "б"\n\nmsgctxt "c"\nmsgid "a" ←\nmsgstr "б"\n', "keep one",
    ),
    "a second header": (
        'msgid "" ←\nmsgstr "Content-Type: text/plain; charset=cp1251\\n"\n', "a second header",
    ),
    "a second header with msgctxt": ('msgctxt "c"\nmsgid "" ←\nmsgstr "б"\n', "a second header"),
    "too few forms": (
        'msgid "a" ←\nmsgid_plural "as"\nmsgstr[0] "0"\nmsgstr[1] "1"\n',
        "has 2 plural forms, the language has 3: write 3",
    ),
    "too many forms": (
        'msgid "a" ←\nmsgid_plural "as"\n' + "".join(f'msgstr[{i}] "{i}"\n' for i in range(4)),
        "has 4 plural forms, the language has 3",
    ),
    "a gap in the forms": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "0"\nmsgstr[2] "2" ←\n', "msgstr[1] is expected",
    ),
    "a form twice": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "0"\nmsgstr[0] "1" ←\n', "msgstr[1] is expected",
    ),
    "a negative form": ('msgid "a"\nmsgid_plural "as"\nmsgstr[-1] "0" ←\n', "is neither"),
    "a huge form": ('msgid "a"\nmsgid_plural "as"\nmsgstr[99999999] "0" ←\n', "is neither"),
    "forms without msgid_plural": ('msgid "a"\nmsgstr[0] "0" ←\n', "go with msgid_plural"),
    "msgid_plural without forms": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr "0" ←\n', "go with msgid_plural",
    ),
    "a conflict's start": ('<<<<<<< HEAD ←\nmsgid "a"\nmsgstr "б"\n', "“<<<<<<< HEAD” is neither"),
    "a conflict's middle": ('msgid "a"\nmsgstr "б"\n======= ←\n', "is neither"),
    "a conflict's end": ('msgid "a"\nmsgstr "б"\n>>>>>>> theirs ←\n', "is neither"),
    "two files joined": ('\ufeffmsgid "" ←\nmsgstr ""\n', "is neither"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "said"), REFUSED.values(), ids=REFUSED)
def test_a_broken_message_is_refused_with_its_line(body: str, said: str) -> None:
    """Nothing is guessed: the file is refused, and the person is led to the line to correct."""
    text, line = blamed(HEADER + body)
    finding = refusal(text)
    assert said in finding.text
    assert finding.line == line


BAD_HEADERS = {
    "nothing at all": (" ←", "the first message must be the header"),
    "no header": ('msgid "a" ←\nmsgstr "б"\n', "the first message must be the header"),
    "a header with msgctxt": (
        'msgctxt "c" ←\nmsgid ""\nmsgstr "x: y\\n"\n', "the first message must be the header",
    ),
    "the header lost": ('msgid "" ←\nmsgstr ""\n', "charset=UTF-8"),
    "no charset": (
        '# c\nmsgid ""\nmsgstr "Content-Type: text/plain\\n" ←\n', "charset=UTF-8",
    ),
    "UTF-8 labelled Latin-1": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n" ←\n', "charset=UTF-8",
    ),
    "a charset that Python executes": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=unicode_escape\\n" ←\n', "UTF-8",
    ),
    "a charset that does not exist": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=KLINGON-8\\n" ←\n', "charset=UTF-8",
    ),
    "plural forms": (
        'msgid "" ←\nmsgid_plural ""\nmsgstr[0] "x: y\\n"\n', "must not have plural forms",
    ),
    "no field": (
        'msgid ""\nmsgstr ""\n"Language: uk\\n"\n"Nonsense\\n" ←\n', "“Nonsense” is not a header",
    ),
    "a field twice": (
        'msgid ""\nmsgstr ""\n"Language: uk\\n"\n"language: pl\\n" ←\n', "has language twice",
    ),
    "another language": (
        'msgid ""\nmsgstr ""\n"Language: pl\\n" ←\n"Content-Type: text/plain; charset=UTF-8\\n"\n',
        "says Language: pl, but the file's place says uk",
    ),
    "another language's plural rule": (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n" ←\n', "is not a rule of uk",
    ),
    "plural forms to fill the memory": (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=10000000; plural=0;\\n" ←\n', "nplurals between 1 and 9",
    ),
    "a template's plural forms": (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n" ←\n'
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n', "nplurals between 1 and 9",
    ),
    "no plural forms where one message has some": (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: \\n" ←\n'
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n', "nplurals between 1 and 9",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_a_header_that_lies_or_lacks_is_refused(content: str, said: str) -> None:
    """One header, first, in UTF-8, of this language and its plural rule; else its line is named."""
    text, line = blamed(content)
    finding = refusal(text)
    assert said in finding.text
    assert finding.line == line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cp1251_labelled_utf_8_is_refused_with_its_line(end: str) -> None:
    """What an old editor saved in its own charset is found, whatever the line ends."""
    text, line = blamed(HEADER + 'msgid "a"\nmsgstr "ні" ←\n')
    finding = refusal(text.replace("\n", end).encode("cp1251"))
    assert "not UTF-8: save it again" in finding.text
    assert finding.line == line


def test_utf_16_is_refused() -> None:
    """What Windows calls Unicode is not what PO files are in."""
    assert "not UTF-8" in refusal(HEADER.encode("utf-16")).text


def test_two_byte_order_marks_are_refused() -> None:
    """One is taken off; a second one would hide the header."""
    finding = refusal("\ufeff\ufeff" + HEADER)
    assert "two byte order marks" in finding.text
    assert finding.line == 1


def test_a_folder_that_is_no_language_is_refused_like_any_other_mistake() -> None:
    """A catalog in a place that CLDR does not know gets a sentence, not a traceback."""
    assert "“qqq” is not a locale that CLDR knows" in refusal(BARE, "qqq").text


OTHER_RULES = {
    "KDE's Ukrainian": (
        "uk", "nplurals=4; plural=n==1 ? 3 : n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;", "0123", "012",
    ),
    "Polish with a form for fractions": (
        "pl", "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 "
        ": n!=1 && n%10<=1 || n%10>=5 || n%100>=12 && n%100<=14 ? 2 : 3);", "0123", "012",
    ),
    "French with a form for millions": (
        "fr", "nplurals=3; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
        "012", "02",
    ),
    "English as French": ("fr", "nplurals=2; plural=(n != 1);", "01", "01"),
    "French as Turkish": ("tr", "nplurals=2; plural=(n > 1);", "01", "01"),
    "Turkish with one form": ("tr", "nplurals=1; plural=0;", "0", "00"),
    "Babel's Arabic": (
        "ar", "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=0 && n%100<=2 ? 4 : 5);", "012345", "012354",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("locale", "rule", "have", "ours"), OTHER_RULES.values(), ids=OTHER_RULES)
def test_another_rule_of_the_language_is_mapped_by_value(
    locale: str, rule: str, have: str, ours: str
) -> None:
    """Each of our forms has the words that the file's rule chooses for the same numbers."""
    forms = "".join(f'msgstr[{i}] "{form}"\n' for i, form in enumerate(have))
    text = f'{BARE}"Plural-Forms: {rule}\\n"\n\nmsgid "a"\nmsgid_plural "b"\n{forms}'
    (entry,) = parse(text, locale).entries
    assert "".join(entry.strings) == ours


def test_fields_of_tools_may_come_twice_and_hold_any_character() -> None:
    """KDE repeats them; a NEL, which is no line end in PO files, is one in Python."""
    fields = '"X-Note: a\\n"\n"X-Note: b\x85c\\n"\n"Last-Translator: A\x85B\\n"\n'
    parsed = parse(BARE + fields + 'msgid "a"\nmsgstr "b"\n')
    assert parsed.header["x-note"] == "a"
    assert parsed.header["last-translator"] == "A\x85B"


@pytest.mark.parametrize("field", ["", "nplurals=INTEGER; plural=EXPRESSION;"])
def test_a_field_that_says_nothing_will_do_where_nothing_is_plural(field: str) -> None:
    """Tools write such fields; nobody asks what is in them."""
    assert parse(f'{BARE}"Plural-Forms: {field}\\n"\n\nmsgid "a"\nmsgstr "b"\n').entries


def test_too_many_messages_are_refused() -> None:
    """The text says how many are allowed."""
    many = "".join(f'msgid "{number}"\nmsgstr ""\n' for number in range(20_001))
    assert "more than 20000 messages" in refusal(HEADER + many).text


def test_a_file_too_large_to_be_a_catalog_is_refused_unread(tmp_path: Path) -> None:
    """Nobody can fill the memory with a file."""
    path = tmp_path / "large.po"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match=r"large\.po: error: is larger than 4 MiB"):
        catalog.read(path, "large.po", "uk")


@pytest.mark.parametrize("letter", ["a", "ї", r"\""])
def test_one_endless_string_needs_memory_in_proportion(letter: str) -> None:
    """A megabyte in one string takes some dozens of megabytes to read, not hundreds."""
    content = f'{HEADER}msgid "a"\nmsgstr "{letter * 2**17}"\n'.encode()
    tracemalloc.start()
    try:
        parse(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * len(content)


@pytest.mark.parametrize(
    "line", ["\n", "#\n", "#, fuzzy\n", '#| "a"\n', '""\n', "#~\n", '#~ ""\n', '#~ msgid "a"\n']
)
def test_the_work_grows_with_the_lines_and_not_faster(line: str) -> None:
    """Twice as many lines of any kind take twice as many steps: no file stalls the publisher."""

    def steps(count: int) -> int:
        content = f'{HEADER}msgid "a"\nmsgstr "b"\n{line * count}'.encode()
        calls: list[str] = []
        sys.setprofile(lambda _frame, event, _argument: calls.append(event))
        try:
            with contextlib.suppress(InputError):
                parse(content)
        finally:
            sys.setprofile(None)
        return len(calls)

    assert steps(800) < 3 * steps(400)


# --- accepted ------------------------------------------------------------------------------------

A = (None, "a")

# What is in the file, what the first message has, and which other readers cannot read it.
ACCEPTED: dict[str, tuple[str, dict[str, object], str]] = {
    "a tab after the keyword": ('msgid\t"a"\nmsgstr\t"б"\n', {"strings": ("б",)}, ""),
    "no space after the keyword": ('msgid"a"\nmsgstr"б"\n', {"strings": ("б",)}, "polib"),
    "white space around": ('  msgid "a" \n\tmsgstr "б"\t\n', {"strings": ("б",)}, ""),
    "a keyword alone on its line": (
        'msgid\n"a"\nmsgstr\n"б"\n"в"\n', {"strings": ("бв",)}, "polib",
    ),
    "two strings on a line": ('msgid "a"\nmsgstr "б" "в""г"\n', {"strings": ("бвг",)}, "polib"),
    "a flag in obsolete dress": (
        '#~ #, fuzzy\nmsgid "a"\nmsgstr "б"\n', {"strings": ("б",), "fuzzy": True}, "polib",
    ),
    "no gap between messages": (
        'msgid "a"\nmsgstr "б"\nmsgid "c"\nmsgstr "в"\n', {"strings": ("б",)}, "",
    ),
    "CRLF": ('msgid "a"\r\nmsgstr ""\r\n"б"\r\n', {"strings": ("б",)}, ""),
    "CR": ('msgid "a"\rmsgstr ""\r"б"\r', {"strings": ("б",)}, ""),
    "no final line end": ('msgid "a"\nmsgstr "б"', {"strings": ("б",)}, ""),
    "previous text": (
        '#, fuzzy\n#| msgid "A"\nmsgid "a"\nmsgstr "б"\n', {"previous": ('msgid "A"',)}, "",
    ),
    "previous text over several lines": (
        '#| msgctxt "c"\n#| msgid ""\n#| "\\"A\\""\n#| "B"\n#| msgid_plural "C"\n'
        'msgid "a"\nmsgstr "б"\n', {"previous_source": ('"A"B', "C")}, "",
    ),
    "previous text that is none": (
        '#| msgid A\n#| "\\"\nmsgid "a"\nmsgstr "б"\n', {"previous_source": None}, "msgfmt",
    ),
    "previous text of obsolete messages": (
        '#, fuzzy\n#~| msgid "Z"\n#~ msgid "z"\n#~ msgstr "я"\n\nmsgid "a"\nmsgstr "б"\n',
        {"fuzzy": False, "previous": ()}, "",
    ),
    "an obsolete message's comments": (
        '# not of a\n#~ msgid "z"\n#~ msgstr "я"\n# of a\nmsgid "a"\nmsgstr "б"\n',
        {"comments": ("of a",)}, "",
    ),
    "comments over a blank line": (
        '# of a\n\n#. so\n\nmsgid "a"\nmsgstr "б"\n', {"comments": ("of a",)}, "",
    ),
    "a comment without a space": (
        '#of a\n#\nmsgid "a"\nmsgstr "б"\n', {"comments": ("of a", "")}, "polib",
    ),
    "escapes": (
        r'msgid "a"' '\n' r'msgstr "\"\\\a\b\f\n\r\t\v"',
        {"strings": ('"\\\a\b\f\n\r\t\v',)}, "polib",
    ),
    "octal and hex escapes that are UTF-8": (
        r'msgid "a"' '\n' r'msgstr "\320\261\xd0\xb1\61"', {"strings": ("бб1",)}, "polib",
    ),
    "a character over two lines": (
        r'msgid "a"' '\n' r'msgstr "\320"' '\n' r'"\261"', {"strings": ("б",)}, "polib",
    ),
    "an empty msgctxt": (
        'msgctxt ""\nmsgid "a"\nmsgstr "б"\n', {"context": "", "strings": ("б",)}, "",
    ),
    "plural forms": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "0"\nmsgstr[1] ""\n"1"\nmsgstr[2] "2"\n',
        {"plural": "as", "strings": ("0", "1", "2")}, "",
    ),
    "as many empty forms as a template has": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] ""\n',
        # polib shows two, and gettext none, as nothing is translated.
        {"plural": "as", "strings": ("", "", "")}, "polib",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "_refusing"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_the_format_allows_is_read(
    body: str, expected: dict[str, object], _refusing: str
) -> None:
    """What other tools and hands write within the rules means what they mean by it."""
    entry = parse(HEADER + body).entries[0]
    assert entry.singular == "a"
    assert {name: getattr(entry, name) for name in expected} == expected


def test_a_byte_order_mark_is_taken_off() -> None:
    """The header stays the header."""
    parsed = parse("\ufeff" + HEADER + 'msgid "a"\nmsgstr "б"\n')
    assert parsed.header["language"] == "uk"
    assert texts(parsed) == {A: (None, ("б",))}


@pytest.mark.parametrize(
    "field",
    [
        "POT-Creation-Date: ", "Language: uk_UA", "Language: ", "Language: Ukrainian",
        "Language: українська", "X-Generator: Poedit 3.2.2",
        "X-Poedit-SearchPath-0: .", "Plural-Forms : nplurals = 1 ;plural=0",
    ],
)  # fmt: skip
def test_header_fields_that_tools_write_are_accepted(field: str) -> None:
    """Poedit leaves dates empty, translators name their country, everybody signs."""
    locale = "ja" if "Plural" in field else "uk"
    lines = f'"{field}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    assert parse(f'# Team\n\n#, fuzzy\nmsgid ""\nmsgstr ""\n{lines}', locale).entries == ()


def test_a_template_may_leave_its_header_to_be_filled_in() -> None:
    """Placeholders of xgettext are fine in a POT, and any number of empty forms."""
    fields = '"Language: LL\\n"\n"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n'
    text = BARE + fields + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    template = catalog.parse(text.encode(), "harbor.pot", "en", template=True)
    assert [entry.strings for entry in template.entries] == [("", "")]


@pytest.mark.parametrize(
    "line",
    [
        "#, fuzzy", "#,fuzzy", "#, Fuzzy", "#, FUZZY", "# , fuzzy", "#\t,fuzzy", "#= fuzzy",
        "#=fuzzy", "# = fuzzy", "#, fuzzy, python-brace-format", "#, python-brace-format,fuzzy",
        "#, no-wrap\n#, fuzzy", "#, fuzzy\n", "#, fuzzy\n\n# a comment",
        "#, fuzzy python-brace-format", "#, python-brace-format\tfuzzy", "#! fuzzy",
    ],
)  # fmt: skip
def test_fuzzy_in_any_spelling_is_fuzzy(line: str) -> None:
    """Whatever gettext, its successor or a person calls fuzzy is not served as reviewed."""
    (entry,) = parse(f'{HEADER}{line}\nmsgid "a"\nmsgstr "б"\n').entries
    assert entry.fuzzy


@pytest.mark.parametrize(
    "line", ["#. fuzzy", "#: fuzzy.py:1", "# fuzzy", "#, not-fuzzy", "#| msgid \"fuzzy\""]
)  # fmt: skip
def test_the_word_alone_is_not_the_flag(line: str) -> None:
    """A comment about fuzziness takes no edition down."""
    (entry,) = parse(f'{HEADER}{line}\nmsgid "a"\nmsgstr "б"\n').entries
    assert not entry.fuzzy


def test_every_entry_knows_its_lines() -> None:
    """From start to end are its own lines, from its first comment to its last string."""
    text = HEADER + '\n# c\n\n#, fuzzy\nmsgid "a"\nmsgstr ""\n"б"\n#~ msgid "z"\n\nmsgid "d"\n'
    parsed = parse(text + 'msgstr ""')
    spans = ["".join(parsed.lines[entry.start : entry.end]) for entry in parsed.entries]
    assert spans == ['# c\n\n#, fuzzy\nmsgid "a"\nmsgstr ""\n"б"\n', 'msgid "d"\nmsgstr ""']
    assert [parsed.lines[entry.line - 1] for entry in parsed.entries] == [
        'msgid "a"\n',
        'msgid "d"\n',
    ]


# --- the same as others read ---------------------------------------------------------------------


@pytest.fixture
def gnu(tool: Callable[[str], str], tmp_path: Path) -> Callable[[str], Texts | None]:
    """Return a function that gives the words as msgfmt compiles them; None when it refuses."""
    msgfmt = tool("msgfmt")

    def compiled(text: str) -> Texts | None:
        (tmp_path / "gnu.po").write_bytes(text.encode())
        run = subprocess.run(
            [msgfmt, "--use-fuzzy", "-o", "gnu.mo", "gnu.po"],
            cwd=tmp_path, capture_output=True, check=False,
        )  # fmt: skip
        return None if run.returncode else dict(compiled_texts(tmp_path / "gnu.mo"))

    return compiled


def compiled_texts(path: Path) -> Iterator[tuple[tuple[str | None, str], object]]:
    """Yield what a compiled catalog says, straight from its two tables of strings."""
    raw = path.read_bytes()

    def word(offset: int) -> int:
        return int.from_bytes(raw[offset : offset + 4], "little")

    def string(table: int, index: int) -> str:
        length, start = word(table + 8 * index), word(table + 8 * index + 4)
        return raw[start : start + length].decode()

    for index in range(word(8)):
        source, target = string(word(12), index), string(word(16), index)
        context, separator, rest = source.rpartition("\4")
        singular, has_plural, plural = rest.partition("\0")
        if source:
            key = (context if separator else None, singular)
            yield key, (plural if has_plural else None, tuple(target.split("\0")))


def polib_texts(content: bytes, path: Path) -> Texts:
    """Return the words of a catalog as polib reads them."""
    path.write_bytes(content)
    return {
        (entry.msgctxt, entry.msgid): (
            entry.msgid_plural or None,
            tuple(entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural)) or (entry.msgstr,),
        )
        for entry in polib.pofile(str(path), encoding="utf-8")
        if not entry.obsolete
    }


def babel_texts(content: bytes) -> Texts:
    """Return the words of a catalog as Babel reads them."""
    by_key: Texts = {}
    for message in read_po(io.BytesIO(content), locale="uk", abort_invalid=True):
        if isinstance(message.id, tuple):
            by_key[message.context, message.id[0]] = message.id[1], tuple(message.string)
        elif message.id:
            by_key[message.context, message.id] = None, (message.string,)
    return by_key


@pytest.mark.parametrize(("body", "_expected", "refusing"), ACCEPTED.values(), ids=ACCEPTED)
def test_msgfmt_and_polib_read_the_same_words(
    body: str,
    _expected: object,
    refusing: str,
    gnu: Callable[[str], Texts | None],
    tmp_path: Path,
) -> None:
    """What is served is what the translator's tools show."""
    ours = texts(parse(HEADER + body))
    if refusing != "msgfmt":
        assert gnu(HEADER + body) == ours
    if refusing != "polib":
        assert polib_texts((HEADER + body).encode(), tmp_path / "x.po") == ours


# Quotes, escapes, several lines, a plural, contexts, no gap: much to break.
WHOLE = (
    HEADER
    + r"""# a comment with a " in it
#. extracted: "so"
#, fuzzy, python-brace-format
msgctxt "fire"
msgid "\"{day}\"\tso"
msgstr ""
"«{day}»\\"
" \tтак"
msgid "{n} ton"
msgid_plural "{n} tons"
msgstr[0] "{n} тонна"
msgstr[1] "{n} тонни"
msgstr[2] "{n} \"тонн\""

msgctxt "again"
msgid "{n} ton"
msgstr "{n} \061\x30"
"""
)


def slips(text: str) -> Iterator[str]:
    """Yield ``text`` with each line lost, doubled, moved or joined, each mark of syntax lost."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        before, after = lines[:number], lines[number + 1 :]
        yield "".join([*before, *after])
        yield "".join([*before, line, *lines[number:]])
        yield "".join([*before, *after[:1], line, *after[1:]])
        yield "".join([*before, line.rstrip("\n"), *after])
    for position in range(len(HEADER), len(text)):
        if text[position] in '"\\[]#_':
            yield text[:position] + text[position + 1 :]


def test_what_msgfmt_refuses_is_refused_and_what_both_read_is_the_same(
    gnu: Callable[[str], Texts | None],
) -> None:
    """Of all slips of the hand in one file, none gives readers words that nobody wrote."""
    assert gnu(WHOLE) == texts(parse(WHOLE))
    accepted = refused = 0
    for text in slips(WHOLE):
        try:
            ours = texts(parse(text))
        except InputError:
            refused += 1
        else:
            assert ours == gnu(text), text
            accepted += 1
    assert accepted > 20
    assert refused > 90


@pytest.mark.parametrize("escape", [r"\x41 B", r"\x41B", r"\x041", r"\1011", r"\78"])
def test_digits_after_an_escape_are_read_as_msgfmt_reads_them_or_refused(
    escape: str, gnu: Callable[[str], Texts | None]
) -> None:
    """A reviewer whose tool shows one text does not sign another."""
    text = f'{HEADER}msgid "a"\nmsgstr "{escape}"\n'
    try:
        ours = texts(parse(text))
    except InputError:
        return
    assert ours == gnu(text)


# --- anything at all -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "msgid", "msgstr", "msgctxt", "msgid_plural", "msgstr[0]", "msgstr[1]", "[", '"', '"a"',
        '""', "\\", "\n", "\r", " ", "\t", "#", "#~", "#|", "#,", "#=", "fuzzy", "\ufeff", "\0",
        "ї", "\u2028", "\x85", '"Language: ', "Plural-Forms: ", "nplurals=", "n", "?", "(", "/",
        "9", ";",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=60)
    | st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()),
    st.sampled_from(["", BARE[:-4], BARE, HEADER]),
)
@example(b'"Plural-Forms: nplurals=1; plural=' + b"(" * 900 + b'n;\\n"\n', BARE)
@example(b'"Language: ' + b"x-" * 500 + b'\\n"\n', BARE)
def test_any_bytes_are_read_or_refused_with_a_line(body: bytes, before: str) -> None:
    """No file makes the reader fail in any other way."""
    try:
        parse(before.encode() + body)
    except InputError as error:
        assert all(finding.line for finding in error.findings)


RICH = (
    HEADER
    + r"""#
# reviewed-by: Jane Doe; date: 2026-11-22; sha256:0123456789abcdef0123456789abcdef
#  said twice
#. {n} = 5
#.
#: harbor.py:1
#, fuzzy, python-brace-format
#| msgid "old"
msgctxt "fire"
msgid ""
"One \"fire\"\n"
"and {n}"
msgid_plural "Many\tfires"
msgstr[0] "Одна\\"
msgstr[1] ""
"Дві"
msgstr[2] "Пять"

# translated-by: Jane Doe; date: 2026-11-22
#~ msgctxt "gone"
#~ msgid ""
#~ "Gone"
#~ msgstr "Нема"

msgid "b"
msgstr "б"
# c
msgctxt "d"
msgid "b"
msgstr ""

#~ msgid "gone, too"
#~ msgstr ""
"""
)


def test_what_tools_write_is_read_in_the_quick_way() -> None:
    """Else every catalog would take three times as long, and nobody would notice."""
    paths = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))
    for text in (RICH, *(path.read_text() for path in paths)):
        assert fast_parser.read_entries(text) is not None


@pytest.mark.parametrize("line", [r'"\"', r'"ні\"', r'"\q"', '"', '"ні', 'ні"', r'"ні" "\"'])
@pytest.mark.parametrize("after", ["msgid", "msgstr"])
def test_no_version_of_python_skips_a_broken_line(line: str, after: str) -> None:
    """Debian 12's Python 3.11.2 did, and the words above it kept their signature."""
    text = {"msgid": f'{BARE}\nmsgid "a"\n{line}\nmsgstr "ні"\n\nmsgid "b"\nmsgstr "так"\n'}
    text["msgstr"] = f'{BARE}\nmsgid "a"\nmsgstr "ні"\n{line}\n\nmsgid "b"\nmsgstr "так"\n'
    assert fast_parser.read_entries(text[after]) is None
    assert refusal(text[after]).line == (5 if after == "msgid" else 6)


@settings(max_examples=300, deadline=None)
@given(
    st.tuples(st.integers(0, len(RICH)), st.sampled_from([0, 1, 30]), st.lists(PIECES, max_size=3))
    | st.tuples(
        st.sampled_from([at for at, end in enumerate(RICH) if end == "\n"]),
        st.sampled_from([0, 1]),
        st.lists(PIECES, max_size=3),
    )
)
@example((RICH.index("[1]") + 1, 1, ["2"]))
@example((RICH.index("Jane"), 0, ["\r"]))
@example((RICH.index("{n}"), 0, ["\0"]))
@example((RICH.index("# c"), 1, ["#~"]))
@example((RICH.index("msgctxt"), 0, ["\n"]))
@example((RICH.index("#~ msgid"), 2, []))
@example((RICH.index("#~ msgstr"), 3, []))
@example((RICH.index("#~ msgctxt"), 0, [" "]))
@example((RICH.index("msgid_plural"), 0, ['"\\"\n']))
@example((RICH.index("msgstr[2]"), 0, ['"x\\"\n']))
@example((RICH.index("# c"), 0, ['"\\q"\n']))
def test_the_quick_way_reads_what_the_lexer_reads(change: tuple[int, int, list[str]]) -> None:
    """Whatever is done to a catalog, the quick way has the same entries, or leaves it alone."""
    at, removed, pieces = change
    text = RICH[:at] + "".join(pieces) + RICH[at + removed :]
    quick = fast_parser.read_entries(text)
    if quick is not None:
        assert quick == parser.read_entries(model.split(text))


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
TEXTS = WORDS | st.sampled_from(
    [
        'Сказав: "так"', "C:\\new\\table", "рядок\nдругий\n", "\n", "\t", "a\r\nb", "50% {n} {{}}",
        "שלום, «עולם»", "مرحبا \u200f{n}\u200f", "消防局说,仓库起火" * 9, "довге слово " * 20,
        "\u2028", "{day}\u00a0р.", "e\u0301",
    ]
)  # fmt: skip
# A comment is one line; one that begins like a flag is a flag; one that ends in a backslash gets
# a full stop.
COMMENTS = st.lists(
    TEXTS.map(lambda text: " ".join(text.split())).filter(
        lambda text: text[:1] not in (",", "=") and text[-1:] != "\\"
    ),
    max_size=3,
)
FLAGS = st.sets(st.sampled_from(["fuzzy", "python-brace-format", "no-wrap"])).map(frozenset)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    plural = draw(st.none() | TEXTS)
    count = 1 if plural is None else 3
    strings = draw(st.lists(TEXTS, min_size=count, max_size=count))
    return catalog.new_entry(
        (draw(st.none() | TEXTS), draw(TEXTS)), plural, strings,
        extracted=draw(COMMENTS), comments=draw(COMMENTS), flags=draw(FLAGS),
    )  # fmt: skip


CATALOGS = st.lists(entries(), max_size=4, unique_by=lambda entry: entry.key)


def test_an_obsolete_message_that_cannot_be_read_hides_no_other() -> None:
    """The words of the others come back when their messages do."""
    content = """msgid "c"
msgstr "в"

#~ msgid "a
#~ msgstr "б"

#~ msgid "d"
#~ msgstr "г"
"""
    obsolete = parse(HEADER + content).obsolete
    assert [(entry.singular, entry.strings) for entry in obsolete] == [("d", ("г",))]


@settings(max_examples=60, deadline=None)
@given(CATALOGS)
def test_what_is_written_is_read_back_and_by_babel_and_polib_too(
    tmp_path_factory: pytest.TempPathFactory, new: list[Entry]
) -> None:
    """Any texts, in any script, with any quotes, survive the file unchanged."""
    content = catalog.create("harbor", "uk", new)
    parsed = parse(content)
    assert [entry.state for entry in parsed.entries] == [entry.state for entry in new]
    assert [entry.extracted for entry in parsed.entries] == [entry.extracted for entry in new]
    if not re.search(r"(?<!\\)(?:\\\\)*\\[abfv]", content.decode()):  # they know no such escapes
        assert babel_texts(content) == texts(parsed)
        assert polib_texts(content, tmp_path_factory.getbasetemp() / "polib.po") == texts(parsed)


@settings(max_examples=40, deadline=None)
@given(CATALOGS.filter(len), entries(), st.booleans(), st.booleans())
def test_what_is_edited_is_read_back_and_the_neighbours_too(
    tmp_path_factory: pytest.TempPathFactory, old: list[Entry], new: Entry, clear: bool,
    flagged: bool,
) -> None:  # fmt: skip
    """An edit puts exactly the new texts in, and leaves every other message as it was."""
    path = tmp_path_factory.getbasetemp() / "edited.po"
    path.write_bytes(catalog.create("harbor", "uk", old))
    first = old[0]
    strings = [new.strings[0]] * len(first.strings)
    change = Edit(
        comments=new.comments, extracted=new.extracted, strings=strings, fuzzy=not clear,
        flags=new.flags if flagged else None,
    )  # fmt: skip
    catalog.edit(path, "harbor.po", "uk", lambda _found: ({first.key: change}, ()))
    edited, *rest = catalog.read(path, "harbor.po", "uk").entries
    assert (edited.key, edited.plural) == (first.key, first.plural)
    assert (edited.strings, edited.comments) == (tuple(strings), new.comments)
    assert edited.extracted == new.extracted
    assert edited.flags - {"fuzzy"} == (new if flagged else first).flags - {"fuzzy"}
    assert edited.fuzzy is not clear
    assert [entry.state for entry in rest] == [entry.state for entry in old[1:]]


@given(st.text(alphabet="a\r\n\x0b\x0c\x85\u2028#", max_size=12))
def test_a_line_ends_where_gettext_ends_it_and_nowhere_else(text: str) -> None:
    """At CR, LF or both. Line numbers in findings would be wrong otherwise, and lines be lost."""
    lines = model.split(text)
    assert "".join(lines) == text
    for line in lines:
        assert re.fullmatch(r"[^\r\n]*(\r\n|\n|\r)|[^\r\n]+", line)


def test_a_message_with_too_few_empty_forms_gets_ours_when_it_is_translated() -> None:
    """Tools copy a template's two empty forms into languages that have three."""
    body = 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    written = catalog.apply(parse(HEADER + body), {(None, "a"): Edit(strings=["0", "1", "2"])})
    assert b'msgstr[0] "0"\nmsgstr[1] "1"\nmsgstr[2] "2"\n' in written


def test_a_gap_is_filled_when_another_rule_is_converted() -> None:
    """The empty forms of one message do not stop the others under gettext's Latvian rule."""
    rule = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);"
    header = BARE[:-2] + f'Language: lv\\nPlural-Forms: {rule}\\n"\n\n'
    empty = 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
    full = 'msgid "b"\nmsgid_plural "bs"\nmsgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "0"\n'
    converted = catalog.convert(parse(header + empty + full, "lv"))
    assert [e.strings for e in parse(converted, "lv").entries] == [("", "", ""), ("2", "1", "2")]


def test_gettexts_name_of_a_script_is_understood() -> None:
    """Of sr@latin the catalog is sr_Latn, and not sr."""
    content = HEADER.replace("Language: uk", "Language: sr@latin")
    assert parse(content, "sr_Latn").locale == "sr_Latn"
    assert "sr@latin" in refusal(content, "sr").text
