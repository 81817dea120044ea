"""Answers from rendered bytes are the application's own, in every encoding, and never stale."""

from __future__ import annotations

import contextlib
import gzip
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any
from wsgiref.validate import validator

import brotli
import pytest
from conftest import SLUG, UKRAINIAN, Newsroom
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client, EnvironBuilder, TestResponse
from werkzeug.wrappers import Request, Response

from service.web.cached_response import ENCODINGS, CachedResponse
from service.web.response_cache import MOST_BYTES, ResponseCache

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "<p>words</p>" * 200
DECODE: dict[str | None, Callable[[bytes], bytes]] = {
    None: bytes, "gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress,
}  # fmt: skip


class House:
    """An application behind a front, which counts what it is asked."""

    def __init__(self, **headers: str) -> None:
        self.asked = 0
        self.generation = object()
        self.body = PAGE
        self.status = 200
        self.changed: set[str] | None = None
        self.headers = headers
        self.client = Client(
            ResponseCache(self.app, lambda: self.generation, lambda _since: self.changed),
            use_cookies=False,
        )

    def app(self, environ: dict[str, Any], start: Any) -> Any:
        self.asked += 1
        request = Request(environ)
        response = Response(self.body, self.status, content_type="text/html; charset=utf-8")
        for name, value in self.headers.items():
            response.headers[name.replace("_", "-")] = value
        response.add_etag()
        return response.make_conditional(request)(environ, start)

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(path, method=method, headers=named)


def test_the_same_page_is_made_once() -> None:
    """However often, and with whichever method and condition, it is asked for."""
    house = House()
    first, second = house.get(), house.get()
    assert (first.data, second.data) == (PAGE.encode(), PAGE.encode())
    assert dict(first.headers) == dict(second.headers)
    head = house.get(method="HEAD")
    assert (head.data, dict(head.headers)) == (b"", dict(first.headers))
    assert house.get(If_None_Match=first.headers["ETag"]).status_code == 304
    assert house.asked == 1


def test_a_condition_or_head_as_the_first_request_leaves_the_whole_page_behind() -> None:
    """Nobody after it gets an empty page."""
    for first in ({"method": "HEAD"}, {"If_None_Match": '"x"'}, {"If_None_Match": "*"}):
        house = House()
        house.get(**first)
        assert house.get().data == PAGE.encode()


def test_what_changes_is_made_again() -> None:
    """At once, everywhere."""
    house = House()
    house.get()
    house.body = PAGE + "new"
    assert house.get().data == PAGE.encode()  # the same generation: nothing may have changed
    house.generation = object()
    assert house.get().text.endswith("new")


def test_only_what_shows_a_changed_article_is_made_again() -> None:
    """What does not say what it shows goes with every change, as everything does with a big one."""
    house = House()

    def asked() -> list[str]:
        """Return which of the pages the application was asked for, of three that readers want."""
        anew = []
        for name, keys in (("/a", "article:a"), ("/both", "article:b article:a"), ("/x", "")):
            before, house.headers = house.asked, {"Surrogate_Key": keys} if keys else {}
            house.get(name)
            anew += [name] if house.asked > before else []
        return anew

    assert asked() == ["/a", "/both", "/x"]
    for changed, anew in (
        ({"article:b"}, ["/both", "/x"]), ({"article:a", "index"}, ["/a", "/both", "/x"]),
        (set(), ["/x"]), (None, ["/a", "/both", "/x"]),
    ):  # fmt: skip
        house.generation, house.changed = object(), changed
        assert asked() == anew
        assert asked() == []


def test_what_changes_while_it_is_made_is_not_kept() -> None:
    """The next reader does not get the words of before."""

    class Changing(House):
        def app(self, environ: dict[str, Any], start: Any) -> Any:
            answer = super().app(environ, start)
            if environ["PATH_INFO"] == "/" and self.asked == 2:
                self.generation, self.changed = object(), {"article:b"}
                self.get("/other")  # somebody else comes meanwhile
            return answer

    house = Changing(Surrogate_Key="article:a")
    for path in ("/other", "/", "/", "/"):
        house.get(path)
    assert house.asked == 3


def test_readers_of_a_page_that_is_being_made_wait_for_it() -> None:
    """A page that changed on a busy day is made once, not once by every thread."""
    meeting = threading.Barrier(2)

    class Busy(House):
        def app(self, environ: dict[str, Any], start: Any) -> Any:
            # Nobody else comes in, however long the first one stays.
            with contextlib.suppress(threading.BrokenBarrierError):
                meeting.wait(0.3)
            return super().app(environ, start)

    house = Busy()
    threads = [threading.Thread(target=house.get) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert house.asked == 1
    assert meeting.broken


@pytest.mark.parametrize("status", [200, 302, 404])
def test_it_keeps_to_the_letter_of_wsgi(status: int) -> None:
    """Any server can run it, and may do with the headers it gets what it likes."""
    house = House(Location="/there")
    house.status = status
    front = validator(house.client.application)
    environ = EnvironBuilder(path="/", headers={"Accept-Encoding": "br"}).get_environ()
    answers = []

    def start(line: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        answers.append((line, sorted(headers)))
        headers.clear()
        return lambda _data: None

    for more in ({}, {}, {"REQUEST_METHOD": "HEAD"}, {"HTTP_IF_NONE_MATCH": "*"},
                 {"HTTP_IF_MATCH": '"none"'}, {"REQUEST_METHOD": "POST"}):  # fmt: skip
        answer = front(environ | more, start)
        b"".join(answer)
        answer.close()
    assert answers[0] == answers[1] == answers[2]
    lines = [line[:3] for line, _headers in answers[3:5]]
    assert lines == (["304", "412"] if status == 200 else [str(status)] * 2)


def test_an_answer_says_when_it_is_sent_not_when_it_was_made() -> None:
    """Caches count an answer's age from its Date, which is the server's to tell."""
    assert "Date" not in House(Date="Sun, 22 Nov 2026 12:00:00 GMT").get().headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip, zstd", "zstd"),
        ("zstd;q=0.5, br;q=0.4, gzip;q=0.4", "zstd"),
        ("br;q=0, *", "zstd"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("identity", None),
        ("*", "br"),
        ("*;q=0.5, gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=0.5, identity", None),
        ("gzip, identity", "gzip"),
        ("identity;q=0", None),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("x" * 1000 + ", br", None),
        ("gzip;q=0, *;q=0", None),
        ("invalid;;q=,", None),
    ],
)
def test_browsers_get_the_encoding_that_they_take(accepted: str, encoding: str | None) -> None:
    """Decoded, it is the same page; caches are told to keep them apart."""
    answer = House().get(Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert DECODE[encoding](answer.data) == PAGE.encode()
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_among_equals_readers_get_the_smallest(bundled: Newsroom) -> None:
    """Of a real page; and every form is worth its room."""
    bundled.publish()
    page = bundled.client().get(f"/uk/{SLUG}")
    kept = CachedResponse(page.status, page.headers, page.data)
    sizes = [len(kept.form(encoding).body) for encoding in ENCODINGS]
    assert list(ENCODINGS) == ["br", "zstd", "gzip"]
    assert sizes == sorted(sizes)
    # What an answer is counted as, so that memory has a bound, is no less than all its forms.
    assert len(page.data) + sum(sizes) < kept.size


def test_zstandard_is_what_every_client_can_unpack(tool: Callable[[str], str]) -> None:
    """By the real program, with no more than the 8 MB of memory that RFC 9659 lets HTTP ask for."""
    words = random.Random(9).randbytes(1_000_000).hex()
    for body in (PAGE, PAGE * 500, words * 6):
        packed = ENCODINGS["zstd"](body.encode())
        done = subprocess.run(
            [tool("zstd"), "-d", "--memory=8MB"], input=packed, capture_output=True, check=False
        )
        assert (done.stderr, done.stdout == body.encode()) == (b"", True)


def test_every_encoding_has_a_tag_of_its_own_that_comes_back_as_304() -> None:
    """Strong tags name bytes. A cache that holds another form must not take it for this one."""
    house = House()
    tags = {name: house.get(Accept_Encoding=name).headers["ETag"] for name in ("", *ENCODINGS)}
    assert len(set(tags.values())) == len(tags) == 4
    for held, tag in tags.items():
        for condition in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = house.get(If_None_Match=condition, Accept_Encoding=held)
            assert (answer.status_code, answer.data) == (304, b"")
            assert answer.headers["ETag"] == tag
            assert not {"Content-Encoding", "Content-Type"} & set(answer.headers.keys())
            assert answer.headers["Vary"] == "Accept-Encoding"
    assert house.get(If_None_Match=tags["br"], Accept_Encoding="gzip").status_code == 200
    assert house.get(If_None_Match='"other"').status_code == 200


def test_a_refusal_says_nothing_of_the_version_that_is_there() -> None:
    """It carries what every answer does, and no cache keeps it."""
    house = House(
        X_Any="of every answer", Cache_Control="max-age=9", CDN_Cache_Control="max-age=9",
        Content_Language="uk", Last_Modified="Sun, 22 Nov 2026 12:00:00 GMT", Surrogate_Key="a",
        Vary="Accept",
    )  # fmt: skip
    for coding in ("", "br"):
        answer = house.get(If_Match='"older"', Accept_Encoding=coding)
        assert answer.status_code == 412
        assert dict(answer.headers) == {
            "Content-Type": "text/plain; charset=utf-8", "Content-Length": "0",
            "Cache-Control": "no-store", "X-Any": "of every answer",
        }  # fmt: skip


def test_a_program_that_needs_one_version_is_not_given_another() -> None:
    """If-Match compares strongly (RFC 9110, section 13.1.1); ranges may be left out."""
    house = House()
    tag = house.get().headers["ETag"]
    for needed, status in ((tag, 200), ("*", 200), (f"W/{tag}", 412), ('"older"', 412)):
        answer = house.get(If_Match=needed, Range="bytes=0-3")
        assert answer.status_code == status
        assert answer.data == (PAGE.encode() if status == 200 else b"")


@pytest.mark.parametrize(
    "headers",
    [{"Set_Cookie": "a=b"}, {"Cache_Control": "no-store"}, {"Vary": "User-Agent"},
     {"Vary": "Accept, X-Reader"}, {"Vary": "*"}],
)  # fmt: skip
def test_what_is_one_readers_own_is_never_kept(headers: dict[str, str]) -> None:
    """Every reader's request is answered by the application."""
    house = House(**headers)
    house.get()
    house.get()
    assert house.asked == 2


def test_a_shared_link_is_kept_for_each_language_and_for_no_cookie(newsroom: Newsroom) -> None:
    """The redirect for one reader is not that for the next; who picked a language gets it."""
    window = newsroom.client()
    for _round in range(2):
        for language in ("uk", "en", "de, uk;q=0.5", "uk" * 600):
            for path in ("/", "/articles/harbor-fire"):
                answer = window.get(path, headers={"Accept-Language": language})
                best = "uk" if "uk" in language and len(language) < 100 else "en"
                best = "de" if (path, language[:2]) == ("/", "de") else best
                assert answer.location.split("/")[1].partition("?")[0] == best
    window.get("/uk/?remember=1")
    assert window.get("/", headers={"Accept-Language": "en"}).location == "/uk/"


def test_a_redirect_is_made_once() -> None:
    """A link that everybody shares costs no more than a page."""
    house = House(Location="/there", Vary="Accept-Language, Cookie")
    house.status = 302
    for language in ("uk", "en", "uk"):
        answer = house.get(Accept_Language=language)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/there")
    assert house.asked == 2
    house.get(Accept_Language="uk", Cookie="a=b")
    house.get(Accept_Language="uk", Cookie="a=b")
    assert house.asked == 4


def test_what_depends_on_accept_is_kept_for_each(newsroom: Newsroom) -> None:
    """The format of the first reader is not the format of the next."""
    window = newsroom.client()
    path = "/api/v1/articles/harbor-fire/summary?lang=uk"
    for _round in range(2):
        for kind in ("application/json", "text/markdown", "text/html", "text/plain"):
            answer = window.get(path, headers={"Accept": kind})
            assert answer.mimetype == kind
    assert window.get("/uk/harbor-fire").status_code == 200
    assert window.get("/uk/harbor-fire", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("status", "path"), [(200, "/page?{}"), (404, "/{}"), (410, "/{}"), (429, "/{}"), (308, "/{}")]
)
def test_made_up_addresses_do_not_push_out_the_real_ones(status: int, path: str) -> None:
    """Queries and redirects share a small part of the memory, errors take none."""
    house = House()
    house.get("/page")
    house.body, house.status = PAGE * 200, status
    for number in range(2 * MOST_BYTES // len(house.body)):
        assert house.get(path.format(number)).status_code == status
    asked = house.asked
    assert house.get("/page").status_code == 200
    assert house.asked == asked


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_it(encodings: str, condition: str) -> None:
    """Whatever clients send gets a page or 304."""
    house = House()
    builder = EnvironBuilder(path="/")
    environ = builder.get_environ()
    environ["HTTP_ACCEPT_ENCODING"] = encodings.encode().decode("latin-1")
    environ["HTTP_IF_NONE_MATCH"] = condition.encode().decode("latin-1")
    answer = Response.from_app(house.client.application, environ)
    assert answer.status_code in (200, 304)


def test_a_signature_shows_in_every_encoding(newsroom: Newsroom) -> None:
    """Readers of kept pages get the new words as soon as the window has them."""
    window = newsroom.client()
    headers = {"Accept-Encoding": "br"}
    before = window.get("/uk/harbor-fire", headers=headers)
    newsroom.translate("harbor-fire", "uk", {"headline": ["Пожежа в порту"]})
    newsroom.sign("harbor-fire", "uk", "headline")
    newsroom.publish()
    after = window.get("/uk/harbor-fire", headers=headers)
    assert after.headers["ETag"] != before.headers["ETag"]
    # "в" stays with the next word.
    assert "<h1>Пожежа в\u00a0порту</h1>" in brotli.decompress(after.data).decode()


def test_caches_learn_what_a_page_shows_and_how_long_they_may_keep_it(newsroom: Newsroom) -> None:
    """Browsers ask each time; CDNs may keep what only depends on its address, and purge by name."""
    window = newsroom.client(BASE_URL="https://news.example.org")
    expected = {
        "/uk/harbor-fire": "article:harbor-fire",
        "/uk/harbor-fire/embed": "article:harbor-fire",
        "/articles/harbor-fire/source?lang=uk": "article:harbor-fire",
        "/api/v1/articles/harbor-fire": "article:harbor-fire",
        "/api/v1/articles/harbor-fire/summary?lang=uk&format=text": "article:harbor-fire",
        "/uk/": "index",
        "/uk/feed.atom": "index",
        "/sitemap.xml": "index",
        "/api/v1/articles": "index",
    }
    for path, keys in expected.items():
        headers = window.get(path).headers
        assert headers["Surrogate-Key"] == keys, path
        assert headers["Cache-Control"] == "no-cache"
        assert "stale-while-revalidate" in headers["CDN-Cache-Control"]
    for path in ("/", "/articles/harbor-fire", "/api/v1/articles/harbor-fire/summary", "/uk/none"):
        assert "CDN-Cache-Control" not in window.get(path).headers


def test_a_page_is_purged_with_its_neighbours(newsroom: Newsroom) -> None:
    """It shows their headlines."""
    newsroom.write("harbor-two")
    newsroom.update()
    newsroom.translate("harbor-two", "uk", UKRAINIAN)
    newsroom.sign("harbor-two", "en")
    newsroom.sign("harbor-two", "uk")
    newsroom.publish()
    keys = newsroom.client().get("/uk/harbor-fire").headers["Surrogate-Key"]
    assert keys == "article:harbor-fire article:harbor-two"
