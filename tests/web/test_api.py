"""The API as those meet it who write programs for it, or against it."""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import lxml.html
import pytest
from browser import serving, with_interface
from conftest import ROOT, UKRAINIAN, Newsroom, as_slug
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from service.editions import store
from service.editions.model import Edition
from service.web.openapi import kind

BASE = "https://news.example"
API = "/api/v1"
SUMMARY_OF = f"{API}/articles/harbor-fire/summary"
REASON = "It said </script> what was <b>wrong</b>."
MEDIA = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
}


def in_town(folder: Path) -> Newsroom:
    """Return a newsroom with everything that can become of an article."""
    room = with_interface(folder, "en", "uk", "de")
    slugs = ("harbor-fire", "mill-fire", "port-reopens", "port-sold")
    for slug in slugs:
        room.write(slug)
    room.withdraw("port-reopens", "uk", REASON, datetime.date(2026, 11, 20))
    room.withdraw("port-sold", "all", REASON, datetime.date(2026, 11, 21))
    room.update()
    for slug in slugs:
        room.translate(slug, "uk", UKRAINIAN)
        room.sign(slug, "en")
        room.sign(slug, "uk")
    room.publish()
    room.now += datetime.timedelta(days=2)
    summary = room.articles / "mill-fire" / "summary.toml"
    room.replace(summary, "{day}, the fire service", "{day}, the fire brigade")
    room.update()
    room.sign("mill-fire", "en")
    assert not room.publish().problems
    assert room.states("mill-fire")["uk"] == "outdated"
    return room


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Four articles: one current, one outdated in Ukrainian, one withdrawn there, one gone."""
    return in_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def window(town: Newsroom) -> FlaskClient:
    """The window of that town. No test may change anything behind it."""
    return town.client(BASE_URL=BASE)


@pytest.fixture(scope="module")
def document(window: FlaskClient) -> dict[str, Any]:
    """The OpenAPI document."""
    description: dict[str, Any] = window.get(f"{API}/openapi.json").json
    return description


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def answered(answer: TestResponse, status: int = 200) -> Any:
    """Return the data of an answer that has ``status``."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == ("application/json" if status == 200 else PROBLEM)
    return answer.json


PROBLEM = "application/problem+json"


# --- the description, against a real server ------------------------------------------------------

SCHEMATHESIS = """
# Every check is on. Those about logins, about what was deleted and about demanded headers
# (ignored_auth, object_level_authorization, use_after_free, missing_required_header) find nothing
# to do in an API that is only read.

# A good question may be about an article or a language that is not there, or was withdrawn.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "404", "410"]
"""


def test_no_request_that_a_machine_makes_up_finds_a_fault(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """Whatever fits the description is answered as it says, and what does not fit is refused."""
    program = tool(str(Path(sys.executable).parent / "schemathesis"))
    config = tmp_path / "schemathesis.toml"
    config.write_text(SCHEMATHESIS)
    (tmp_path / "town").mkdir()
    with serving(in_town(tmp_path / "town")) as address:
        description = f"{address}{API}/openapi.json"
        result = subprocess.run(
            [
                program, "--config-file", config, "--no-color", "run", description,
                "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful",
                "--max-examples", "150", "--seed", "20261122", "--generation-database", "none",
            ],
            cwd=tmp_path, env=os.environ | {"NO_PROXY": "127.0.0.1"},
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No issues found" in result.stdout
    assert "Tested: 4" in result.stdout


def test_the_examples_are_real_answers() -> None:
    """Else run tools/api_examples.py --write, and look at what changed for clients."""
    path = ROOT / "tools" / "api_examples.py"
    spec = importlib.util.spec_from_file_location("api_examples", path)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = json.loads((ROOT / "service" / "web" / "examples.json").read_text(encoding="utf-8"))
    assert script.examples() == written


def test_every_operation_has_an_example_that_fits_its_type(document: dict[str, Any]) -> None:
    """So that a client can be tried without a server."""
    validator = jsonschema_rs.Draft202012Validator
    for path, item in document["paths"].items():
        content = item["get"]["responses"]["200"]["content"]["application/json"]
        whole = content["schema"] | {"components": document["components"]}
        validator(whole, validate_formats=True).validate(content["example"]), path


# --- what a program finds, following the answers -------------------------------------------------


def test_a_program_gets_from_the_list_to_every_word(window: FlaskClient) -> None:
    """List, article, edition and page tell the same; what is withdrawn says so everywhere."""
    for entry in answered(window.get(f"{API}/articles"))["articles"]:
        here = f"{API}/articles/{entry['slug']}"
        assert answered(window.get(here)) == entry
        assert sorted(entry["editions"]) == entry["available_languages"]
        for tag, short in entry["editions"].items():
            whole = answered(window.get(f"{here}/summary?lang={tag}"))
            assert short == {name: whole[name] for name in short}
            assert whole["language"] == tag
            assert whole["available_languages"] == entry["available_languages"]
            assert whole["source_language"] == entry["source_language"]
            page = lxml.html.document_fromstring(window.get(short["url"].removeprefix(BASE)).data)
            assert page.get("lang") == tag
            (link,) = page.xpath("//link[@rel='alternate'][@type='application/json']/@href")
            assert answered(window.get(link)) == whole
            assert window.get(whole["source_url"].removeprefix(BASE)).status_code == 200
        for tag, withdrawal in entry["withdrawn"].items():
            gone = answered(window.get(f"{here}/summary?lang={tag}"), 410)
            assert {name: gone[name] for name in withdrawal} == withdrawal
            assert gone["available_languages"] == entry["available_languages"]


def test_an_outdated_edition_says_since_when(window: FlaskClient) -> None:
    """In the list, too, that it is; a program may leave it out."""
    entry = answered(window.get(f"{API}/articles/mill-fire"))
    assert {tag: e["state"] for tag, e in entry["editions"].items()} == {
        "en": "current", "uk": "outdated",
    }  # fmt: skip
    whole = answered(window.get(f"{API}/articles/mill-fire/summary?lang=uk"))
    assert whole["outdated_since"] == "2026-11-24"


# --- paging --------------------------------------------------------------------------------------

SLUGS = ["b", "a-b", "a0", "b-10", "a", "ab", "b-2", "a-b-c", "b-1"]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A window with nine articles, published in another order than their names have."""
    room = in_town(tmp_path_factory.mktemp("crowd"))
    edition = store.load(store.path(room.editions, "harbor-fire", "en"))
    assert isinstance(edition, Edition)
    for path in store.files(room.editions):
        if path.parent.name != "service":
            path.unlink()
    shutil.rmtree(room.articles / "harbor-fire")
    for number, slug in enumerate(SLUGS):
        day = edition.published + datetime.timedelta(days=number)
        room.save(replace(as_slug(edition, slug), published=day, updated=day))
    return room.client(BASE_URL=BASE)


@pytest.mark.parametrize("limit", [*range(1, 11), 100])
def test_following_next_gives_every_article_once(crowd: FlaskClient, limit: int) -> None:
    """However many come at a time; the last page says that it is."""
    slugs: list[str] = []
    address: str | None = f"{BASE}{API}/articles?limit={limit}"
    while address is not None:
        assert address.startswith(f"{BASE}{API}/articles?")
        data = answered(crowd.get(address.removeprefix(BASE)))
        assert 1 <= len(data["articles"]) <= limit
        slugs += [article["slug"] for article in data["articles"]]
        assert len(slugs) <= len(SLUGS)  # else it would go on without end
        address = data["next"]
    assert slugs == list(SLUGS)


def test_a_program_that_does_not_know_of_pages_gets_fifty(crowd: FlaskClient) -> None:
    """As the description says; here that is all."""
    data = answered(crowd.get(f"{API}/articles"))
    assert (len(data["articles"]), data["next"]) == (len(SLUGS), None)


def test_a_program_that_keeps_its_place_gets_what_is_new(crowd: FlaskClient) -> None:
    """Articles come in the order in which they went up, so new ones are the last."""
    for number, slug in enumerate(SLUGS):
        listed = answered(crowd.get(f"{API}/articles?after={slug}"))["articles"]
        assert [article["slug"] for article in listed] == list(SLUGS[number + 1 :])


@pytest.mark.parametrize("after", ["0", "harbor-fire", "z" * 9000])
def test_an_article_that_is_gone_does_not_break_the_list(crowd: FlaskClient, after: str) -> None:
    """A program that comes back with its name gets everything: it misses nothing."""
    listed = answered(crowd.get(f"{API}/articles?after={after}"))["articles"]
    assert [article["slug"] for article in listed] == list(SLUGS)


BAD_LIMITS = ["", "0", "-1", "101", "1000", "x", "1.0", "1e1", "0x1", "+1", " 1", "1%0A",
              "%D9%A3", "%EF%BC%95", "1_0", "null", "50,50", "%00", "%ED%A0%80",
              "9" * 9000]  # fmt: skip
BAD_AFTER = ["", "A", "-a", "a-", "a--b", "a b", "a/b", "../a", "%C3%A9", "%00", "a%0A",
             "%ED%A0%80", "<script>", "{slug}", "a" * 9000 + "-"]  # fmt: skip


@pytest.mark.parametrize(
    "query", [*(f"limit={v}" for v in BAD_LIMITS), *(f"after={v}" for v in BAD_AFTER)]
)
def test_a_bad_parameter_is_refused_with_a_sentence(crowd: FlaskClient, query: str) -> None:
    """One that says what it may be; nothing is guessed."""
    problem = answered(crowd.get(f"{API}/articles?{query}"), 400)
    wanted = "limit must be a number from 1 to 100." if query[0] == "l" else "after must be"
    assert problem["detail"].startswith(wanted)


def test_a_number_with_very_many_zeros_is_no_fault_of_ours(window: FlaskClient) -> None:
    """Python refuses to read such numbers; the client still gets a sentence, or the articles."""
    answer = window.get(f"{API}/articles?limit={'0' * 5000}1")
    assert answer.status_code in (200, 400)


def test_the_description_knows_what_may_be_the_name_of_an_article(
    window: FlaskClient, document: dict[str, Any]
) -> None:
    """What fits its pattern is not refused."""
    parameters = document["paths"]["/articles"]["get"]["parameters"]
    pattern = next(p["schema"]["pattern"] for p in parameters if p["name"] == "after")
    for name in ("a", "a-b", "0", "-a", "a-", "a--b", "", "A", "-"):
        accepted = window.get(f"{API}/articles?after={name}").status_code == 200
        assert bool(re.search(pattern, name)) == accepted, name


# --- HTTP ----------------------------------------------------------------------------------------

JSON_PATHS = [f"{API}/languages", f"{API}/articles", f"{API}/articles?limit=1&after=harbor-fire",
              f"{API}/articles/port-sold", SUMMARY_OF, f"{API}/openapi.json"]  # fmt: skip
ASKED: list[tuple[str, dict[str, str]]] = [
    *((path, {}) for path in [*JSON_PATHS, f"{API}/"]),
    *((f"{SUMMARY_OF}?lang=uk&format={name}", {}) for name in MEDIA),
    *((SUMMARY_OF, {"Accept": media.partition(";")[0]}) for media in MEDIA.values()),
]
SAME = ("ETag", "Vary", "Cache-Control", "Content-Security-Policy", "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers", "X-Content-Type-Options")  # fmt: skip


@pytest.mark.parametrize(("path", "headers"), ASKED)
def test_what_a_program_has_already_is_not_sent_again(
    window: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    """With the same headers, whichever way its tag is sent; another tag gets the whole answer."""
    first = window.get(path, headers=headers)
    tag = first.headers["ETag"]
    assert first.status_code == 200
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        for method in ("GET", "HEAD"):
            again = window.open(path, method=method, headers=headers | {"If-None-Match": sent})
            assert (again.status_code, again.data) == (304, b"")
            assert [again.headers.get(n) for n in SAME] == [first.headers.get(n) for n in SAME]
    other = window.get(path, headers=headers | {"If-None-Match": '"other"'})
    assert (other.status_code, other.data) == (200, first.data)


@pytest.mark.parametrize(("path", "headers"), ASKED)
def test_head_tells_what_get_would(window: FlaskClient, path: str, headers: dict[str, str]) -> None:
    """The same headers, without the body."""
    get = window.get(path, headers=headers)
    head = window.head(path, headers=headers)
    assert (head.status_code, head.data) == (get.status_code, b"")
    own = ("Date", "X-Request-ID")  # each answer has its own
    shared = [[h for h in a.headers if h[0] not in own] for a in (get, head)]
    assert shared[0] == shared[1]


def test_no_two_forms_of_an_edition_have_one_tag(window: FlaskClient) -> None:
    """Else a cache would answer for Markdown that the JSON it has still holds."""
    queries = [f"lang={tag}&format={name}" for tag in ("en", "uk") for name in MEDIA]
    tags = {window.get(f"{SUMMARY_OF}?{query}").headers["ETag"] for query in queries}
    assert len(tags) == len(queries)


def names(header: str) -> set[str]:
    return {name.strip().lower() for name in header.split(",")}


@pytest.mark.parametrize("path", [*(path for path, _ in ASKED), f"{API}/articles/nothing"])
def test_a_script_of_another_site_may_ask_again_with_its_tag(
    window: FlaskClient, path: str
) -> None:
    """The browser's question beforehand is answered with yes, and the script can read the tag."""
    origin = {"Origin": "https://other.example"}
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept,accept-language,if-none-match",
    }
    before = window.options(path, headers=origin | asked)
    assert before.status_code in (200, 204)
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert {"get", "head"} <= names(before.headers["Access-Control-Allow-Methods"])
    assert not {"post", "put", "delete"} & names(before.headers["Access-Control-Allow-Methods"])
    allowed = names(before.headers["Access-Control-Allow-Headers"])
    assert allowed >= {"accept", "accept-language", "if-none-match"}
    answer = window.get(path, headers=origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"etag", "content-language"} <= names(answer.headers["Access-Control-Expose-Headers"])
    # Nothing here depends on who asks, so no credentials are ever let through.
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_no_page_outside_the_api_is_open_to_scripts_of_other_sites(window: FlaskClient) -> None:
    """Only what is made for programs."""
    for path in ("/", "/uk/", "/uk/harbor-fire", "/articles/harbor-fire/source", "/nothing"):
        assert "Access-Control-Allow-Origin" not in window.get(path).headers


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("application/json; charset=utf-8", "json"),
        ("application/json;charset=UTF-8, text/plain;q=0.1", "json"),
        ("text/markdown; charset=utf-8", "markdown"),
        ("text/html; charset=utf-8", "html"),
        ("text/plain;charset=utf-8;q=0.5, application/json;q=0.4", "text"),
        ("application/json;q=0, text/html;q=0.1", "html"),
        ("*/*;q=0.1, text/plain", "text"),
        ("text/*, application/pdf", "html"),
    ],
)
def test_a_program_may_name_the_charset_that_it_gets(
    window: FlaskClient, accept: str, name: str
) -> None:
    """Many libraries do; a type that we answer with, written as we write it, is acceptable."""
    answer = window.get(f"{SUMMARY_OF}?lang=uk", headers={"Accept": accept})
    assert (answer.status_code, answer.content_type) == (200, MEDIA[name])


# --- the page for people -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def manual(window: FlaskClient) -> HtmlElement:
    """The page that describes the API to people."""
    answer = window.get(f"{API}/", headers={"Accept-Language": "uk"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "en")
    assert answer.headers.get("Vary") in (None, "Accept-Encoding")
    return lxml.html.document_fromstring(answer.data)


def terms(section: HtmlElement) -> dict[str, tuple[str, str]]:
    """Return the entries of a section: what stands in the code, the whole term, the text."""
    return {
        said(term.find("code")): (said(term), said(term.getnext())) for term in section.iter("dt")
    }


def test_the_manual_names_everything_in_the_description(
    manual: HtmlElement, document: dict[str, Any]
) -> None:
    """Every operation with its parameters, statuses and media types, and what they mean."""
    for path, item in document["paths"].items():
        operation = item["get"]
        section = manual.get_element_by_id(operation["operationId"])
        assert said(section.find("h2")) == operation["summary"]
        assert f"GET {path}" in said(section)
        described = terms(section)
        for parameter in operation["parameters"]:
            term, text = described[parameter["name"]]
            assert parameter["in"] in term
            assert parameter["description"] in text
            assert all(value in text for value in parameter["schema"].get("enum", ()))
            for name in ("minimum", "maximum", "default"):
                assert str(parameter["schema"].get(name, "")) in text
        for status, response in operation["responses"].items():
            assert response["description"] in described[status][1]
            assert all(media in described[status][1] for media in response.get("content", ()))
        wanted = {p["name"] for p in operation["parameters"]} | set(operation["responses"])
        assert set(described) == wanted


def test_the_manual_names_every_type(manual: HtmlElement, document: dict[str, Any]) -> None:
    """With all that it has, what that is, and what of it may be missing."""
    for name, schema in document["components"]["schemas"].items():
        section = manual.get_element_by_id(name)
        assert said(section.find("h3")) == name
        assert schema["description"] in said(section)
        described = terms(section)
        assert set(described) == set(schema["properties"])
        for field, of in schema["properties"].items():
            term, text = described[field]
            assert kind(of) in term
            assert of.get("description", "") in text
            assert ("may be missing" in term) == (field not in schema["required"])


def test_every_type_in_an_answer_is_described(document: dict[str, Any]) -> None:
    """No reference leads to nothing, no kind of thing is left without a name."""
    text = json.dumps(document)
    wanted = set(re.findall('"#/components/schemas/([^"]+)"', text))
    assert wanted == set(document["components"]["schemas"])
    for schema in document["components"]["schemas"].values():
        assert all(re.search("[a-zA-Z]", kind(of)) for of in schema["properties"].values())


def test_the_manual_loads_nothing_and_runs_nothing(
    manual: HtmlElement, window: FlaskClient
) -> None:
    """And every link on it leads somewhere."""
    assert not manual.xpath("//script | //iframe | //img | //form | //object | //*[@style]")
    assert not [a for e in manual.iter() for a in e.attrib if a.startswith("on")]
    ids = manual.xpath("//@id")
    assert len(ids) == len(set(ids))
    for address in manual.xpath("//@href | //@src"):
        assert address.startswith(("/", "#"))
        if address.startswith("#"):
            assert address[1:] in ids
        elif SLUG not in address:  # that article is in the examples only
            answer = window.get(address, follow_redirects=True, buffered=True)
            assert answer.status_code == 200


SLUG = "nato-condemns-attacks-on-ukraine"


def test_every_example_in_the_manual_can_be_followed(
    manual: HtmlElement, bundled_window: FlaskClient
) -> None:
    """Where the bundled article is."""
    links = [link for link in manual.xpath("//details//a/@href") if SLUG in link]
    assert links
    assert all(bundled_window.get(link).status_code == 200 for link in links)


# --- errors --------------------------------------------------------------------------------------

EVIL = "\"'><script>alert(1)</script><!--&amp;\u202e\x07{{7*7}}"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"{API}/articles?limit={{}}", {}, 400),
        (f"{API}/articles?after={{}}", {}, 400),
        (f"{API}/articles/{{}}", {}, 404),
        (f"{API}/articles/{{}}/summary", {"Accept": "text/html"}, 404),
        (f"{API}/{{}}", {"Accept": "text/html"}, 404),
        (f"{SUMMARY_OF}?lang={{}}", {"Accept": "text/html"}, 404),
        (f"{SUMMARY_OF}?lang={{}}&format=html", {}, 404),
        (f"{SUMMARY_OF}?format={{}}", {"Accept": "text/html"}, 400),
        (f"{SUMMARY_OF}?lang=uk&x={{}}", {"Accept": "image/png"}, 406),
        (f"{API}/articles/port-reopens/summary?lang=uk&x={{}}", {"Accept": "text/html"}, 410),
        (f"{API}/articles/port-sold/summary?x={{}}&format=html", {}, 410),
    ],
)
def test_nothing_that_a_client_sends_comes_back_as_markup(
    window: FlaskClient, path: str, headers: dict[str, str], status: int
) -> None:
    """Errors are data whatever format was asked for, and no browser guesses another."""
    more = {"User-Agent": EVIL, "Referer": EVIL, "Accept-Language": f"uk,{EVIL}", "Origin": EVIL}
    sent = {name: value.encode("utf-8").decode("latin-1") for name, value in more.items()}
    # Encoded as browsers do, but for what would end the path.
    evil = EVIL.replace("/", "%2F").replace("?", "%3F").replace("{", "%7B").replace("#", "%23")
    answer = window.get(path.format(evil), headers=sent | headers)
    problem = answered(answer, status)
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["title"]
    assert problem["detail"].endswith((".", "available_languages."))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert EVIL not in str(dict(answer.headers))


def test_nothing_of_a_request_is_in_the_html_of_an_edition(window: FlaskClient) -> None:
    """The one answer of the API that a browser would draw."""
    plain = window.get(f"{SUMMARY_OF}?lang=uk&format=html")
    answer = window.get(
        f"{SUMMARY_OF}?lang=uk&format=html&x=evil&requested=evil",
        headers={"Host": "evil.example", "Cookie": "language=evil", "Accept-Language": "evil"},
    )
    assert answer.data == plain.data


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [*JSON_PATHS, f"{API}/"])
def test_the_api_is_only_read(window: FlaskClient, path: str, method: str) -> None:
    """405, with the methods that there are, and told as any other problem."""
    answer = window.open(path, method=method, data=b"{}", content_type="application/json")
    assert answered(answer, 405)["status"] == 405
    assert names(answer.headers["Allow"]) == {"get", "head", "options"}


@pytest.mark.parametrize(
    "accept", ["image/png", "application/xml", "text/markdown;q=0, image/*", "text/x", "*/*;q=0"]
)
def test_a_format_that_there_is_not_is_refused(window: FlaskClient, accept: str) -> None:
    """With those that there are; and never kept, as caches do not look at Accept alone."""
    answer = window.get(f"{SUMMARY_OF}?lang=uk", headers={"Accept": accept})
    problem = answered(answer, 406)
    assert all(media.partition(";")[0] in problem["detail"] for media in MEDIA.values())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Vary"] == "Accept"


def test_a_named_format_wins_over_an_accept_header_that_there_is_not(window: FlaskClient) -> None:
    """A person who follows a link cannot set headers."""
    for name, media in MEDIA.items():
        answer = window.get(
            f"{SUMMARY_OF}?lang=uk&format={name}", headers={"Accept": "application/pdf"}
        )
        assert (answer.status_code, answer.content_type) == (200, media)


@pytest.mark.parametrize("query", ["format=", "format=JSON", "format=json%00", "format=html,json"])
def test_a_format_is_spelt_as_described(window: FlaskClient, query: str) -> None:
    """Else 400, and the sentence names them all."""
    problem = answered(window.get(f"{SUMMARY_OF}?{query}"), 400)
    assert problem["detail"] == "format must be one of: json, html, text, markdown."


def test_a_reason_with_markup_stays_text(window: FlaskClient) -> None:
    """The editors' own words, in JSON."""
    for path in (f"{API}/articles/port-sold/summary", f"{API}/articles/port-sold/summary?lang=uk"):
        assert answered(window.get(path), 410)["reason"] == REASON


def test_the_first_answer_of_a_window_with_nothing_is_an_empty_list(tmp_path: Path) -> None:
    """Programs that come before the first signature do not fail."""
    window = Newsroom(tmp_path).client()
    assert answered(window.get(f"{API}/articles")) == {"articles": [], "next": None}
    assert answered(window.get(f"{API}/languages")) == {"languages": []}
    assert answered(window.get(f"{API}/articles/a/summary"), 404)["status"] == 404
    assert window.get(f"{API}/").status_code == 200
