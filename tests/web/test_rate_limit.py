"""What one client may ask for, and who it is: over a real server, with a real Redis."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Newsroom
from flask import request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from service import create_app
from service.content.environment import load as load_settings
from service.errors import SettingsError
from service.web.client_address import Address, ForwardedFor, parse
from service.web.rate_limit import LARGEST_BODY, LONGEST_ADDRESS, client

SUMMARIES = Path(sys.executable).parent / "summaries"
NEGOTIATED = ["/", "/articles/harbor-fire", "/articles/harbor-fire/source"]
API = ["/api/v1/articles", "/api/v1/articles/harbor-fire/summary", "/api/v1/nothing"]
PATIENCE = 60
_numbers = itertools.count()


def anew(path: str) -> str:
    """Return an address that nobody asked for before, so that no kept answer is there for it."""
    return f"{path}?n={next(_numbers)}"


def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Ask again and again until ``holds``, for at most ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
    return holds()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def ask(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    """Return the answer of a server to a request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def answers(port: int) -> bool:
    """Tell whether a server answers on ``port``."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        return ask(port, "/healthz").status == 200
    return False


@contextlib.contextmanager
def serving(newsroom: Newsroom, **settings: str) -> Iterator[int]:
    """Serve a newsroom's editions; give the port."""
    port = free_port()
    named = {f"SUMMARIES_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [SUMMARIES, "serve", "--no-publisher", "--port", str(port)],
        env=os.environ | {"SUMMARIES_EDITIONS": str(newsroom.editions)} | named,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert until(lambda: answers(port) or process.poll() is not None)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def limited(newsroom: Newsroom, rate: str = "3/hour", **more: str) -> FlaskClient:
    """Return a window with a small limit."""
    return newsroom.client(RATE_LIMIT=rate, **more)


def statuses(window: FlaskClient, path: str, times: int = 5, **environ: str) -> list[int]:
    """Return the statuses of several requests for an answer that has to be made."""
    return [window.get(anew(path), environ_base=environ).status_code for _ in range(times)]


# --- how much ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [*NEGOTIATED, *API[1:], "/uk/nothing", "/nothing", "/static/icon.svg", "/static/nothing",
     "/metrics"],
)  # fmt: skip
def test_who_asks_too_much_is_asked_to_wait(newsroom: Newsroom, path: str) -> None:
    """Whatever has to be made for one reader counts, mistyped addresses included."""
    window = limited(newsroom)
    assert 429 not in statuses(window, path, 3)
    answer = window.get(anew(path), headers={"Accept-Language": "de"})
    assert answer.status_code == 429
    wait = int(answer.headers["Retry-After"])
    assert 3590 <= wait <= 3600
    assert answer.headers["RateLimit"] == f'"address";r=0;t={wait}'
    assert answer.headers["RateLimit-Policy"] == '"address";q=3;w=3600'
    assert answer.headers["Cache-Control"] == "no-store"
    if path.startswith("/api/"):
        assert answer.mimetype == "application/problem+json"
        assert "3 requests in 3600 seconds" in answer.json["detail"]
    else:
        assert "Zu viele Anfragen" in answer.text or "uk" in path


def test_all_addresses_count_together_and_each_client_by_itself(newsroom: Newsroom) -> None:
    """One client's greed is not another's."""
    window = limited(newsroom, "5/hour")
    for path in [*NEGOTIATED, *API[1:]]:
        assert window.get(anew(path)).status_code != 429
    assert window.get(anew("/")).status_code == 429
    assert window.get(anew("/"), environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 302


def test_what_is_kept_and_what_watches_is_never_refused(newsroom: Newsroom) -> None:
    """Pages that were made once, probes, the icon: a front-page day from one office."""
    window = limited(newsroom)
    kept = ["/uk/harbor-fire", "/api/v1/languages", "/static/icon.svg"]
    for path in kept * 10:
        assert window.get(path).status_code == 200
    assert 429 in statuses(window, "/")
    for path in [*kept, "/healthz", "/readyz"] * 5:
        assert window.get(path).status_code == 200


def test_metrics_count_like_everything_that_is_made(newsroom: Newsroom) -> None:
    """For whom they are not meant, too."""
    for settings in ({"METRICS": "1"}, {"METRICS": "x" * 20}):
        window = limited(newsroom, **settings)
        first, *others = statuses(window, "/metrics")
        assert (first in (200, 401), others) == (True, [first] * 2 + [429] * 2)


def test_mistyped_addresses_take_the_room_of_no_page(newsroom: Newsroom) -> None:
    """Pages that are kept stay kept, whoever asks for what else."""
    window = limited(newsroom, "400/hour")
    kept = ["/uk/harbor-fire", "/uk/", "/static/icon.svg"]
    tags = {path: window.get(path).headers["ETag"] for path in kept}
    kinds = ("/uk/wrong-{}", "/wrong-{}", "/static/{}.svg", "/w{}/", "/api/v1/articles/wrong-{}",
             "/uk/wrong-{}/embed", "/uk/?page=9{}")  # fmt: skip
    statuses = [window.get(kinds[n % len(kinds)].format(n)).status_code for n in range(420)]
    assert statuses == [404] * (400 - len(kept)) + [429] * (20 + len(kept))
    # What is not kept would be refused now.
    assert {path: window.get(path).headers.get("ETag") for path in kept} == tags


def test_an_operator_may_switch_it_off(newsroom: Newsroom) -> None:
    """Because the proxy in front does it, say."""
    assert load_settings({"RATE_LIMIT": "0"}).rate_limit is None
    assert statuses(newsroom.client(RATE_LIMIT="0"), "/") == [302] * 5


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"), (None, "unknown"), ("unknown", "unknown"), ("_hidden", "unknown"),
        ("x" * 5000, "unknown"),
    ],
)  # fmt: skip
def test_a_client_is_an_address_or_a_customers_network(address: str | None, key: str) -> None:
    """Nobody gets a new count for each of the 2^64 addresses that they have."""
    assert client(address) == key


# --- who -----------------------------------------------------------------------------------------

FORGED = [
    {"X_Forwarded_For": "192.0.2.{}"},
    {"Forwarded": "for=192.0.2.{};proto=https;host=evil.example"},
    {"X_Real_IP": "192.0.2.{}"},
    {"X_Forwarded_For": "192.0.2.{}, 127.0.0.1", "X_Forwarded_Proto": "https"},
    {"X_Forwarded_Host": "evil{}.example", "X_Forwarded_Prefix": "/evil"},
    {"X_Forwarded_For": "[::{}]:80", "Host": "evil{}.example"},
]


def test_nobody_says_themselves_who_they_are(newsroom: Newsroom) -> None:
    """Without a setting no header changes the count, the scheme, the host or any address."""
    with serving(newsroom, RATE_LIMIT="6/hour") as port:
        statuses = []
        for number, forged in enumerate(FORGED):
            sent = {name: value.format(number) for name, value in forged.items()}
            answer = ask(port, anew("/"), **sent)
            statuses.append(answer.status)
            assert answer.headers["Location"] == "/en/"
            assert "Strict-Transport-Security" not in answer.headers
        assert statuses == [302] * 6
        assert [ask(port, anew("/"), X_Forwarded_For=f"192.0.2.{n}").status for n in range(3)] == [
            429
        ] * 3


def test_a_proxy_of_ours_says_who_the_reader_is_and_nothing_else(newsroom: Newsroom) -> None:
    """The last address is the proxy's word; what a reader wrote before it counts for nothing."""
    with serving(newsroom, RATE_LIMIT="2/hour", TRUSTED_PROXIES="1") as port:
        for number in range(4):
            sent = f"198.51.100.{number}, 192.0.2.1"
            answer = ask(port, anew("/"), X_Forwarded_For=sent, X_Forwarded_Host="evil.example",
                         X_Forwarded_Proto="https", X_Forwarded_Prefix="/evil")  # fmt: skip
            assert answer.status == (302 if number < 2 else 429)
            assert answer.headers.get("Location", "/en/") == "/en/"
        assert ask(port, anew("/"), X_Forwarded_For="192.0.2.1, 192.0.2.2").status == 302


def test_two_proxies_are_counted_from_behind(newsroom: Newsroom) -> None:
    """The second last address is the reader's; too few of them, and it is whoever connected."""
    window = limited(newsroom, "1/hour", TRUSTED_PROXIES="2")

    def get(chain: str) -> int:
        status: int = window.get(anew("/"), headers={"X-Forwarded-For": chain}).status_code
        return status

    assert get("198.51.100.1, 192.0.2.1, 203.0.113.1") == 302
    assert get("198.51.100.2, 192.0.2.1, 203.0.113.1") == 429
    # Commas in a reader's quotes are commas; an open quote hides nothing.
    assert get('198.51.100.3, ", 192.0.2.1, 203.0.113.1') == 429
    assert get("192.0.2.2, 203.0.113.1") == 302
    assert (get("192.0.2.3"), get("192.0.2.4")) == (302, 429)


# What proxies and load balancers write for one reader, who is the same whatever the port.
WRITTEN = [
    ("192.0.2.1", "192.0.2.1:5123", "198.51.100.1,192.0.2.1:80", "::ffff:192.0.2.1",
     "[::ffff:192.0.2.1]:443", " 192.0.2.1 "),
    ("2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443", "[2001:db8::2]:5123",
     "2001:DB8:0:0:ffff::7"),
]  # fmt: skip


def test_a_port_makes_no_other_reader_and_does_not_hide_one(newsroom: Newsroom) -> None:
    """Whatever the form, readers have a limit each, and one of them has only one."""
    for reader, other in (WRITTEN, WRITTEN[::-1]):
        for written in reader:
            window = limited(newsroom, "1/hour", TRUSTED_PROXIES="1")

            def get(sent: str, window: FlaskClient = window) -> int:
                answer = window.get(anew("/"), headers={"X-Forwarded-For": sent})
                status: int = answer.status_code
                return status

            assert get(written) == 302
            assert [get(again) for again in reader] == [429] * len(reader)
            assert get(other[0]) == 302
            assert get(f"{written.strip()}, 203.0.113.9:1") == 302


GARBAGE = ["unknown", "_hidden", "", ",", "192.0.2.1:port", "192.0.2.1:", "192.0.2.1:123456",
           "[2001:db8::1", "2001:db8::1]:80", "[]:80", "[192.0.2.1", "192.0.2", "192.0.2.999:80",
           "192.0.2.1, ", "for=192.0.2.1", '"192.0.2.1"', "evil.example:80", "1" * 5000,
           "١٩٢.0.2.1"]  # fmt: skip


def test_what_is_no_address_counts_as_whoever_connected(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """So no client gets a new limit by it; the log says so, once."""
    window = limited(newsroom, "1/hour", TRUSTED_PROXIES="1")
    assert window.get(anew("/")).status_code == 302
    for sent in GARBAGE:
        environ = {"HTTP_X_FORWARDED_FOR": sent.encode().decode("latin-1")}
        assert window.get(anew("/"), environ_overrides=environ).status_code == 429, sent
        elsewhere = environ | {"REMOTE_ADDR": f"192.0.2.{GARBAGE.index(sent)}"}
        assert window.get(anew("/"), environ_overrides=elsewhere).status_code == 302, sent
    (record,) = [r for r in caplog.records if "X-Forwarded-For" in r.message]
    assert "see SUMMARIES_TRUSTED_PROXIES" in record.message


@given(st.ip_addresses(), st.integers(0, 65535))
def test_an_address_is_read_with_and_without_a_port(address: Address, port: int) -> None:
    """Each in the forms that there are for it."""
    bare = parse(str(address))
    text = str(address) if address.version == 4 else f"[{address}]"
    assert bare == parse(text) == parse(f"{text}:{port}")
    assert bare in (address, getattr(address, "ipv4_mapped", None))


@given(st.text() | st.text("0123456789abcdef.:[]%, ", max_size=70))
def test_no_text_breaks_the_reading_of_addresses(text: str) -> None:
    """It is an address or none, and whom it stands for is one of either kind."""
    parse(text)
    assert re.fullmatch(r"unknown|[0-9.]+|[0-9a-f:]+/64", client(text))


# What a request may claim to be addressed to. (The last of several is the nearest proxy's word.)
CLAIMS = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Forwarded-Port": "64999",
    "X-Forwarded-Prefix": "/evil", "X-Forwarded-Server": "evil.example", "X-Real-IP": "6.6.6.6",
    "X-Forwarded-Scheme": "gopher", "X-Forwarded-Ssl": "on", "Front-End-Https": "on",
    "Forwarded": "for=6.6.6.6;host=evil.example;proto=gopher", "X-Original-Host": "evil.example",
}  # fmt: skip


@pytest.mark.parametrize("proxies", ["0", "1", "2"])
@pytest.mark.parametrize("base", ["", "https://news.example"])
def test_no_header_says_under_which_address_the_site_is(
    newsroom: Newsroom, proxies: str, base: str
) -> None:
    """Not even a trusted proxy's: host and scheme come from SUMMARIES_BASE_URL alone."""
    window = newsroom.client(TRUSTED_PROXIES=proxies, BASE_URL=base)
    addresses = []
    window.application.before_request(
        lambda: addresses.append(
            (request.host, request.scheme, request.root_path, request.url_root)
        )
    )
    forged = CLAIMS | {"X-Forwarded-For": "192.0.2.1, 192.0.2.2"}
    for path in ("/", "/uk", "/uk/harbor-fire", "/uk/feed.atom", "/sitemap.xml", "/api/v1/",
                 "/api/v1/articles", "/uk/?remember=1", "/uk/nothing"):  # fmt: skip
        answer = window.get(f"{path}{'&' if '?' in path else '?'}n=1", headers=forged)
        plain = window.get(f"{path}{'&' if '?' in path else '?'}n=2")
        assert answer.status_code == plain.status_code
        assert not re.search("evil|gopher|:64999|6\\.6\\.6\\.6", f"{answer.headers}{answer.text}")
        assert ("Strict-Transport-Security" in answer.headers) == bool(base)
    assert set(addresses) == {("localhost", "http", "", "http://localhost/")}


def test_an_operator_who_forgot_the_proxy_is_told(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, with the remedy: all their readers would share one limit."""
    window = limited(newsroom, "10/hour")
    for _ in range(3):
        window.get(anew("/"), headers={"X-Forwarded-For": "192.0.2.1"})
    (record,) = [r for r in caplog.records if "X-Forwarded-For" in r.message]
    assert "set SUMMARIES_TRUSTED_PROXIES=1" in record.message


# --- one count for all ---------------------------------------------------------------------------


@pytest.fixture
def redis(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Run Debian's Redis; give its address and what stops it."""
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen([tool("redis-server"), *words], stdout=subprocess.DEVNULL)

    def listens() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"PING\r\n")
            return line.recv(7) == b"+PONG\r\n"
        return False

    def stop() -> None:
        process.kill()
        process.wait(PATIENCE)

    assert until(listens)
    yield f"redis://127.0.0.1:{port}/0", stop
    stop()


def test_several_servers_count_together_and_go_on_without_redis(
    newsroom: Newsroom,
    redis: tuple[str, Callable[[], None]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Two windows, one limit. When Redis goes, readers are served, and the operator is told."""
    address, stop = redis
    pair = [limited(newsroom, "4/hour", RATE_LIMIT_STORAGE=address) for _ in range(2)]
    assert [pair[n % 2].get(anew("/")).status_code for n in range(6)] == [302] * 4 + [429] * 2
    assert 3590 <= int(pair[0].get(anew("/")).headers["Retry-After"]) <= 3600
    stop()
    assert statuses(pair[0], "/", 5) == [302] * 4 + [429]
    (record,) = [r for r in caplog.records if "does not answer" in r.message]
    assert "SUMMARIES_RATE_LIMIT_STORAGE" in record.message


# --- settings, sizes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *(("RATE_LIMIT", value, "write one such as 3000/minute, or 0 for none")
          for value in ("many", "-1/minute", "3000", "0/minute", "1/day", "1.5/second", "9" * 9)),
        *(("TRUSTED_PROXIES", value, "write how many of yours a request passes")
          for value in ("-1", "10", "yes", "10.0.0.0/8", "١")),
        *(("RATE_LIMIT_STORAGE", value, "write one such as redis://localhost:6379/0")
          for value in ("localhost", "memcached://a", "redis://", "redis://a:b/0", "redis://:pw@a:0")),
    ],
)  # fmt: skip
def test_a_wrong_limit_is_told_in_one_sentence(name: str, value: str, sentence: str) -> None:
    """With the remedy; a password in an address is not shown."""
    with pytest.raises(SettingsError, match=f"^SUMMARIES_{name}") as raised:
        create_app({name: value})
    assert sentence in str(raised.value)
    assert "pw" not in str(raised.value)


@pytest.mark.parametrize("path", ["/", "/uk/harbor-fire", "/api/v1/articles"])
def test_a_request_may_be_only_so_large(newsroom: Newsroom, path: str) -> None:
    """A small body with a GET is nobody's business; a large one, and an endless address, are."""
    window = newsroom.client()
    assert window.get(path, data=b"x" * 100).status_code in (200, 302)
    window = newsroom.client()
    large = b"x" * (LARGEST_BODY + 1)
    assert window.post(path, data=large).status_code == 413
    assert window.get(path, data=large).status_code == 413
    assert window.get(f"{path}?{'x' * LONGEST_ADDRESS}").status_code == 414


def test_of_what_a_proxy_hands_on_the_readers_address_alone_is_taken() -> None:
    """A host, a scheme or a prefix may be the client's own: no page may be made with them."""
    sent = {
        "REMOTE_ADDR": "10.0.0.1", "HTTP_HOST": "example.org", "wsgi.url_scheme": "http",
        "SERVER_NAME": "example.org", "SERVER_PORT": "8000", "SCRIPT_NAME": "", "PATH_INFO": "/",
        "HTTP_X_FORWARDED_FOR": "192.0.2.7", "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PROTO": "gopher", "HTTP_X_FORWARDED_PORT": "666",
        "HTTP_X_FORWARDED_PREFIX": "/evil", "HTTP_FORWARDED": "for=6.6.6.6;host=evil.example",
    }  # fmt: skip
    received: list[dict[str, Any]] = []

    def app(environ: dict[str, Any], _start: object) -> list[bytes]:
        received.append(dict(environ))
        return []

    ForwardedFor(app, 1)(dict(sent), lambda *_: lambda _: None)
    assert received == [sent | {"REMOTE_ADDR": "192.0.2.7"}]
