"""LibreTranslate's and DeepL's protocols, written from their documentation: loopback servers.

No server of theirs can be installed from a package index, models included; these answer as
docs.libretranslate.com and developers.deepl.com say that theirs do.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from conftest import Newsroom
from hypothesis import given
from hypothesis import strategies as st

from service.content.placeholders import Segment, names, parse, write
from service.drafts import models, translate
from service.drafts.engine import Limits
from service.drafts.models import translation_services, translation_tags
from service.drafts.models.api import Task
from service.drafts.models.json_server import is_outside
from service.drafts.translate import Translation
from service.errors import SummariesError
from service.review.glossary import Term

LIMITS = Limits(30, 100, 0)
GERMAN = {
    "Warehouse fire in the harbor": "Lagerhausbrand im Hafen",
    "A warehouse burned down in the harbor on": "Im Hafen ist ein Lagerhaus abgebrannt am",
    "the fire service said": "teilte die Feuerwehr mit",
    "person was hurt, and about": "Mensch wurde verletzt, und etwa",
    "people were hurt, and about": "Menschen wurden verletzt, und etwa",
    "tons of grain were lost": "Tonnen Getreide gingen verloren",
    "May 3": "3. Mai", "1,200": "1.200", "five": "fünf",
}  # fmt: skip


def german(text: str) -> str:
    """Return what the servers here answer: phrases by heart, what they do not know as it is."""
    for source, target in GERMAN.items():
        text = text.replace(source, target)
    return text


class Server(ThreadingHTTPServer):
    """Keeps what it was asked; ``refuse`` is the status it refuses with, by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, Any, str]] = []
        self.refuse: dict[str, int] = {}
        self.glossaries: dict[str, dict[str, str]] = {}
        self.spoil = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Both protocols on one port."""

    server: Server

    def _answer(self, data: Any, code: int = 200) -> None:
        body = b"" if data is None else json.dumps(data).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _asked(self) -> Any:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        key = self.headers.get("Authorization") or ""
        self.server.asked.append((self.command, self.path, body, key))
        return body

    def do_GET(self) -> None:
        """LibreTranslate's languages."""
        self._asked()
        if self.path == "/languages":
            known = ["de", "uk", "en"]
            self._answer([{"code": c, "name": c, "targets": known} for c in known])
        else:
            self._answer({"error": "no such path"}, 404)

    def do_POST(self) -> None:
        """A translation, or a glossary."""
        body = self._asked()
        if code := self.server.refuse.get(self.path):
            self._answer({"error": "no", "message": "no"}, code)
        elif self.path == "/translate":
            self._answer({"translatedText": [german(text) for text in body["q"]]})
        elif self.path == "/v2/glossaries":
            rows = [line.split("\t") for line in body["entries"].split("\n")]
            self.server.glossaries["g1"] = dict(rows)
            self._answer({"glossary_id": "g1", "ready": True}, 201)
        elif self.path == "/v2/translate":
            texts = [self._xml(text, body) for text in body["text"]]
            self._answer({"translations": [{"text": text} for text in texts]})
        else:
            self._answer(None, 404)

    def _xml(self, text: str, body: dict[str, Any]) -> str:
        if body.get("tag_handling") != "xml":
            return german(text)
        ignored = "|".join(body["ignore_tags"])
        parts = re.split(rf"(<(?:{ignored})\b[^>]*>.*?</(?:{ignored})>|<[^>]*>)", text)
        done = "".join(part if part.startswith("<") else german(part) for part in parts)
        for name, form in self.server.glossaries.get(body.get("glossary_id"), {}).items():
            done = done.replace(name, form)
        return re.sub(r'<x id="tons">.*?</x>', "", done) if self.server.spoil else done

    def do_DELETE(self) -> None:
        """A glossary is taken away."""
        self._asked()
        self.server.glossaries.pop(self.path.rpartition("/")[2], None)
        self._answer(None, 204)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on the loopback address."""
    found = Server()
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


def draft(room: Newsroom, given_: str, terms: tuple[Term, ...] = ()) -> dict[str, Translation]:
    """Return the German drafts of the small article by message."""
    source = room.project.source("harbor-fire")
    model = models.load(given_, "secret")
    found = translate.translate(source.messages, "en", "de", model, LIMITS, terms)
    return {item.message.id: item for item in found}


@pytest.mark.parametrize("kind", ["libretranslate", "deepl"])
def test_placeholders_and_plural_forms_survive(
    newsroom: Newsroom, server: Server, kind: str
) -> None:
    """As figures that are found again, or as tags that are kept."""
    found = draft(newsroom, f"{kind}:{server.address}")
    assert found["hurt"].strings == (
        "{hurt} Mensch wurde verletzt, und etwa {tons} Tonnen Getreide gingen verloren.",
        "{hurt} Menschen wurden verletzt, und etwa {tons} Tonnen Getreide gingen verloren.",
    )
    assert found["fire"].strings and names(found["fire"].strings[0]) == ("day",)


def test_what_is_sent_is_as_the_documentation_says(newsroom: Newsroom, server: Server) -> None:
    """The key where each wants it, DeepL's tags, several texts at once."""
    draft(newsroom, f"libretranslate:{server.address}")
    (body,) = [b for _, path, b, _ in server.asked if path == "/translate"][:1]
    assert (body["source"], body["target"], body["format"]) == ("en", "de", "text")
    assert body["api_key"] == "secret" and isinstance(body["q"], list)
    draft(newsroom, f"deepl:{server.address}")
    body, key = next((b, k) for _, path, b, k in server.asked if path == "/v2/translate")
    assert key == "DeepL-Auth-Key secret"
    assert (body["source_lang"], body["target_lang"]) == ("EN", "DE")
    assert (body["tag_handling"], body["ignore_tags"]) == ("xml", ["x"])
    assert any('<x id="tons">1,200</x>' in text for text in body["text"])


def test_a_written_form_is_translated_and_read_back(server: Server) -> None:
    """Where it cannot be read back, the value stands in its place."""
    model = models.load(f"deepl:{server.address}", "secret")
    text = translation_tags.tag(
        parse("[five]({hurt}) & {tons}"), {"hurt": "5", "tons": "1,200"}.__getitem__, None
    )
    assert text == '<w id="hurt">five</w> &amp; <x id="tons">1,200</x>'
    (answer,) = model.generate(
        [Task("translate", text, source="en", target="de", tagged=True)], 10, 5, 0
    )
    assert translation_tags.read(answer.text, Counter(hurt=1, tons=1)) == (
        "[fünf]({hurt}) & {tons}", [],
    )  # fmt: skip


def test_the_message_says_which_placeholder_did_not_survive(
    newsroom: Newsroom, server: Server
) -> None:
    """And the other way of asking is tried first."""
    server.spoil = True
    found, remarks = translation_tags.read("<x id='b'>1</x>", Counter(a=1, b=1))
    assert found is None and "{a} did not survive" in remarks[0]
    drafted = draft(newsroom, f"deepl:{server.address}")["hurt"]
    assert drafted.strings is not None  # by its figures, in plain text


def test_deepls_glossary_is_ours_and_goes_again(newsroom: Newsroom, server: Server) -> None:
    """Made of the terms that the texts have; a pair of languages without one costs nothing."""
    terms = (Term("fire service", ("fire service",), ("Feuerwache",)),
             Term("unused", ("unused",), ("x",)))  # fmt: skip
    draft(newsroom, f"deepl:{server.address}", terms)
    made = [b for _, path, b, _ in server.asked if path == "/v2/glossaries"]
    assert made[0]["entries"] == "fire service\tFeuerwache"
    assert server.glossaries == {}
    assert any(command == "DELETE" for command, *_ in server.asked)
    server.refuse["/v2/glossaries"] = 400
    assert draft(newsroom, f"deepl:{server.address}", terms)["hurt"].strings


@pytest.mark.parametrize(
    ("kind", "path", "code", "message"),
    [
        ("deepl", "/v2/translate", 403, "wants a key"),
        ("deepl", "/v2/translate", 456, "quota is used up"),
        ("deepl", "/v2/translate", 429, "patience"),
        ("libretranslate", "/translate", 403, "wants a key"),
        ("libretranslate", "/translate", 500, "refuses with 500"),
    ],
)
def test_a_refusal_is_one_sentence(
    newsroom: Newsroom, server: Server, kind: str, path: str, code: int, message: str
) -> None:
    """With the remedy."""
    server.refuse[path] = code
    with pytest.raises(SummariesError, match=message):
        draft(newsroom, f"{kind}:{server.address}")


def test_a_language_that_the_server_lacks_is_named(newsroom: Newsroom, server: Server) -> None:
    """With those that it has."""
    model = models.load(f"libretranslate:{server.address}", "")
    with pytest.raises(SummariesError, match=r"does not translate from en into ja.*de, en, uk"):
        model.generate([Task("translate", "Fire", source="en", target="ja")], 10, 5, 0)
    with pytest.raises(SummariesError, match="only translates"):
        model.generate([Task("summarise", "Fire")], 10, 5, 0)


@pytest.mark.parametrize("given_", ["libretranslate", "libretranslate:ftp://x", "deepl:x"])
def test_an_address_that_is_none_is_refused(given_: str) -> None:
    """One sentence."""
    with pytest.raises(SummariesError, match="has no server's address"):
        models.load(given_, "secret")


def test_deepl_wants_a_key_and_its_free_plan_has_a_server_of_its_own() -> None:
    """Told by the key's end."""
    with pytest.raises(SummariesError, match="SUMMARIES_MODEL_KEY"):
        models.load("deepl", "")
    assert translation_services.address_of("deepl", "k:fx") == "https://api-free.deepl.com"
    assert translation_services.address_of("deepl", "k") == "https://api.deepl.com"


def test_what_leaves_the_house_is_known() -> None:
    """A host on the internet, or one that cannot be looked up; no model that runs here."""
    assert is_outside("https://93.184.216.34/v1") and is_outside("https://no.such.host.invalid/")
    assert not is_outside("http://127.0.0.1:5000") and not is_outside("http://10.1.2.3:8080")
    assert not translation_services.is_remote("./folder")
    assert translation_services.is_remote("https://93.184.216.34/v1#name")


@pytest.mark.parametrize("named", ["--translator", "--model"])
def test_what_is_under_embargo_leaves_the_house_only_when_told(
    newsroom: Newsroom, run, monkeypatch: pytest.MonkeyPatch, server: Server, named: str  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """Nothing is sent; with --remote, or once the embargo is over, it is."""
    monkeypatch.setenv("SUMMARIES_DRAFTS", "1")
    monkeypatch.setenv("SUMMARIES_MODEL_KEY", "secret")
    monkeypatch.setattr(translation_services, "is_outside", lambda _address: True)
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    content = summary.read_text()
    summary.write_text(f"publish_at = 2999-01-01T06:00:00+00:00\n{content}")
    command = ("draft", "harbor-fire", "--translate", "de", named, f"deepl:{server.address}")
    refused = run(*command)
    assert refused.exit_code == 1
    assert "under embargo until 2999-01-01" in refused.stderr and "--remote" in refused.stderr
    assert server.asked == []
    assert run(*command, "--remote", "--dry-run").exit_code == 0
    assert server.asked
    server.asked.clear()
    summary.write_text(content)
    assert run(*command, "--dry-run").exit_code == 0 and server.asked


TEXTS = st.text(st.characters(exclude_characters="{}[]\\\r", exclude_categories=["C"]), max_size=12)


@given(st.lists(st.one_of(
    st.builds(Segment, TEXTS.filter(bool)),
    st.sampled_from([Segment("a", "a"), Segment("b", "b"), Segment("a", "a", "five & more")]),
), max_size=6))  # fmt: skip
def test_tags_come_back_as_they_went(segments: list[Segment]) -> None:
    """Whatever text stands around them, also what looks like XML."""
    text = write(segments)
    wanted = Counter(names(text))
    tagged = translation_tags.tag(parse(text), lambda _name: "1 < 2", None)
    if re.search(r"</?[xw]\b", text):
        return
    assert translation_tags.read(tagged, wanted) == (text, [])
