"""What a ``summary.toml`` may say and must not, and the whole that the headline's mark covers."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ARTICLE, ROOT, SUMMARY, Newsroom
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content.article import Article, Publication
from service.errors import InputError

FULL = SUMMARY.replace(
    '[article]\nshow = "all"\n',
    """publish_at = 2026-11-22T06:00:00+02:00
together = ["uk", "zh_Hans"]
topics = ["fires", "ports-and-shipping"]
follows = "harbor-strike"

[article]
outlet = "Example Daily"
url = "https://daily.example/2024/fire?x=1"
published = 2024-05-04T10:30:00+02:00
authors = ["Ann Smith", "Bo Li"]
licence = "CC-BY-4.0"
""",
).replace('id = "hurt"', 'id = "hurt"\nbrief = true')
OUTLET = FULL.replace("{day}, the fire service said", "{day}, {outlet} reported")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def read(room: Newsroom) -> Callable[..., Article]:
    def load(summary: str = FULL, text: str = ARTICLE, slug: str = "harbor-fire") -> Article:
        room.write(slug, summary, text)
        return room.project.article(slug)

    return load


def test_all_of_it_is_read(read: Callable[..., Article]) -> None:
    """Who published the article, and when and with what the summary goes up."""
    found = read()
    zone = datetime.timezone(datetime.timedelta(hours=2))
    assert found.publication == Publication(
        "Example Daily", "https://daily.example/2024/fire?x=1",
        datetime.datetime(2024, 5, 4, 10, 30, tzinfo=zone), ("Ann Smith", "Bo Li"), "CC-BY-4.0",
    )  # fmt: skip
    assert found.publication.show == "quotes"
    assert found.publish_at == datetime.datetime(2026, 11, 22, 6, tzinfo=zone)
    assert (found.together, found.follows) == (("uk", "zh_Hans"), "harbor-strike")
    assert [m.id for m in found.source.messages if m.brief] == ["hurt"]
    assert [m.id for m in found.source.needed] == ["headline", "hurt"]


def test_without_a_brief_nothing_can_wait(read: Callable[..., Article]) -> None:
    """All statements are needed."""
    found = read(SUMMARY)
    assert found.source.needed == found.source.messages


def test_the_outlet_is_a_placeholder(read: Callable[..., Article]) -> None:
    """A text, the same in every language, and no fact."""
    message = read(OUTLET).source.messages[1]
    assert message.placeholders == {"day", "outlet"}
    assert set(message.facts) == {"day"}
    assert message.value("outlet", "ar") == "Example Daily"
    with pytest.raises(InputError, match=r"has no outlet for \{outlet\}"):
        read(OUTLET.replace('outlet = "Example Daily"\n', ""))
    with pytest.raises(InputError, match="takes no written form"):
        read(OUTLET.replace("{outlet}", "[the Daily]({outlet})"))


def test_written_forms_stand_in_the_msgstr_alone(read: Callable[..., Article]) -> None:
    """The ids have the placeholder: a corrected word leaves every translation where it is."""
    message = read(FULL.replace('other = "{hurt}', 'other = "[Five]({hurt})')).source.messages[2]
    assert message.plural == "{hurt} people were hurt, and about {tons} tons of grain were lost."
    assert message.forms[1].startswith("[Five]({hurt}) people")
    assert [fact.name for fact in message.written_facts(message.forms)] == ["hurt"]
    assert message.written_facts(message.forms[:1]) == ()


CHANGES: list[tuple[str, str, str]] = [
    ('outlet = "Example Daily"', 'outlet = "Example Times"', "article"),
    ("2024/fire", "2024/fires", "article"),
    ("10:30", "10:31", "article"),
    ('"Bo Li"', '"Bo Lee"', "article"),
    ("CC-BY-4.0", "CC-BY-SA-4.0", "article"),
    ('licence = "CC-BY-4.0"', 'licence = "CC-BY-4.0"\nshow = "all"', "show"),
    ("T06:00:00", "T06:00:01", "publish_at"),
    ('"zh_Hans"', '"zh_Hant"', "together"),
    ('"fires"', '"fire"', "topics"),
    ("harbor-strike", "harbor-storm", "follows"),
    ("brief = true", "brief = false", "brief"),
    ('id = "fire"', 'id = "flames"', "ids"),
]


@pytest.mark.parametrize(("old", "new", "key"), CHANGES)
def test_whatever_changes_the_whole_says_it(
    read: Callable[..., Article], old: str, new: str, key: str
) -> None:
    """The headline's mark covers each of these, so none of them changes unsigned."""
    before, after = read(FULL).source.whole, read(FULL.replace(old, new, 1)).source.whole
    assert {name for name in before if before[name] != after[name]} == {key}
    json.dumps(after)


def test_the_whole_has_slug_language_order_and_paragraphs(read: Callable[..., Article]) -> None:
    """A copy under another slug, another order, a changed article: each is another whole."""
    whole = read().source.whole
    assert (whole["slug"], whole["language"], whole["ids"]) == (
        "harbor-fire",
        "en",
        ["fire", "hurt"],
    )
    assert read(slug="other-fire").source.whole["slug"] == "other-fire"
    first, second = (
        FULL.index('[[statements]]\nid = "fire"'),
        FULL.index('[[statements]]\nid = "hurt'),
    )
    turned = FULL[:first] + FULL[second:] + "\n" + FULL[first:second]
    assert read(turned).source.whole["ids"] == ["hurt", "fire"]
    assert (
        all(len(digest) == 32 for digest in whole["paragraphs"]) and len(whole["paragraphs"]) == 4
    )
    loose = read(text=ARTICLE.replace("\n", "\r\n\r\n").replace("harbor on", "harbor  on"))
    assert loose.source.whole["paragraphs"] == whole["paragraphs"]
    more = read(text=ARTICLE + "The mayor fled.\n").source.whole["paragraphs"]
    assert more[:4] == whole["paragraphs"] and len(more) == 5
    hidden = read(text=ARTICLE.replace("reopen", "re\u200bopen")).source.whole["paragraphs"]
    assert hidden[3] != whole["paragraphs"][3]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("follows =", "folows =", "there is no key “folows”: did you mean “follows”?"),
        ("outlet =", "outlets =", "[article]: there is no key “outlets”: did you mean “outlet”?"),
        ("quote = ", "qoute = ", "[facts.day]: there is no key “qoute”: did you mean “quote”?"),
        ("brief =", "breif =", "statement “hurt”: there is no key “breif”: did you mean “brief”?"),
        ("follows =", "publish_source = true\nfollows =", "there is no key “publish_source”"),
        ("CC-BY-4.0", "", "licence must be a text"),
        ('"Example Daily"', '"Example\\u202eDaily"', "outlet has U+202E"),
        ('"Example Daily"', f'"{"x" * 200}"', "outlet is longer than 100 characters"),
        ("https://daily", "javascript://daily", "url must be an address"),
        ("2024-05-04T10:30:00+02:00", "2024-05-04T10:30:00", "a time with its offset"),
        ("2024-05-04T10:30:00+02:00", '"yesterday"', "published must be a date"),
        ('["Ann Smith", "Bo Li"]', '"Ann Smith"', "authors must be a list"),
        ('licence = "CC-BY-4.0"', 'show = "none"', 'show must be "quotes" or "all"'),
        ("2026-11-22T06:00:00+02:00", "2026-11-22", "publish_at must be a time with its offset"),
        ("2026-11-22T06:00:00+02:00", "9999-12-31T23:00:00-02:00", "a year that no clock shows"),
        ("2026-11-22T06:00:00+02:00", "0001-01-01T01:00:00+02:00", "a year that no clock shows"),
        ("value = 1200", "value = 1e25", "[tons] 10000000000000000000000000 does not occur"),
        ('"zh_Hans"]', '"xx"]', "together names locales"),
        ('"fires"', '"Fires!"', "topics are lower-case words"),
        ('"harbor-strike"', '"harbor-fire"', "the slug of another article"),
        ("brief = true", 'brief = "yes"', "brief must be true or false"),
        ("[facts.day]", "[facts.outlet]", "is the article's outlet"),
        ("value = 1200", 'value = 1200\nstated = "grains"', "stated must be the words"),
        ("2024-05-03", "1999-05-03", ""),
        ('"on May 3"', '"on May 3, 1999"', "the article does not say"),
        ('other = "{hurt}', 'two = "x"\nother = "{hurt}', "no plural form two"),
        ('count = "hurt"', 'count = "tons"\nformat = 1', "there is no key “format”"),
        ("{hurt} person", "[Five({hurt}) person", "is no written form"),
        ("{hurt} person", "[5 persons]({hurt}) 6", "numbers and dates belong in facts"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence(
    read: Callable[..., Article], old: str, new: str, said: str
) -> None:
    """With the remedy, or the key that was meant."""
    assert old in FULL
    changed = FULL.replace(old, new, 1)
    if not said:  # news copy leaves the year to the context
        assert read(changed).facts
        return
    with pytest.raises(InputError) as caught:
        read(changed)
    assert said in str(caught.value)


def test_the_year_of_a_date_is_the_quotes(read: Callable[..., Article]) -> None:
    """1999 is not what "May 3, 2024" says; a year that another date has is no matter."""
    text = ARTICLE.replace("May 3,", "May 3, 2024,")
    summary = FULL.replace("May 3,", "May 3, 2024,").replace('"on May 3"', '"on May 3, 2024"')
    assert read(summary, text).facts
    with pytest.raises(InputError, match="is about 2024, the fact about 1999"):
        read(summary.replace("2024-05-03", "1999-05-03"), text)
    short = summary.replace('"on May 3, 2024"', '"on May 3"')
    with pytest.raises(InputError, match="the evidence is about 2024"):
        read(short.replace("2024-05-03", "1999-05-03"), text)
    old = ARTICLE.replace("May 3,", "May 3, in a hall of the year 1999,")
    assert read(FULL.replace("May 3,", "May 3, in a hall of the year 1999,"), old).facts


def test_a_value_that_no_machine_reads_can_be_stated(read: Callable[..., Article]) -> None:
    """The editor names the words; they must be in the quote."""
    text = ARTICLE.replace("about 1,200 tons of grain were", "a shipload of grain was")
    summary = FULL.replace("about 1,200 tons of grain were", "a shipload of grain was").replace(
        "about 1,200 tons of grain", "a shipload of grain"
    )
    with pytest.raises(InputError, match="1200 does not occur in its quote"):
        read(summary, text)
    assert read(summary.replace("value = 1200", 'value = 1200\nstated = "a shipload"'), text).facts


def test_the_example_of_the_reference_is_a_summary(read: Callable[..., Article]) -> None:
    """docs/summary-file.md shows what can be used as it is."""
    page = (ROOT / "docs" / "summary-file.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    text = "Attack\nRecall that on January 2 they struck. At least five people were killed.\n"
    found = read(example, text)
    assert found.source.messages[1].brief
    assert found.source.messages[1].texts == {"outlet": "Example Daily"}


TOKENS = st.sampled_from([
    "", "\n", '"', "[", "]", "{", "}", "=", "[[statements]]\n", "[facts]\n", "[article]\n",
    "1e9999", "nan", "-inf", "2024-02-30", "23:59", "true", "[five]({hurt})", "{outlet}",
    "\\u202e", "[1, 2]",
    "{a = 1}", "value = ", "id = ", "count = ", "brief = 1\n", "\x00", "\u2028",
])  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, len(FULL)), st.integers(0, 60), TOKENS), max_size=3))
@settings(max_examples=300)
def test_any_edit_of_a_summary_is_an_article_or_findings(edits: list[tuple[int, int, str]]) -> None:
    """Never another error, and every finding is one line that names the file."""
    text = FULL
    for start, size, token in edits:
        text = text[:start] + token + text[start + size :]
    with tempfile.TemporaryDirectory() as name:
        room = Newsroom(Path(name))
        room.write(summary=text)
        try:
            whole = room.project.article("harbor-fire").source.whole
        except InputError as error:
            assert all(str(f).startswith("articles/harbor-fire/") for f in error.findings)
        else:
            json.dumps(whole)


@pytest.mark.parametrize("end", range(0, len(FULL), 37))
def test_a_summary_cut_off_anywhere_is_findings(read: Callable[..., Article], end: int) -> None:
    """A half-written file is never half an article."""
    cut = FULL[:end]
    try:
        found = read(cut)
    except InputError:
        return
    assert len(found.source.messages) >= 2 and cut.count("[[statements]]") == 1
