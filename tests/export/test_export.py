"""The export: a real nginx answers from files as the live service does."""

from __future__ import annotations

import datetime
import functools
import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from importlib.resources import files as resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import edge
import pytest
from conftest import REVIEWERS, ROOT, SLUG, UKRAINIAN, Newsroom
from flask.testing import FlaskClient

from service import create_app, export
from service.editions import list_pages, renaming
from service.export import server_configs, urls
from service.review.sign import Reviewer
from service.web.schemas import FORMATS
from service.web.views import api, feeds

BASE_URL = "https://summaries.example.org"
# One answer may differ from the other in these headers only by their order or not at all.
SAME = ["Content-Type", "Content-Encoding", "Content-Language", "Content-Security-Policy",
        "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Strict-Transport-Security",
        "Cache-Control", "Location", "X-Robots-Tag",
        "Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
        "Access-Control-Allow-Headers"]  # fmt: skip
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}
LISTS = ["Vary", "Allow", "Access-Control-Allow-Methods"]

# What browsers and programs send, as they send it; and what they should not.
ACCEPT_LANGUAGE = [
    "", "*", "uk", "uk-UA,uk;q=0.9,ru;q=0.8,en-US;q=0.7,en;q=0.6", "ru-RU,ru;q=0.9,en-US;q=0.8",
    "en-US,en;q=0.9", "en-GB,en-US;q=0.9,en;q=0.8", "en-AU,de;q=0.9", "de-CH,fr;q=0.9,it;q=0.8",
    "de-DE,de;q=0.9,en;q=0.8", "gsw,fr;q=0.9", "gsw-CH,de;q=0.5", "fr-CA,en-CA;q=0.8",
    "es-419,es;q=0.9", "es-MX,es;q=0.8,en-US;q=0.5,en;q=0.3", "ca,es;q=0.9,en;q=0.8", "ca,en;q=0.9",
    "eu-ES,fr-FR", "gl", "pt-BR,pt;q=0.9,en-US;q=0.8", "pt-PT", "zh-CN,zh;q=0.9,en;q=0.8",
    "zh-TW,zh;q=0.9,en-US;q=0.8", "zh-TW", "zh-HK,en", "zh-Hant-HK,ja;q=0.5", "zh-Hans-SG", "zh-SG",
    "yue-Hans-CN", "yue", "cmn-CN", "ja-JP,ja;q=0.9", "ja", "ko-KR,ko;q=0.9,ja;q=0.4", "ar-EG,ar",
    "ar-MA,fr-MA;q=0.8", "arz", "fa-IR,fa;q=0.9", "he-IL,he;q=0.9,en-US;q=0.8,en;q=0.7", "iw",
    "tr-TR,tr;q=0.9", "az", "ro-RO", "mo", "ro-MD,ru-MD;q=0.9", "it-IT,it;q=0.8", "fur,it;q=0.5",
    "pl,en;q=0.3", "pl-PL;q=0.5,de;q=0.9", "szl", "en;q=0.1,de;q=0.2,uk;q=0.3", "uk;q=0,en;q=0.5",
    "*;q=0.5,uk;q=0.1", "*, de", "nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.6,en-US;q=0.5,en;q=0.4",
    "sv-SE,sv;q=0.9", "be,uk;q=0.8", "kk,tr;q=0.3", "sr-Latn-RS", "hi-IN,en-IN", "sw-KE", "sw,en",
    "ukr", "deu", "UK-ua", "uk_UA", "DE", "en-u-ca-gregory,de", "de-DE-1996", "de-x-dialect",
    "x-klingon,de", "i-klingon", "en-a-b,de", "de;level=1,fr", "de;q=2", "de;q=1.000,fr;q=1.0",
    "de;q=.5,fr;q=.6", "de ; q = 0.4 , it", ",,,uk,,", "uk;", "uk;q=", "uk;q=x,de", "1a,uk", "-,uk",
    "und", "und-UA", "root,pl", "aaaaaaaaa,pl", "e,pl", "en-Latn-US-u-nu-arab-x-y", "lb,fr",
    "br,en;q=0.5", "oc,es", "is,de;q=0.1", "la,uk", "haw", "ht,fr", "rm,it", "en-001", "es-ES",
    ",".join(f"a{chr(97 + n)}" for n in range(25)) + ",uk", "x" * 2000 + ",uk", "uk," + "y" * 2000,
    "zh-Hans-TW,en", "zh-AU,fr", "en-ZZ,fr;q=0.9", "nan-Hans", "zh-min-nan", "zh-yue", "uk-Latn",
    "sh", "tl,es;q=0.7", "cy-GB,en-GB;q=0.9", "ga,en", "pcm-NG", "zh-MO", "ja-Latn", "tr-Cyrl,pl",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A published newsroom with every kind of answer, exported, and its live window.

    An article in all languages but for one withdrawn, one in two languages, one withdrawn, one
    that was renamed twice and whose first name is also that of a language.
    """
    with pytest.MonkeyPatch.context() as patch:
        # Small pages, so that there are several.
        patch.setattr(list_pages, "SIZE", 1)
        patch.setattr(api, "LIMIT", 1)
        folder = tmp_path_factory.mktemp("newsroom")
        for name in ("articles", "locales", "journal"):
            shutil.copytree(ROOT / name, folder / name)
        room = Newsroom(folder)
        room.now = datetime.datetime(2026, 11, 26, 23, tzinfo=datetime.UTC)  # after the bundle
        room.appoint(REVIEWERS)
        for slug in ("harbor-fire", "old-fire", "uk"):
            room.write(slug)
            room.update()
            room.sign(slug, "en")
        room.translate("harbor-fire", "uk", UKRAINIAN)
        room.sign("harbor-fire", "uk")
        room.publish()
        folder_of = room.articles / "harbor-fire"
        for was, now, old, new in (("Five", "Six", 5, 6), ("Six", "Five", 6, 5)):
            room.now += datetime.timedelta(hours=13)  # another day
            for file in ("article.txt", "summary.toml"):
                room.replace(folder_of / file, f"{was} people", f"{now} people")
            room.replace(folder_of / "summary.toml", f"value = {old}", f"value = {new}")
            room.update()
            room.sign("harbor-fire", "en")
            room.publish()
        room.withdraw(SLUG, "pl", "An error.")
        room.withdraw("old-fire", "all", "A <b>mistake</b>.")
        room.publish()
        for old, new in (("uk", "quay-fire"), ("quay-fire", "dock-fire")):
            renaming.rename(room.publisher, old, new, Reviewer("Jane Doe"), room.now)
        room.now = datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC)  # so there are two months
        room.write("later-fire")
        room.update()
        room.sign("later-fire", "en")
        room.publish()
        patch.setenv("SUMMARIES_EDITIONS", str(room.editions))
        patch.setenv("SUMMARIES_BASE_URL", BASE_URL)
        logo = folder / "logo.svg"
        logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
        patch.setenv("SUMMARIES_SITE_LOGO", str(logo))
        target = folder / "out"
        report = export.export(target)
        # It is asked more in a minute than one address may.
        live = create_app({"RATE_LIMIT": "0"}).test_client(use_cookies=False)
        yield SimpleNamespace(room=room, folder=target, live=live, report=report)


def every_address(client: FlaskClient) -> list[urls.Address]:
    """Return all addresses of a site."""
    view = client.application.extensions["summaries"].view()
    logo = client.application.config["LOGO"]
    sizes = urls.Sizes(feeds.MOST, api.LIMIT, feeds.parts(view), datetime.UTC, [f"/static/{logo}"])
    found = list(urls.shared(view, sizes))
    for slug in view.articles:
        found += urls.of_article(view, slug)
    return found


@pytest.fixture(scope="module", params=["as documented", "edge"])
def nginx(
    request: pytest.FixtureRequest, site: SimpleNamespace,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:  # fmt: skip
    """Serve the export with a real nginx; return a function that asks it.

    As docs/export.md says, and by what docker-compose.yml runs, over TLS, with no window behind it.
    """
    if request.param == "edge":
        folder = edge.public_folder()
        shutil.copytree(site.folder, folder, dirs_exist_ok=True)
        folder.chmod(0o755)
        for server in edge.started(f"127.0.0.1:{edge.free_port()}", folder):
            found = http.client.HTTPSConnection(
                "localhost", server.https, context=server.secure(), timeout=10
            )
            yield functools.partial(asked, found)
            found.close()
            assert "[error]" not in server.log()
        shutil.rmtree(folder)
        return
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    modules = [Path(f"/usr/lib/nginx/modules/ngx_http_{name}_module.so")
               for name in ("js", "brotli_static")]  # fmt: skip
    if program is None or not all(module.exists() for module in modules):
        reason = "nginx is not installed with the modules js and brotli-static"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    home = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    temporary = "".join(
        f"{kind}_temp_path {home}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (home / "nginx.conf").write_text(
        "".join(f"load_module {module};\n" for module in modules)
        + f"""daemon off; pid {home}/pid; error_log {home}/error.log; events {{}}
        {"user root;" if os.geteuid() == 0 else ""}
        http {{
          access_log off; {temporary}
          js_path {site.folder}/nginx;
          include {site.folder}/nginx/http.conf;
          server {{
            listen 127.0.0.1:{port};
            root {site.folder}/site;
            gzip_static on; brotli_static on;
            include {site.folder}/nginx/server.conf;
          }}
        }}"""
    )
    process = subprocess.Popen([program, "-p", home, "-c", home / "nginx.conf"])
    connection = connect(port, process)
    yield lambda *words, **headers: asked(connection, *words, **headers)
    connection.close()
    process.terminate()
    process.wait(10)
    assert "[error]" not in (home / "error.log").read_text()


@pytest.fixture(scope="module")
def caddy(site: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Serve the export with a real Caddy; return a function that asks it."""
    program = shutil.which("caddy")
    if program is None:
        reason = "caddy is not installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    home = tmp_path_factory.mktemp("caddy")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (home / "Caddyfile").write_text(
        "{\n\tadmin off\n\tauto_https off\n}\n"
        f"http://127.0.0.1:{port} {{\n\troot * {site.folder}/site\n"
        f"\timport {site.folder}/caddy/Caddyfile\n}}\n"
    )
    command = [program, "run", "--config", str(home / "Caddyfile"), "--adapter", "caddyfile"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env=os.environ | {"HOME": str(home)}
        )
    connection = connect(port, process)
    yield lambda *words, **headers: asked(connection, *words, **headers)
    connection.close()
    process.terminate()
    process.wait(10)


def connect(port: int, process: subprocess.Popen[bytes]) -> http.client.HTTPConnection:
    """Return a connection to a server that is starting."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection.connect()
            return connection
        except ConnectionRefusedError:
            continue
    raise AssertionError("the server did not start")


def asked(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str
) -> SimpleNamespace:
    """Ask a server, with exactly these headers."""
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    return SimpleNamespace(status=answer.status, headers=answer.headers, body=answer.read())


def differences(site: SimpleNamespace, ask: Callable[..., Any], path: str, method: str = "GET",
                **headers: str) -> list[str]:  # fmt: skip
    """Return in what the answers of nginx and of the live service differ."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    live = site.live.open(path, method=method, headers=sent)
    found = ask(path, method, **headers)
    wrong = []
    if live.status_code != found.status:
        wrong.append(f"status {found.status}, not {live.status_code}")
    for name in SAME:
        if name == "Content-Encoding" and live.status_code in (404, 410):
            continue  # errors of an export are sent as they are
        if live.headers.get(name) != found.headers.get(name):
            wrong.append(f"{name}: {found.headers.get(name)}, not {live.headers.get(name)}")
    for name in LISTS:
        old, new = (
            {part.strip() for value in values for part in value.split(",")}
            for values in (live.headers.getlist(name), found.headers.get_all(name) or [])
        )
        if name == "Vary" and live.status_code in (404, 410):
            old, new = old - {"Accept-Encoding"}, new - {"Accept-Encoding"}
        if old != new:
            wrong.append(f"{name}: {new}, not {old}")
    if ("ETag" in live.headers) > ("ETag" in found.headers):
        wrong.append("no ETag")
    error = live.status_code in (404, 410) and live.headers.get("Content-Encoding")
    if UNPACK.get(error or "", bytes)(live.data) != found.body:
        wrong.append("body")
    return [f"{method} {path} {sent or ''}: {text}" for text in wrong]


def test_nginx_answers_every_address_as_the_live_service(site, nginx) -> None:
    """Status, headers and bytes: pages, API, feeds, errors, withdrawals, plain and compressed."""
    wrong = []
    for address in every_address(site.live):
        accept = {"Accept": address.accept} if address.accept else {}
        for encoding in ("identity", "gzip", "br"):
            wrong += differences(site, nginx, address.path, address.method,
                                 Accept_Encoding=encoding, **accept)  # fmt: skip
        if address.method == "GET":
            wrong += differences(site, nginx, address.path, "HEAD", **accept)
    assert wrong == []
    # What is compared is there: every kind of answer, and a compressed one.
    assert {address.status for address in every_address(site.live)} == {
        200,
        400,
        404,
        405,
        406,
        410,
    }
    assert brotli.decompress(nginx("/uk/", Accept_Encoding="br").body) == nginx("/uk/").body
    assert gzip.decompress(nginx("/uk/", Accept_Encoding="gzip").body) == nginx("/uk/").body


# The addresses of an article that was renamed, at a name that it had before.
RENAMED = [
    "/en/{}", "/uk/{}", "/zh-CN/{}", "/xx/{}", "/en/{}?requested=sw&remember=1", "/en/{}/",
    "/en/{}/embed", "/uk/{}/embed", "/en/{}/card-0000000000000000.png", "/articles/{}",
    "/articles/{}/", "/articles/{}/source", "/articles/{}/source?lang=uk", "/api/v1/articles/{}",
    "/api/v1/articles/{}/summary", "/api/v1/articles/{}/summary?lang=en&format=text",
]  # fmt: skip


@pytest.mark.parametrize("name", ["uk", "quay-fire"])
def test_a_name_that_an_article_had_leads_to_its_own(site, nginx, caddy, name: str) -> None:
    """By the live service, nginx and Caddy alike: in every language, each kind of address."""
    wrong = []
    for path in RENAMED:
        asked, target = path.format(name), path.format("dock-fire")
        for ask in (site.live.get, nginx, caddy):
            answer = ask(asked)
            status = getattr(answer, "status_code", None) or answer.status
            found = (status, answer.headers.get("Location"))
            wrong += [] if found == (308, target) else [(asked, found)]
        wrong += differences(site, nginx, asked) + differences(site, nginx, asked, "HEAD")
        if asked.startswith("/api/"):  # a browser that may ask: redirected, it would give up
            wrong += differences(site, nginx, asked, "OPTIONS")
            assert nginx(asked, "OPTIONS").status == 200
    assert wrong == []
    for path in ("/en/{}/other", "/en/x/{}", "/articles/{}/other", "/api/v1/articles/{}/other",
                 "/api/{}", "/api/{}/", "/api/{}/embed", "/api/{}?lang=uk"):  # fmt: skip
        assert differences(site, nginx, path.format(name)) == []
        assert nginx(path.format(name)).status == 404
        assert caddy(path.format(name)).status == 404


def test_a_name_that_an_article_had_has_a_rule_for_hosts_like_netlify(site) -> None:
    """Ahead of those that would answer it otherwise."""
    rules = (site.folder / "site" / "_redirects").read_text().splitlines()
    for place in ("/:place/{}", "/:place/{}/:part", "/api/v1/articles/{}",
                  "/api/v1/articles/{}/summary"):  # fmt: skip
        assert f"{place} {place} 308".format("uk", "dock-fire") in rules[:8]


UNKNOWN = [
    "/uk", "/xx", "/xx/", "/xx/nothing", "/UK/", "/Uk/{slug}", "/uk-UA/{slug}", "/zh-CN/", "/zh/",
    "/zh-TW/", "/zh_hans/feed.atom", "/ukr/{slug}/embed", "/DE/{slug}?requested=sw",
    "/uk/{slug}/", "/uk/nothing", "/uk/nothing/embed", "/uk/{slug}/embed/", "/uk/Not-A-Slug",
    "/uk/index", "/uk/index.html", "/uk/{slug}.html", "/uk/feed.atom/", "/uk/feed.atom.br",
    "/uk/_page/2.html", "/uk/{slug}/card-0000000000000000.png",
    "/xx/{slug}/card-0000000000000000.png", "/pl/{slug}/card-0000000000000000.png",
    "/uk/{slug}/other", "/uk/a/b/c", "/nothing", "/nothing/at/all", "/articles", "/articles/",
    "/articles/nothing", "/articles/nothing/source", "/articles/{slug}/",
    "/articles/{slug}/source/", "/articles/{slug}/source/uk.html",
    "/articles/{slug}/source?lang=xx", "/articles/{slug}/source?lang=zh_Hans",
    "/articles/{slug}/source?lang=UK", "/articles/old-fire/source", "/_errors/404/uk.html",
    "/_notes/uk.json", "/_headers", "/_redirects", "/_none", "/static/", "/static/x.css",
    "/sitemap.xml/", "/robots.txt.gz", "/uk/%FF", "/uk/%D0%B0", "/uk/a%2Fb", "/uk//x",
    "/uk/?page=0", "/uk/?page=1", "/uk/?page=2", "/uk/?page=01", "/uk/?page=99", "/uk/?page=",
    "/uk/?page=x", "/en/?page=2", "/en/?page=2&page=3", "/en/?page=3&requested=sw", "/uk/?",
    "/uk/{slug}?", "/uk/{slug}?utm_source=mail&x", "/uk/{slug}?page=2", "/uk/{slug}?remember=2",
    "/uk/nothing?remember=1", "/uk/{slug}/embed?requested=sw", "/uk/{slug}?requested=sw",
    "/uk/{slug}?requested=uk-UA", "/uk/{slug}?requested=ukr", "/uk/{slug}?requested=zh-TW",
    "/zh-Hans/{slug}?requested=zh-TW", "/zh-Hans/{slug}?requested=zh-SG", "/en/?requested=pt-BR",
    "/de/?requested=x", "/ar/{slug}?requested=he", "/en/?requested=%3Cb%3E", "/en/?requested=",
    "/en/?requested=sr-Latn", "/fr/?requested=fil", "/de/{slug}?requested=gsw",
    "/en/?requested=nb", "/en/?requested=zh-Hant-HK", "/pl/{slug}?requested=de",
    "/pl/{slug}?remember=1", "/de/harbor-fire?requested=de", "/api", "/api/", "/api/v1",
    "/api/v1?x=1", "/api/v1/nothing", "/api/v2/", "/api/v1/languages/", "/api/v1/articles/",
    "/api/v1/articles/nothing", "/api/v1/articles/%3Cb%3E%22", "/api/v1/articles/{slug}/",
    "/api/v1/articles/{slug}/nothing", "/api/v1/articles?limit=1", "/api/v1/articles?limit=0",
    "/api/v1/articles?limit=101", "/api/v1/articles?limit=x", "/api/v1/articles?limit=",
    "/api/v1/articles?after=harbor-fire", "/api/v1/articles?after=-",
    "/api/v1/articles?limit=1&after=harbor-fire", "/api/v1/articles?after=%3C",
    "/api/v1/languages?x", "/api/v1/articles/nothing/summary", "/api/v1/articles/{slug}/summary/",
    "/api/v1/articles/{slug}/summary?lang=", "/api/v1/articles/{slug}/summary?lang=sw",
    "/api/v1/articles/{slug}/summary?lang=uk-UA", "/api/v1/articles/{slug}/summary?lang=zh-cn",
    "/api/v1/articles/{slug}/summary?lang=zh-TW", "/api/v1/articles/{slug}/summary?lang=pl",
    "/api/v1/articles/{slug}/summary?lang=pl-PL&format=text",
    "/api/v1/articles/{slug}/summary?lang=uk", "/api/v1/articles/{slug}/summary?lang=%22%3C%5C",
    "/api/v1/articles/{slug}/summary?lang=uk&format=yaml",
    "/api/v1/articles/{slug}/summary?lang=xx&format=text",
    "/api/v1/articles/{slug}/summary?format=", "/api/v1/articles/harbor-fire/summary?lang=de",
    "/api/v1/articles/old-fire/summary", "/api/v1/articles/old-fire/summary?lang=uk",
    "/api/v1/articles/old-fire/summary?lang=sw", "/api/v1/articles/{slug}/summary?format=text",
    "/api/v1/articles/{slug}/summary?format=json",
    "/en/corrections", "/en/corrections?page=2", "/en/corrections?page=1", "/en/corrections?page=9",
    "/en/2026/11", "/en/2026/11?page=1", "/en/2026/11?page=9", "/en/2027/02", "/en/2027/02?page=1",
    "/en/2027/01", "/uk/2027/02", "/uk/2026/11?requested=sw", "/uk/2026/11?remember=1",
    "/UK/2026/11", "/UK/2026/13", "/uk/2026/13", "/uk/2026/00", "/uk/0000/12", "/UK/0000/12",
    "/xx/2026/11", "/uk/2026/1", "/uk/2026/11/", "/uk/2026", "/uk/2026/", "/uk/2026/11.html",
    "/uk/2026/_11/1.html", "/uk/%D9%A2%D9%A0%D9%A2%D9%A6/12", "/uk/02026/11", "/api/2026/11",
    "/articles/2026/11", "/uk/2026/embed",
    "/de/corrections?page=2", "/uk/corrections?requested=sw", "/UK/corrections",
    "/zh-TW/corrections", "/uk/corrections/", "/uk/corrections?remember=1", "/uk/corrections/embed",
    "/uk/_corrections/2.html",
]  # fmt: skip


@pytest.mark.parametrize("address", UNKNOWN)
def test_nginx_answers_odd_addresses_as_the_live_service(site, nginx, address: str) -> None:
    """Unknown, misspelt, withdrawn, with queries: the same answer, in the reader's language."""
    path = address.replace("{slug}", SLUG)
    wrong = differences(site, nginx, path, Accept_Language="fr-CH, fr;q=0.9, en;q=0.8")
    wrong += differences(site, nginx, path, "HEAD", Accept_Language="sw")
    assert wrong == []


def test_no_limit_and_no_pattern_of_the_negotiation_is_written_twice(site, monkeypatch) -> None:
    """The script for nginx has them from the live service, and none of its own."""
    script = resources("service.export").joinpath("summaries.js").read_text()
    assert re.findall(r"slice\(0, [0-9]{2,}\)|length <= [0-9]", script) == []
    kinds = [kind for kind in FORMATS.values() if f"'{kind}'" in script.partition("// API")[2]]
    assert kinds == []
    monkeypatch.setattr(server_configs, "MAX_RANGES", 7)
    rules = dict(
        server_configs.files(
            site.live, site.live.application.extensions["summaries"].view(), datetime.UTC
        )
    )
    assert b'"ranges":7' in rules["nginx/summaries.js"]


@pytest.mark.parametrize("header", ACCEPT_LANGUAGE, ids=lambda text: text[:40] or "none")
def test_nginx_negotiates_as_the_live_service(site, nginx, header: str) -> None:
    """The same language, the same note about one that is missing, for every header."""
    wrong = []
    for path in ("/", f"/articles/{SLUG}", "/articles/harbor-fire", "/articles/old-fire",
                 f"/articles/{SLUG}/source", "/nothing", f"/api/v1/articles/{SLUG}/summary",
                 "/api/v1/articles/harbor-fire/summary"):  # fmt: skip
        wrong += differences(site, nginx, path, Accept_Language=header)
    assert wrong == []


def test_nginx_says_which_language_is_missing_to_whom_asked_for_it_only(site, nginx) -> None:
    """Not to a reader who was sent the address."""
    wrong = []
    for wanted in ("sw", "sr-Latn", "zh-TW", "gsw", "x", "uk-UA", "SW", "sw-x-evil", "z" * 60):
        for languages in (
            wanted,
            f"{wanted};q=0.5",
            f"fr,{wanted};q=0.5",
            f"sw,{wanted}",
            "",
            "uk",
        ):
            for path in ("/uk/", f"/zh-Hans/{SLUG}", "/uk/corrections"):
                address = f"{path}?requested={wanted}"
                wrong += differences(site, nginx, address, Accept_Language=languages)
        address = f"/en/{SLUG}?requested={wanted}"
        wrong += differences(site, nginx, address, Cookie=f"language={wanted}")
    assert wrong == []
    assert b"Swahili" in nginx("/en/?requested=sw", Accept_Language="sw").body
    assert b"Swahili" not in nginx("/en/?requested=sw", Accept_Language="en").body


@pytest.mark.parametrize("cookie", ["uk", "zh-Hans", "xx", "de-AT", "uk,de", "x" * 50, ""])
def test_a_language_that_was_picked_comes_first(site, nginx, cookie: str) -> None:
    """The cookie of the live service means the same to nginx, and not to the API."""
    wrong = []
    for path in ("/", "/articles/harbor-fire", "/nothing", "/api/v1/articles/harbor-fire/summary"):
        sent = {"Cookie": f"a=b; language={cookie}", "Accept_Language": "fr,en;q=0.5"}
        wrong += differences(site, nginx, path, **sent)
    assert wrong == []


def test_picking_a_language_sets_the_cookie(site, nginx) -> None:
    """And leads to the clean address, as the live service does."""
    for path in ("/uk/?remember=1", f"/zh-Hans/{SLUG}?remember=1"):
        assert differences(site, nginx, path) == []
        old, new = (
            re.sub("Expires=[^;]*", "", answer.headers["Set-Cookie"])
            for answer in (site.live.get(path), nginx(path))
        )
        assert old == new


@pytest.mark.parametrize("accept", [
    "*/*", "text/html", "text/markdown", "text/*", "application/json;q=0.5, text/plain",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "image/png",
    "text/plain;q=0",
    "text/plain;charset=utf-8", "application/*, text/markdown;q=0.9", "TEXT/HTML", "x",
])  # fmt: skip
def test_the_api_chooses_the_format_as_the_live_service(site, nginx, accept: str) -> None:
    """By Accept, where the address names none."""
    path = f"/api/v1/articles/{SLUG}/summary"
    wrong = differences(site, nginx, path, Accept=accept)
    wrong += differences(site, nginx, f"{path}?lang=uk", Accept=accept)
    assert wrong == []


@pytest.mark.parametrize("path", ["/", "/uk/", "/nothing", f"/uk/{SLUG}", f"/uk/{SLUG}/embed",
                                  "/api/v1/languages", "/api/v1/nothing",
                                  "/articles/nothing"])  # fmt: skip
@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_as_by_the_live_service(site, nginx, path, method) -> None:
    """In the reader's language; OPTIONS says what is allowed."""
    assert differences(site, nginx, path, method, Accept_Language="ja", Content_Length="0") == []


def test_what_may_be_asked_of_a_card_is_not_kept_for_good(site, nginx, caddy) -> None:
    """Only the image itself never changes."""
    page = site.live.get(f"/uk/{SLUG}").text
    (card,) = set(re.findall(rf"/uk/{SLUG}/card-[0-9a-f]+\.png", page))
    for method in ("GET", "HEAD", "OPTIONS"):
        assert differences(site, nginx, card, method) == []
    assert "immutable" in caddy(card).headers["Cache-Control"]
    assert "immutable" not in (caddy(card, "OPTIONS").headers["Cache-Control"] or "")


def test_what_a_reader_has_is_not_sent_again(site, nginx) -> None:
    """The ETags are nginx's own, and hold as long as the file, in whichever encoding."""
    for path in (f"/uk/{SLUG}", "/uk/feed.atom", f"/uk/{SLUG}?requested=sw", "/?x",
                 f"/api/v1/articles/{SLUG}/summary", f"/articles/{SLUG}/source"):  # fmt: skip
        tags = set()
        for encoding in ("identity", "gzip", "br"):
            sent = {"Accept_Encoding": encoding, "Accept_Language": "sw"}
            first = nginx(path, **sent)
            if "ETag" not in first.headers:
                continue
            tags.add(first.headers["ETag"])
            again = nginx(path, If_None_Match=first.headers["ETag"], **sent)
            assert (again.status, again.body) == (304, b"")
            assert (
                again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
            )
            assert nginx(path, If_None_Match='"x"', **sent).status == 200
        assert len(tags) in (0, 1 if "?" in path or "summary" in path else 3)


@pytest.mark.parametrize("path", [
    "/../manifest.sqlite", "/uk/../../manifest.sqlite", "/uk/%2e%2e/%2e%2e/manifest.sqlite",
    "/articles/..%2F..%2F..%2Fmanifest.sqlite%23/source", "/_file/uk/index.html", f"/uk/{SLUG}%00",
    "/api/v1/articles/..%2f..%2f..%2fmanifest", "/en/?page=../../../manifest.sqlite",
])  # fmt: skip
def test_nothing_but_the_site_can_be_asked_for(nginx, path) -> None:
    """Neither the manifest, nor the rules, nor errors as if they were pages."""
    assert nginx(path).status in (400, 404)


# Where Caddy's patterns lead to another language than the live service (headers, cut): quality
# values out of order, a near language before an exact one, odd scripts and extensions.
BEYOND_PATTERNS = {
    "gsw,fr;q=0.9", "ca,en;q=0.9", "eu-ES,fr-FR", "pl-PL;q=0.5,de;q=0.9",
    "en;q=0.1,de;q=0.2,uk;q=0.", "uk;q=0,en;q=0.5", "en-a-b,de", "de;level=1,fr",
    "de;q=.5,fr;q=.6", "de ; q = 0.4 , it", "uk;", "uk;q=", "uk;q=x,de", "lb,fr", "br,en;q=0.5",
    "oc,es", "is,de;q=0.1", "la,uk", "rm,it", "aa,ab,ac,ad,ae,af,ag,ah,a",
    "xxxxxxxxxxxxxxxxxxxxxxxxx", "zh-min-nan", "uk-Latn", "tr-Cyrl,pl",
}  # fmt: skip


def test_caddy_answers_pages_as_the_live_service(site, caddy) -> None:
    """All pages, feeds and API answers, and what was withdrawn or never was."""
    wrong = []
    for address in every_address(site.live):
        programs = address.path.startswith("/api/")
        unnamed = not re.match("/[a-z]{2}(-[A-Za-z]+)?/", address.path)
        if (
            address.method != "GET"
            or address.status in (400, 406)
            or (programs and address.status > 200)
        ):
            continue
        for encoding in ("identity", "br"):
            found = differences(site, caddy, address.path, Accept_Encoding=encoding)
            # Types are Caddy's own, some without a charset; it varies by cookie where pages do not.
            # An address that names no language is answered in the reader's, and does not say so.
            own = ("Content-Type", "Vary", *(("Content-Language: None",) if unnamed else ()))
            wrong += [text for text in found if not any(name in text for name in own)]
    assert wrong == []


def test_caddy_negotiates_like_the_live_service_where_patterns_can(site, caddy) -> None:
    """The same language for what browsers send; docs/export.md says how many of our list differ."""
    other = []
    for header in ACCEPT_LANGUAGE:
        live = site.live.get("/", headers={"Accept-Language": header}).headers["Location"]
        found = caddy("/", Accept_Language=header).headers["Location"]
        if live.partition("?")[0] != found:
            other.append(header[:25])
    assert set(other) == BEYOND_PATTERNS
