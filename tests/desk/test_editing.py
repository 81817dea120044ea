"""An editor at the desk, from an article to what becomes of it, without a command line."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import html
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import ARTICLE, SUMMARY, Newsroom
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from desk.conftest import EDITOR, REVIEWER, SLUG, Person, everything
from service.content.article_text import fold
from service.desk import summary_form
from service.desk.summary_form import StatementFields

DAY = datetime.date(2024, 5, 3)
GRAIN = "Five people were hurt, and about 1,200 tons of grain were lost."
PAGE = f"<html lang=en><title>Fire</title><article><h1>Fire in the harbor</h1>{''.join(f'<p>{line}</p>' for line in ARTICLE.splitlines()[1:])}</article>"  # noqa: E501
_FIELD = re.compile(
    r'<input (?P<rest>[^>]*?)name="(?P<name>[^"]+)"(?P<more>[^>]*)>'
    r'|<textarea [^>]*name="(?P<area>[^"]+)"[^>]*>\n?(?P<text>.*?)</textarea>',
    re.DOTALL,
)


def summary_fields(page: str) -> dict[str, str]:
    """Return the fields of the summary's form as a browser without scripts would send them."""
    form = page.partition('id="summary-form"')[2].partition("</form>")[0]
    values = {}
    for field in _FIELD.finditer(form):
        if field["area"]:
            values[field["area"]] = html.unescape(field["text"])
            continue
        about = f"{field['rest']} {field['more']}"
        value = re.search(r'value="([^"]*)"', about)
        if 'type="checkbox"' not in about or " checked" in about:
            values[field["name"]] = html.unescape(value[1]) if value else ""
    for select in re.finditer(r'<select [^>]*name="([^"]+)">.*?</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', select.group())
        first = re.search(r'<option value="([^"]*)"', select.group())
        values[select[1]] = (chosen or first or ("", ""))[1]
    return values


def opened(jane: Person, slug: str = SLUG) -> dict[str, str]:
    """Return the form of the article's page."""
    return summary_fields(jane.page(f"/desk/articles/{slug}"))


# --- the form ------------------------------------------------------------------------------------


def test_a_form_sent_back_changes_nothing(staffed: Newsroom, app: Flask) -> None:
    """Not a byte of the file: comments, order and layout are the editor's."""
    path = staffed.articles / SLUG / "summary.toml"
    path.write_text(f"# Ours.\n{SUMMARY}# The end.\n")
    jane, before = Person(app, EDITOR), path.read_bytes()
    assert jane.post(f"/desk/articles/{SLUG}/form", opened(jane)).status_code == 303
    assert path.read_bytes() == before


def test_a_sentence_is_corrected(staffed: Newsroom, app: Flask) -> None:
    """Its translations wait from then on; nothing else of the file changes."""
    jane = Person(app, EDITOR)
    form = opened(jane) | {"s1-text": "A warehouse burned at the port on {day}, firefighters said."}
    assert jane.post(f"/desk/articles/{SLUG}/form", form).status_code == 303
    text = (staffed.articles / SLUG / "summary.toml").read_text()
    assert text == SUMMARY.replace(
        "burned down in the harbor on {day}, the fire service said",
        "burned at the port on {day}, firefighters said",
    )
    assert "#, fuzzy" in staffed.path(SLUG, "uk").read_text()


def test_a_figure_is_corrected(staffed: Newsroom, app: Flask) -> None:
    """Only to what its quote says; the words typed come back otherwise."""
    jane = Person(app, EDITOR)
    form = opened(jane)
    names = {form[f"f{n}-name"]: n for n in (1, 2, 3)}
    wrong = form | {f"f{names['tons']}-value": "1300"}
    answer = jane.post(f"/desk/articles/{SLUG}/form", wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "1300 does not occur in its quote" in page and 'value="1300"' in page
    none = jane.post(f"/desk/articles/{SLUG}/form", form | {f"f{names['tons']}-value": "1,300"})
    assert "is no value" in none.get_data(as_text=True)
    (staffed.articles / SLUG / "article.txt").write_text(ARTICLE.replace("1,200", "1,300"))
    quote = "about 1,300 tons of grain"
    right = opened(jane) | {
        f"f{names['tons']}-value": "1300", f"f{names['tons']}-quote": quote,
        "s2-evidence": GRAIN.replace("1,200", "1,300"),
    }  # fmt: skip
    assert jane.post(f"/desk/articles/{SLUG}/form", right).status_code == 303
    assert "value = 1300" in (staffed.articles / SLUG / "summary.toml").read_text()


def test_a_new_sentence_makes_its_figures_facts(staffed: Newsroom, app: Flask) -> None:
    """Figures that are facts already keep their names; a sentence taken out takes its facts."""
    jane = Person(app, EDITOR)
    summary = SUMMARY.replace("value = 1200", 'value = 1200\nunit = "ton"')
    path = staffed.articles / SLUG / "summary.toml"
    path.write_text(summary.replace("{tons} tons", "{tons}"))
    form = opened(jane) | {
        "s101-text": "About 1,200 tons of grain burned.", "s101-evidence": GRAIN, "s2-gone": "1",
        "s101-brief": "1", "s101-place": "0",
    }  # fmt: skip
    assert jane.post(f"/desk/articles/{SLUG}/form", form).status_code == 303
    fields = summary_form.read((staffed.articles / SLUG / "summary.toml").read_text())
    assert [s.id for s in fields.statements] == ["about-tons-of-grain", "fire"]
    assert fields.statements[0].texts == {"text": "About {tons} of grain burned."}
    assert fields.statements[0].brief
    assert [f.name for f in fields.figures] == ["day", "tons"]


def test_an_article_from_scratch(staffed: Newsroom, app: Flask) -> None:
    """From the pasted text to a catalog, by forms alone; a proposed fact says what to check."""
    jane = Person(app, EDITOR)
    data = {"csrf": jane.token(), "article": ARTICLE, "language": "en", "slug": "fresh"}
    jane.post("/desk/new", data)
    assert "[[statements]]" not in jane.page("/desk/articles/fresh").partition("<textarea")[0]
    refused = jane.post("/desk/articles/fresh/form", opened(jane, "fresh"))
    assert "[[statements]]" in refused.get_data(as_text=True).partition("<textarea")[0]
    form = opened(jane, "fresh") | {
        "headline": "Warehouse burns", "s101-text": "About 1,200 tons of grain were lost on May 3.",
        "s101-evidence": "\r\n".join([GRAIN, ARTICLE.splitlines()[1]]),
    }  # fmt: skip
    assert jane.post("/desk/articles/fresh/form", form).status_code == 303
    text = (staffed.articles / "fresh" / "summary.toml").read_text()
    assert "The article names no year here: check it." in text
    assert 'text = "About {ton} of grain were lost on {date}."' in text
    assert "{ton}" in staffed.path("fresh", "en").read_text()
    assert "Next: read it once more and sign it" in jane.page("/desk/articles/fresh")


def test_a_day_without_a_year_is_near_the_article(staffed: Newsroom, app: Flask) -> None:
    """Where nobody knows when it was published: near the latest full date that it names."""
    jane, text = (
        Person(app, EDITOR),
        "Fire\nIt began on December 29, 2023 and ended on January 2.\n",
    )
    data = {"csrf": jane.token(), "article": text, "language": "en", "slug": "fresh"}
    jane.post("/desk/new", data)
    form = opened(jane, "fresh") | {
        "s101-text": "It ended on January 2.", "s101-evidence": text.splitlines()[1],
    }  # fmt: skip
    assert jane.post("/desk/articles/fresh/form", form).status_code == 303
    assert "value = 2024-01-02" in (staffed.articles / "fresh" / "summary.toml").read_text()


PORT = """Port of Odesa ships grain
The port lost 1,200 tons of wheat worth $1,200 and 2.5 kilometers of rail on May 3, it said.
"""


def test_a_figure_keeps_what_it_counts(staffed: Newsroom, app: Flask) -> None:
    """Tons and dollars stay tons and dollars, of the same number too; readers see them."""
    jane = Person(app, EDITOR)
    data = {"csrf": jane.token(), "article": PORT, "language": "en", "slug": "port"}
    jane.post("/desk/new", data)
    sentence = PORT.splitlines()[1]
    form = opened(jane, "port") | {"s101-text": sentence, "s101-evidence": sentence}
    assert jane.post("/desk/articles/port/form", form).status_code == 303
    facts = staffed.project.article("port").facts
    kinds = {(str(f.value), f.currency, f.unit) for f in facts.values() if f.unit or f.currency}
    assert kinds == {("1200", None, "ton"), ("1200", "USD", None), ("2.5", None, "kilometer")}
    assert "1,200 tons of wheat worth $1,200 and 2.5 kilometers" in (
        re.sub("<[^>]+>", "", jane.page("/desk/en/port"))
    )
    names = {f.unit or f.currency: name for name, f in facts.items()}
    form = opened(jane, "port")
    number = next(key[1:-5] for key, name in form.items() if name == names["ton"] and key[0] == "f")
    assert form[f"f{number}-unit"] == "ton"
    answer = jane.post("/desk/articles/port/form", form | {f"f{number}-unit": "tonne"})
    assert answer.status_code == 303
    kept = {k: v for k, v in opened(jane, "port").items() if not k.endswith(("-unit", "-currency"))}
    assert jane.post("/desk/articles/port/form", kept).status_code == 303
    assert staffed.project.article("port").facts[names["ton"]].unit == "tonne"


def test_what_has_to_be_checked_of_a_figure_is_asked(staffed: Newsroom, app: Flask) -> None:
    """Above the form and beside the figure, in the editor's language, until it is answered."""
    jane = Person(app, EDITOR)
    data = {"csrf": jane.token(), "article": PORT, "language": "en", "slug": "port"}
    jane.post("/desk/new", data)
    sentence = PORT.splitlines()[1]
    form = opened(jane, "port") | {"s101-text": sentence, "s101-evidence": sentence}
    jane.post("/desk/articles/port/form", form)
    page = jane.page("/desk/articles/port")
    assert "1 figure has to be checked." in page
    assert '<details id="figures" open>' in page
    assert "The article names no year here: check it." in page
    ukrainian = jane.client.get("/desk/articles/port", headers={"Accept-Language": "uk"})
    assert "Тут у статті року не названо: перевірте." in ukrainian.get_data(as_text=True)
    refused = jane.post("/desk/articles/port/form", opened(jane, "port") | {"f1-value": "no"})
    assert "The article names no year here: check it." in refused.get_data(as_text=True)
    form = opened(jane, "port")
    number = next(key[1:-6] for key in form if key.endswith("-value") and "-05-03" in form[key])
    before = (staffed.articles / "port" / "summary.toml").read_text()
    assert (
        jane.post("/desk/articles/port/form", form | {f"f{number}-checked": "1"}).status_code == 303
    )
    after = (staffed.articles / "port" / "summary.toml").read_text()
    (asked,) = [line for line in before.splitlines() if line.startswith("# The article names no")]
    assert after == before.replace(f"\n{asked}\n", "\n", 1)
    assert "has to be checked" not in jane.page("/desk/articles/port")


@pytest.mark.timeout(90)
@pytest.mark.parametrize("field", ["headline", "s1-text", "s1-evidence", "f1-value", "f1-quote"])
def test_a_megabyte_in_a_field(staffed: Newsroom, app: Flask, field: str) -> None:
    """It is refused at once, in the editor's language, and given back."""
    jane = Person(app, EDITOR)
    before, words = everything(staffed), "слово 7 травня " * 70_000
    answer = jane.post(
        f"/desk/articles/{SLUG}/form", opened(jane) | {field: words},
        headers={"Accept-Language": "uk"},
    )  # fmt: skip
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and everything(staffed) == before
    assert '<span dir="auto">Виклад задовгий.</span>' in page
    assert page.count("слово 7 травня") >= 70_000


@pytest.mark.timeout(90)
def test_an_article_in_a_field_holds_nobody_up(staffed: Newsroom, app: Flask) -> None:
    """A sentence full of figures, with half the article as its evidence, is answered in seconds."""
    jane = Person(app, EDITOR)
    words = "On May 3 it lost 1,200 tons. " * 60
    form = opened(jane) | {"s101-text": words, "s101-evidence": words * 10}
    answer = jane.post(f"/desk/articles/{SLUG}/form", form)
    assert answer.status_code == 422
    assert words.strip() in answer.get_data(as_text=True)


def test_two_editors_at_one_summary(staffed: Newsroom, app: Flask) -> None:
    """The second one sees both, and has what she typed; nothing is written over."""
    jane, other = Person(app, EDITOR), Person(app, EDITOR)
    mine = opened(jane) | {"headline": "Mine at the harbor"}
    theirs = opened(other) | {"headline": "Theirs at the harbor"}
    assert other.post(f"/desk/articles/{SLUG}/form", theirs).status_code == 303
    answer = jane.post(f"/desk/articles/{SLUG}/form", mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Theirs at the harbor" in page and "Mine at the harbor" in page
    assert opened(jane)["headline"] == "Mine at the harbor"
    again = summary_fields(page)
    assert jane.post(f"/desk/articles/{SLUG}/form", again).status_code == 303
    assert "Mine at the harbor" in (staffed.articles / SLUG / "summary.toml").read_text()


def test_what_is_typed_into_the_form_is_kept(staffed: Newsroom, app: Flask) -> None:
    """For who typed it, until it is saved or thrown away."""
    jane = Person(app, EDITOR)
    form = opened(jane) | {"headline": "Half a headl"}
    assert jane.post(f"/desk/articles/{SLUG}/typed", form).status_code == 200
    assert opened(jane)["headline"] == "Half a headl"
    jane.post(f"/desk/articles/{SLUG}/form", form | {"forget": "1"})
    assert opened(jane)["headline"] == "Warehouse fire in the harbor"


def test_the_queue_leads_back_to_what_was_typed(staffed: Newsroom, app: Flask) -> None:
    """Into a summary, too, which has no language of its own."""
    jane = Person(app, EDITOR)
    jane.post(f"/desk/articles/{SLUG}/typed", opened(jane) | {"headline": "Fire"})
    page = jane.page("/desk/")
    assert "What you typed and did not save" in page
    assert f'<a href="/desk/articles/{SLUG}" dir="auto">Warehouse fire in the harbor</a>' in page
    jane.page(f"/desk/articles/{SLUG}")


def test_plural_forms_come_and_go(staffed: Newsroom, app: Flask) -> None:
    """A fact that counts is chosen: then there is a text for each form."""
    jane = Person(app, EDITOR)
    single = opened(jane) | {"s2-count": ""}
    assert jane.post(f"/desk/articles/{SLUG}/form", single).status_code == 303
    assert "s2-text" in opened(jane)
    assert (
        jane.post(f"/desk/articles/{SLUG}/form", opened(jane) | {"s2-count": "hurt"}).status_code
        == 303
    )
    assert {"s2-one", "s2-other"} <= opened(jane).keys()


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)


@given(st.lists(st.tuples(_WORDS, st.lists(_WORDS, max_size=3), st.booleans()), max_size=4), _WORDS)
def test_whatever_is_typed_is_in_the_file(
    rows: list[tuple[str, list[str], bool]], headline: str
) -> None:
    """Any text comes back from the file as it went in; the file stays TOML."""
    posted = {"headline": headline}
    for number, (text, quotes, brief) in enumerate(rows):
        posted |= {f"s{number}-id": "", f"s{number}-text": text}
        posted |= {f"s{number}-evidence": "\n".join(quotes)} | (
            {f"s{number}-brief": "1"} if brief else {}
        )
    sent = summary_form.sent(posted)
    reread = summary_form.read(summary_form.write("language = 'en'\n", sent, DAY))
    wanted = [s for s in sent.statements if any(t.strip() for t in s.texts.values())]
    assert [(s.evidence, s.brief) for s in reread.statements] == [
        (s.evidence, s.brief) for s in wanted
    ]
    assert reread.headline == sent.headline
    for mine, there in zip(wanted, reread.statements, strict=True):
        if not mine.evidence:
            assert there.texts == mine.texts
    assert len({s.id for s in reread.statements}) == len(wanted)


# --- a new version, and an address ---------------------------------------------------------------


def test_a_new_version_of_the_article(staffed: Newsroom, app: Flask) -> None:
    """What is gone is named, with what is nearest to it; readers keep what they have."""
    jane = Person(app, EDITOR)
    path, data = f"/desk/articles/{SLUG}/version", {"csrf": jane.token()}
    assert jane.post(path, data | {"article": ARTICLE}).status_code == 422
    new = ARTICLE.replace("Five people were hurt", "Six people were hurt")
    page = jane.post(path, data | {"article": new}).get_data(as_text=True)
    assert "Some of what the summary rests on has changed" in page
    assert "Six people were hurt" in page and "is gone" not in page
    assert (staffed.articles / SLUG / "article.txt").read_text() == new
    (earlier,) = (staffed.articles / SLUG / "earlier").iterdir()
    assert earlier.read_text() == ARTICLE
    again = jane.page(f"/desk/articles/{SLUG}")
    assert "The article does not say:" in again
    assert "Six people were hurt, and about 1,200 tons" in again


@pytest.fixture
def outlet() -> Iterator[str]:
    """A site with one article."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/story"
    server.shutdown()
    server.server_close()


def test_an_article_by_its_address(
    staffed: Newsroom, app: Flask, outlet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is fetched; what is on a private network never is."""
    from service.desk.views import taking_in

    jane = Person(app, EDITOR)
    data = {"csrf": jane.token(), "address": outlet, "language": "en", "slug": "fetched"}
    answer = jane.post("/desk/new", data)
    assert answer.status_code == 422
    assert outlet in answer.get_data(as_text=True)
    assert not (staffed.articles / "fetched").exists()
    assert jane.post("/desk/new", data | {"address": "file:///etc/passwd"}).status_code == 422
    open_ = functools.partial(taking_in.intake.fetch, allow_private=True)
    monkeypatch.setattr(taking_in.intake, "fetch", open_)
    assert jane.post("/desk/new", data).status_code == 303
    text = (staffed.articles / "fetched" / "article.txt").read_text()
    assert fold(GRAIN) in fold(text)
    assert (staffed.articles / "fetched" / "article.html.gz").exists()


# --- another name, and removal -------------------------------------------------------------------


def test_another_name(staffed: Newsroom, app: Flask) -> None:
    """By who may sign the source; the words keep their signatures, readers are sent on."""
    jane = Person(app, EDITOR)
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        for message in ("headline", "fire", "hurt"):
            Person(app, name).decide("sign", message, locale)
    staffed.publish()
    data = {"csrf": jane.token(), "name": "Bad Name"}
    assert jane.post(f"/desk/articles/{SLUG}/rename", data).status_code == 422
    answer = jane.post(f"/desk/articles/{SLUG}/rename", data | {"name": "warehouse-fire"})
    assert answer.headers["Location"] == "/desk/articles/warehouse-fire?done=renamed"
    assert not (staffed.articles / SLUG).exists()
    assert ">3/3 ✓ <" in jane.page("/desk/board")
    staffed.publish()
    assert staffed.client().get("/uk/warehouse-fire").status_code == 200


def test_what_is_open_goes_on_under_another_name(staffed: Newsroom, app: Flask) -> None:
    """Typed words, open pages and bookmarks follow a rename, at the desk and outside of it."""
    oksana, jane = Person(app, REVIEWER), Person(app, EDITOR)
    fields = oksana.form("uk", "fire") | {"text-0": "{day} щось набране."}
    assert oksana.post(f"/desk/uk/{SLUG}/typed", fields).status_code == 200
    Person(app, EDITOR).decide("sign", "headline", "en")
    data = {"csrf": jane.token(), "name": "warehouse-fire"}
    assert jane.post(f"/desk/articles/{SLUG}/rename", data).status_code in (200, 303)
    assert "/desk/uk/warehouse-fire" in oksana.page("/desk/").partition("What waits")[0]
    answer = oksana.client.get(f"/desk/uk/{SLUG}?open=fire")
    assert answer.headers["Location"] == "/desk/uk/warehouse-fire?open=fire"
    assert "щось набране" in oksana.page("/desk/uk/warehouse-fire?open=fire")
    for query in ("?endpoint=x", "?_scheme=ftp&_external=1"):  # nobody else's names
        answer = oksana.client.get(f"/desk/uk/{SLUG}{query}")
        assert answer.headers["Location"] == f"/desk/uk/warehouse-fire{query}"
    # The page that was open before sends its form to the old name: a conflict, and the words.
    answer = oksana.post(f"/desk/uk/{SLUG}/save", fields)
    assert answer.status_code == 409 and "щось набране" in answer.get_data(as_text=True)
    assert app.test_client().get(f"/desk/uk/{SLUG}").headers["Location"].startswith("/desk/sign-in")
    data["name"] = "harbor-blaze"
    assert jane.post("/desk/articles/warehouse-fire/rename", data).status_code in (200, 303)
    answer = jane.client.get(f"/desk/articles/{SLUG}")
    assert answer.headers["Location"] == "/desk/articles/harbor-blaze"


def test_a_reviewer_is_told_of_files_in_words(staffed: Newsroom, app: Flask) -> None:
    """A summary that does not fit its article: no path in the first sentence, and who helps."""
    path = staffed.articles / SLUG / "article.txt"
    path.write_text(path.read_text().replace("warehouse", "storehouse"))
    for name, link in ((REVIEWER, False), (EDITOR, True)):
        page = Person(app, name).page(f"/desk/uk/{SLUG}")
        assert "An editor has to correct them.</p>" in page
        assert (f'href="/desk/articles/{SLUG}"' in page) is link


def test_the_bench_says_that_a_language_is_withdrawn(staffed: Newsroom, app: Flask) -> None:
    """What readers have is the notice; that is no “no edition yet”."""
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        for message in ("headline", "fire", "hurt"):
            Person(app, name).decide("sign", message, locale)
    staffed.publish()
    jane = Person(app, EDITOR)
    data = {"csrf": jane.token(), "locale": "uk", "reason": "Names <were> wrong"}
    assert jane.post(f"/desk/articles/{SLUG}/withdraw", data).status_code == 200
    page = Person(app, REVIEWER).page(f"/desk/uk/{SLUG}")
    assert "Withdrawn:" in page and "Names &lt;were&gt; wrong" in page
    assert "no edition yet" not in page
    assert "Withdrawn:" not in jane.page(f"/desk/en/{SLUG}")


def test_removing_for_good(staffed: Newsroom, app: Flask) -> None:
    """Only once its name was typed; the journal stays."""
    jane = Person(app, EDITOR)
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        for message in ("headline", "fire", "hurt"):
            Person(app, name).decide("sign", message, locale)
    staffed.publish()
    path, data = f"/desk/articles/{SLUG}/remove", {"csrf": jane.token(), "reason": "A mistake."}
    assert jane.post(path, data | {"name": "other"}).status_code == 422
    assert (staffed.articles / SLUG).exists()
    page = jane.post(path, data | {"name": SLUG}).get_data(as_text=True)
    assert "Its files have left the workshop." in page
    assert not (staffed.articles / SLUG).exists()
    assert (staffed.journal / f"{SLUG}.jsonl").exists()
    assert staffed.client().get(f"/uk/{SLUG}").status_code == 410


def test_new_ids_are_new() -> None:
    """Two sentences that begin alike have names of their own."""
    form = summary_form.sent({"s0-id": "", "s0-text": "The bridge opens", "s1-id": "",
                              "s1-text": "The bridge opens", "headline": "x"})  # fmt: skip
    fields = summary_form.read(summary_form.write("", form, DAY))
    assert [s.id for s in fields.statements] == ["the-bridge-opens", "the-bridge-opens-2"]
    assert dataclasses.replace(fields.statements[0], id="") == StatementFields(
        "", {"text": "The bridge opens"}, comment=""
    )
