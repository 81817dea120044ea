"""Catalogs of other plural rules and charsets, brought under ours."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from service import catalog
from service.catalog import Edit
from service.errors import ConflictError, InputError

KDE = (
    "nplurals=4; plural=n==1 ? 3 : n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;"
)
FOREIGN = f"""msgid ""
msgstr ""
"Language: uk\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {KDE}\\n"
"X-Generator: Lokalize 22.12.3\\n"

# a note
msgid "hour"
msgid_plural "hours"
msgstr[0] "година"
msgstr[1] "години"
msgstr[2] "годин"
msgstr[3] "година!"

msgid   "untidy"
msgstr "неохайне"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "harbor.po"
    file.write_text(FOREIGN)
    return file


def test_a_converted_catalog_has_our_rule_and_the_same_words(
    path: Path, tool: Callable[[str], str]
) -> None:
    """Header and forms are ours; a form too many is kept in a comment; the rest stays as it was."""
    before = catalog.read(path, "harbor.po", "uk")
    assert catalog.convert_file(path, "harbor.po", "uk")
    after = catalog.read(path, "harbor.po", "uk")
    assert after.forms is None
    assert after.header["plural-forms"].startswith("nplurals=3;")
    assert after.header["x-generator"] == "Lokalize 22.12.3"
    hour = after.entries[0]
    assert [entry.strings for entry in after.entries] == [e.strings for e in before.entries]
    assert hour.comments == ("a note", "was: година!")
    assert 'msgid   "untidy"' in after.text
    assert not catalog.convert_file(path, "harbor.po", "uk")
    subprocess.run([tool("msgfmt"), "-c", "-o", "/dev/null", path], check=True)


def test_an_edit_of_plural_forms_converts_what_was_under_another_rule(path: Path) -> None:
    """New words could not be written under a rule that has other forms."""
    new = ["одна", "дві", "п’ять"]
    edit = Edit(strings=new, comments=["mine"])
    catalog.edit(path, "harbor.po", "uk", lambda _found: ({(None, "hour"): edit}, ()))
    after = catalog.read(path, "harbor.po", "uk")
    assert after.forms is None
    assert after.entries[0].strings == tuple(new)
    assert after.entries[0].comments == ("mine", "was: година!")


def test_another_edit_leaves_the_other_rule_alone(path: Path) -> None:
    """Somebody's tool writes it; it is not ours to change without need."""
    edit = Edit(strings=["охайне"])
    catalog.edit(path, "harbor.po", "uk", lambda _found: ({(None, "untidy"): edit}, ()))
    assert KDE in path.read_text()


def test_a_field_that_says_nothing_is_filled_in(path: Path) -> None:
    """So that the next plural message finds its rule."""
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: \\n"\n\nmsgid "a"\nmsgstr "б"\n'
    )
    assert catalog.convert_file(path, "harbor.po", "uk")
    assert catalog.read(path, "harbor.po", "uk").header["plural-forms"].startswith("nplurals=3;")


@pytest.mark.parametrize(
    ("named", "codec"),
    [("KOI8-U", "koi8-u"), ("windows-1251", "cp1251"), ("ISO-8859-5", "iso8859-5")],
)
def test_an_old_charset_is_read_as_its_header_says(path: Path, named: str, codec: str) -> None:
    """As ``msgconv`` does: the words stay, the header says UTF-8."""
    text = FOREIGN.replace("charset=UTF-8", f"charset={named}")
    path.write_bytes(text.encode(codec))
    with pytest.raises(InputError, match="catalog convert uk"):
        catalog.read(path, "harbor.po", "uk")
    assert catalog.convert_file(path, "harbor.po", "uk")
    assert catalog.read(path, "harbor.po", "uk").entries[0].strings[0] == "година"


def test_a_charset_that_the_header_gets_wrong_is_told(path: Path) -> None:
    """What is CP1251 and says UTF-8 is read with --charset."""
    path.write_bytes(FOREIGN.encode("cp1251"))
    with pytest.raises(InputError, match="say what it is with --charset"):
        catalog.convert_file(path, "harbor.po", "uk")
    assert path.read_bytes() == FOREIGN.encode("cp1251")
    assert catalog.convert_file(path, "harbor.po", "uk", charset="windows-1251")
    assert catalog.read(path, "harbor.po", "uk").entries[0].strings[0] == "година"


@pytest.mark.parametrize("charset", ["unicode_escape", "rot13", "idna", "utf-7", "hex", "KLINGON"])
def test_what_is_no_charset_is_refused(path: Path, charset: str) -> None:
    """Python's other codecs would run, or change, what they read."""
    with pytest.raises(InputError, match="no charset that can be read"):
        catalog.convert_file(path, "harbor.po", "uk", charset=charset)
    assert path.read_text() == FOREIGN


# What the manual of gettext names under “Header Entry”, each with words that it can write.
MANUAL = {
    "Feuer {n}": "ASCII",
    "Größe überprüfen, déjà vu": "ISO-8859-1 ISO-8859-9 ISO-8859-14 ISO-8859-15 CP850 CP1252",
    "Zażółć gęślą jaźń": "ISO-8859-2 CP1250", "mâna țara": "UTF-8", "ĉiuĵaŭde": "ISO-8859-3",
    "Gaisras ąčęė": "ISO-8859-4 ISO-8859-13 CP1257", "حريق في الميناء": "ISO-8859-6 CP1256",
    "Пожар на складе": "ISO-8859-5 KOI8-R KOI8-U CP866 CP1251", "Пожежа, її ґанок": "KOI8-U CP1251",
    "Φωτιά στο λιμάνι": "ISO-8859-7 CP1253", "שריפה בנמל": "ISO-8859-8 CP1255",
    "İstanbul’da yağmur": "CP1254", "сӯхтор, ҳаво": "KOI8-T", "ไฟไหม้ท่าเรือ": "CP874 TIS-620",
    "港の倉庫が燃えた、ソ表": "CP932 EUC-JP SHIFT_JIS", "화재가 났다": "CP949 EUC-KR JOHAB",
    "港口仓库着火了": "GB2312 GBK GB18030", "港口倉庫著火了，約翰‧史密斯": "BIG5 CP950",
    "港口倉庫著火了": "BIG5-HKSCS",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "charset"),
    [(words, charset) for words, named in MANUAL.items() for charset in named.split()],
)
def test_every_charset_of_the_manual_is_read_back(
    path: Path, tool: Callable[[str], str], words: str, charset: str
) -> None:
    """What msgconv wrote in it comes back byte for byte, comments included.

    The words have no backslash: where Shift_JIS and Johab have one, iconv reads a yen or won sign.
    """
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'# {words}\nmsgid "a"\nmsgstr "{words}"\n'
    )
    command = [tool("msgconv"), "-t", charset, str(path)]
    theirs = subprocess.run(command, capture_output=True, check=True).stdout
    assert (charset == "UTF-8" or words == "Feuer {n}") or words.encode() not in theirs
    assert catalog.transcode(theirs, "harbor.po") == path.read_bytes()


@pytest.mark.parametrize("charset", ["EUC-TW", "VISCII", "GEORGIAN-PS"])
def test_three_charsets_are_for_msgconv(path: Path, charset: str) -> None:
    """Python knows none of them; the sentence says what does."""
    path.write_text(FOREIGN.replace("charset=UTF-8", f"charset={charset}"))
    with pytest.raises(InputError, match="run “msgconv -t UTF-8” first"):
        catalog.convert_file(path, "harbor.po", "uk")


def test_what_another_program_saves_while_a_catalog_is_converted_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who converts is asked to do it again, and the other's words are in the file."""
    theirs = path.read_bytes().replace("неохайне".encode(), "чепурне".encode())

    def convert(current: catalog.Catalog) -> bytes:
        path.write_bytes(theirs)
        return real(current)

    real = catalog.writer.convert
    monkeypatch.setattr(catalog.writer, "convert", convert)
    with pytest.raises(ConflictError, match=r"harbor\.po: another program saved it meanwhile"):
        catalog.convert_file(path, "harbor.po", "uk")
    assert path.read_bytes() == theirs


def test_a_file_that_is_merged_has_the_words_of_both(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless another program saves it meanwhile: then its words stay, and nothing is merged."""
    catalog.convert_file(path, "harbor.po", "uk")
    base = catalog.read(path, "harbor.po", "uk")
    sent = path.read_bytes().replace("неохайне".encode(), "чепурне".encode())
    theirs = catalog.parse(sent, "sent.po", "uk")
    path.write_bytes(path.read_bytes().replace('годин"'.encode(), 'годин."'.encode()))
    merged = catalog.merge_file(path, "harbor.po", base, theirs)
    assert path.read_bytes() == merged.content
    now = {entry.singular: entry.strings for entry in catalog.read(path, "harbor.po", "uk").entries}
    assert now["untidy"] == ("чепурне",)
    assert now["hour"][2] == "годин."

    def merge(*catalogs: catalog.Catalog | None) -> catalog.Merged:
        path.write_bytes(sent)
        return real(*catalogs)

    real = catalog.writer.merge
    monkeypatch.setattr(catalog.writer, "merge", merge)
    with pytest.raises(ConflictError, match=r"harbor\.po: another program saved it meanwhile"):
        catalog.merge_file(path, "harbor.po", base, theirs)
    assert path.read_bytes() == sent
    outside = tmp_path / "other"
    outside.mkdir()
    with pytest.raises(InputError, match=r"harbor\.po"):
        catalog.merge_file(outside / "harbor.po", "harbor.po", base, theirs, root=outside)
