"""Reviewed catalogs after real tools had them in hand."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from conftest import LOCALES, SLUG, SUMMARY, UKRAINIAN, Newsroom
from translate.storage.pypo import pofile

from service import catalog
from service.catalog import Catalog, Edit, Entry
from service.errors import InputError
from service.review import marks, merge_source, sign
from service.review.sign import Reviewer

DOMAIN = "harbor-fire"
ALL_REVIEWED = dict.fromkeys(UKRAINIAN, "reviewed")
OTHER_WORDS = ["{day} у порту згорів дотла склад, повідомили пожежники."]

Tool = Callable[[str], str]


def babel(path: Path) -> None:
    with path.open("rb") as file:
        babel_catalog = read_po(file, locale=path.parent.parent.name)
    with path.open("wb") as file:
        write_po(file, babel_catalog)


def with_bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


# How people put a catalog through their tools: a command line, or the library's own save.
TOOLS: dict[str, str | Callable[[Path], object]] = {
    "msgcat -w 40": "msgcat -w 40 {po} -o {po}",
    "msgcat -w 200": "msgcat -w 200 {po} -o {po}",
    "msgcat --no-wrap": "msgcat --no-wrap {po} -o {po}",
    "msgcat with escapes, sorted": "msgcat -E -s {po} -o {po}",
    "msgattrib": "msgattrib --no-obsolete {po} -o {po}",
    "msgmerge": "msgmerge -q {po} {pot} -o {po}",
    "msgmerge --previous": "msgmerge -q --previous {po} {pot} -o {po}",
    "pybabel update": "{python} -m babel.messages.frontend -q update -l {locale} -i {pot} -o {po}",
    "pot2po": "{python} -m translate.convert.pot2po --progress=none -t {po} {pot} {po}",
    "Babel": babel,
    "polib": lambda path: polib.pofile(str(path)).save(),
    "translate-toolkit": lambda path: pofile.parsefile(str(path)).save(),
    "an editor on Windows": with_bytes(lambda content: content.replace(b"\n", b"\r\n")),
    "an editor on an old Mac": with_bytes(lambda content: content.replace(b"\n", b"\r")),
    "an editor that marks the byte order": with_bytes(lambda content: b"\xef\xbb\xbf" + content),
}
MERGING = ["msgmerge", "msgmerge --previous", "pybabel update", "pot2po"]
LOSSY = {
    "XLIFF": [
        "{python} -m translate.convert.po2xliff --progress=none {po} {po}.xlf",
        "{python} -m translate.convert.xliff2po --progress=none {po}.xlf {po}",
    ],
    "CSV": [
        "{python} -m translate.convert.po2csv --progress=none {po} {po}.csv",
        "{python} -m translate.convert.csv2po --progress=none {po}.csv {po}",
    ],
}


def run(command: str, path: Path, tool: Tool) -> None:
    """Run a command line on the catalog at ``path``; it must succeed."""
    names = {
        "po": path, "pot": path.parents[2] / f"{path.stem}.pot",
        "locale": path.parent.parent.name, "python": sys.executable,
    }  # fmt: skip
    program, *rest = (word.format_map(names) for word in shlex.split(command))
    done = subprocess.run([tool(program), *rest], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def use(name: str, path: Path, tool: Tool) -> None:
    """Let one of ``TOOLS`` read and write the catalog at ``path``."""
    how = TOOLS[name]
    if isinstance(how, str):
        run(how, path, tool)
    else:
        how(path)


def without(text: str, start: str, end: str) -> str:
    """Return ``text`` without what stands from ``start`` to before ``end``."""
    return text[: text.index(start)] + text[text.index(end) :]


# The same summary without its first statement, with another one, and with a statement that does
# not count any more.
SHORTER = without(without(SUMMARY, "[facts.day]", "[facts.hurt]"), '[[statements]]\nid = "fire"',
                  '[[statements]]\nid = "hurt"')  # fmt: skip
CHANGED = SUMMARY.replace('text = "A warehouse', 'text = "A big warehouse')
UNCOUNTED = without(
    SUMMARY.replace('count = "hurt"\none =', "text ="), "other =", 'evidence = ["Fi'
)


def states(room: Newsroom, domain: str = DOMAIN, locale: str = "uk") -> dict[str, str]:
    """Return the state of every message of a catalog."""
    assessed = room.project.assess(room.project.source(domain), locale)
    return {a.message.id: a.state for a in assessed or ()}


def new_template(room: Newsroom, summary: str) -> None:
    """Change the summary and write its template, and no catalog."""
    room.write(summary=summary)
    merge_source.update(room.project, room.project.source(DOMAIN), ())


@pytest.mark.parametrize("name", TOOLS)
def test_messages_that_a_tool_only_passed_on_stay_reviewed(
    newsroom: Newsroom, tool: Tool, name: str
) -> None:
    """Re-wrapped, re-ordered, escaped, with other line ends: the same words, the same signature."""
    use(name, newsroom.path(DOMAIN, "uk"), tool)
    assert states(newsroom) == ALL_REVIEWED
    assert newsroom.states()["uk"] == "current"


@pytest.mark.parametrize("name", ["msgcat -w 40", "msgmerge", "pybabel update", "polib", "pot2po"])
def test_every_bundled_language_goes_through_the_tools(
    bundled: Newsroom, tool: Tool, name: str
) -> None:
    """Six forms or one, right to left, without spaces: the plural rule and the marks stay valid."""
    for locale in LOCALES:
        use(name, bundled.path(SLUG, locale), tool)
        assert set(states(bundled, SLUG, locale).values()) == {"reviewed"}, locale


@pytest.mark.parametrize("name", TOOLS)
def test_a_message_changed_on_the_way_is_not_reviewed_and_the_others_are(
    newsroom: Newsroom, tool: Tool, name: str
) -> None:
    """One changed word takes the signature from its message only, and it can be signed again."""
    newsroom.translate(DOMAIN, "uk", {"fire": OTHER_WORDS})
    use(name, newsroom.path(DOMAIN, "uk"), tool)
    assert states(newsroom) == {**ALL_REVIEWED, "fire": "translated"}
    newsroom.sign(DOMAIN, "uk", "fire")
    assert states(newsroom) == ALL_REVIEWED


@pytest.mark.parametrize(
    "signer",
    [
        "Jane Doe",
        "Anne-Marie Müller-Lüdenscheidt-Hohenstaufen, Deutsche Presse-Agentur",
        "Anne-Marie Müller-Lüdenscheidt-Hohenstaufen, Deutsches Presse- und Verlagsamt",
    ],
    ids=["short name", "wrapped at a hyphen", "wrapped after a hyphen"],
)
@pytest.mark.parametrize("name", ["msgcat -w 40", "pybabel update", "polib", "translate-toolkit"])
def test_a_signature_that_a_tool_wraps_still_holds(
    tmp_path: Path, tool: Tool, name: str, signer: str
) -> None:
    """Long names and hyphens survive the tools that break long comments."""
    room = Newsroom(tmp_path)
    room.write()
    room.update("uk")
    room.translate(DOMAIN, "uk", UKRAINIAN)
    room.sign(DOMAIN, "uk", name=signer)
    use(name, room.path(DOMAIN, "uk"), tool)
    assert states(room) == ALL_REVIEWED


def reject(room: Newsroom, message: str, reason: str) -> None:
    """Reject a Ukrainian message as it is now."""
    source = room.project.source(DOMAIN)
    for status in room.project.assess(source, "uk") or ():
        if status.message.id == message:
            sign.reject(room.project, source, "uk", status, Reviewer("John Doe"), room.now, reason)


@pytest.mark.parametrize("name", TOOLS)
def test_a_no_counts_whoever_wrapped_the_yes_before_it(
    newsroom: Newsroom, tool: Tool, name: str
) -> None:
    """What a reviewer rejects is not reviewed any more, however its signature is written."""
    use(name, newsroom.path(DOMAIN, "uk"), tool)
    reject(newsroom, "fire", "It was the port.")
    assert states(newsroom) == {**ALL_REVIEWED, "fire": "rejected"}


@pytest.mark.parametrize("name", TOOLS)
def test_a_no_with_a_long_reason_goes_through_the_tools(
    newsroom: Newsroom, tool: Tool, name: str
) -> None:
    """A rejection stays one when a tool wraps it, until the message is signed."""
    reject(newsroom, "fire", "It was the port, not the harbor, said the fire-service. " * 9)
    use(name, newsroom.path(DOMAIN, "uk"), tool)
    assert states(newsroom) == {**ALL_REVIEWED, "fire": "rejected"}
    newsroom.sign(DOMAIN, "uk", "fire")
    assert states(newsroom) == ALL_REVIEWED


@pytest.mark.parametrize("comment", ["ask the desk", "reviewed-by: who?", "reviewed-by me; thanks"])
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_comments_beside_a_mark_do_not_hide_it(
    newsroom: Newsroom, comment: str, below: bool
) -> None:
    """People write what they like above and below a signature."""

    def beside(current: Catalog) -> tuple[dict[tuple[str | None, str], Edit], list[Entry]]:
        first = current.entries[0]
        lines = [*first.comments, comment] if below else [comment, *first.comments]
        return {first.key: Edit(comments=lines)}, []

    catalog.edit(newsroom.path(DOMAIN, "uk"), "uk.po", "uk", beside)
    assert states(newsroom) == ALL_REVIEWED


@pytest.mark.parametrize("kind", ["draft", "translated", "rejected"])
@pytest.mark.parametrize(
    "comments", [["ask the desk", "{}"], ["{}", "ask the desk"], ["{}", "reviewed-by: who?"]]
)
def test_comments_beside_a_note_do_not_hide_it(kind: str, comments: list[str]) -> None:
    """Who drafted, translated or rejected stays known, whatever stands above and below."""
    note = f"{kind}-by: Ann Lee; date: 2026-11-20"
    notes = marks.notes([text.format(note) for text in comments])
    assert [(one.kind, one.name) for one in notes] == [(kind, "Ann Lee")]


@pytest.mark.parametrize("name", MERGING)
def test_a_translation_that_a_tool_copies_to_a_similar_source_is_a_draft(
    newsroom: Newsroom, tool: Tool, name: str
) -> None:
    """The copied mark counts for nothing; what did not change stays reviewed, also after update."""
    path = newsroom.path(DOMAIN, "uk")
    new_template(newsroom, CHANGED)
    use(name, path, tool)
    assert states(newsroom) == {**ALL_REVIEWED, "fire": "draft"}
    newsroom.update()
    assert states(newsroom) == {**ALL_REVIEWED, "fire": "draft"}
    assert path.read_text().count('\nmsgctxt "fire"') == 1


@pytest.mark.parametrize("name", MERGING)
def test_a_statement_taken_back_into_the_summary_is_reviewed_only_with_its_own_words(
    newsroom: Newsroom, tool: Tool, name: str
) -> None:
    """Tools keep a dropped message aside and revive it: it counts when its signature fits."""
    path = newsroom.path(DOMAIN, "uk")
    new_template(newsroom, SHORTER)
    use(name, path, tool)
    assert states(newsroom) == {"headline": "reviewed", "hurt": "reviewed"}
    newsroom.write()
    assert states(newsroom) == {**ALL_REVIEWED, "fire": "missing"}
    new_template(newsroom, SUMMARY)
    use(name, path, tool)
    assert states(newsroom) in (ALL_REVIEWED, {**ALL_REVIEWED, "fire": "missing"})


@pytest.mark.parametrize(
    "summaries",
    [[SHORTER], [SHORTER, SUMMARY], [CHANGED], [UNCOUNTED], [UNCOUNTED, SUMMARY]],
    ids=["dropped", "dropped and back", "changed", "uncounted", "uncounted and back"],
)
def test_gettext_reads_every_catalog_that_update_wrote(
    newsroom: Newsroom, tool: Tool, summaries: list[str]
) -> None:
    """Whatever happens to a statement, translators can go on with their own tools."""
    for summary in summaries:
        newsroom.write(summary=summary)
        newsroom.update()
    for locale in ("en", "uk"):
        run("msgfmt -c -o {po}.mo {po}", newsroom.path(DOMAIN, locale), tool)
        run("msgmerge -q {po} {pot} -o {po}", newsroom.path(DOMAIN, locale), tool)


def words(room: Newsroom, domain: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return state and texts of the Ukrainian messages; none when the file is refused."""
    try:
        assessed = room.project.assess(room.project.source(domain), "uk") or []
    except InputError:
        return {}
    return {a.message.id: (a.state, a.entry.strings if a.entry else ()) for a in assessed}


def draft_first(current: Catalog) -> tuple[dict[tuple[str | None, str], Edit], list[Entry]]:
    """Make the first message a draft with other words, its old mark still beside it."""
    first = current.entries[0]
    return {first.key: Edit(strings=[f"{text}!" for text in first.strings], fuzzy=True)}, []


@pytest.mark.parametrize("domain", [DOMAIN, "service"])
@pytest.mark.parametrize("name", LOSSY)
def test_a_conversion_that_loses_marks_never_passes_other_words_for_reviewed(
    newsroom: Newsroom, tool: Tool, name: str, domain: str
) -> None:
    """XLIFF and CSV lose marks, contexts, plurals and fuzzy; readers keep what they have."""
    path = newsroom.path(domain, "uk")
    catalog.edit(path, "uk.po", "uk", draft_first)
    before = words(newsroom, domain)
    for command in LOSSY[name]:
        run(command, path, tool)
    for message, after in words(newsroom, domain).items():
        assert after[0] in ("missing", "draft", "translated") or after == before[message]
    newsroom.publish()
    assert newsroom.states(domain)["uk"] == "pending"
