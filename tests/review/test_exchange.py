"""Catalogs out to other tools and back in: nothing changes by itself, nothing gets signed."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from conftest import LOCALES, ROOT, SLUG, Newsroom
from hypothesis import given, settings
from hypothesis import strategies as st

from service import catalog, cli
from service.catalog import Edit
from service.content import plural_rules
from service.errors import ConflictError, InputError
from service.review import exchange, journal, sign
from service.review.exchange import FORMATS, Part, Unit, csv_format, json_format, xliff, xliff2
from service.review.exchange.model import Note, source_mark
from service.review.sign import Reviewer

NS = "{urn:oasis:names:tc:xliff:document:1.2}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ARTICLE = "harbor-fire"
NAMES = {"xliff": "uk.xlf", "xliff2": "uk2.xlf", "csv": "uk.csv", "json": "uk.json"}

# JSON has no place for notes and states.
NOTED = ("xliff", "xliff2", "csv")

Run = Callable[..., Result]


def _runner(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("articles", "locales", "journal", "editions", "published"):
        monkeypatch.setenv(f"SUMMARIES_{name.upper()}", str(folder / name))

    def summaries(*words: str) -> Result:
        result = CliRunner().invoke(cli.main, ["catalog", *words])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return summaries


@pytest.fixture
def run(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs ``summaries catalog`` in the newsroom."""
    return _runner(newsroom.folder, monkeypatch)


@pytest.fixture(params=FORMATS)
def style(request: pytest.FixtureRequest) -> str:
    """Each of the formats."""
    return str(request.param)


def _export(run: Run, folder: Path, style: str, locale: str = "uk", *words: str) -> Path:
    file = folder / NAMES[style]
    result = run("export", locale, "--format", style, "--output", str(file), *words)
    assert result.exit_code == 0, result.output
    return file


def _edit(file: Path, old: str, new: str) -> None:
    """Edit an export as its tool would: in its text, wherever that stands."""
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())


def _states(room: Newsroom, locale: str = "uk") -> dict[str, str]:
    found = room.project.assess(room.project.source(ARTICLE), locale) or []
    return {seen.message.id: seen.state for seen in found}


def _strings(room: Newsroom, message: str, locale: str = "uk") -> tuple[str, ...]:
    found = room.project.catalog(ARTICLE, locale)
    assert found is not None
    entry = found.find(message)
    assert entry is not None
    return entry.strings


def _set(room: Newsroom, message: str, **change: object) -> None:
    """Change one message of the Ukrainian catalog behind everybody's back."""

    def edit(found: catalog.Catalog):  # type: ignore[no-untyped-def]
        entry = found.find(message)
        assert entry is not None
        return {entry.key: Edit(**change)}, ()  # type: ignore[arg-type]

    catalog.edit(room.path(ARTICLE, "uk"), "uk", "uk", edit)


# --- identity ------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_an_export_that_comes_back_unchanged_changes_no_byte(
    locale: str, bundled: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All bundled catalogs, in both formats."""
    run = _runner(bundled.folder, monkeypatch)
    paths = [bundled.path(domain, locale) for domain in (SLUG,)]
    before = [path.read_bytes() for path in paths]
    for style in FORMATS:
        result = run("import", locale, str(_export(run, bundled.folder, style, locale)))
        assert result.exit_code == 0, result.output
        assert result.output.count(": 0 changed and waiting for a signature") == 1
        assert result.output.count(", 0 refused") == 1
        assert [path.read_bytes() for path in paths] == before


@pytest.mark.parametrize("locale", LOCALES)
def test_xliff_keeps_the_rules_of_the_standard(
    locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elements, their order, attributes and their values as in the XLIFF 1.2 strict schema."""
    run = _runner(ROOT, monkeypatch)
    root = ElementTree.parse(_export(run, tmp_path, "xliff", locale)).getroot()
    assert (root.tag, root.get("version")) == (f"{NS}xliff", "1.2")
    files = list(root)
    catalogs = ROOT / "locales" / locale / "LC_MESSAGES"
    articles = sorted(path.name for path in (ROOT / "articles").iterdir())
    articles = [slug for slug in articles if (catalogs / f"{slug}.po").exists()]
    assert [file.get("original") for file in files] == [f"{slug}.po" for slug in articles]
    for file in files:
        assert set(file.attrib) == {"original", "datatype", "source-language", "target-language"}
        assert file.get("target-language") == locale.replace("_", "-")
        assert file.get("datatype") == "po"
        assert [child.tag for child in file] == [f"{NS}header", f"{NS}body"]
        units = list(file.iter(f"{NS}trans-unit"))
        ids = [unit.get("id") for unit in units]
        assert len(ids) == len(set(ids))
        for child in file[1]:
            assert child.tag in (f"{NS}group", f"{NS}trans-unit")
            if child.tag == f"{NS}group":
                assert set(child.attrib) == {"id", "restype"}
                assert child.get("restype") == "x-gettext-plurals"
                forms = [f"{child.get('id')}[{index}]" for index in range(len(child))]
                assert [unit.get("id") for unit in child] == forms
        for unit in units:
            _check_unit(unit)


def _check_unit(unit: ElementTree.Element) -> None:
    assert set(unit.attrib) <= {"id", SPACE, "approved", "extradata"}
    source, *notes = unit
    assert (source.tag, source.attrib, unit.get(SPACE)) == (f"{NS}source", {}, "preserve")
    target = notes.pop(0) if notes and notes[0].tag == f"{NS}target" else source
    if target is not source:
        assert set(target.attrib) == {"state"} and target.get("state") in xliff.STATES.values()
    signed = target.get("state") == "signed-off"
    assert unit.get("approved") == ("yes" if signed else None)
    for note in notes:
        assert note.tag == f"{NS}note" and len(note) == 0
        assert note.get("annotates") in ("source", "target", "general")
    codes = {}
    for side in (source, target):
        seen = [code.get("id") for code in side]
        assert len(seen) == len(set(seen))
        for code in side:
            assert set(code.attrib) <= {"id", "ctype", "equiv-text"}
            assert re.fullmatch(r"x-\S+", code.get("ctype", ""))
            if code.tag == f"{NS}g":  # a written form: its words stand inside
                assert code.get("ctype", "").startswith("x-form-")
                continue
            assert code.tag == f"{NS}ph"
            assert re.fullmatch(r"\{[a-z_]+\}", code.text or "")
            assert codes.setdefault(code.get("id"), code.text) == code.text
    assert "{" not in (source.text or "") + "".join(code.tail or "" for code in source)


def test_what_a_translator_needs_travels_along(newsroom: Newsroom, run: Run) -> None:
    """Facts, plural examples, evidence and the reason of a rejection, in both formats."""
    reason = "rejected-by: Jane Doe; date: 2026-11-22; reason: too long"
    _set(newsroom, "hurt", comments=[reason])
    for style in NOTED:
        text = run("export", "uk", "--format", style, "--article", ARTICLE).output
        assert "{tons} = 1\u00a0200" in text
        assert "Form [1] is for {hurt} = 2, 3, 4, 22, 23, 24, …" in text
        assert "Evidence: Five people were hurt" in text
        assert "Rejected by Jane Doe on 2026-11-22: too long" in text


# --- what comes back -----------------------------------------------------------------------------


def test_an_edited_translation_comes_in_unsigned(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Whatever the file claims (approved, signed-off), readers keep the signed words."""
    before = newsroom.path(ARTICLE, "uk").read_bytes().splitlines()
    file = _export(run, tmp_path, style)
    _edit(file, "повідомили пожежники", "сказали пожежники")
    result = run("import", "uk", str(file))
    assert result.exit_code == 0
    assert "harbor-fire uk: 1 changed and waiting for a signature, 2 unchanged" in result.output
    assert _states(newsroom) == {"headline": "reviewed", "fire": "translated", "hurt": "reviewed"}
    assert _strings(newsroom, "fire") == ("{day} у порту згорів склад, сказали пожежники.",)
    newsroom.publish()
    assert newsroom.states()["uk"] == "pending"
    after = newsroom.path(ARTICLE, "uk").read_bytes().splitlines()
    assert len([1 for old, new in zip(before, after, strict=True) if old != new]) == 1
    again = run("import", "uk", str(file))
    assert again.exit_code == 0 and "0 changed" in again.output.splitlines()[-1]


def test_the_checks_speak_after_the_import(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """A lost placeholder is taken in, named with file and line, and cannot be signed."""
    file = _export(run, tmp_path, style)
    text = file.read_bytes().decode()
    code = r"(?:<ph [^>]*/>|(?:<ph [^>]*>)?\{day\}(?:</ph>)?)"
    text = re.sub(f"{code} у порту", "У порту", text)
    file.write_bytes(text.encode())
    result = run("import", "uk", str(file))
    assert result.exit_code == 1
    assert "locales/uk/LC_MESSAGES/harbor-fire.po:" in result.output
    assert "[fire] {day} is missing" in result.output
    assert _strings(newsroom, "fire") == ("У порту згорів склад, повідомили пожежники.",)


@pytest.mark.parametrize(
    ("before", "theirs", "after"),
    [
        ("missing", None, "missing"),
        ("missing", "new", "draft"),
        ("missing", "needs-translation", "draft"),
        ("missing", "translated", "translated"),
        ("missing", "final", "translated"),
        ("draft", "needs-l10n", "draft"),
        ("draft", "needs-review-translation", "translated"),
        ("draft", "signed-off", "translated"),
        ("translated", "needs-adaptation", "draft"),
        ("translated", "x-agency-done", "translated"),
        ("reviewed", "signed-off", "translated"),
        ("reviewed", "needs-translation", "draft"),
    ],
)
def test_states_of_new_words(
    before: str, theirs: str | None, after: str, newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """Every way a message may come back with other words, from every state it may have had."""
    if before == "missing":
        _set(newsroom, "headline", strings=[""], comments=[])
    elif before != "reviewed":
        _set(newsroom, "headline", comments=[], fuzzy=before == "draft")
    file = _export(run, tmp_path, "xliff", "uk", "--article", ARTICLE)
    tree = ElementTree.parse(file)
    (unit,) = [u for u in tree.iter(f"{NS}trans-unit") if u.get("id") == "headline"]
    target = unit.find(f"{NS}target")
    exported = {"draft": "needs-translation", "reviewed": "signed-off", "missing": None}
    if target is None:
        assert before == "missing"
        target = ElementTree.SubElement(unit, f"{NS}target")
    else:
        assert target.get("state") == exported.get(before, "translated")
        assert unit.get("approved") == ("yes" if before == "reviewed" else None)
    if theirs is not None:
        target.text = "Порт горів"
        target.set("state", theirs)
        unit.set("approved", "yes")
    tree.write(file, encoding="utf-8")
    assert run("import", "uk", str(file)).exit_code == 0
    assert _states(newsroom)["headline"] == after


@pytest.mark.parametrize(
    "qualifier", ["mt-suggestion", "tm-suggestion", "leveraged-mt", "fuzzy-match", "exact-match"]
)
def test_what_a_machine_proposed_is_a_draft(
    qualifier: str, newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """Whatever its state says: it is nothing to sign before a person went over it."""
    file = _export(run, tmp_path, "xliff", "uk", "--article", ARTICLE)
    _edit(file, "Пожежа складу в порту", "Порт горів")
    _edit(file, 'state="signed-off"', f'state="translated" state-qualifier="{qualifier}"')
    assert run("import", "uk", str(file)).exit_code == 0
    assert _strings(newsroom, "headline") == ("Порт горів",)
    assert _states(newsroom)["headline"] == "draft"


def test_who_translated_is_noted_at_each_new_text(
    newsroom: Newsroom, run: Run, tmp_path: Path, style: str
) -> None:
    """By --translator, as if saved here: in the catalog and in the journal; not at a draft."""
    file = _export(run, tmp_path, style)
    _edit(file, "пожежники", "рятувальники")
    result = run("import", "uk", str(file), "--translator", "John Doe")
    assert "next: summaries review uk" in result.output
    text = newsroom.path(ARTICLE, "uk").read_text()
    assert text.count("# translated-by: John Doe; date: ") == 1
    line = journal.read(newsroom.journal, ARTICLE).lines[-1]
    assert (line.kind, line.name, line.fields["message"]) == ("saved", "John Doe", "fire")
    assert line.fields["strings"] == list(_strings(newsroom, "fire"))
    newsroom.sign(ARTICLE, "uk", "fire")
    signed = journal.read(newsroom.journal, ARTICLE).lines[-1].fields["payload"]
    assert signed["translated_by"]["name"] == "John Doe"


@pytest.mark.parametrize(
    ("text", "said"),
    [("Порт\u202e горів", "U+202E"), ("{day.__class__} горів", "day.__class__"),
     ("Порт\u200b горів", "U+200B"), ("Порт {0} горів", "0"), ("<b>Порт</b> горів", "<b"),
     ("Порт %s горів", "%s"), ("Порт {port} горів", "{port}"), ("Пopт горів", "Пopт")],
)  # fmt: skip
def test_what_no_text_may_have_is_listed_and_not_written(
    text: str, said: str, newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """A file from elsewhere cannot bring it in, not even as a draft; the others come in."""
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    _edit(file, "Пожежа складу в порту", text.replace("<", "&lt;") if "xl" in style else text)
    _edit(file, "повідомили пожежники", "сказали пожежники")
    result = run("import", "uk", str(file))
    assert result.exit_code == 1
    assert "[headline] was not taken in: " in result.output and said in result.output
    assert _strings(newsroom, "headline") == ("Пожежа складу в порту",)
    assert "сказали" in _strings(newsroom, "fire")[0]


def test_a_rejection_travels_and_new_words_answer_it(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """The reason goes out with the message; the words as they were stay rejected."""
    source = newsroom.project.source(ARTICLE)
    seen = next(a for a in newsroom.project.assess(source, "uk") or () if a.message.id == "fire")
    sign.reject(newsroom.project, source, "uk", seen, Reviewer("John Roe"), newsroom.now, "clumsy")
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    state = {"xliff": '"needs-review-translation"', "xliff2": '"summaries:rejected"',
             "csv": ",rejected,", "json": "harbor-fire.fire rejected v"}[style]  # fmt: skip
    assert state in file.read_bytes().decode()
    reason = "Rejected by John Roe on 2026-11-22: clumsy"
    assert (reason in file.read_bytes().decode()) == (style != "json")  # which has no notes
    assert run("import", "uk", str(file)).exit_code == 0
    assert _states(newsroom)["fire"] == "rejected"
    _edit(file, "повідомили пожежники", "сказали пожежники")
    assert run("import", "uk", str(file)).exit_code == 0
    assert _states(newsroom)["fire"] == "translated"
    assert "rejected-by: John Roe" in newsroom.path(ARTICLE, "uk").read_text()


@pytest.mark.parametrize("fuzzy", [True, False])
def test_a_state_alone_may_change(
    fuzzy: bool, newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """A confirmed draft becomes translated; a translation sent back becomes a draft."""
    _set(newsroom, "headline", comments=[], fuzzy=fuzzy)
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    ours = {"xliff": ("needs-translation", "translated"), "xliff2": ("initial", "translated"),
            "csv": (",draft,", ",translated,")}.get(style)  # fmt: skip
    if ours is None:
        pytest.skip("JSON has no states")
    assert ours[not fuzzy] in file.read_bytes().decode()
    _edit(file, ours[not fuzzy], ours[fuzzy])
    assert run("import", "uk", str(file)).exit_code == 0
    assert _states(newsroom)["headline"] == ("translated" if fuzzy else "draft")
    assert _states(newsroom)["fire"] == "reviewed"


@pytest.mark.parametrize(
    ("style", "state", "line"),
    [
        ("csv", "translated", "1 changed and waiting for a signature"),
        ("xliff", "draft", "0 changed and waiting for a signature, 1 changed, still drafts"),
    ],
)
def test_a_draft_that_is_rewritten_in_a_table_is_a_translation(
    style: str, state: str, line: str, newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """Nobody changes the cell beside it; a tool for XLIFF says itself what it takes for done."""
    _set(newsroom, "fire", comments=[], fuzzy=True)
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    _edit(file, "повідомили пожежники", "сказали пожежники")
    result = run("import", "uk", str(file), "--translator", "Olena Koval")
    assert line in result.output
    assert _states(newsroom)["fire"] == state
    assert ("translated-by: Olena Koval" in newsroom.path(ARTICLE, "uk").read_text()) == (
        state == "translated"
    )


@pytest.mark.parametrize("way", ["words", "state"])
def test_words_that_were_signed_once_do_not_come_back_signed(
    way: str, newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """An old mark that would fit again does not publish: the message stays a draft."""
    old, new = "Пожежа складу в порту", "Порт горів"
    if (way, style) == ("state", "json"):
        pytest.skip("JSON has no states")
    if way == "words":
        newsroom.translate(ARTICLE, "uk", {"headline": [new]})
        file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
        _edit(file, new, old)
    else:
        _set(newsroom, "headline", fuzzy=True)
        file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
        states = {"xliff": ("needs-translation", "final"), "xliff2": ("initial", "final"),
                  "csv": (",draft,", ",reviewed,")}  # fmt: skip
        _edit(file, *states[style])
    result = run("import", "uk", str(file))
    assert "signed before: left as a draft" in result.output and result.exit_code == 0
    assert _states(newsroom)["headline"] == "draft"
    assert "reviewed-by: Jane Doe" in newsroom.path(ARTICLE, "uk").read_text()


def test_plural_forms_come_in_one_by_one(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """One edited form changes that form alone; a form left out of the file stays."""
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    _edit(file, "Постраждало", "Травмовано")
    before = _strings(newsroom, "hurt")
    assert run("import", "uk", str(file)).exit_code == 0
    assert _strings(newsroom, "hurt") == (
        before[0], before[1], before[2].replace("Постраждало", "Травмовано"),
    )  # fmt: skip
    assert _states(newsroom)["hurt"] == "translated"


def test_an_emptied_translation_empties_nothing(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """What a tool left out or emptied stays in the catalog."""
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    _edit(file, "Пожежа складу в порту", "")
    assert run("import", "uk", str(file)).exit_code == 0
    assert newsroom.path(ARTICLE, "uk").read_bytes() == before


# --- what is refused -----------------------------------------------------------------------------


def test_a_message_whose_source_changed_is_refused_and_the_others_come_in(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Nothing lost: the sentence says which, and why."""
    file = _export(run, tmp_path, style)
    _edit(file, "Пожежа складу", "Пожежа на складі")
    _edit(file, "згорів склад", "горів склад")
    summary = newsroom.articles / ARTICLE / "summary.toml"
    newsroom.replace(summary, "Warehouse fire in the harbor", "Warehouse fire at the port")
    behind = run("import", "uk", str(file))
    assert "[headline] its catalog has another source: run “summaries update”" in behind.output
    newsroom.update()
    result = run("import", "uk", str(file))
    assert result.exit_code == 1
    was = "not “Warehouse fire in the harbor” now" if style != "json" else "another than at the"
    assert f"[headline] the source is {was}" in result.output
    assert _strings(newsroom, "headline") == ("Пожежа складу в порту",)
    assert "горів склад" in _strings(newsroom, "fire")[0]


def test_an_edit_that_the_catalog_got_meanwhile_is_not_lost(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Changed here only: kept. Changed on both sides: refused, with both versions shown."""
    file = _export(run, tmp_path, style)
    newsroom.translate(ARTICLE, "uk", {"headline": ["Порт горів"], "fire": ["{day} пожежа."]})
    newsroom.sign(ARTICLE, "uk", "headline", "fire")
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    _edit(file, "згорів склад", "горів склад")
    result = run("import", "uk", str(file))
    assert result.exit_code == 1
    assert "[fire] changed in the catalog, too" in result.output
    assert "горів склад, повідомили пожежники.”, the catalog “{day} пожежа.”" in result.output
    assert newsroom.path(ARTICLE, "uk").read_bytes() == before


def test_a_change_during_the_import_is_a_conflict(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saved between reading and writing: nothing is written over."""
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    _edit(file, "Пожежа складу", "Пожежа на складі")
    (part,) = exchange.load(file.read_bytes(), "uk", style)
    true_edit = catalog.edit

    def late(*arguments, **options):  # type: ignore[no-untyped-def]
        monkeypatch.undo()
        newsroom.translate(ARTICLE, "uk", {"headline": ["Порт горів"]})
        return true_edit(*arguments, **options)

    monkeypatch.setattr(catalog, "edit", late)
    project = newsroom.project
    with pytest.raises(ConflictError, match="it is now: Порт горів"):
        exchange.take_in(project, project.source(ARTICLE), "uk", part, "uk")
    assert _strings(newsroom, "headline") == ("Порт горів",)


def test_unknown_and_doubled_messages_are_listed(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Each by its id; the rest comes in."""
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    if style == "csv":
        _edit(file, "\r\nharbor-fire,fire,", "\r\nharbor-fire,gone,")
        text = file.read_bytes()
        (row,) = re.findall(rb"^harbor-fire,headline,.*\n", text, re.MULTILINE)
        file.write_bytes(text + row)
    elif style == "json":
        _edit(file, '"fire": ', '"gone": ')
        _edit(file, '{\n    "headline"', '{\n    "headline": "",\n    "headline"')
        twice = run("import", "uk", str(file))
        assert "has “headline” twice: keep one of them" in twice.output and twice.exit_code == 1
        _edit(file, '"headline": "",\n    ', "")
    else:
        key, element, end = {"xliff": ("id", "trans-unit", "</body>"),
                             "xliff2": ("name", "unit", "</file>")}[style]  # fmt: skip
        _edit(file, f'{key}="fire"', f'{key}="gone"')
        text = file.read_text()
        unit = re.search(rf'<{element} [^>]*{key}="headline".*?</{element}>', text, re.DOTALL)
        assert unit is not None
        file.write_text(text.replace(end, f"{unit[0]}{end}"))
    _edit(file, "Постраждало", "Поранено")
    result = run("import", "uk", str(file))
    assert result.exit_code == 1
    assert "[gone] there is no such message" in result.output
    assert style == "json" or "[headline] stands twice" in result.output
    assert "Поранено" in _strings(newsroom, "hurt")[2]


_FORMS = {"csv": (",hurt,2,", ",hurt,3,"), "json": ('"hurt_many"', '"hurt_other"')}


def test_a_form_that_the_language_does_not_have_is_refused(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Another language's number of forms never lands in the catalog."""
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    _edit(file, *_FORMS.get(style, ("hurt[2]", "hurt[3]")))
    _edit(file, "Постраждало", "Поранено")
    result = run("import", "uk", str(file))
    assert "[hurt] has forms 0 to 2 in uk" in result.output and result.exit_code == 1
    assert newsroom.path(ARTICLE, "uk").read_bytes() == before


def test_a_file_for_somewhere_else_is_refused_in_one_sentence(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Another language, an unknown article, an article that the file does not have."""
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    result = run("import", "de", str(file))
    assert result.output.endswith(f"{file}: error: is for uk, not for de\n") or style == "csv"
    assert "is for uk, not for de" in result.output and len(result.output.splitlines()) == 1
    result = run("import", "uk", str(file), "--article", "service")
    assert "has nothing for “service”, but is for harbor-fire" in result.output
    assert result.exit_code == 1 and len(result.output.splitlines()) == 1
    _edit(file, ARTICLE, "somewhere")
    result = run("import", "uk", str(file))
    assert "is for “somewhere”, which is not here" in result.output
    assert result.exit_code == 1 and len(result.output.splitlines()) == 1


@pytest.mark.parametrize(("given", "fits"), [("uk-UA", True), ("uk-Latn", False), ("ru", False)])
def test_language_tags_are_compared_by_what_they_mean(given: str, fits: bool) -> None:
    """A territory that tools add is fine; another script is another language."""
    part = Part(ARTICLE, "en", given, ())
    if fits:
        assert exchange.select([part], "uk", [ARTICLE], None, "uk.xlf") == [part]
    else:
        with pytest.raises(InputError, match=f"is for {given}, not for uk"):
            exchange.select([part], "uk", [ARTICLE], None, "uk.xlf")


def test_the_source_language_is_changed_in_the_article(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Its catalog repeats the summary; an import cannot make it say something else."""
    before = newsroom.path(ARTICLE, "en").read_bytes()
    file = _export(run, tmp_path, style, "en", "--article", ARTICLE)
    text = file.read_bytes().decode()
    old = "Warehouse fire in the harbor"
    head, _old, tail = text.rpartition(old)  # the last one is the translation
    file.write_bytes((head + "Port fire" + tail).encode())
    result = run("import", "en", str(file))
    assert "[headline] these are the source’s own words" in result.output
    assert result.exit_code == 1
    assert newsroom.path(ARTICLE, "en").read_bytes() == before


def test_a_catalog_behind_its_article_is_not_exported(newsroom: Newsroom, run: Run) -> None:
    """The sentence says what to run."""
    summary = newsroom.articles / ARTICLE / "summary.toml"
    newsroom.replace(summary, "Warehouse fire in the harbor", "Warehouse fire at the port")
    result = run("export", "uk", "--format", "csv")
    assert result.exit_code == 1 and "run “summaries update” first" in result.output


def test_a_catalog_never_grows_beyond_what_can_be_read(
    newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """The sentence names the catalog, which stays as it was."""
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    file = _export(run, tmp_path, "csv", "uk", "--article", ARTICLE)
    _edit(file, "Пожежа складу в порту", "П" * 1_500_000)
    result = run("import", "uk", str(file))
    assert "harbor-fire.po: error: would become larger than 4 MiB" in result.output
    assert result.exit_code == 1 and newsroom.path(ARTICLE, "uk").read_bytes() == before


# --- hostile and broken files --------------------------------------------------------------------

_LETTERS = "abcdefghij"
_ENTITIES = [f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in itertools.pairwise(_LETTERS)]
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{"".join(_ENTITIES)}]><xliff>&j;</xliff>'
WIDE_BOMB = BOMB.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
HOSTILE = {
    "billion laughs": (BOMB.encode(), "has a DOCTYPE"),
    "external entity": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff>&e;</xliff>',
        "has a DOCTYPE",
    ),
    "external subset": (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><xliff/>', "has a DOCTYPE"),
    "UTF-16 bomb": (WIDE_BOMB, "has a DOCTYPE"),
    "undefined entity": (b"<xliff>&nbsp;</xliff>", "is not well-formed XML"),
    "nested": (b"<xliff>" + b"<g>" * 500_000, "nested deeper than 64"),
    "50 MB": (b"<xliff>" + b" " * 50_000_000, "is larger than 4 MiB"),
    "unfinished": (b"<xliff><file>", "is not well-formed XML"),
    "encoding": (b'<?xml version="1.0" encoding="x-secret"?><xliff/>', "encoding"),
    "other XML": (b"<html/>", "is not XLIFF 1.2"),
    "XLIFF 2": (
        b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "is for no article"
    ),
    "XLIFF 3": (
        b'<xliff version="3.0" xmlns="urn:oasis:names:tc:xliff:document:2.9"/>', "is not XLIFF 2"
    ),
    "nothing": (b"", "is not well-formed XML"),
}  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_quickly(
    name: str, newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """One sentence with the file's name, no expansion, no fetching, no waiting."""
    content, said = HOSTILE[name]
    file = tmp_path / "evil.xlf"
    file.write_bytes(content)
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    result = run("import", "uk", str(file))
    assert result.exit_code == 1
    assert f"{file}:" in result.output and said in result.output
    assert len(result.output.splitlines()) == 1
    assert newsroom.path(ARTICLE, "uk").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("article,id\r\n", "needs a first row"),
        ("", "needs a first row"),
        ('article,id,form,source,translation\r\n"x', "is not a table"),
        (b"article,id,form,source,translation\r\nx,y,,\xe9,z\r\n", "is not UTF-8"),
        ("article,id,form,source,translation\r\n", "is for no article"),
        # A text that another program wrote without quotation marks would be cut at its comma.
        ("article,id,form,source,translation\r\nx,y,,a,Fire, put out\r\n", "has 6 cells in a row"),
        ("article,id,form,source,translation,translation\r\n", "“translation” twice"),
    ],
)
def test_broken_tables_are_refused_in_one_sentence(
    content: str | bytes, said: str, newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """With the file's name and the remedy."""
    file = tmp_path / "uk.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run("import", "uk", str(file))
    assert result.exit_code == 1 and said in result.output
    assert len(result.output.splitlines()) == 1


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(FORMATS))
def test_no_bytes_crash_the_readers(content: bytes, style: str) -> None:
    """Anything at all is read or refused."""
    for start in (b"", b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2"><file>',
                  b"article,id,form,source,translation\n"):  # fmt: skip
        try:
            exchange.load(start + content, "file", style)
        except InputError as error:
            assert "file" in str(error)


# --- any text ------------------------------------------------------------------------------------

PIECES = [
    *"=+-@＝'\"<>&;,\r\n\t {}[]", "{{", "}}", "{day}", "{tons}", "]]>", "&#13;", "\u202e", "\u200f",
    "שלום", "\x01", "\ufffe",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
TEXT |= st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_survives_both_formats(source: str, target: str, note: str) -> None:
    """Quotes, line ends, directions, signs of formulas, braces, control characters."""
    unit = Unit(
        "fire", None, source, target, "translated", "v0123456789abcdef",
        (Note("developer", note),), {"day": '3 "травня"'},
    )  # fmt: skip
    for module in (xliff, xliff2, csv_format):
        (part,) = module.read(module.write([Part(ARTICLE, "en", "uk", (unit,))]), "file")
        (back,) = part.units
        assert (back.id, back.form, back.source, back.target) == ("fire", None, source, target)
        assert (part.domain, part.language, back.base) == (ARTICLE, "uk", unit.base)
        assert back.state == "translated" or (module is not csv_format and not target)


@pytest.mark.parametrize(
    "text",
    [
        "= 1 + 1",
        " {day}\n\n",
        '"{{day}}" 3 < 4 & 5 > 4 ]]> &',
        "עברית {day}\u200f",
        "\r\n\t-x",
        "'=1",
    ],
)
def test_any_text_survives_from_catalog_to_catalog(
    text: str, newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """Exported from one catalog, taken in by one that lacks it, and equal to the character."""
    newsroom.translate(ARTICLE, "uk", {"fire": [text]})
    file = _export(run, tmp_path, style, "uk", "--article", ARTICLE)
    newsroom.translate(ARTICLE, "uk", {"fire": [""]})
    file.write_bytes(re.sub(rb"\bv[0-9a-f]{16}\b", b"", file.read_bytes()))
    run("import", "uk", str(file))
    assert _strings(newsroom, "fire") == (text,)


# --- spreadsheets --------------------------------------------------------------------------------


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_cell_is_a_formula(newsroom: Newsroom, run: Run, tmp_path: Path) -> None:
    """In no column, and the apostrophe in front goes again."""
    texts = ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "'=1", "'a"]
    units = tuple(Unit("x", None, text, text, notes=(Note("x", text),)) for text in texts)
    content = csv_format.write([Part("=x", "en", "uk", units)])
    for row in _table(content)[1:]:
        assert all(not re.match(r"\s*[=+\-@＝]", cell) for cell in row)
    (part,) = csv_format.read(content, "x")
    assert [unit.target for unit in part.units] == texts
    assert [unit.source for unit in part.units] == texts
    assert part.domain == "=x"


@pytest.mark.parametrize(
    ("delimiter", "end", "bom", "first"),
    [(";", "\r\n", True, ""), ("\t", "\n", False, ""), (",", "\n", False, ""),
     (";", "\r\n", True, "sep=;\r\n"), (",", "\r", False, "")],
)  # fmt: skip
def test_what_spreadsheets_make_of_a_table_is_read(
    delimiter: str, end: str, bom: bool, first: str, newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """Other delimiters and line ends, columns moved and dropped, empty rows, quotes everywhere."""
    file = _export(run, tmp_path, "csv", "uk", "--article", ARTICLE)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfarticle,id,form,source,translation,state,")
    header, *rows = _table(file.read_bytes())
    keep = [name for name in reversed(header) if name not in ("notes", "base")]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow([name.title() for name in keep])
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        cells["translation"] = cells["translation"].replace("Пожежа складу", "Пожежа на складі")
        writer.writerow([cells[name] for name in keep])
        writer.writerow([""] * len(keep))
    file.write_bytes((first + out.getvalue()).encode("utf-8-sig" if bom else "utf-8"))
    result = run("import", "uk", str(file))
    assert result.exit_code == 0, result.output
    assert "1 changed and waiting for a signature, 2 unchanged, 0 refused" in result.output
    assert _strings(newsroom, "headline") == ("Пожежа на складі в порту",)


# --- translation tools ---------------------------------------------------------------------------


def test_translate_toolkit_reads_it_and_what_it_saves_comes_in(
    newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """Plurals, placeholders, notes and states as it sees them; edits, and nothing else, come in."""
    from translate.storage.poxliff import PoXliffFile

    _set(newsroom, "headline", fuzzy=True, comments=[])
    file = _export(run, tmp_path, "xliff", "uk", "--article", ARTICLE)
    store = PoXliffFile.parsestring(file.read_bytes())
    assert (store.sourcelanguage, store.targetlanguage) == ("en", "uk")
    units = {unit.xmlelement.get("id"): unit for unit in store.units}
    assert list(units) == ["headline", "fire", "hurt"]
    assert [units[name].isapproved() for name in ("headline", "fire")] == [False, True]
    assert units["headline"].get_state_id() == units["headline"].S_NEEDS_TRANSLATION
    assert units["fire"].target == "{day} у порту згорів склад, повідомили пожежники."
    assert "Evidence: A warehouse burned down" in units["fire"].getnotes("developer")
    assert tuple(units["hurt"].target.strings) == _strings(newsroom, "hurt")
    singular, plural, *_same = units["hurt"].source.strings
    assert (singular[:15], plural[:15]) == ("{hurt} person w", "{hurt} people w")

    file.write_bytes(bytes(store))
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    assert run("import", "uk", str(file)).exit_code == 0
    assert newsroom.path(ARTICLE, "uk").read_bytes() == before
    units["fire"].target = "{day} у порту горів склад, сказали пожежники."
    units["headline"].target = "Порт горів"
    units["headline"].markfuzzy(False)
    file.write_bytes(bytes(store))
    result = run("import", "uk", str(file))
    assert result.exit_code == 0, result.output
    assert "2 changed and waiting for a signature, 1 unchanged" in result.output
    assert _strings(newsroom, "fire") == ("{day} у порту горів склад, сказали пожежники.",)
    assert _strings(newsroom, "headline") == ("Порт горів",)
    states = {"headline": "translated", "fire": "translated", "hurt": "reviewed"}
    assert _states(newsroom) == states


def test_translate_toolkit_reads_version_2_and_what_it_saves_comes_in(
    newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """Its own XLIFF 2 classes: sources, targets, notes; what it saves, and an edit, come in."""
    from translate.storage.xliff2 import Xliff2File

    file = _export(run, tmp_path, "xliff2", "uk", "--article", ARTICLE)
    store = Xliff2File.parsestring(file.read_bytes())
    assert (store.sourcelanguage, store.targetlanguage) == ("en", "uk")
    assert len(store.units) == 5  # headline, fire, and three forms
    file.write_bytes(bytes(store))
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    result = run("import", "uk", str(file))
    assert (result.exit_code, newsroom.path(ARTICLE, "uk").read_bytes()) == (0, before)
    next(u for u in store.units if u.source.startswith("Warehouse")).target = "Порт горів"
    file.write_bytes(bytes(store))
    result = run("import", "uk", str(file))
    assert "1 changed and waiting for a signature, 2 unchanged" in result.output
    assert _strings(newsroom, "headline") == ("Порт горів",)


UNIT = f"""<xliff version="2.0" xmlns="{xliff2.NAMESPACE}" srcLang="en" trgLang="uk">
<file id="f" original="a/harbor-fire.po"><group id="g"><unit id="u" name="fire"><originalData>
<data id="d">{{day}}</data></originalData>%s</unit></group></file></xliff>"""


@pytest.mark.parametrize(
    ("segments", "target", "state"),
    [
        ('<segment state="final"><source><ph id="1" dataRef="d"/> fire</source><target>'
         '<ph id="1"/> пожежа</target></segment>', "{day} пожежа", "reviewed"),
        ('<segment state="translated"><source>A.</source><target>А.</target></segment><ignorable>'
         "<source> </source></ignorable><segment><source>B</source></segment>", "А. ", "draft"),
        ('<segment state="final" subState="x:mt-suggestion"><source>A</source><target><mrk id="m">'
         "А</mrk></target></segment>", "А", "draft"),
        ('<segment state="reviewed"><source>A</source><target><pc id="2" type="other" '
         'subType="summaries:form-hurt">двоє</pc> <sc id="3" type="other" '
         'subType="summaries:form-day"/>день<ec startRef="3"/></target></segment>',
         "[двоє]({hurt}) [день]({day})", "translated"),
        ("<segment><source>A</source></segment>", "", None),
    ],
)  # fmt: skip
def test_version_2_comes_back_however_a_tool_writes_it(
    segments: str, target: str, state: str | None
) -> None:
    """Split into segments, annotated, with codes by id alone, or as pairs of single tags."""
    (part,) = exchange.load((UNIT % segments).encode(), "uk.xlf")
    (unit,) = part.units
    assert (part.domain, part.language) == (ARTICLE, "uk")
    assert (unit.id, unit.target, unit.state) == ("fire", target, state)


def test_a_file_of_another_converter_is_said_to_be_one() -> None:
    """Units without our names: nobody could tell which message they are."""
    content = (UNIT % "").replace('name="fire"', "").encode()
    with pytest.raises(InputError, match="another converter made this file"):
        exchange.load(content, "uk.xlf")


@pytest.mark.parametrize(
    "target",
    [
        '<ph id="1"/> пожежа',
        '<x id="1"/> пожежа',
        '<mrk mtype="seg" mid="0"><ph id="1">{day}</ph> <g id="9">пожежа</g></mrk>',
        "{day} пожежа",
        '{day} пожежа<ph id="1">{day}</ph> old words that translate-toolkit left behind',
    ],
)
def test_placeholders_come_back_however_a_tool_writes_them(target: str) -> None:
    """Emptied, swapped for another element, wrapped in segments, flattened, or left behind."""
    text = (
        f'<xliff version="1.2" xmlns="{xliff.NAMESPACE}"><file original="a\\b\\harbor-fire.po">'
        '<body><trans-unit id="fire"><source>Fire on <ph id="1">{day}</ph></source>'
        f"<target>{target}</target><alt-trans><target>x</target></alt-trans></trans-unit></body>"
        "</file></xliff>"
    )
    (part,) = xliff.read(text.encode(), "uk.xlf")
    (unit,) = part.units
    assert (part.domain, unit.source, unit.target) == (ARTICLE, "Fire on {day}", "{day} пожежа")


@pytest.mark.parametrize("how", ["line", "literal"])
def test_a_written_line_break_in_a_cell_is_asked_about(
    how: str, newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """Some tools write a backslash and an n for a line break: nobody but the sender knows."""
    file = _export(run, tmp_path, "csv", "uk", "--article", ARTICLE)
    _edit(file, "складу в порту", "складу\\nв порту")
    before = newsroom.path(ARTICLE, "uk").read_bytes()
    asked = run("import", "uk", str(file))
    assert asked.exit_code == 1 and len(asked.output.splitlines()) == 1
    assert "[headline] the text has “\\n”" in asked.output and "--newline" in asked.output
    assert newsroom.path(ARTICLE, "uk").read_bytes() == before
    run("import", "uk", str(file), "--newline", how)
    meant = {"line": "складу\nв порту", "literal": "складу\\nв порту"}[how]
    assert _strings(newsroom, "headline") == (f"Пожежа {meant}",)
    back = _export(run, tmp_path, "csv", "uk", "--article", ARTICLE)
    # What is as it was exported is no question.
    assert ": 0 changed and waiting" in run("import", "uk", str(back)).output


# --- JSON ----------------------------------------------------------------------------------------


def test_json_is_as_i18next_has_it(newsroom: Newsroom, run: Run, tmp_path: Path) -> None:
    """Nested under the article, plural forms by CLDR's categories, written forms verbatim."""
    _set(newsroom, "fire", strings=["[третього травня]({day}) згорів склад."], fuzzy=True)
    file = _export(run, tmp_path, "json", "uk", "--article", ARTICLE)
    data = json.loads(file.read_bytes())
    assert list(data) == ["$summaries", ARTICLE]
    texts = data[ARTICLE]
    assert list(texts) == ["headline", "fire", "hurt_one", "hurt_few", "hurt_many"]
    assert texts["fire"] == "[третього травня]({day}) згорів склад."
    assert texts["hurt_few"] == _strings(newsroom, "hurt")[1]
    assert data["$summaries"].startswith("summaries-json/1 uk | harbor-fire.headline reviewed v")
    assert " | harbor-fire.fire draft v" in data["$summaries"]


@pytest.mark.parametrize("class_name", ["I18NextV4File", "FlatI18NextV4File"])
def test_translate_toolkit_reads_json_and_what_it_saves_comes_in(
    class_name: str, newsroom: Newsroom, run: Run, tmp_path: Path, library: Callable[[str], Any]
) -> None:
    """Its i18next class is Weblate's; flat files are read, too."""
    storage = getattr(library("translate.storage.jsonl10n"), class_name)
    file = _export(run, tmp_path, "json", "uk", "--article", ARTICLE)
    if class_name.startswith("Flat"):
        data = json.loads(file.read_bytes())
        flat = {f"{ARTICLE}.{key}": text for key, text in data[ARTICLE].items()}
        file.write_text(json.dumps({"$summaries": data["$summaries"]} | flat))
    store = storage()
    store.settargetlanguage("uk")  # before it reads: it says which plural forms there are
    store.parse(file.read_bytes())
    (unit,) = [one for one in store.units if "пожежники" in str(one.target)]
    unit.target = unit.target.replace("пожежники", "рятувальники")
    (plural,) = [one for one in store.units if str(one.target).startswith("Постраждала")]
    strings = [str(text) for text in plural.target.strings]
    several = library("translate.misc.multistring").multistring
    plural.target = several([text.replace("Постраждало", "Поранено") for text in strings])
    file.write_bytes(bytes(store))
    result = run("import", "uk", str(file))
    assert result.exit_code == 0, result.output
    assert "2 changed and waiting for a signature, 1 unchanged, 0 refused" in result.output
    assert "рятувальники" in _strings(newsroom, "fire")[0]
    assert "Поранено" in _strings(newsroom, "hurt")[2]
    assert "Постраждали" in _strings(newsroom, "hurt")[1]


def test_a_form_that_tools_add_for_fractions_is_no_error(
    newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """It is left out while it repeats another one; words of its own are never dropped silently."""
    file = _export(run, tmp_path, "json", "uk", "--article", ARTICLE)
    many = _strings(newsroom, "hurt")[2]
    _edit(file, '"hurt_many": ', f'"hurt_other": "{many}",\n    "hurt_many": ')
    assert ", 3 unchanged, 0 refused" in run("import", "uk", str(file)).output
    _edit(file, '"hurt_other": "П', '"hurt_other": "Не п')
    result = run("import", "uk", str(file))
    assert "[hurt] has forms 0 to 2 in uk" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"harbor-fire": {"fire": "x"}}', "another converter made or changed this file"),
        (b'{"$summaries": "translated", "a": "b"}', "another converter made or changed this file"),
        (b'{"$summaries": "summaries-json/1 xx"}', "is of no language"),
        (b'{"$summaries": "summaries-json/1 uk", "a": 1}', "something else than a text at “a”"),
        (b'{"$summaries": "summaries-json/1 uk", "a": "\\ud800"}', "not JSON that can be read"),
        (b'{"a": "b", "a": "c"}', "has “a” twice"),
        (b"[1, 2]", "is not an object"),
        (b'{"a": ', "not JSON that can be read"),
        (b"[" * 100_000, "not JSON that can be read"),
    ],
)
def test_json_that_is_no_export_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    """Nothing tells which source another converter's texts are of."""
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        exchange.load(content, "uk.json")
    assert len(str(caught.value).splitlines()) == 1


@settings(deadline=None)
@given(TEXT)
def test_any_text_survives_in_json(target: str) -> None:
    """Quotes, line ends, directions, control characters; in each form of every language."""
    for locale in LOCALES:
        count = plural_rules.rule(locale).nplurals
        units = [Unit("hurt", i, "s", target, "draft", "v0123456789abcdef") for i in range(count)]
        units.append(Unit("msgid:0a", None, "s", target, "draft", "v0123456789abcdef"))
        content = json_format.write([Part(ARTICLE, "en", locale, tuple(units))])
        (part,) = json_format.read(content, "file")
        assert [(u.id, u.form, u.target, u.base) for u in part.units] == [
            (u.id, u.form, u.target, u.base) for u in units
        ]
        assert {u.source_mark for u in part.units} == {source_mark("s")}


# --- command line --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["export", "import"])
def test_each_command_explains_itself_with_an_example(name: str, run: Run) -> None:
    """As all others do."""
    assert f"Example: summaries catalog {name} uk" in run(name, "--help").output


def test_the_format_comes_from_the_name_the_content_or_the_option(
    newsroom: Newsroom, run: Run, style: str, tmp_path: Path
) -> None:
    """A file without a telling name is still read; a wrong option is a sentence."""
    file = tmp_path / "from-the-agency"
    shutil.copy(_export(run, tmp_path, style), file)
    assert run("import", "uk", str(file)).exit_code == 0
    assert run("import", "uk", str(file), "--format", style).exit_code == 0
    other = "csv" if style != "csv" else "xliff"
    result = run("import", "uk", str(file), "--format", other)
    assert result.exit_code == 1 and len(result.output.splitlines()) == 1
    assert run("export", "uk", "--format", "tmx").exit_code == 2
    assert run("export", "xx", "--format", style).exit_code == 2
    nowhere = str(tmp_path / "none" / "uk.xlf")
    assert run("export", "uk", "--format", style, "--output", nowhere).exit_code == 2
    assert run("import", "uk", str(tmp_path / "none.xlf")).exit_code == 1


def test_what_po2xliff_made_of_a_catalog_is_said_to_be_anothers(
    newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """It numbers the messages: one sentence, with what to do, not one for each number."""
    convert = pytest.importorskip("translate.convert.po2xliff").convertpo
    file, path = tmp_path / "harbor-fire.xlf", newsroom.path(ARTICLE, "uk")
    with path.open("rb") as content, file.open("wb") as out:
        assert convert(content, out, None)
    before = path.read_bytes()
    result = run("import", "uk", str(file), "--article", ARTICLE)
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert "another converter made it" in line and "summaries catalog export uk" in line
    assert path.read_bytes() == before


def test_translate_toolkit_is_for_tests_only() -> None:
    """It is GPL: the package does without it."""
    for path in (ROOT / "service").rglob("*.py"):
        assert not re.search(r"^\s*(from|import) translate\b", path.read_text(), re.MULTILINE)
