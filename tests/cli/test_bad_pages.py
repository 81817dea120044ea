"""What is no story gets one sentence from the command, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Newsroom

pytest.importorskip("trafilatura")

TEXT = "".join(
    "<p>The harbour authority said that the eastern quay of Norton would reopen in March, and that "
    f"ferries to the islands would run every hour from day {day}.</p>"
    for day in ("one", "two", "three")
)
UKRAINIAN = "".join(
    "<p>Портова влада повідомила, що східний причал знову відкриють у березні, а пороми до "
    f"островів ходитимуть щогодини з дня {day}.</p>"
    for day in ("один", "два", "три", "чотири")
)
TEASERS = "".join(
    f"<div><h2><a href='/{n}'>Story number {n} of the harbour</a></h2><p>A teaser.</p></div>"
    for n in range(40)
)
LOGIN = "<h1>Log in</h1><form><input type='password'></form><p>Please log in to read.</p>"
OTHER = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
    '"headline": "Parliament votes on budget law", "datePublished": "2020-01-01", '
    '"author": {"name": "Wrong Person"}}</script>'
)


def page(body: str, head: str = "") -> bytes:
    """Return a page."""
    return f"<html lang='en'><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("command", ["new", "draft"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html>" + b"x" * (11 * 1024 * 1024), "larger than 10 MiB"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is an image"),
        (page(LOGIN), "asks to log in"),
        (b"", "no text"),
        (page(""), "no article was found"),
        (page(TEASERS), "lists stories"),
        (bytes(range(256)) * 10, "is not text"),
    ],
)
def test_one_sentence_and_nothing_half_written(
    newsroom: Newsroom, run, tmp_path: Path, command: str, data: bytes, message: str  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """Too large, a PDF, an image, a wall, empty, a home page, bytes: with the remedy."""
    path = tmp_path / "page.html"
    path.write_bytes(data)
    result = run(command, str(path), "--slug", "quay")
    assert result.exit_code == 1
    assert message in result.stderr and result.stderr.count("\n") == 1 and ":" in result.stderr
    assert [folder.name for folder in newsroom.articles.iterdir()] == ["harbor-fire"]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (page("<div>" * 10_000 + UKRAINIAN + "</div>" * 10_000), "nests too deeply"),
        (page(f"<article><h1>Quay opens</h1>{TEXT}{UKRAINIAN}</article>"), "is in uk and en"),
        (page(f"<article><h1>Причал відкрили знову</h1>{UKRAINIAN}</article>",
              "<meta charset='utf-8'>").decode().encode("cp1251"), "seems to be cp1251"),
        (page(f"<article><h1>Quay opens</h1>{TEXT}{TEXT}</article>", OTHER),
         "about another article"),
    ],
)  # fmt: skip
def test_what_is_odd_is_taken_with_a_warning(
    newsroom: Newsroom, run, tmp_path: Path, data: bytes, note: str  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """Depth, two languages, a lying charset, JSON-LD of another article; the file says it, too."""
    path = tmp_path / "page.html"
    path.write_bytes(data)
    result = run("new", str(path), "--slug", "quay")
    assert result.exit_code == 0 and note in result.stderr
    summary = (newsroom.articles / "quay" / "summary.toml").read_text()
    assert note in summary and "Wrong Person" not in summary
    assert ("причал" in (newsroom.articles / "quay" / "article.txt").read_text()) == (
        "another" not in note
    )
