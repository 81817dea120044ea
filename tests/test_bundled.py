"""What is in the repository: twelve complete, signed languages, and files that are up to date."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LOCALES, ROOT, SLUG, Newsroom

from service import catalog
from service.content import ui_strings
from service.editions import store
from service.editions.model import Edition
from service.editions.publisher import Publisher
from service.review import merge_source
from service.review.project import Project

PROJECT = Project(ROOT / "articles", ROOT / "locales", ROOT / "journal")
DOMAINS = ["service", *sorted(path.name for path in (ROOT / "articles").iterdir())]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Edition]:
    folder = tmp_path_factory.mktemp("editions")
    report = Publisher(PROJECT, folder).publish()
    assert not report.problems
    values = {name: store.load(store.path(folder, SLUG, name)) for name in LOCALES}
    return {name: value for name, value in values.items() if isinstance(value, Edition)}


def test_all_twelve_languages_are_published(editions: dict[str, Edition]) -> None:
    """Summary and interface, each message signed."""
    assert sorted(editions) == LOCALES == PROJECT.languages()
    for domain in ("service", SLUG):
        for locale in LOCALES:
            assert all(a.ready for a in PROJECT.assess(PROJECT.source(domain), locale) or [None])  # type: ignore[union-attr]


def test_numbers_and_dates_are_the_same_in_every_language(editions: dict[str, Edition]) -> None:
    """Each statement shows the same facts, whatever the language."""
    rendered = {
        name: [
            (s.id, sorted({seg.name for seg in edition.read(s) if seg.name}))
            for s in edition.statements
        ]
        for name, edition in editions.items()
    }
    assert all(value == rendered["en"] for value in rendered.values())
    assert all(
        dict(e.content.facts) == dict(editions["en"].content.facts) for e in editions.values()
    )


def test_no_two_languages_say_the_same_words(editions: dict[str, Edition]) -> None:
    """Nothing was left untranslated."""
    for index in range(len(editions["en"].content.statements)):
        texts = {e.content.statements[index].target.strings for e in editions.values()}
        assert len(texts) == len(editions)


def test_templates_and_catalogs_are_up_to_date(tmp_path: Path) -> None:
    """``summaries update`` has nothing to do."""
    for name in ("articles", "locales", "journal"):
        shutil.copytree(ROOT / name, tmp_path / name)
    project = Newsroom(tmp_path).project
    for domain in DOMAINS:
        assert merge_source.update(project, project.source(domain), project.languages(domain)) == []


def test_the_checks_have_nothing_to_say() -> None:
    """``summaries check`` finds nothing in what is bundled, and raises no false alarm."""
    command = [sys.executable, "-m", "service", "check", "--strict"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == f"0 errors, 0 warnings in {len(LOCALES)} languages"


def test_every_label_in_the_templates_is_in_the_catalogs() -> None:
    """The interface has no string that nobody translated."""
    wanted = {m.singular for m in ui_strings.source().messages}
    assert len(wanted) > 30
    for locale in LOCALES:
        current = PROJECT.catalog("service", locale)
        assert current is not None
        assert wanted <= {entry.singular for entry in current.entries}


def test_gettext_lays_them_out_as_they_are(tool: Callable[[str], str]) -> None:
    """``msgcat`` changes no line of any bundled catalog or template."""
    program = tool("msgcat")
    files = [p for root in (PROJECT.locales, PROJECT.interface) for p in root.rglob("*.po*")]
    assert len(files) > 2 * len(LOCALES)
    for path in files:
        done = subprocess.run([program, path], capture_output=True, check=True)
        assert done.stdout == path.read_bytes(), path


@pytest.mark.parametrize("locale", LOCALES)
def test_gettext_finds_nothing_wrong(locale: str, tool: Callable[[str], str]) -> None:
    """``msgfmt -c`` accepts every bundled catalog, silently."""
    for domain in DOMAINS:
        result = subprocess.run(
            [tool("msgfmt"), "-c", "-o", "/dev/null", PROJECT.path(domain, locale)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (result.returncode, result.stderr) == (0, "")


def test_templates_are_templates() -> None:
    """The .pot files read as such, and hold what the sources hold."""
    for domain in DOMAINS:
        path = PROJECT.root(domain) / f"{domain}.pot"
        template = catalog.parse(path.read_bytes(), path.name, "en", template=True)
        assert [e.key for e in template.entries] == [m.key for m in PROJECT.source(domain).messages]
