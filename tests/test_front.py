"""Answers from rendered bytes are the application's own, in every encoding, and never stale."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from conftest import Newsroom
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client, EnvironBuilder, TestResponse
from werkzeug.wrappers import Request, Response

from service.front import MOST_BYTES, Front

PAGE = "<p>words</p>" * 200
DECODE: dict[str | None, Callable[[bytes], bytes]] = {
    None: bytes, "gzip": gzip.decompress, "br": brotli.decompress,
}  # fmt: skip


class House:
    """An application behind a front, which counts what it is asked."""

    def __init__(self, **headers: str) -> None:
        self.asked = 0
        self.generation = object()
        self.body = PAGE
        self.headers = headers
        self.client = Client(Front(self.app, lambda: self.generation))

    def app(self, environ: dict[str, Any], start: Any) -> Any:
        self.asked += 1
        request = Request(environ)
        response = Response(self.body, content_type="text/html; charset=utf-8")
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


def test_what_changes_is_made_anew() -> None:
    """At once, everywhere."""
    house = House()
    house.get()
    house.body = PAGE + "new"
    assert house.get().data == PAGE.encode()  # the same generation: nothing may have changed
    house.generation = object()
    assert house.get().text.endswith("new")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("identity", None),
        ("*", "br"),
        ("gzip;q=0, *;q=0", None),
        ("rubbish;;q=,", None),
    ],
)
def test_browsers_get_the_encoding_that_they_take(accepted: str, encoding: str | None) -> None:
    """Decoded, it is the same page; caches are told to keep them apart."""
    answer = House().get(Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert DECODE[encoding](answer.data) == PAGE.encode()
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_every_encoding_has_a_tag_of_its_own_that_comes_back_as_304() -> None:
    """Strong tags name bytes; a browser may come back with any of them."""
    house = House()
    tags = {house.get(Accept_Encoding=name).headers["ETag"] for name in ("", "gzip", "br")}
    assert len(tags) == 3
    for tag in tags:
        for condition in (tag, f"W/{tag}", f'"other", {tag}'):
            answer = house.get(If_None_Match=condition, Accept_Encoding="gzip")
            assert (answer.status_code, answer.data) == (304, b"")
            assert "Content-Encoding" not in answer.headers
    assert house.get(If_None_Match='"other"').status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Set_Cookie": "a=b"}, {"Cache_Control": "no-store"}, {"Vary": "Accept-Language"},
     {"Vary": "Cookie, Accept"}, {"Vary": "*"}],
)  # fmt: skip
def test_what_is_one_readers_own_is_never_kept(headers: dict[str, str]) -> None:
    """Every reader's request is answered by the application."""
    house = House(**headers)
    house.get()
    house.get()
    assert house.asked == 2


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


def test_made_up_addresses_do_not_push_out_the_real_ones() -> None:
    """A stranger's queries share a small part of the memory."""
    house = House()
    house.get("/page")
    for number in range(4 * MOST_BYTES // len(PAGE) // 100):
        house.get(f"/page?{number}")
    asked = house.asked
    house.get("/page")
    assert house.asked == asked


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_it(encodings: str, condition: str) -> None:
    """What strangers send gets a page or 304."""
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
    assert "<h1>Пожежа в порту</h1>" in brotli.decompress(after.data).decode()
