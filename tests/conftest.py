"""Fixtures: small workshops made from text, the bundled one, and real tools."""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import msgspec
import pytest
from click.testing import CliRunner, Result
from object_store import cable, seaweed  # noqa: F401 - fixtures

from service import catalog, cli, create_app
from service.catalog import Edit
from service.editions import (
    index,
    publisher_key,
    status_cache,
    store,
    takedown,
    verification,
    withdrawal,
)
from service.editions.model import Edition
from service.editions.plan import Planner
from service.editions.publisher import Publisher, Report
from service.review import journal, merge_source, signatures, status
from service.review import sign as sign_module
from service.review.keys import PrivateKey
from service.review.project import INTERFACE, Project
from service.review.sign import Reviewer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A test run finds the same each time; "make fuzz" looks further, each round from a new seed. How
# long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=1000, database=None)
hypothesis.settings.load_profile("repeatable")

ROOT = Path(__file__).parent.parent
SLUG = "nato-condemns-attacks-on-ukraine"
LOCALES = ["ar", "de", "en", "es", "fr", "it", "ja", "pl", "ro", "tr", "uk", "zh_Hans"]
DAY = datetime.date(2026, 11, 22)
# A day on which the bundled signatures were made already: those of tomorrow do not count.
SIGNED = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)

ARTICLE = """Fire in the harbor
A warehouse burned down in the harbor on May 3, the fire service said.
Five people were hurt, and about 1,200 tons of grain were lost.
The mayor said the port will reopen "within ten days."
"""

SUMMARY = """language = "en"
headline = "Warehouse fire in the harbor"

[article]
show = "all"

[facts.day]
value = 2024-05-03
quote = "on May 3"
format = "day-month"

[facts.hurt]
value = 5
quote = "Five people were hurt"

[facts.tons]
value = 1200
quote = "about 1,200 tons of grain"

[[statements]]
id = "fire"
text = "A warehouse burned down in the harbor on {day}, the fire service said."
evidence = ["A warehouse burned down in the harbor on May 3, the fire service said."]

[[statements]]
id = "hurt"
count = "hurt"
one = "{hurt} person was hurt, and about {tons} tons of grain were lost."
other = "{hurt} people were hurt, and about {tons} tons of grain were lost."
evidence = ["Five people were hurt, and about 1,200 tons of grain were lost."]
"""

UKRAINIAN = {
    "headline": ["Пожежа складу в порту"],
    "fire": ["{day} у порту згорів склад, повідомили пожежники."],
    "hurt": [
        "Постраждала {hurt} людина, втрачено близько {tons} тонн зерна.",
        "Постраждали {hurt} людини, втрачено близько {tons} тонн зерна.",
        "Постраждало {hurt} людей, втрачено близько {tons} тонн зерна.",
    ],
}


# People who sign in tests; whoever else does is not listed.
REVIEWERS = """models = true
open = true

[[reviewers]]
name = "Claude"
kind = "model"
languages = ["*"]

[[reviewers]]
name = "Jane Doe"
kind = "person"
languages = ["*"]

[[reviewers]]
name = "John Doe"
kind = "person"
languages = ["*"]
"""


class Newsroom:
    """A workshop in a temporary folder, with the hands of the people who work in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles, self.locales = folder / "articles", folder / "locales"
        self.editions, self.journal = folder / "editions", folder / "journal"
        self.articles.mkdir(parents=True, exist_ok=True)
        self.locales.mkdir(exist_ok=True)
        if not (self.locales / "reviewers.toml").exists():
            self.appoint(REVIEWERS)
        # A copy: tests edit it, as they edit everything in a newsroom.
        self.interface = folder / "interface"
        if not self.interface.exists():
            self.interface.mkdir()
            for name in ("reviewers.toml", "service.pot"):
                shutil.copy(INTERFACE / name, self.interface)
            shutil.copytree(INTERFACE / "journal", self.interface / "journal")
            for locale in LOCALES:
                shutil.copytree(INTERFACE / locale, self.interface / locale)
        self.project = Project(self.articles, self.locales, self.journal, self.interface)
        self.now = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
        self.publisher = Publisher(self.project, self.editions, lambda: self.now)

    def write(self, slug: str = "harbor-fire", summary: str = SUMMARY, text: str = ARTICLE) -> None:
        """Write an article and its summary."""
        (self.articles / slug).mkdir(exist_ok=True)
        (self.articles / slug / "article.txt").write_text(text)
        (self.articles / slug / "summary.toml").write_text(summary)

    def appoint(self, text: str) -> None:
        """Write who may sign."""
        (self.locales / "reviewers.toml").write_text(text)

    def update(self, *locales: str) -> list[Path]:
        """Bring the catalogs of all articles in line, and make those of new ``locales``."""
        wanted = [*self.project.languages(), *locales]
        sources = [self.project.source(slug) for slug in self.project.slugs()]
        return [
            path for source in sources for path in merge_source.update(self.project, source, wanted)
        ]

    def translate(self, domain: str, locale: str, texts: dict[str, list[str]]) -> None:
        """Put ``texts``, by message id, into a catalog, as a translator would."""
        source = self.project.source(domain)
        edits = {
            m.key: Edit(strings=texts[m.id], fuzzy=False) for m in source.messages if m.id in texts
        }
        catalog.edit(self.path(domain, locale), domain, locale, lambda _found: (edits, ()))

    def sign(
        self, domain: str, locale: str, *ids: str, name: str = "Jane Doe",
        key: PrivateKey | None = None,
    ) -> None:  # fmt: skip
        """Sign the messages ``ids`` (all without any) of a catalog."""
        source = self.project.source(domain)
        statuses = self.project.assess(source, locale) or ()
        wanted = [status for status in statuses if not ids or status.message.id in ids]
        who = Reviewer(name, key=key)
        sign_module.sign(self.project, source, locale, wanted, who, self.now)

    def reject(
        self, domain: str, locale: str, message: str, reason: str, *, keep: bool = True,
        name: str = "Jane Doe",
    ) -> None:  # fmt: skip
        """Reject the words of a message; ``keep`` leaves them up for those who have them."""
        source = self.project.source(domain)
        statuses = self.project.assess(source, locale) or []
        (status,) = (one for one in statuses if one.message.id == message)
        who = Reviewer(name)
        sign_module.reject(self.project, source, locale, status, who, self.now, reason, keep=keep)

    def unsign(self, domain: str, locale: str, *ids: str) -> None:
        """Make as if the messages ``ids`` (all without any) of a catalog were never signed."""
        path = journal.path(self.journal, domain)

        def keeps(line: bytes) -> bool:
            payload = json.loads(line).get("payload", {})
            named = payload.get("locale") == locale and payload.get("msgctxt") in (
                ids or [payload.get("msgctxt")]
            )
            return not named

        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(filter(keeps, lines)))
        blocks = self.path(domain, locale).read_text().split("\n\n")
        named = [f'msgctxt "{name}"' for name in ids] or ["msgctxt"]
        mark = re.compile(r"^# reviewed-by: .*\n", re.MULTILINE)
        blocks = [mark.sub("", b) if any(n in b for n in named) else b for b in blocks]
        self.path(domain, locale).write_text("\n\n".join(blocks))
        self.forget(domain)

    def forget(self, domain: str) -> None:
        """Make as if nothing of an article was ever published.

        A publisher would keep what readers have, and miss the lines of a journal that it knew.
        """
        for file in (self.editions / domain).glob("*"):
            file.unlink()
        (self.editions / index.FILE).unlink(missing_ok=True)
        self.publisher = Publisher(self.project, self.editions, lambda: self.now)

    def sealed(self, data: dict[str, Any], key: PrivateKey | None = None) -> bytes:
        """Return an edition file as this newsroom's publisher, or another ``key``, signs it."""
        own = publisher_key.load(self.folder / "published")
        return json.dumps(store.seal(data, key or own)).encode()

    def save(self, value: Edition) -> None:
        """Write an edition file, as this newsroom's publisher would."""
        store.save(self.editions, value, publisher_key.load(self.folder / "published"))

    def path(self, domain: str, locale: str) -> Path:
        """Return the path of a catalog."""
        return self.project.path(domain, locale)

    def replace(self, path: Path, old: str, new: str) -> None:
        """Edit a file as a person with an editor would."""
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new).encode())

    def withdraw(
        self,
        slug: str = "harbor-fire",
        locale: str = "all",
        reason: str = "",
        day: datetime.date | None = None,
        name: str = "Jane Doe",
    ) -> str:
        """Write a withdrawal into the journal, and return its digest."""
        noon = datetime.time(12, tzinfo=datetime.UTC)
        at = datetime.datetime.combine(day, noon) if day else self.now
        fields = withdrawal.to_fields(locale, reason)
        return journal.append(self.journal, slug, "withdrawn", name, at, fields).digest

    def undo(self, digest: str, slug: str = "harbor-fire", name: str = "Jane Doe") -> str:
        """Write that a withdrawal is taken back into the journal, and return the digest."""
        return journal.append(self.journal, slug, "undone", name, self.now, {"of": digest}).digest

    def withdrawn(self, slug: str = "harbor-fire") -> list[str]:
        """Return the digests of the withdrawals in force."""
        known = takedown.remembering(self.project, self.editions, lambda: self.now)(slug)
        return [entry.digest for entry in known.open()]

    def publish(self) -> Report:
        """Run the publisher once."""
        return self.publisher.publish()

    def states(self, domain: str = "harbor-fire") -> dict[str, str]:
        """Return the state of every edition of ``domain``, as ``summaries status`` would."""
        rows, _problems = Planner(self.project, self.editions).article(domain)
        return {row.locale: row.state for row in rows}

    def client(self, **config: object):  # type: ignore[no-untyped-def]
        """Return a test client of the window that serves this newsroom's editions, always fresh."""
        base = {"EDITIONS": str(self.editions), "REFRESH": "0", "RATE_LIMIT": "0"}
        return create_app(base | config).test_client()


def as_slug(edition: Edition, slug: str) -> Edition:
    """Return ``edition`` as its editor would have signed it as the article ``slug``."""
    content = edition.content
    headline, *rest = content.statements
    assert headline.source.whole is not None
    whole = dict(headline.source.whole) | {"slug": slug}
    words = verification.words_of(edition, headline)[content.language]
    (old,) = headline.source.signatures
    mark = signatures.make(
        msgspec.structs.replace(words, whole=whole), old.name, old.kind, old.via,
        datetime.datetime.fromisoformat(old.date),
    )  # fmt: skip
    source = msgspec.structs.replace(headline.source, whole=whole, signatures=(mark,))
    headline = msgspec.structs.replace(headline, source=source)
    if content.locale == content.language:
        headline = msgspec.structs.replace(headline, target=source)
    content = replace(content, domain=slug, statements=(headline, *rest))
    return replace(edition, content=content)


@contextlib.contextmanager
def without_root(folder: Path) -> Iterator[None]:
    """Be nobody for a moment where the tests run as root, who may read and write everything."""
    me = os.geteuid()
    if me == 0:
        for parent in (folder, *folder.parents[:3]):
            parent.chmod(parent.stat().st_mode | 0o055)
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)


# They take most of a minute of a processor each. Begun last, the other processes would wait.
LONGEST = ["editions/test_random_edits.py", "web/test_accessibility.py", "desk/test_browser.py",
           "test_checks_page.py", "web/test_journeys.py"]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that take longest begin; the others keep their order."""
    first = {ROOT / "tests" / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.path, len(first)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for the tests of one file."""
    from browser import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A newsroom with one small article in English and Ukrainian, all signed and published.

    Its interface comes from the bundled catalogs.
    """
    room = Newsroom(tmp_path)
    for locale in ("en", "uk", "de"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    room.write()
    room.update()
    room.translate("harbor-fire", "uk", UKRAINIAN)
    room.sign("harbor-fire", "en")
    room.sign("harbor-fire", "uk")
    room.publish()
    return room


@pytest.fixture
def bundled(tmp_path: Path) -> Newsroom:
    """A copy of the first bundled article, in twelve languages, with its catalogs."""
    others = {path.name for path in (ROOT / "articles").iterdir()} - {SLUG}
    unwanted = shutil.ignore_patterns(*(f"{other}*" for other in others))
    for name in ("articles", "locales", "journal"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=unwanted)
    room = Newsroom(tmp_path)
    room.now = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)  # after its signatures
    return room


@pytest.fixture(scope="session")
def bundled_window(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A test client of a window that sees nothing but the published bundled editions."""
    room = Newsroom(tmp_path_factory.mktemp("bundled"))
    project = Project(ROOT / "articles", ROOT / "locales", ROOT / "journal")
    Publisher(project, room.editions).publish()
    return room.client(ARTICLES=str(room.folder / "none"), LOCALES=str(room.folder / "none"))


@pytest.fixture(scope="session", autouse=True)
def _nobody_waits_for_the_disk() -> Iterator[None]:
    """No power is cut here: what is to be on the disk is counted (``synced``), not waited for.

    A newsroom's first publication would wait some twenty times, each for milliseconds.
    """

    def at_once(descriptor: int) -> None:
        os.fstat(descriptor)  # or it is none

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", at_once)
        yield


@pytest.fixture(autouse=True)
def _clean_environment() -> Iterator[None]:
    """Tests say themselves what is set, and leave nothing of it to servers of other tests."""
    before = _settings_of_the_service()
    for name in before:
        del os.environ[name]
    yield
    for name in _settings_of_the_service():
        del os.environ[name]
    os.environ.update(before)


def _settings_of_the_service() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("SUMMARIES_")}


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Return a function that finds a program: absent, the test is skipped, or fails under CI."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        return path or ""

    return find


@pytest.fixture
def library() -> Callable[[str], Any]:
    """Return a function that imports a module of "make lint": absent, it skips or fails as well."""

    def find(name: str) -> Any:
        if importlib.util.find_spec(name) is None:
            reason = f"{name} is not installed: make lint installs it"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        return importlib.import_module(name)

    return find


@pytest.fixture
def assess(newsroom: Newsroom) -> Iterator[Callable[[str, str], status.MessageStatus]]:
    """Return a function that assesses one message of the small article."""

    def one(locale: str, message: str) -> status.MessageStatus:
        statuses = newsroom.project.assess(newsroom.project.source("harbor-fire"), locale) or []
        return next(a for a in statuses if a.message.id == message)

    yield one


@pytest.fixture
def run(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Return a function that runs ``summaries`` in the newsroom."""
    for name in ("articles", "locales", "journal", "editions", "published"):
        monkeypatch.setenv(f"SUMMARIES_{name.upper()}", str(newsroom.folder / name))
    monkeypatch.setattr(status_cache, "cache_folder", lambda: newsroom.folder / "cache")

    def summaries(*words: str, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(cli.main, words, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return summaries


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The inodes of files and folders that were brought to the disk (fsync) in this test."""
    inodes: set[int] = set()
    fsync = os.fsync

    def recorded(descriptor: int) -> None:
        fsync(descriptor)
        inodes.add(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", recorded)
    return inodes
