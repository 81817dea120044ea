"""``summaries new --feed``: a day's stories at once, each once. A real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import Newsroom

pytest.importorskip("lxml")
pytest.importorskip("trafilatura")

TEXT = (
    "The quay of Norton opened again after two years of work, the harbour master said. "
    "Ferries and fishing boats used it from the early morning, and the town celebrated. "
)


def page(title: str, path: str, port: int) -> str:
    """Return a story's page."""
    paragraphs = "".join(f"<p>{TEXT} Part {n} of {title}.</p>" for n in ("one", "two", "three"))
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<link rel="canonical" href="http://127.0.0.1:{port}{path}"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


class Handler(BaseHTTPRequestHandler):
    """A feed with five entries, two of them of one story, and one that is gone."""

    def do_GET(self) -> None:
        """Answer by path."""
        port = self.server.server_address[1]
        path = self.path.partition("?")[0]
        stories = {
            "/quay": "Quay opens again",
            "/ferry": "Ferry in fog",
            "/prychal-znovu": "Причал відкрили",
        }
        if path == "/feed":
            links = ["/quay", "/gone", "/quay-again", "/ferry", "/prychal-znovu"]
            items = "".join(
                f"<item><title>T</title><link>{link}?utm_source=rss</link><guid>n{link}</guid></item>"
                for link in links
            )
            self._send(f"<rss><channel>{items}</channel></rss>")
        elif path == "/quay-again":  # the same story under another address
            self._send(page(stories["/quay"], "/quay", port))
        elif path in stories:
            self._send(page(stories[path], path, port))
        else:
            self.send_error(404)

    def _send(self, text: str) -> None:
        self.send_response(200)
        kind = "application/rss+xml" if text.startswith("<rss") else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server on the loopback address."""
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    listening.server_close()
    thread.join()


def test_a_feeds_stories_come_in_once(newsroom: Newsroom, run, server: str) -> None:  # type: ignore[no-untyped-def]
    """One that is gone stops no other; the same story is taken once, also the next day."""
    command = ("new", "--feed", f"{server}/feed", "--latest", "20", "--allow-private")
    first = run(*command)
    assert first.exit_code == 1
    assert "new: quay-opens-again (en): Quay opens again" in first.output
    assert "new: ferry-in-fog (en)" in first.output
    assert "/gone" in first.output and "no such page" in first.output
    assert "5 stories: 3 new, 1 there already, 1 not taken in" in first.output
    names = sorted(path.name for path in newsroom.articles.iterdir())
    assert names == ["ferry-in-fog", "harbor-fire", "prychal-znovu", "quay-opens-again"]
    summary = (newsroom.articles / "quay-opens-again" / "summary.toml").read_text()
    assert f'url = "{server}/quay"' in summary and "# Entry of the feed: n/quay" in summary
    again = run(*command)
    assert "5 stories: 0 new, 4 there already, 1 not taken in" in again.output
    assert sorted(path.name for path in newsroom.articles.iterdir()) == names


def test_a_page_without_latin_letters_is_named_by_its_address(
    newsroom: Newsroom, run, tmp_path  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """The last part of it that says something; else by its headline, in Latin letters."""
    story = tmp_path / "page.html"
    story.write_text(page("Причал відкрили", "/2024/prychal_znovu/index.html", 80), "utf-8")
    assert run("new", str(story)).exit_code == 0
    assert (newsroom.articles / "prychal-znovu" / "article.txt").exists()
    story.write_text(page("Пором у тумані", "/index.html", 80), "utf-8")
    assert run("new", str(story)).exit_code == 0
    assert (newsroom.articles / "porom-u-tumani" / "article.txt").exists()


def test_a_private_address_in_a_feed_is_not_fetched(
    newsroom: Newsroom, run, server: str, tmp_path  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """The rule for one address holds for each story."""
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss><channel><item><link>{server}/quay</link></item></channel></rss>")
    result = run("new", "--feed", str(feed))
    assert result.exit_code == 1 and "--allow-private" in result.output
    assert [path.name for path in newsroom.articles.iterdir()] == ["harbor-fire"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("new",), "give one article, or a feed"),
        (("new", "a.txt", "--feed", "https://a.example/"), "give one article, or a feed"),
        (("new", "--feed", "https://a.example/", "--slug", "x"), "leave --slug"),
        (("new", "--feed", "no-such-file"), "is no address and no file"),
    ],
)
def test_what_does_not_go_together_is_said(run, words: tuple[str, ...], message: str) -> None:  # type: ignore[no-untyped-def]
    """One sentence."""
    result = run(*words)
    assert result.exit_code == 2 and message in result.stderr
