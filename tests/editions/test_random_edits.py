"""Whatever happens to a workshop's files: no unsigned word, no traceback, no other article."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import functools
import json
import logging
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import msgspec
import pytest
from click.testing import CliRunner
from conftest import SUMMARY, UKRAINIAN, Newsroom
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import strategies as st
from lxml import html

from service import cli, create_app
from service.content import ui_strings
from service.editions import correcting, publisher_key, store, withdrawal
from service.editions.model import Edition
from service.editions.publisher import Publisher
from service.editions.repository import EditionRepository
from service.editions.snapshot import UnavailableError
from service.errors import SettingsError
from service.review import journal, signatures
from service.review import sign as sign_module
from service.review.keys import PrivateKey
from service.review.project import Project
from service.review.sign import Reviewer
from service.review.signatures import Signer

SLUG, OTHER, DOWN = SLUGS = ("harbor-fire", "mill-fire", "old-fire")
KINDS = [
    "articles/article.txt", "articles/summary.toml", "editions/LOCALE.json", "editions/_alive",
    "editions/_article.json", "editions/_index.jsonl", "editions/_publisher.json",
    "editions/_publisher.pub", "editions/service/LOCALE.json", "interface/journal/.gitattributes",
    "interface/journal/service.jsonl", "interface/reviewers.toml", "interface/service.po",
    "interface/service.pot", "journal/.gitattributes", "journal/SLUG.jsonl",
    "journal/service.jsonl", "locales/SLUG.po", "locales/SLUG.pot", "locales/glossary.toml",
    "locales/reviewers.toml", "locales/service.po", "published/SLUG.jsonl",
    "published/publisher.key", "published/service.jsonl",
]  # fmt: skip
# Those with words that readers get, which are edited as often as all kinds together.
TELLING = ["articles/article.txt", "articles/summary.toml", "editions/LOCALE.json",
           "journal/SLUG.jsonl", "locales/SLUG.po", "published/SLUG.jsonl"]  # fmt: skip
ORDER = ["fire", "hurt", "port"]
HOW = ["cut", "drop", "insert", "double", "swap", "byte", "letter", "word", "word", "out", "other"]
# Who signs without a key can be imitated by whoever writes the journal (docs/security.md, “Not
# promised”): there lines go, come twice, or change places, and are not rewritten.
PLAIN = ("journal/mill-fire.jsonl", "interface/journal/service.jsonl")
LINES = ["cut", "double", "swap", "out", "other"]
# In the others lines are also moved, where the publisher knows which there were: as if they had
# been written last. And lines of another article's journal are copied, as they are.
MOVED = [*HOW, *(["moved"] * 8), *(["copied"] * 8)]
# Where anybody may sign, people also sign something else that a line says, or what is another
# article's.
FORGED = [*MOVED, *(["forged"] * 40), *(["copied"] * 24)]
# With an edition file also: an earlier one is put back; a value is changed, and what proves the
# file is another (only the checksum, or a key of somebody else) or with the publisher's key.
SEALED = ("reason", "corrections")  # what readers get and only the publisher's key covers
PROVEN = ["checksum", "another", "publisher"]
EDITION = [*HOW, *(["earlier", *PROVEN] * 8)]
# What is in order afterwards, and says something else.
WORDS = [
    ("burned down", "blew up"), ("згорів склад", "вибухнув склад"), ("Пожежа", "Вибух"),
    ("people were hurt", "people were killed"), ("п’ятьох", "сімох"), ("Six", "Ten"), ("6", "7"),
    ("John Doe", "Jane Doe"), ("Harbor Post", "Mill Post"), ("took its statement", "took a bribe"),
    ("Five", "Nine"), ("Стисло", "Брехня"), ("ten days", "ten years"), ("brief = true\n", ""),
    ("harbor-fire", "mill-fire"), ("mill-fire", "harbor-fire"), ("old-fire", "mill-fire"),
    ('"uk"', '"en"'), ("2026-", "2099-"), ("person", "model"), ('"current"', '"outdated"'),
]  # fmt: skip
NAMES = ("en", "uk")
KEY = PrivateKey(b"jane".ljust(32))
SIGNERS = f"""models = true

[[reviewers]]
name = "Claude"
kind = "model"
languages = ["*"]

[[reviewers]]
name = "Jane Doe"
kind = "person"
languages = ["*"]
key = "{KEY.public}"
until = 2035-12-31

[[reviewers]]
name = "John Doe"
kind = "person"
languages = ["*"]
also = ["john@example.org"]

[[reviewers]]
name = "Ann Late"
kind = "person"
languages = ["*"]
until = 2020-12-31

[[reviewers]]
name = "Bob Gone"
kind = "person"
languages = ["*"]
revoked = 2026-01-01

[[translators]]
name = "Oksana"
kind = "person"
languages = ["uk"]
"""
# Where anybody may sign, by decision: what is in the journal is signed, and only that.
OPEN = "open = true\nmodels = true\n"
FEATURES = (
    ("show = \"all\"\n", """outlet = "Harbor Post"
url = "https://example.org/fire"
published = 2024-05-04T08:00:00+02:00
authors = ["Ann Writer"]
licence = "CC-BY-4.0"
"""),
    ('id = "fire"\n', 'id = "fire"\nbrief = true\n'),
    ('id = "hurt"\n', 'id = "hurt"\nbrief = true\n'),
)  # fmt: skip
DETAIL = """
[[statements]]
id = "port"
text = "The mayor told {outlet} that the port reopens within [ten]({days}) days."
evidence = ["The mayor said the port will reopen"]

[facts.days]
value = 10
quote = "within ten days"
"""
# What readers had before the article was corrected and the other one withdrawn.
BEFORE: dict[str, set[str]] = {}
BUNDLED: dict[str, dict[str, tuple[str, ...]]] = {}
# In a journal though nobody may ever read it: signed by nobody on the list, without the signer's
# key, as another kind, in time to come, too late, under rules that knew less; revoked, rejected.
# ALONE, under four eyes: by whoever translated it, or of a translator whom nobody knows.
REFUSED = ("чужинець", "підробка", "машина", "завтра", "запізно", "невид\u034fимка", "скасовано",
           "відкинуто")  # fmt: skip
ALONE = {"Jane Doe": "власноруч", "Nobody": "нічийно"}
# The first word of a text that is not a placeholder.
_FIRST_WORD = re.compile(r"(?<![{\w])[^\W\d_]{4,}(?![\w}])")
REFUSED_OF_ALL = (REFUSED[3], REFUSED[5], REFUSED[7])
UNSIGNED = """
msgid "All summaries"
msgstr "Нічого такого"
"""
UKRAINIAN_DETAIL = {"port": ["Мер розповів {outlet}, що порт відкриють за [десять]({days}) днів."]}
# Nobody signed it here; in another article's journal somebody did.
ELSEWHERE = "Мер розповів {outlet}, що порт запрацює за [дванадцять]({days}) днів."
NOTES = {"hurt/1": ["У попередній версії йшлося про п’ятьох постраждалих; їх було шестеро."]}
REASON = "The fire service took its statement back."
HOSTILE = [
    b"", b"\x00", b"\xff\xfe", b'"', b"\\", b"\n", b"[[", b"= =", b"{}", b"}", b"msgid", b"#,",
    b"#~ ", b"\xe2\x80\xae", b"1e25", b"9" * 5000, b"[" * 500, b"\xed\xa0\x80", b"\r", b"fuzzy",
    b"9999-12-31T23:59:59-23:59", b"-", b"1e999999999", b"null", b"\x1b[2J",
]  # fmt: skip
GLOSSARY = '[terms]\nharbor = ["порт", "порту"]\nmayor = ["мер", "мера"]\n'
OWN = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: uk\\n"
"Last-Translator: Oksana\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && "
"n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "In brief"
msgstr "Стисло"
"""


@dataclasses.dataclass
class Signed:
    """What was signed in a newsroom that nobody edits: what readers may get of it.

    ``last`` is what they get of each article now, ``ever`` what they got at any time, ``now`` what
    they may get while the journal is as it is; ``interface`` the interface's words. ``kinds`` are
    its files by kind, ``rejection`` is the line that rejects words that somebody signed;
    ``pieces`` is what its journals say of each article.
    """

    last: dict[str, set[str]]
    now: dict[str, set[str]]
    ever: dict[str, set[str]]
    interface: dict[str, dict[str, tuple[str, ...]]]
    kinds: dict[str, list[Path]]
    rejection: bytes
    pieces: dict[str, set[tuple[Any, ...]]]

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Show nothing of it beside a failing example.

        Of a long text hypothesis warns: an error here, which would hide the failure.
        """
        printer.text("Signed")


@pytest.fixture(scope="module")
def signed(room: Newsroom) -> Signed:
    return what_is_signed(room)


@pytest.fixture(scope="module")
def signed_openly(open_room: Newsroom) -> Signed:
    return what_is_signed(open_room)


def what_is_signed(room: Newsroom) -> Signed:
    """Return what readers may get of ``room``, which was made ready just now."""
    last, kinds = shown(room.editions), defaultdict(list)
    for path in files(room):
        kinds[kind(path)].append(path)
    # Whoever writes a journal may take down; then the words beside it are nobody's, and not shown.
    # Nor is the article's title, where its text is not there.
    less = {f"{locale} {what}: " for locale in NAMES for what in ("withdrawn", "title")}
    less |= {f"{locale} outdated: True" for locale in NAMES}
    ever = {slug: last[slug] | BEFORE[slug] | less for slug in SLUGS}
    still = {slug: last[slug] | less for slug in SLUGS}
    lines = journal.path(room.journal, OTHER).read_bytes().splitlines(keepends=True)
    (rejection,) = (line for line in lines if b'"kind":"rejected"' in line)
    # Whatever is broken, also while this was made ready.
    assert not any(
        word in text
        for texts in last.values()
        for text in texts
        for word in (*REFUSED, *ALONE.values())
    )
    old = '"being_corrected": ["days"]'
    assert any("десять" in text and old in text for text in last[SLUG])
    assert last[DOWN] == {f"{locale} withdrawn: {REASON}" for locale in NAMES}
    pieces = {slug: in_journal(room.folder, slug) for slug in SLUGS}
    assert all(said_of(room.folder, slug) <= pieces[slug] for slug in SLUGS)
    return Signed(last, still, ever, interface(room.editions), dict(kinds), rejection, pieces)


LONGER = hypothesis.settings.default.max_examples >= 1000  # with --hypothesis-profile fuzz


@pytest.fixture(scope="module", params=[False, True] if LONGER else [False], ids="eyes {}".format)
def room(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Newsroom:
    """A newsroom with three articles in two languages, and all kinds of files.

    One was corrected, with a note and a typo; one has plain signatures; one is withdrawn. Searching
    longer, a second one asks for four eyes.
    """
    four_eyes = request.param
    folder = tmp_path_factory.mktemp("edits") / "good"
    return made(folder, f"four_eyes = true\n{SIGNERS}" if four_eyes else SIGNERS)


@pytest.fixture(scope="module")
def open_room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The same where anybody may sign."""
    return made(tmp_path_factory.mktemp("open") / "good", OPEN)


def made(folder: Path, signers: str) -> Newsroom:
    """Return the newsroom in ``folder``, where ``signers`` is the list of who may sign."""
    Newsroom(folder)
    for path in (folder / "interface").iterdir():  # copied for each example
        if path.is_dir() and path.name not in (*NAMES, "journal"):
            shutil.rmtree(path)
    kept = folder / "interface" / "journal" / "service.jsonl"
    lines = kept.read_bytes().splitlines(keepends=True)
    names = {line: json.loads(line).get("payload", {}).get("locale", "en") for line in lines}
    kept.write_bytes(b"".join(line for line in lines if names[line] in NAMES))
    room = Newsroom(folder)
    room.appoint(signers)
    for locale in NAMES:
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    (room.locales / "uk" / "glossary.toml").write_text(GLOSSARY)
    summary = functools.reduce(lambda text, pair: text.replace(*pair), FEATURES, SUMMARY) + DETAIL
    for slug in (SLUG, OTHER, DOWN):
        room.write(slug, summary if slug == SLUG else SUMMARY)
    room.update()
    for path in (room.locales / "uk" / "LC_MESSAGES").glob("*-fire.po"):
        room.replace(path, "Last-Translator: ", "Last-Translator: Oksana")
    room.translate(SLUG, "uk", UKRAINIAN_DETAIL)
    for slug in (SLUG, OTHER, DOWN):
        room.translate(slug, "uk", UKRAINIAN)
        sign(room, slug)
    assert not room.publish().problems
    BEFORE.update(shown(room.editions))
    shutil.copytree(room.editions, earlier(room))
    BUNDLED.update(interface(room.editions))
    correct(room)
    fields = withdrawal.to_fields("all", REASON)
    down = journal.append(room.journal, DOWN, "withdrawn", "Jane Doe", room.now, fields, KEY)
    refused(room, down.digest, ALONE if "four_eyes" in signers else {}, anybody="open" in signers)
    elsewhere(room)
    (room.locales / "uk" / "LC_MESSAGES" / "service.po").write_text(OWN)
    own, source = room.project.own_interface(), ui_strings.source()
    found = [s for s in own.assess(source, "uk") or () if s.state == "translated"]
    sign_module.sign(own, source, "uk", found, Reviewer("Jane Doe", key=KEY), room.now)
    overrides = room.locales / "uk" / "LC_MESSAGES" / "service.po"
    overrides.write_text(overrides.read_text() + UNSIGNED)
    assert not room.publish().problems
    return room


def earlier(room: Newsroom) -> Path:
    """Return where the editions are as they were before the correction and the withdrawal."""
    return room.folder.with_name("earlier")


def refused(room: Newsroom, down: str, alone: Mapping[str, str], *, anybody: bool) -> None:
    """Add to the journals what must not count; ``down`` is the digest of the withdrawal.

    ``alone`` are words by who translated them, which Jane signs where somebody else has to. Where
    ``anybody`` may sign, only what nobody may.
    What rests on the list of signers alone is in a journal whose lines are not rewritten here.
    """
    ahead, late = room.now.replace(year=2099), room.now.replace(year=2021)
    lines = [
        (SLUG, "Mallory", "unlisted", room.now, None, REFUSED[0]),
        (SLUG, "Jane Doe", "person", room.now, None, REFUSED[1]),
        (SLUG, "Jane Doe", "model", room.now, KEY, REFUSED[2]),
        (OTHER, "John Doe", "person", ahead, None, REFUSED[3]),
        (OTHER, "Ann Late", "person", late, None, REFUSED[4]),
        (SLUG, "Jane Doe", "person", room.now, KEY, REFUSED[5]),
        (OTHER, "Bob Gone", "person", late, None, REFUSED[6]),
        *((SLUG, "Jane Doe", "person", room.now, KEY, word) for word in alone.values()),
        (OTHER, "John Doe", "person", room.now, None, REFUSED[7]),
    ]
    if anybody:
        # Not listed is what they all are.
        lines = [
            (slug, name, "unlisted", at, None, word)
            for slug, name, _kind, at, _key, word in lines if word in REFUSED_OF_ALL
        ]  # fmt: skip
    by = {word: Signer(name, "person") for name, word in alone.items()}
    for slug, name, kind, at, key, word in lines:
        words = room.project.ledger(slug).of("uk", "fire")[0].words
        text = UKRAINIAN["fire"][0].replace("пожежники", word)
        words = msgspec.structs.replace(words, strings=(text,))
        who = by.get(word, Signer("Oksana", "person"))
        signature = signatures.make(words, name, kind, "cli", at, translated_by=who)
        content = signatures.payload(words, signature)
        fields = {"payload": json.loads(content)} | ({"proof": key.sign(content)} if key else {})
        journal.append(room.journal, slug, "signed", name, at, fields)
    rejected = {
        "words": words.digest(),
        "locale": "uk",
        "message": "fire",
        "reason": "It is false.",
    }
    journal.append(room.journal, OTHER, "rejected", "John Doe", room.now, rejected | {"keep": True})
    for name in () if anybody else ("Mallory", "Jane Doe"):
        journal.append(room.journal, DOWN, "undone", name, room.now, {"of": down})


def elsewhere(room: Newsroom) -> None:
    """Have a sentence translated, whose mark names a signature in another article's journal.

    What readers have of it is still the one before.
    """
    room.translate(SLUG, "uk", {"port": [ELSEWHERE]})
    file = journal.path(room.journal, SLUG)
    before = file.read_bytes()
    room.sign(SLUG, "uk", "port", name="John Doe")
    fields = journal.parse(file.read_bytes()[len(before) :].strip(), SLUG).fields
    file.write_bytes(before)
    journal.append(room.journal, OTHER, "signed", "John Doe", room.now, fields)


def sign(room: Newsroom, slug: str) -> None:
    """Sign all of an article: Jane with her key, John the other one without."""
    for locale in NAMES:
        plain = slug == OTHER
        room.sign(
            slug, locale, name="John Doe" if plain else "Jane Doe", key=None if plain else KEY
        )


def correct(room: Newsroom) -> None:
    """Correct a figure, with a note, and a typo, for which translations are not signed again.

    Of another figure, which the translation has in a word, that is signed for the old one still.
    """
    room.now += datetime.timedelta(days=1)
    who, folder = Reviewer("Jane Doe", key=KEY), room.articles / SLUG
    for name in ("article.txt", "summary.toml"):
        room.replace(folder / name, "Five people", "Six people")
    room.replace(folder / "summary.toml", "value = 5", "value = 6")
    room.replace(
        folder / "summary.toml",
        "A warehouse burned down in the",
        "One warehouse burned down in the",
    )
    room.replace(folder / "summary.toml", 'evidence = ["One', 'evidence = ["A')
    for name in ("article.txt", "summary.toml"):
        room.replace(folder / name, "within ten days", "within twelve days")
    for old, new in (("value = 10", "value = 12"), ("[ten]({days})", "[twelve]({days})")):
        room.replace(folder / "summary.toml", old, new)
    room.update()
    for change in correcting.changes(room.project, room.editions, SLUG, room.now):
        if change.statement == "fire":
            correcting.typo(room.project, SLUG, change, who, room.now)
        elif change.statement == "hurt":
            note = "An earlier version said that five people were hurt; there were six."
            correcting.add_note(room.project, SLUG, change, note, who, room.now)
    room.update()
    room.translate(SLUG, "uk", NOTES)
    room.sign(SLUG, "en", key=KEY)
    room.sign(SLUG, "uk", "headline", "fire", "hurt", *NOTES, key=KEY)


def files(room: Newsroom) -> list[Path]:
    """Return every file of the newsroom, relative to it."""
    several = (path.relative_to(room.folder) for path in sorted(room.folder.rglob("*")))
    return [path for path in several if (room.folder / path).is_file() and path.suffix != ".lock"]


def owner(path: Path) -> str:
    """Return the article that a file belongs to; nothing for what all of them rest on."""
    return next((slug for slug in SLUGS if slug in (path.stem, path.parent.name)), "")


def kind(path: Path) -> str:
    """Return what kind of file it is, whichever article or language it is of."""
    own = owner(path)
    name = path.name.replace(own, "SLUG") if own else path.name
    folders = [part for part in path.parts[:-1] if part not in (*NAMES, own, "LC_MESSAGES")]
    return "/".join([*folders, "LOCALE.json" if path.stem in NAMES else name])


def shown(editions: Path) -> dict[str, set[str]]:
    """Return what the window of ``editions`` has of each article, a text for each thing it says.

    Sentences with their evidence, figures and who signed them, the article, notes, passages.
    """
    # One window for all folders: its templates are compiled once.
    window().extensions["summaries"] = EditionRepository(editions, interval=0)
    client = window().test_client()
    return {slug: set(_said(client, slug)) for slug in SLUGS}


@functools.cache
def window() -> Flask:
    """Return a window without its response cache."""
    app = create_app({"EDITIONS": "none", "REFRESH": "0", "RATE_LIMIT": "0"})
    app.wsgi_app = functools.partial(Flask.wsgi_app, app)  # type: ignore[method-assign]
    return app


def _said(client: FlaskClient, slug: str) -> Iterator[str]:
    for locale in NAMES:
        answer = client.get(f"/api/v1/articles/{slug}/summary?lang={locale}")
        assert answer.status_code in (200, 404, 410, 503), answer.status_code
        data = answer.json or {}
        if answer.status_code == 410:
            yield f"{locale} withdrawn: {data['reason']}"
        if answer.status_code != 200:
            continue
        yield f"{locale} headline: {data['headline']}"
        order = [statement["id"] for statement in data["statements"]]
        assert order == sorted(order, key=ORDER.index)
        for statement in data["statements"]:
            yield f"{locale} statement: {json.dumps(statement, ensure_ascii=False)}"
        yield f"{locale} outdated: {data['state'] == 'outdated'}"
        for name, value in data["article"].items():
            yield f"{locale} {name}: {value}"
        for name in ("reviewers", "translated_by", "drafted_by"):
            yield from (f"{locale} {name}: {who}" for who in data[name])
        for entry in data["corrections"]:
            yield f"{locale} correction: {entry['statement']} {entry['fact']} {entry['note']}"
    page = client.get(f"/articles/{slug}/source?lang=en")
    if page.status_code == 200:
        for text in html.document_fromstring(page.text).xpath("//main//*[@lang='en']//text()"):
            yield f"passage: {' '.join(text.split())}"


def texts(editions: Path) -> dict[tuple[str, str], object]:
    """Return what all that the window of ``editions`` has says, or why it was withdrawn."""
    view = EditionRepository(editions, interval=0).view()
    both = [(slug, locale) for slug in SLUGS for locale in NAMES]
    values = {pair: view.articles.get(pair[0], {}).get(pair[1]) for pair in both}
    return {
        pair: value.content.said() if isinstance(value, Edition) else value.reason
        for pair, value in values.items() if value is not None
    }  # fmt: skip


def interface(editions: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the interface's words that the window of ``editions`` has, by locale and message."""
    repository, found = EditionRepository(editions, interval=0), {}
    for locale in repository.view().interfaces:
        try:
            value = repository.take(ui_strings.DOMAIN, locale)
        except UnavailableError:
            continue
        assert isinstance(value, Edition)
        found[locale] = {s.id: s.target.strings for s in value.content.statements}
    return found


def command(folder: Path, *words: str) -> None:
    """Run a command in the newsroom at ``folder``: what it finds is said without a traceback."""
    names = ("articles", "locales", "journal", "editions", "published")
    env = {f"SUMMARIES_{name.upper()}": str(folder / name) for name in names}
    with pytest.MonkeyPatch.context() as patch:
        own = functools.partial(Project, interface=folder / "interface")
        patch.setattr("service.cli.workshop.Project", own)
        result = CliRunner().invoke(cli.main, words, env=env)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert "Traceback" not in result.output
    assert "the log says where" not in result.output
    assert "of odd size" not in result.output


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """The tracebacks that are logged meanwhile."""
    found: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info:
                found.append(logging.Formatter().format(record))

    handler, logger = Handler(), logging.getLogger("service")
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def edited(content: bytes, another: bytes, data: st.DataObject, how: str) -> bytes:
    """Return ``content`` after one edit, such as a careless, an unlucky or a hostile hand makes.

    ``another`` is a file of the same kind, ``how`` one of HOW.
    """
    at = data.draw(st.integers(0, max(0, len(content) - 1)), "at")
    size = data.draw(st.integers(0, 80), "size")
    whole = {"cut": content[:at], "other": another, "drop": content[:at] + content[at + size :]}
    if how in whole:
        return whole[how]
    if how == "insert":
        return content[:at] + data.draw(st.sampled_from(HOSTILE), "what") + content[at:]
    if how == "byte":
        return content[:at] + bytes([data.draw(st.integers(0, 255), "byte")]) + content[at + 1 :]
    if how == "word":
        old, new = (text.encode() for text in data.draw(st.sampled_from(WORDS), "word"))
        return content.replace(old, new)
    if how == "letter":  # the next one: what remains is in order, and says something else
        letter = re.compile(rb"[A-Za-z0-9]").search(content, at)
        put = bytes([data.draw(st.sampled_from(b"aeoimnz05"), "letter")])
        return content[: letter.start()] + put + content[letter.end() :] if letter else content
    return b"".join(_lines(content.splitlines(keepends=True) or [b""], how, data))


def moved(content: bytes, slug: str, data: st.DataObject) -> bytes:
    """Return a journal with some of its lines written again as the last, knowing of all others.

    Those after them may be linked again, too, so that no line that they name is missing.
    """
    lines = list(journal.Journal(journal.parse(line, slug) for line in content.splitlines()))
    first, last = sorted(data.draw(st.integers(0, len(lines)), name) for name in ("from", "to"))
    lines = lines[:first] + lines[last:] + lines[first:last]
    linked, parents, written = data.draw(st.booleans(), "linked"), list[str](), list[bytes]()
    for number, line in enumerate(lines):
        known = parents if linked or number >= len(lines) - last + first else line.parents
        new, text = journal.make(slug, line.kind, line.name, line.at, known, line.fields)
        parents = [new.digest]
        written.append(text + b"\n")
    return b"".join(written)


def copied(room: Newsroom, slug: str, data: st.DataObject) -> bytes:
    """Return one line, or all, of the journal of ``slug`` in ``room``."""
    content = journal.path(room.journal, slug).read_bytes()
    lines = content.splitlines(keepends=True)
    alone = data.draw(st.integers(-1, len(lines) - 1), "line")
    return content if alone < 0 else lines[alone]


def forged(journals: Sequence[bytes], slug: str, data: st.DataObject) -> bytes:
    """Return a new line for the first of ``journals``, that of ``slug``, knowing all of its lines.

    It says what a line of one of them says but for other words or one value, maybe under another
    name.
    """
    lines = [journal.parse(line, slug) for line in journals[0].splitlines()]
    several = [json.loads(line) for content in journals for line in content.splitlines()]
    one = data.draw(st.sampled_from([each for each in several if "payload" in each]), "line")
    payload = one["payload"]
    what = data.draw(st.sampled_from(["words", "words", "value", "everywhere"]), "what")
    if what == "words":
        word = data.draw(st.sampled_from(["Вигадка", "Invention"]), "word")
        payload["msgstr"] = [_FIRST_WORD.sub(word, text, count=1) for text in payload["msgstr"]]
    elif what == "value":
        places = list(_places(payload))
        name = data.draw(st.sampled_from(sorted({str(key) for _h, key in places})), "name")
        pool = [(holder, key) for holder, key in places if str(key) == name]
        _change(*data.draw(st.sampled_from(pool), "place"), places, data)
    else:
        pair = data.draw(st.sampled_from(WORDS), "pair")
        payload = json.loads(json.dumps(payload, ensure_ascii=False).replace(*pair))
    names = [payload["name"], payload["name"], "John Doe", "Mallory"]
    who = data.draw(st.sampled_from(names), "signer")
    at, heads = datetime.datetime.fromisoformat(one["at"]), journal.Journal(lines).heads
    try:
        return journal.make(slug, "signed", who, at, heads, {"payload": payload})[1] + b"\n"
    except (journal.LineError, AttributeError):  # no name any more
        return b"\n"


def resealed(
    content: bytes, how: str, room: Newsroom, data: st.DataObject
) -> bytes:  # fmt: skip
    """Return an edition file with one of its values changed, and with a proof of the kind ``how``.

    That is one by the publisher, by somebody else (``another``), or the one that was there, with a
    new checksum.
    """
    try:
        edition = json.loads(content)
    except ValueError:
        return content
    if not isinstance(edition, dict):
        return content
    places = list(_places(edition))
    messages = edition.get("messages") or []
    words = [
        (message, pair) for message in messages for pair in WORDS
        if any(pair[0] in text for text in [*message["target"]["msgstr"], *message["evidence"]])
    ]  # fmt: skip
    sealed = [(edition, name) for name in SEALED if edition.get(name)]
    sealed += _places(edition.get("corrections") or [])
    if how == "publisher" and words and data.draw(st.booleans(), "words"):
        message, pair = data.draw(st.sampled_from(words), "words")
        text = json.dumps(message, ensure_ascii=False)
        messages[messages.index(message)] = json.loads(text.replace(*pair))
    elif how != "publisher" and sealed and data.draw(st.booleans(), "sealed"):
        _change(*data.draw(st.sampled_from(sealed), "place"), places, data)
    else:
        names = sorted({str(k) for _h, k in places})
        name = data.draw(st.sampled_from(names), "name")  # what is there once as likely as others
        pool = [(h, k) for h, k in places if str(k) == name]
        _change(*data.draw(st.sampled_from(pool), "place"), places, data)
    if how == "checksum":
        return json.dumps(edition | {"checksum": store.checksum(edition).hex()}).encode()
    own = publisher_key.load(room.folder / "published")
    return json.dumps(store.seal(edition, own if how == "publisher" else KEY)).encode()


def _change(
    holder: Any, at: Any, places: Sequence[tuple[Any, Any]], data: st.DataObject
) -> None:  # fmt: skip
    """Put another value at a place of a JSON value, of the kind that is there."""
    value = holder[at]
    if isinstance(value, list | dict) and isinstance(holder, list):
        other = data.draw(st.integers(0, len(holder) - 1), "another")
        holder[at], holder[other] = holder[other], holder[at]
        if other == at:
            del holder[at]
    elif isinstance(value, list):
        del value[-1:]
    elif not isinstance(value, dict):
        others = [h[k] for h, k in places if type(h[k]) is type(value) and h[k] != value]
        more = [False, True] if isinstance(value, bool) else []
        holder[at] = data.draw(st.sampled_from([*others, *more, None]), "value")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a JSON value: the list or table that it is in, and its key there."""
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _lines(lines: list[bytes], how: str, data: st.DataObject) -> list[bytes]:
    one = data.draw(st.integers(0, len(lines) - 1), "one")
    two = data.draw(st.integers(0, len(lines) - 1), "two")
    if how == "double":
        return [*lines[: one + 1], lines[one], *lines[one + 1 :]]
    if how == "out":
        return [*lines[:one], *lines[one + 1 :]]
    lines[one], lines[two] = lines[two], lines[one]
    return lines


# Its end is the number of examples: some minutes where other tests have the processor, too.
@pytest.mark.timeout(0)
@hypothesis.given(st.data())
@hypothesis.settings(
    max_examples=max(100, hypothesis.settings.default.max_examples), deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)  # fmt: skip
def test_random_edits_bring_no_unsigned_word_up(
    room: Newsroom, signed: Signed, tmp_path_factory: pytest.TempPathFactory, faults: list[str],
    data: st.DataObject,
) -> None:  # fmt: skip
    """Edits of any of the files, up to three at once, over what is up and on a new machine."""
    faults.clear()
    try_edits(room, signed, tmp_path_factory.mktemp("edited") / "room", data)
    assert not faults


# As above.
@pytest.mark.timeout(0)
@hypothesis.given(st.data())
@hypothesis.settings(
    max_examples=max(50, hypothesis.settings.default.max_examples), deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)  # fmt: skip
def test_where_anybody_may_sign_no_word_comes_up_that_the_journal_has_not(
    open_room: Newsroom, signed_openly: Signed, tmp_path_factory: pytest.TempPathFactory,
    faults: list[str], data: st.DataObject,
) -> None:  # fmt: skip
    """Nobody is asked who signs; what, and of which article, all the same."""
    faults.clear()
    folder = tmp_path_factory.mktemp("edited") / "room"
    try_edits(open_room, signed_openly, folder, data, anybody=True)
    assert not faults


def by_hand(
    room: Newsroom, path: Path, before: bytes, other: bytes, how: str, data: st.DataObject
) -> bytes:
    """Return what the file at ``path`` has instead of ``before`` after an edit of the kind ``how``.

    ``other`` is a file of the same kind in ``room``.
    """
    if how == "earlier":
        old = earlier(room) / path.relative_to("editions")
        return old.read_bytes() if old.exists() else before
    if how in PROVEN:
        return resealed(before, how, room, data)
    if how == "copied":
        names = sorted({*SLUGS} - {path.stem})
        return before + copied(room, data.draw(st.sampled_from(names), "of"), data)
    if how == "forged":
        return before + forged([before, other], path.stem, data)
    return moved(before, path.stem, data) if how == "moved" else edited(before, other, data, how)


def try_edits(
    room: Newsroom, signed: Signed, folder: Path, data: st.DataObject, *, anybody: bool = False
) -> None:
    """Edit a copy of ``room`` in ``folder``, and hold what readers get against what is ``signed``.

    Where ``anybody`` may sign, edits of journals sign.
    """
    shutil.copytree(room.folder, folder)
    new = data.draw(st.integers(0, 3), "on a new machine") == 3
    if new:
        shutil.rmtree(folder / "editions")
    kinds = st.sampled_from(sorted(signed.kinds)) | st.sampled_from(TELLING)
    if (alone := data.draw(st.integers(0, 7), "of editions, or a journal, alone")) >= 6:
        kinds = st.just("editions/LOCALE.json")
    elif alone >= (2 if anybody else 5):
        kinds = st.just("journal/SLUG.jsonl")
    of_kind = kinds.flatmap(lambda k: st.sampled_from(signed.kinds[k]))
    inside = False
    changed = data.draw(st.lists(of_kind, min_size=1, max_size=3, unique=True), "files")
    for path in changed:
        another = data.draw(st.sampled_from(signed.kinds[kind(path)]), "of the same kind")
        if (folder / path).exists():
            before, other = (folder / path).read_bytes(), (room.folder / another).read_bytes()
            plain = PLAIN[1:] if anybody else PLAIN
            hands = LINES if path.as_posix() in plain else HOW
            if kind(path) == "journal/SLUG.jsonl" and hands is HOW and not new:
                hands = MOVED
            if anybody and kind(path) == "journal/SLUG.jsonl":
                hands = FORGED
            how = data.draw(
                st.sampled_from(EDITION if path.parts[0] == "editions" else hands), "how"
            )
            inside |= how == "publisher"
            content = by_hand(room, path, before, other, how, data)
            (folder / path).write_bytes(content)
        if (end := data.draw(st.integers(0, 9), "gone, or a link")) >= 8:
            (folder / path).unlink(missing_ok=True)
            if end == 8 and (folder / path).parent.is_dir():
                targets = [path.name, "/proc/self/environ", str(room.folder / another)]
                (folder / path).symlink_to(data.draw(st.sampled_from(targets), "link"))
    held(signed, folder, changed, inside=inside, new=new, anybody=anybody)  # by the window alone
    command(folder, "publish")
    held(signed, folder, changed, inside=inside, new=new, anybody=anybody)
    command(folder, data.draw(st.sampled_from(["status", "check", "update"]), "command"))
    shutil.rmtree(folder.parent)


def set_back(changed: Sequence[Path], *, new: bool) -> set[str]:
    """Return the articles of which what readers get may be set back; "" for all of them.

    That takes a journal, or what the publisher logged, and something to be made from it: editions
    that are gone, on a ``new`` machine or because they, or the index, were ``changed``, too.
    """
    logs = {owner(p) for p in changed if p.parts[0] in ("journal", "published")}
    made = {
        owner(p) for p in changed if p.parts[0] == "editions" or p.name == publisher_key.PRIVATE
    }
    return logs if new or "" in made else logs & made


def held(
    signed: Signed, folder: Path, changed: Sequence[Path], *, inside: bool, new: bool,
    anybody: bool,
) -> None:  # fmt: skip
    """Hold what readers get at ``folder`` against what was signed.

    ``changed`` are the files that were edited. If ``inside``, one of them was written with the
    publisher's key: then headlines and statements are held, which signers' signatures cover.
    ``new`` is as in :func:`set_back`. Where ``anybody`` may sign, what an edited journal has is
    signed: that is held against the journal as it is.
    """
    if not (folder / "editions").is_dir():
        return
    rewritten = {p.stem for p in changed if anybody and p.parent.name == "journal"}
    for locale, words in interface(folder / "editions").items():
        own = signed.interface[locale].items() | BUNDLED[locale].items()
        left = {(i, t) for i, t in words.items() if (i, t) not in own}
        if ui_strings.DOMAIN in rewritten:
            left -= {
                (piece[2], piece[4])
                for piece in in_journal(folder, ui_strings.DOMAIN)
                if piece[:2] == ("words", locale)
            }  # fmt: skip
        assert not left
    touched = {owner(path) for path in changed}
    back = set_back(changed, new=new)
    back |= {""} & {owner(p) for p in changed if p.name == "_index.jsonl"}
    listed = {"locales/reviewers.toml"} & {path.as_posix() for path in changed}
    for slug, said in shown(folder / "editions").items():
        if slug in rewritten:
            up = said_of(folder, slug)
            assert up <= in_journal(folder, slug) | signed.pieces[slug], up
            continue
        now = said
        refused = {
            text for text in said if any(word in text for word in (*REFUSED, *ALONE.values()))
        }
        if refused and not listed:
            assert all(REFUSED[-1] in text for text in refused), refused
            lines = journal.path(folder / "journal", slug).read_bytes().splitlines(keepends=True)
            assert signed.rejection not in lines
        if refused:  # whoever writes the list of signers lets others sign
            now = {x for x in said - refused if "statement" in x or "headline" in x}
        allowed = signed.ever[slug] if listed or back & {slug, ""} else signed.now[slug]
        if inside:
            now, allowed = covered(now), covered(allowed)
        assert now <= allowed, now - allowed
        assert touched & {slug, ""} or said == signed.last[slug]


def said_of(folder: Path, slug: str) -> set[tuple[Any, ...]]:
    """Return what the window at ``folder`` has of an article, as :func:`in_journal` says it."""
    repository, pieces = EditionRepository(folder / "editions", interval=0), set[tuple[Any, ...]]()
    for locale in repository.view().articles.get(slug, {}):
        try:
            value = repository.take(slug, locale)
        except UnavailableError:
            continue
        if not isinstance(value, Edition):
            continue
        content, wholes = value.content, []
        for one in (*content.statements, *content.notes):
            for at, part in ((content.language, one.source), (locale, one.target)):
                pieces |= {
                    ("words", at, one.context, each.name, part.strings) for each in part.signatures
                }
            facts = [fact.source_inputs() for fact in one.facts.values()]
            pieces.add(("source", one.context, one.source.strings, one.evidence, plain(facts)))
            wholes.append(one.source.whole)
        wholes += [h.signed.whole for h in (content.newer, content.latest) if h is not None]
        pieces |= {("whole", plain(whole)) for whole in wholes if whole is not None}
    return pieces


def in_journal(folder: Path, slug: str) -> set[tuple[Any, ...]]:
    """Return what the ``signed`` lines in an article's journal say, read without the service.

    Who signed which words of which message in which language, on what they rest, the whole.
    """
    pieces = set[tuple[Any, ...]]()
    try:
        content = (folder / "journal" / f"{slug}.jsonl").read_bytes()
    except OSError:
        return pieces
    for line in content.split(b"\n"):
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            data = json.loads(line.decode("utf-8-sig"))
            if data["kind"] != "signed" or data["slug"] != slug:
                continue
            of = data["payload"]
            strings, message = tuple(of["msgstr"]), of["msgctxt"] or of["msgid"]
            pieces.add(("words", of["locale"], message, data["name"], strings))
            if of.get("source"):
                evidence, facts = tuple(of["source"]["evidence"]), plain(of["source"]["facts"])
                pieces.add(("source", message, strings, evidence, facts))
            if of.get("whole"):
                pieces.add(("whole", plain(of["whole"])))
    return pieces


def plain(value: Any) -> str:
    """Return ``value`` as JSON, the same for what is the same."""
    return json.dumps(msgspec.to_builtins(value), sort_keys=True, ensure_ascii=False)


def covered(said: set[str]) -> set[str]:
    """Return those of the texts ``said`` that signers' signatures cover."""
    both = {text for text in said if text[3:].startswith(("headline: ", "statement: "))}
    return {re.sub(r', "being_corrected": \[[^]]*\]', "", text) for text in both}


def test_every_kind_of_file_is_edited(signed: Signed) -> None:
    """Whatever a newsroom's work leaves behind; who adds a kind of file adds it to this list."""
    assert set(signed.kinds) == set(KINDS)


@pytest.mark.parametrize("which", KINDS)
def test_a_file_that_was_cut_off_anywhere_takes_nothing_down(
    room: Newsroom, signed: Signed, tmp_path: Path, which: str
) -> None:
    """At every 37th byte; of long files at fewer places, unless pytest searches longer.

    That is with ``--hypothesis-profile fuzz``.
    """
    path = signed.kinds[which][0]
    folder = tmp_path / "room"
    shutil.copytree(room.folder, folder)
    whole = (folder / path).read_bytes()
    copy = Newsroom(folder)
    copy.now = room.now
    copy.publisher = Publisher(copy.project, copy.editions, lambda: copy.now)
    most = 5 if "service" in which else 50  # the interface is read again for each
    step = 37 if LONGER else 37 * max(1, len(whole) // (37 * most))
    for at in range(0, len(whole), step):
        (folder / path).write_bytes(whole[:at])
        # A key that is none ends the publisher, in a sentence, and nothing else.
        with contextlib.suppress(*([SettingsError] if path.name == publisher_key.PRIVATE else [])):
            copy.publish()
        assert texts(copy.editions) == texts(room.editions), at
    assert shown(copy.editions) == signed.last
