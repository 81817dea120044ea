"""A page becomes an article: what is taken from it, and what is said where nothing can be."""

from __future__ import annotations

import datetime
import gzip
import json
import quopri
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.drafts import article_import, intake
from service.drafts.intake import gaps
from service.errors import SummariesError

pytest.importorskip("trafilatura")

HEADLINE = "Eastern quay reopens in March after two years of repairs"
FIRST = (
    "The harbour authority said on Tuesday that the eastern quay would reopen in March, and that "
    "ferries to the islands would run every hour from the first day on."
)
SECOND = (
    "Repairs cost 14 million euros, the authority said, of which the region paid a third. People "
    "had waited for the link since a storm damaged the pier two winters ago."
)
THIRD = (
    "A second phase, which widens the access road, begins in autumn and is expected to last long, "
    "according to a plan that the council adopted last week."
)
TEXT = "".join(f"<p>{part}</p>" for part in (FIRST, SECOND, THIRD))


# What Windows-1252 leaves undefined.
UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def page(head: str = "", body: str = f"<article><h1>{HEADLINE}</h1>{TEXT}</article>") -> bytes:
    """Return a page."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def linked(data: object) -> str:
    """Return JSON-LD as a script."""
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE,
    "datePublished": "2025-03-04T08:00:00+01:00", "dateModified": "2025-03-05T08:00:00+01:00",
    "author": [{"@type": "Person", "name": "Rosa Example"}, {"@type": "Person", "name": "Jo Doe"}],
    "publisher": {"@type": "Organization", "name": "Harbour News"},
    "license": "https://creativecommons.org/licenses/by/4.0/", "articleSection": "Coast",
}  # fmt: skip


def test_everything_a_page_says_is_taken_in() -> None:
    """Headline, outlet, authors in order, time with its offset, address, licence, language."""
    head = linked(ARTICLE) + '<link rel="canonical" href="https://harbour.example/quay?id=1">'
    story = intake.read(page(head))
    assert story.headline == HEADLINE
    assert story.body.splitlines() == [FIRST, SECOND, THIRD]
    about = story.about
    assert (about.outlet, about.authors) == ("Harbour News", ("Rosa Example", "Jo Doe"))
    assert about.published == datetime.datetime.fromisoformat("2025-03-04T08:00:00+01:00")
    assert about.modified == datetime.datetime.fromisoformat("2025-03-05T08:00:00+01:00")
    assert about.url == "https://harbour.example/quay?id=1"
    assert (about.licence, about.section) == ("CC-BY-4.0", "Coast")
    assert story.language == "en" and story.notes == ()


@pytest.mark.parametrize(
    "head",
    [
        linked({"@graph": [{"@type": "WebSite", "name": "Harbour News"}, ARTICLE]}),
        linked([{"@type": "BreadcrumbList"}, ARTICLE]),
        linked({"@type": "WebPage", "mainEntity": ARTICLE}),
        linked(json.dumps(ARTICLE)[:-1] + ",}"),
        linked("<!--\n" + json.dumps(ARTICLE) + "\n//-->"),
        linked(json.dumps({**ARTICLE, "description": "x"}).replace('"x"', '"a line\nand one"')),
        linked({"@graph": [
            {**ARTICLE, "author": {"@id": "#rosa"}}, {"@type": "Person", "@id": "#rosa",
                                                     "name": "Rosa Example"}]}),
        linked({**ARTICLE, "author": "Rosa Example"}),
        linked({**ARTICLE, "author": ["By Rosa Example and Jo Doe"]}),
    ],
)  # fmt: skip
def test_json_ld_is_read_as_publishers_write_it(head: str) -> None:
    """In a graph, an array, by reference, with the mistakes that are common."""
    story = intake.read(page(head))
    assert story.about.authors[0] == "Rosa Example"
    assert story.about.published is not None
    assert story.about.published.isoformat() == "2025-03-04T08:00:00+01:00"


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (linked({**ARTICLE, "headline": None, "name": "a-1305306"}), ""),
        (f"<title>{HEADLINE} - Harbour News</title><meta property='og:site_name' "
         "content='Harbour News'>", ""),
        (f"<title>{HEADLINE} | Harbour News | Coast</title>", ""),
        (f"<title>Harbour News: {HEADLINE}</title>", f"<h1>{HEADLINE}</h1>"),
        (f"<title>{HEADLINE}</title>", f"<h1><span>Coast</span> <span>{HEADLINE}</span></h1>"),
        ("<title>News</title>", f"<h1><span class='kicker'>Coast</span>{HEADLINE}</h1>"),
        (f"<title>{HEADLINE}</title>" + linked({**ARTICLE, "headline": "Harbour News: first with "
                                                "the news of the sea"}), f"<h1>{HEADLINE}</h1>"),
        (f"<meta property='og:title' content='{HEADLINE}'>", "<h1>Harbour News</h1>"
         "<meta property='og:site_name' content='Harbour News'>"),
        (f"<title>{HEADLINE.replace('March', '&amp;#77;arch')}</title>", ""),
    ],
)  # fmt: skip
def test_the_headline_is_the_headline(head: str, above: str) -> None:
    """Not an id, not the site, not a tagline, not the kicker; entities are letters."""
    above = above or f"<h1>{HEADLINE}</h1>" * ("og:title" in head)
    story = intake.read(page(head, f"<article>{above}{TEXT}</article>"))
    if "a-1305306" in head:
        assert story.headline != "a-1305306"
        assert any("names no headline" in note for note in story.notes)
    else:
        assert story.headline == HEADLINE


def test_a_kicker_whose_colon_only_listeners_get_is_none_of_the_headline() -> None:
    """The colon is hidden from those who see the page."""
    head = f"<span>Coast<span class='visually-hidden'>:</span></span> <span>{HEADLINE}</span>"
    story = intake.read(page("", f"<article><h1>{head}</h1>{TEXT}</article>"))
    assert story.headline == HEADLINE and story.kicker == "Coast"


OTHER = "Quay and ferries: what travellers have to know now"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # The <h1> is the end of a breadcrumb; what readers see is below it.
        (f"<title>{OTHER}</title><meta property='og:title' content='{HEADLINE}'>",
         f"<nav class=breadcrumb><h1>{OTHER}</h1></nav>"
         f"<article><h2>{HEADLINE}</h2>{TEXT}</article>"),
        # The <h1> is the site's logo, and links to its front page.
        (f"<title>{HEADLINE} : Harbour talk</title>",
         f"<h1><a href='https://harbour.example/'>Harbour talk</a></h1><div><h2>{HEADLINE}</h2>"
         f"{TEXT}</div>"),
        # Hidden from those who see the page.
        (f"<title>{OTHER}</title>{linked({**ARTICLE, 'headline': HEADLINE})}",
         f"<article><h1 class=seotitle>{OTHER}</h1><h2>{HEADLINE}</h2>{TEXT}</article>"),
        # Day and section stand in the heading.
        ("", f"<article><h1>{HEADLINE}<small> 3 March • Coast</small></h1>{TEXT}</article>"),
        # What the site says below the text; headings of parts.
        (f"<title>{HEADLINE}</title><meta property='og:title' content='{HEADLINE}'>",
         f"<article>{TEXT}{TEXT}</article><h1>A message from our founder to you</h1>"),
        (f"<title>{HEADLINE}</title>",
         f"<h1>Day 7</h1>{TEXT}<h1>Day 8</h1>{TEXT}<h1>Day 9</h1>{TEXT}"),
        # The section behind a bar, which other places leave out.
        (f"<title>{HEADLINE} | Opinion</title>",
         f"<article><h1>{HEADLINE} | Opinion</h1>{TEXT}</article>"),
        # One heading in two lines, the longer one first.
        (f"<title>{HEADLINE}</title>",
         f"<h1><span>{HEADLINE[:35]}</span> <span>{HEADLINE[36:]}</span></h1>{TEXT}"),
        # The titles for machines are of a section, and one heading is a story's.
        ("<title>About the coast</title><meta property='og:title' content='About the coast'>",
         f"<article><h1>{HEADLINE}</h1>{TEXT}</article>"),
    ],
)  # fmt: skip
def test_the_headline_is_what_readers_see(head: str, body: str) -> None:
    """Not the way to the page, not the site, not what stands below it."""
    story = intake.read(page(head, body), "https://harbour.example/quay")
    assert story.headline == HEADLINE


def test_how_characters_are_read_is_no_part_of_the_headline() -> None:
    """Ruby has each word twice."""
    ruby = "<ruby>子<rt>こ</rt></ruby>どもへの<ruby>体罰<rp>(</rp><rt>たいばつ</rt></ruby>を禁止"
    story = intake.read(page("", f"<article><h1>{ruby}</h1>{TEXT}</article>"))
    assert story.headline == "子どもへの体罰を禁止"


def test_a_section_behind_a_hyphen_without_spaces_is_no_part_of_the_headline() -> None:
    """Chinese, Japanese and Korean sites write their names so."""
    title = "<title>武汉的声音：有英勇的你，才有英雄的城！-新华网</title>"
    story = intake.read(page(title, f"<article>{TEXT}</article>"))
    assert story.headline == "武汉的声音：有英勇的你，才有英雄的城！"


def test_a_short_story_beside_many_teasers_is_a_story() -> None:
    """Its heading is no link, and a text stands below it."""
    teasers = "".join(f"<h3><a href='/{i}'>Story {i} of the harbour</a></h3>" for i in range(40))
    story = intake.read(page("", f"<div><h1>{HEADLINE}</h1>{TEXT}</div><div>{teasers}</div>"))
    assert story.headline == HEADLINE and FIRST in story.body


def test_the_next_story_of_an_endless_page_is_left_out() -> None:
    """It stands in an <article> of its own, as long as the first one."""
    other = "The council of another town voted on its budget, and nobody had asked for a new road."
    more = "".join(f"<p>{other} That was vote {i}.</p>" for i in range(9))
    body = f"<article><h1>{HEADLINE}</h1>{TEXT}</article><article><h1>{OTHER}</h1>{more}</article>"
    story = intake.read(page("", body))
    assert FIRST in story.body and other not in story.body


@pytest.mark.parametrize(
    ("below", "author"),
    [
        ("<p>By Rosa Example and Jo Doe in Kyiv</p>", ("Rosa Example", "Jo Doe")),
        ("<p>Von Rosa Example, 3. März</p>", ("Rosa Example",)),
        ("<div><a href='/author/rosa'>Rosa Example</a> Staff Writer</div>", ("Rosa Example",)),
        ("<span class=byline>Rosa Example (@rosa)</span>", ("Rosa Example",)),
        ("<span class=byline>Rosa Example | rosa@harbour.example</span>", ("Rosa Example",)),
        ("<span class=byline>More stories by Rosa Example</span>", ("Rosa Example",)),
        ("<span class=byline>Rosa Martel - January 10</span>", ("Rosa Martel",)),
        ("<p class=byline><b>Rosa Example</b><i>Head Gardener</i></p>", ("Rosa Example",)),
        (
            "<p class=byline>By <a>Rosa Example</a> and <a>Jo Doe</a> <i>Editors</i></p>",
            ("Rosa Example", "Jo Doe"),
        ),
        ("<aside class=post-author>Rosa Example, Senior Director</aside>", ("Rosa Example",)),
        ("<p class=byline>Written by</p><p class=author>Rosa Example</p>", ("Rosa Example",)),
        ("<p class=author>5 min read</p><p class=author>Rosa Example</p>", ("Rosa Example",)),
        ("<p><span>Дата:</span> 3 <span>Автор:</span> Роза Приклад</p>", ("Роза Приклад",)),
        ("<p>بقلم: روزا مثال</p>", ("روزا مثال",)),
        ("<td>来源：港口报</td><td>作者：<i>宋怡 杨志华</i></td>", ("宋怡", "杨志华")),
        ("<p>（本报记者 王建宏 通讯员 张文）</p>", ("王建宏",)),
        ("<p>著者：後藤 大地</p>", ("後藤 大地",)),
        ("<p>“没有”，记者表示，明天再来。</p>", ()),
        ("<div class=sidebar><a rel=author>Other Person</a></div>", ()),
        ("<p>11.12.2025 – Rosa Example</p>", ("Rosa Example",)),
        ("<p>5 May 2026 | Rosa Example (press officer)</p>", ("Rosa Example",)),
        ("<p>Posted by Rosa on Tuesday, 5 May</p>", ("Rosa",)),
        ("<p>Geschrieben von <a>Rosa7</a> am 25.08.2025 22:30</p>", ("Rosa7",)),
        ("<h4>Autorin</h4><p><a>Rosa Example</a>,</p>", ("Rosa Example",)),
        ("<p><b>Autor:</b> Rosa Example <b>Quelle:</b> hn</p>", ("Rosa Example",)),
        ("<h4>Author</h4><p>Recent Posts</p>", ()),
    ],
)
def test_the_byline_below_the_headline_is_read(below: str, author: tuple[str, ...]) -> None:
    """Names alone: no place, no role, no handle, no day."""
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{below}{TEXT}</article>"))
    assert story.about.authors == author


def test_what_holds_the_headline_is_no_sidebar() -> None:
    """Names of layouts say "sidebar" or "comments" of the whole page."""
    body = f"<h1>{HEADLINE}</h1><a rel=author href=/a>Rosa Example</a>{TEXT}"
    layout = f"<div class='page has-sidebar open-comments'><div>{body}</div></div>"
    assert intake.read(page("", layout)).about.authors == ("Rosa Example",)


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Escrito por", "執筆者"])
def test_the_author_shown_below_a_card_is_read(label: str) -> None:
    """WordPress writes it for Twitter, in the site's language; how long it takes is beside it."""
    head = (
        f"<meta name='twitter:label1' content='{label}'><meta name='twitter:data1' content='Rosa'>"
        "<meta name='twitter:label2' content='Reading time'>"
        "<meta name='twitter:data2' content='3 minutes'>"
    )
    assert intake.read(page(head)).about.authors == ("Rosa",)


def test_a_name_goes_before_an_accounts() -> None:
    """And an account's before none."""
    head = "<meta name=author content=rosa.example7>"
    named = f"<article><h1>{HEADLINE}</h1><p>By Rosa Example</p>{TEXT}</article>"
    assert intake.read(page(head, named)).about.authors == ("Rosa Example",)
    assert intake.read(page(head)).about.authors == ("rosa.example7",)


@pytest.mark.parametrize(
    ("house", "author"),
    [("Harbour News / ed", "Rosa Example"), ("HN", "Rosa Example"), ("harbour.org", "Rosa Example"),
     ("Harbour Editorial Team", "Harbour Editorial Team"), ("Redaktion", "Redaktion")],
)  # fmt: skip
def test_a_person_goes_before_the_house(house: str, author: str) -> None:
    """But a desk is meant to stand there, and “by” behind it is about somebody else."""
    head = (
        f"<meta property=og:site_name content='Harbour News'>{linked({**ARTICLE, 'author': house})}"
    )
    named = f"<article><h1>{HEADLINE}</h1><p>By Rosa Example</p>{TEXT}</article>"
    assert intake.read(page(head, named)).about.authors == (author,)
    agency = f"<article><h1>{HEADLINE}</h1><p class=byline>Agencia EX</p>{TEXT}</article>"
    named = author if author == house else "Agencia EX"
    assert intake.read(page(head, agency)).about.authors == (named,)


@pytest.mark.parametrize(
    ("head", "below", "day"),
    [
        ("<meta name=date content=2025-03-09>", "<p>5 March 2025, by Rosa</p>", 5),
        ("<meta name=date content=2025-03-09>", "<p>Stand: 05.03.2025 18:00 Uhr</p>", 5),
        ("<meta name=date content=2025-03-09>", "<p>Updated 5 March 2025</p>", 9),
        ("<meta name=date content=2025-03-09>", "<p>12 March 2025</p>", 9),
        ("<meta name=date content=2025-03-09>", "<div class=teaser>5 March 2025</div>", 9),
        ("<meta property=article:published_time content=2025-03-09>", "<p>5 March 2025</p>", 9),
        ("<meta property=og:updated_time content=2025-03-09>", "<p>am 05.03.2025</p>", 5),
    ],
)
def test_the_day_below_the_headline_goes_before_that_of_a_change(
    head: str, below: str, day: int
) -> None:
    """Many pages say in "date" when they were changed; what is for sure stays."""
    source = page(head, f"<article><h1>{HEADLINE}</h1>{below}{TEXT}</article>")
    moment = intake.read(source).about.published
    assert moment is not None
    assert moment.isoformat()[:10] == f"2025-03-{day:02}"


def test_a_time_in_utc_is_of_the_day_that_readers_see() -> None:
    """The address has the day before; or the same moment is said with its offset."""
    head = "<meta property='article:published_time' content='2025-03-05T02:10:00Z'>"
    about = intake.read(page(head), "https://harbour.example/2025/03/04/quay").about
    assert about.published == datetime.date(2025, 3, 4)
    head += "<time itemprop=datePublished datetime='2025-03-04T21:10:00-05:00'></time>"
    published = intake.read(page(head), "https://harbour.example/quay").about.published
    assert published is not None and published.isoformat() == "2025-03-04T21:10:00-05:00"


@pytest.mark.parametrize(
    ("language", "shown", "day"),
    [
        ("es-AR", "4 de marzo de 2025", 4),
        ("en-US", "March 4, 2025", 4),
        ("uk", "4 березня 2025", 4),
        ("ja", "2025年3月4日", 4),
        ("pt-BR", "04/03/2025 21:44", 4),
        ("en", "March 5, 2025, after a storm on March 4, 2025", 5),
        ("en", "March 3, 2025", 5),
    ],
)
def test_the_day_that_is_shown_goes_before_one_in_utc(language: str, shown: str, day: int) -> None:
    """Where a time zone explains it, and the day in UTC is not shown, too."""
    head = "<meta property='article:published_time' content='2025-03-05T00:44:52Z'>"
    body = f"<article><h1>{HEADLINE}</h1><p>{shown}</p>{TEXT}</article>"
    data = page(head, body).replace(b"<html>", f'<html lang="{language}">'.encode())
    published = intake.read(data).about.published
    assert published is not None and published.isoformat()[:10] == f"2025-03-0{day}"


@pytest.mark.parametrize(
    "line", ["2025年3月4日08:19 来源：港口报", "Stand: 04.03.2025, 8:19 Uhr", "2025/3/4 08:19 更新"]
)
def test_a_day_that_is_only_shown_is_the_one_beside_a_time(line: str) -> None:
    """Not the first one of the text; the editor is asked to look at it."""
    body = f"<div>{line}</div><p>2024年12月1日 2024-12-01 01.12.2024</p>"
    story = intake.read(page("", f"<h1>{HEADLINE}</h1>{body}{TEXT}"))
    assert story.about.published == datetime.date(2025, 3, 4)
    assert any("check it" in note for note in story.notes)


def test_what_react_sends_late_is_a_part_of_the_text() -> None:
    """It comes hidden at the page's end, and a script moves it to its place."""
    body = (
        f"<main><h1>{HEADLINE}</h1><p>{FIRST}</p><template id='B:a'></template><p>{THIRD}</p>"
        f"</main><div hidden id='S:a'><p>{SECOND}</p></div>"
    )
    story = intake.read(page("", body))
    assert story.body.splitlines() == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("mark", ["class=ad-container", "id=toc_costs", "class='no_toc_section'"])
def test_a_part_of_the_text_may_have_the_name_of_a_box(mark: str) -> None:
    """A box for ads goes around paragraphs, an anchor for the table of contents around a part."""
    part = f"<div {mark}><h2>What it costs</h2><p>{SECOND}</p><p>{THIRD}</p></div>"
    box = f"<div {mark}><p>Buy a boat today.</p></div>"
    body = f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p>{part}{box}</article>"
    story = intake.read(page("", body))
    assert SECOND in story.body and THIRD in story.body and "boat" not in story.body


def test_how_characters_are_read_is_no_part_of_the_text() -> None:
    """A paragraph with readings above its characters stays one paragraph, without them."""
    ruby = "<ruby><rb>埠頭</rb><rp>(</rp><rt>ふとう</rt><rp>)</rp></ruby>"
    rest = "は三月に再開し、島へ渡る船は最初の日から一時間ごとに出ると港の当局が発表した。" * 4
    text = f"<p>港の東の{ruby}{rest}</p><p>{rest}</p>"
    body = f"<article><h1>港の東の埠頭が三月に再開</h1>{text}</article>"
    taken = intake.read(page("", body)).body
    assert "東の埠頭は三月に" in taken and "ふとう" not in taken


def test_a_paragraph_in_a_link_is_no_part_of_the_text() -> None:
    """It is a teaser of another story."""
    teaser = "<a href='/3'><p>The mayor of Norton resigns after a long quarrel with all.</p></a>"
    offer = "<div class='cta'><p>Try our new service for the whole of your harbour today.</p></div>"
    body = f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p>{teaser}<p>{SECOND}</p>{offer}"
    taken = intake.read(page("", f"{body}<p>{THIRD}</p></article>")).body.splitlines()
    assert taken == [FIRST, SECOND, THIRD]


def test_a_page_may_begin_with_a_tag_of_its_own() -> None:
    """A crawler or a reader's tool put it around; text with an address in brackets is no page."""
    wrapped = b"<text id='1' title='x'>" + page() + b"</text>"
    assert article_import.read(wrapped).text.splitlines() == [HEADLINE, FIRST, SECOND, THIRD]
    plain = f"<reader@harbour.example>\n{FIRST}\n".encode()
    assert article_import.read(plain).text.startswith("<reader@")


def test_a_line_drawn_behind_a_name_is_none_of_it() -> None:
    """However long it is: three thousand hyphens took seven seconds, ten times as many hours."""
    byline = f'<meta name="author" content="Rosa Example {"-" * 30_000}|">'
    assert intake.read(page(byline)).about.authors == ("Rosa Example",)


def test_conditional_comments_before_the_root_are_read_once() -> None:
    """Old pages choose their root by comments; each is read once, not in every combination."""
    old = "".join(f"<!--[if IE {n}]><html class='ie{n}'><![endif]-->\n" for n in range(40))
    other = page().replace(b"<!doctype html>", f"<!DOCTYPE html>\n{old}".encode())
    assert article_import.read(other).text.startswith(f"{HEADLINE}\n")
    feed = f"<?xml version='1.0'?>{'<!-- a --> <!-- b -->' * 40}<rss/>"
    with pytest.raises(SummariesError, match="is a feed"):
        article_import.read(feed.encode())


@pytest.mark.parametrize(
    ("byline", "names"),
    [("Rosa Example, Harbour Media Group", ("Rosa Example",)),
     ("Rosa Example Author", ("Rosa Example",)),
     ("Rosa Example example.org Archive", ("Rosa Example",)),
     ("Rosa Example; 5 days ago", ("Rosa Example",)),
     ("Rosa Example; Full Profile", ("Rosa Example",)), ("港口日报 关注", ("港口日报",)),
     ("Edit Profile", ()), ("Subscribe to RSS", ()), ("Get link; Facebook; Email; Other Apps", ()),
     ("Email address", ()), ("9:39AM BST", ()), ("No Author", ()), ("Harbour logo", ()),
     ("Add Example", ("Add Example",)), ("Sign of the Harbour", ("Sign of the Harbour",)),
     ("Harbour-Expertin Rosa Example", ("Rosa Example",)), ("rosa[at]example.org", ()),
     ("Rosa.Example am Samstag", ("Rosa.Example",)), ("Reviewed by Jo Doe", ()),
     ("Rosa Press", ("Rosa Press",))],
)  # fmt: skip
def test_what_menus_and_labels_say_is_no_author(byline: str, names: tuple[str, ...]) -> None:
    """Nor are the house behind a name, "Author" behind it, or how long ago it was."""
    body = f"<article><h1>{HEADLINE}</h1><div class='byline'>{byline}</div>{TEXT}</article>"
    assert intake.read(page(body=body)).about.authors == names


def test_days_of_other_things_are_not_the_articles() -> None:
    """A list of films may stand above the story, each with its day, as Microdata."""
    films = "".join(
        f"<li>Film {n}<meta itemprop='datePublished' content='2014-11-{n}T16:00:00Z'></li>"
        for n in (10, 11)
    )
    listed = f"<ul itemscope itemtype='http://schema.org/ItemList'>{films}</ul>"
    own = "<time itemprop='datePublished' datetime='2014-12-23T10:24-05:00'>December 23</time>"
    body = f"<div>{listed}</div><article><h1>{HEADLINE}</h1>{own}{TEXT}</article>"
    assert str(intake.read(page(body=body)).about.published) == "2014-12-23 10:24:00-05:00"


@pytest.mark.parametrize(
    ("line", "day"),
    [("<p>Posted: Friday October 15, 2010 1:28PM ; Updated: Monday April 4, 2011 2:24PM</p>", 15),
     ("<p><b>Published on</b> <span>October 15, 2010</span></p>", 15),
     ("<div class='comments'><p>Posted: April 4, 2009 by somebody</p></div>"
      "<p>First published: 15 October 2010</p>", 15)],
)  # fmt: skip
def test_the_day_behind_its_label_is_the_one_of_publication(line: str, day: int) -> None:
    """Not the day of a change, nor one of a comment."""
    story = intake.read(page(body=f"<article><h1>{HEADLINE}</h1>{line}{TEXT}</article>"))
    assert story.about.published == datetime.date(2010, 10, day)


def test_a_month_alone_is_no_day() -> None:
    """A page with "2010-10" somewhere was not published on 1 October for that."""
    body = f"<article><h1>{HEADLINE}</h1><img src='/2010-10/quay.png'>{TEXT}</article>"
    story = intake.read(page(body=f"{body}<p>2010-10</p>"))
    assert story.about.published is None


def test_a_heading_of_the_sidebar_that_shares_a_little_word_is_no_headline() -> None:
    """ "About Jane Doe", where the title is "… what is known about the fire"."""
    title = "What is known about the fire in the eastern harbour of Norton"
    head = f"<title>{title} - The Daily Harbour</title>"
    body = f"<div><h2>About Jane Doe</h2>{TEXT}</div>"
    assert (intake.read(page(head, body)).headline or "").startswith(title)


def test_a_button_in_the_heading_is_no_part_of_the_headline() -> None:
    """Where another title of the page stops before it; a reader's word at the end stays."""
    head = f'<meta property="og:title" content="{HEADLINE}">'
    for tail, expected in (
        ("<a href='#'>Add to ...</a>", HEADLINE), ("<b>at last</b>", HEADLINE),
    ):  # fmt: skip
        body = f"<article><h1>{HEADLINE} {tail}</h1>{TEXT}</article>"
        assert intake.read(page(head, body)).headline == expected
    whole = f"<article><h1>{HEADLINE} at last</h1>{TEXT}</article>"
    assert intake.read(page(head, whole)).headline == f"{HEADLINE} at last"


@pytest.mark.parametrize(
    ("line", "kept"),
    [("12.29.2014 |", False), ("Published: Jan. 14, 2015 Updated: 4:49 p.m.", False),
     ("27 octobre 2012 à 18:27 (Mis à jour: 19:56 )", False),
     ("Stand: 12. März 2026, 14:30 Uhr", False), ("12 березня 2026, 14:30", False),
     ("3 min read", False), ("2019-08-13 14:07 来源：港口日报", False),
     ("Loading...", False), ("Main Content", False), ("By Rosa Example", False),
     ("2025", True), ("NORTON", True), ("On 12 March 2026 the harbour was closed.", True)],
)  # fmt: skip
def test_lines_above_the_text_that_say_when_it_was_published_go(line: str, kept: bool) -> None:
    """And a menu's words, and the byline; a place, a year as a heading and a sentence stay."""
    head = linked(ARTICLE)
    story = intake.read(page(head, f"<article><h1>{HEADLINE}</h1><p>{line}</p>{TEXT}</article>"))
    assert (line in story.body.splitlines()) == kept
    assert story.body.endswith(THIRD)


def test_the_heading_of_a_part_is_not_the_headline() -> None:
    """Where each part has a heading of the first kind, one shares a word with the title."""
    head = f"<title>{HEADLINE}</title><meta property='og:title' content='{HEADLINE}'>"
    parts = "".join(f"<h1>{word}</h1><p>{FIRST}</p>" for word in ("Quay", "Repairs", "Cost"))
    assert intake.read(page(head, f"<article>{parts}{TEXT}</article>")).headline == HEADLINE


def test_headings_that_are_links_head_a_list_of_things() -> None:
    """Each with a paragraph of its own; without one they lead to other stories."""
    part = f"<h3><a href='/quay'>The eastern quay</a></h3><p>{SECOND}</p>"
    other = "<h3><a href='/x'>Another story altogether</a></h3>"
    body = f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p>{part}{other}<p>{THIRD}</p></article>"
    story = intake.read(page("", body.replace(f"{other}<p>", f"{other}<div></div><p>")))
    assert "The eastern quay" in story.body and "Another story" not in story.body


def test_a_list_that_leads_to_other_sites_is_a_part_of_the_text() -> None:
    """Shops and sources amid the paragraphs stay; stories of the site itself and networks go."""
    listed = "".join(
        f"<ul><li><a href='{address}'>{words}</a></li></ul>"
        for address, words in (
            ("https://shop.example.org/1", "A rope of forty metres"),
            ("https://www.harbour.example/2", "The mayor resigns after a quarrel"),
            ("/3", "A bridge is built in Norton"),
            ("https://www.facebook.com/harbour", "Our page for friends of the sea"),
            ("https://[broken", "A tower stands in Sutton"),
        )
    )
    body = f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{SECOND}</p>{listed}<p>{THIRD}</p>"
    story = intake.read(page("", body), "https://harbour.example/quay")
    assert story.body.splitlines() == [FIRST, SECOND, "A rope of forty metres", THIRD]


def test_a_sentence_drawn_out_of_the_text_is_none_of_it() -> None:
    """It stands in large letters elsewhere; one that the next paragraph goes on from stays."""
    drawn = "People had waited for the link since a storm damaged the pier two winters ago."
    more = ["The mayor of Norton came, too, and cut a ribbon of blue and white.", f"{FIRST} Soon."]
    texts = [FIRST, SECOND, THIRD, *more, drawn, f"{THIRD} So it goes.", more[0]]
    listed = "".join(f"<p>{text}</p>" for text in [*texts, f"{more[0]} It rained."])
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{listed}</article>"))
    assert story.body.splitlines().count(drawn) == 0 and drawn in story.body


def test_a_quotation_with_its_picture_is_a_part_of_the_text() -> None:
    """HTML quotes somebody in a figure; a caption in one is none of the text, nor a network's."""
    said = (
        "“We had waited for this quay for two winters, and for the ferries even longer than that.”"
    )
    figure = "<figure{}><img src='/1'><blockquote><p>{}</p></blockquote></figure>"
    other = figure.format(" class='embed-tweet'", "What a beautiful quay that is, all of you!")
    paragraphs = f"<p>{FIRST}</p><p>{SECOND}</p>{figure.format('', said)}{other}<p>{THIRD}</p>"
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{paragraphs}</article>"))
    assert story.body.splitlines() == [FIRST, SECOND, said, THIRD]


def test_a_list_with_items_of_its_own_keeps_those_that_are_links() -> None:
    """What to take along: some things have a page, others have none."""
    things = ["A map", "<a href='/rope'>A rope of forty metres</a>", "Water", "A lamp"]
    listed = "".join(f"<li>{thing}</li>" for thing in things)
    paragraphs = f"<p>{FIRST}</p><p>{SECOND}</p><ul>{listed}</ul><p>{THIRD}</p>"
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{paragraphs}</article>"))
    assert "A rope of forty metres" in story.body.splitlines()


def test_a_card_behind_a_name_is_no_part_of_the_sentence() -> None:
    """What readers see only where they point at a name: links to other stories."""
    others = "".join(f"<a href='/{n}'>The mayor of Norton resigns, part {n}</a>" for n in range(4))
    card = f"<span><span><a href='/p'>Rosa Example</a>{others}</span></span>"
    named = f"<p>The quay reopens, <span><a href='/p'>Rosa Example</a>{card}</span> says.</p>"
    listed = "".join(f"<a href='/{n}'>ferry number {n}</a>, " for n in range(9))
    body = f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p>{named}<p>It has <span>{listed}</span>too."
    story = intake.read(page("", f"{body}</p><p>{SECOND}</p></article>"))
    assert "The quay reopens, Rosa Example says." in story.body
    assert "resigns" not in story.body and "ferry number 8" in story.body


def test_another_title_of_the_page_is_not_the_first_paragraph() -> None:
    """A headline for machines or readers that is not the one that was taken."""
    second = "Ferries run again: the quay"
    head = f'<meta property="og:title" content="{second}">'
    body = f"<article><h1>{HEADLINE}</h1><h2>{second}</h2>{TEXT}</article>"
    assert intake.read(page(head, body)).body.splitlines() == [FIRST, SECOND, THIRD]


def test_half_of_a_text_is_no_list_of_other_stories() -> None:
    """A heading that begins as such lists do does not end the text where much follows it."""
    items = "".join(f"<h3>Pier {n}</h3><p>It is {n} metres long and open.</p>" for n in range(90))
    body = f"<article><h1>{HEADLINE}</h1>{TEXT}<h2>More on the piers</h2>{items}</article>"
    story = intake.read(page("", body))
    assert "It is 89 metres long and open." in story.body


def test_the_standfirst_stays_where_json_ld_has_the_rest() -> None:
    """The body in JSON-LD begins below it."""
    standfirst = "Ferries to the islands run again, and the region pays a third of the repairs."
    whole = {**ARTICLE, "articleBody": "\n".join([FIRST, SECOND, THIRD] * 2)}
    body = f"<article><h1>{HEADLINE}</h1><p>{standfirst}</p><p>{FIRST}</p><p>{SECOND}</p></article>"
    story = intake.read(page(linked(whole), body))
    assert story.body.startswith(f"{standfirst}\n{FIRST}") and THIRD in story.body


def test_a_page_that_says_it_is_not_free_says_so_to_the_editor() -> None:
    """Its text may be cut."""
    story = intake.read(page(linked({**ARTICLE, "isAccessibleForFree": "False"})))
    assert any("not free to read" in note for note in story.notes)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_wide_encodings_need_no_mark(encoding: str) -> None:
    """UTF-16 without its mark is told by its NULs."""
    taken = article_import.read(page().decode().encode(encoding), "story.html")
    assert taken.text.splitlines()[:2] == [HEADLINE, FIRST]


def test_a_page_that_a_browser_saved_in_one_file_is_read() -> None:
    """MHTML: the page is a part of a message, and the message has its address."""
    message = (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;"
        b'\r\n\ttype="text/html"; boundary="--B"\r\n\r\n----B\r\nContent-Type: text/html;'
        b" charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: "
        b"https://harbour.example/quay\r\n\r\n" + quopri.encodestring(page()) + b"\r\n----B--\r\n"
    )
    taken = article_import.read(message, "story.mhtml")
    assert taken.text.splitlines()[:2] == [HEADLINE, FIRST]
    assert taken.about is not None and taken.about.url == "https://harbour.example/quay"


def test_the_kicker_is_kept_apart() -> None:
    """It is no part of the headline, and not lost."""
    above = f"<h1><span class='kicker'>Coast</span> <span>{HEADLINE}</span></h1>"
    story = intake.read(page("", f"<article>{above}{TEXT}</article>"))
    assert (story.kicker, story.headline) == ("Coast", HEADLINE)


def test_what_stands_about_the_text_is_no_part_of_it() -> None:
    """Teasers, captions, author boxes, a paywall's line, read also, other articles."""
    related = "<article><h2><a href='/x'>Council adopts budget</a></h2><p>The council of the town "
    related += "adopted a budget that nobody had seen before, and went home.</p></article>"
    about = f"""<article><h1>{HEADLINE}</h1><p>{FIRST}</p>
    <figure><img src="q.jpg"><figcaption>The quay in winter, before the storm came.</figcaption>
    </figure><p><a href="/y">Read also: Storm damages pier in the harbour of the town</a></p>
    <p>{SECOND}</p><div class="newsletter-box"><p>Get our newsletter every morning, for free.</p>
    </div><p>{THIRD}</p><div class="author-box"><p>Rosa Example writes about the coast, and has
    done so for twenty years.</p></div><div class="paywall"><p>Subscribe now to read on.</p></div>
    </article>{related * 3}<footer><p>All rights reserved by the publisher of this page.</p>
    </footer>"""
    assert intake.read(page("", about)).body.splitlines() == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our morning newsletter and never miss a story.",
        "Folgst du schon 20 Minuten auf Whatsapp?", "Підписуйтесь на наш канал у Telegram.",
        "Abonnez-vous à notre lettre du matin.", "Image: Rosa Example", "Foto: dpa",
        "https://harbour.example/2025/quay", "2025-03-04T08:00:00+01:00", "Czytaj więcej",
        "関連記事", "Читайте також", f"Coast: {HEADLINE}",
        "Reporting by Rosa Example; Editing by Jo Doe",
        "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.",
    ],
)  # fmt: skip
def test_what_asks_or_points_elsewhere_is_no_part_of_the_text(line: str) -> None:
    """Requests to readers, credits, addresses, "read also", the headline behind its kicker."""
    body = f"<article><h1>{HEADLINE}</h1><p>{line}</p>{TEXT}<p>{line}</p><p>{FIRST} Then.</p>"
    story = intake.read(page("", f"{body}</article>"))
    assert line not in story.body and THIRD in story.body and f"{FIRST} Then." in story.body


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        ("<div class='image-widget'><img src=q.jpg><p>{}</p></div>", False),
        ("<figure><div><img src=q.jpg></div><div><p>{}</p></div></figure>", False),
        ("<div class='item has-image'><img src=q.jpg><p>{}</p></div>", True),
        ("<div class='image-row'><img src=q.jpg><p>{}</p><p>{}</p></div>", True),
    ],
)
def test_the_only_line_beside_a_picture_is_its_caption(box: str, kept: bool) -> None:
    """In a box for pictures; text that stands beside one stays."""
    line = "Rosa Example of Norton, who runs the ferry, looks at the pier that the storm broke."
    body = f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p>{box.replace('{}', line)}<p>{SECOND}</p>"
    story = intake.read(page("", f"{body}<p>{THIRD}</p></article>"))
    assert (line in story.body) is kept and SECOND in story.body


def test_words_of_a_sentence_stay_whatever_they_are_called() -> None:
    """A link to a topic, a name in bold; an initial in an element of its own begins its word."""
    body = (
        "<p><a class=tags>Jane Roe</a>, who runs the <a class='tag-link'>quay</a> and its "
        "<span class=promo>ferries</span>, said so at the council of the town, and that more would "
        "follow before the <b class=credit>summer</b> begins.</p><ul><li><span>T</span>ides</li>"
        "<li>Winds</li></ul>"
    )
    lines = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{TEXT}{body}{TEXT}</article>")).body
    assert (
        "Jane Roe, who runs the quay and its ferries, said so at the council of the town, and that "
        "more would follow before the summer begins.\nTides\nWinds"
    ) in lines.replace("- ", "")


def test_what_is_said_of_the_author_below_the_text_goes() -> None:
    """A last line that begins with the name; one in the middle of the text stays."""
    bio = "Rosa Example writes about the coast. Born in Norton, she has done so for twenty years."
    inside = "Rosa Example asked the council twice, and got no answer before the harbour opened."
    body = f"<article><h1>{HEADLINE}</h1><p>{inside}</p>{TEXT}<p>{FIRST} Then.</p><p>{bio}</p>"
    story = intake.read(page(linked(ARTICLE), f"{body}</article>"))
    assert bio not in story.body and inside in story.body and THIRD in story.body


def test_a_page_of_ten_mebibytes_is_read_and_one_byte_more_is_not() -> None:
    """The limit that the documentation names."""
    whole = page().ljust(10 * 1024 * 1024)
    assert intake.bounded(whole, "it") == whole
    with pytest.raises(SummariesError, match="larger than 10 MiB"):
        intake.bounded(whole + b" ", "it")


def test_a_list_of_other_stories_below_the_text_goes() -> None:
    """With its teasers; a heading of the text below "read also" stays."""
    more = "<h2>More from Harbour News</h2>" + "".join(
        f"<p>Ferry {n} gets a new name</p><p>The ferry has sailed for ten years, it said.</p>"
        for n in ("one", "two", "three")
    )
    text = f"<p>{FIRST} {FIRST}</p><p>{SECOND} {SECOND}</p><p>{THIRD} {THIRD}</p>"
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{text}{more}</article>"))
    assert "Ferry" not in story.body and THIRD in story.body
    inside = f"<p>{FIRST}</p><p>Read more</p><h2>What it costs</h2><p>{SECOND}</p><p>{THIRD}</p>"
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{inside}</article>"))
    assert "What it costs" in story.body and "Read more" not in story.body


def test_the_text_behind_a_wall_is_taken_where_the_page_has_it() -> None:
    """Under the wall's name stand paragraphs, and not only an offer."""
    wall = "<div class='paywall-offer'><p>Subscribe to read on for one euro.</p></div>"
    body = f"<div class='paywallWrapper'>{TEXT}</div>{wall}"
    rest = "<table>" + "<tr><td>12:00 Ferry to the islands</td></tr>" * 200 + "</table>"
    story = intake.read(page("", f"<main><h1>{HEADLINE}</h1>{body}</main>{rest}"))
    assert story.body.splitlines() == [FIRST, SECOND, THIRD]


def test_json_ld_of_another_article_is_not_used() -> None:
    """A teaser's description gives neither date nor author, and the editor is told."""
    other = {**ARTICLE, "headline": "Mayor of Norton resigns over the town's budget"}
    story = intake.read(page(f"<title>{HEADLINE}</title>" + linked(other)))
    assert (story.headline, story.about.authors) == (HEADLINE, ())
    assert story.about.published is None
    assert any("about another article" in note for note in story.notes)


def test_what_a_page_does_not_say_is_left_out() -> None:
    """Nothing is guessed: not the day, not the author, not the outlet."""
    story = intake.read(page())
    assert story.about == intake.About()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-04T08:00:00Z", "2025-03-04T08:00:00+00:00"),
        ("2025-03-04T08:00:00.123+0530", "2025-03-04T08:00:00+05:30"),
        ("2025-03-04T08:00", "2025-03-04"),
        ("2025-03-04 08:00:00", "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("Tue, 04 Mar 2025 08:00:00 GMT", "2025-03-04T08:00:00+00:00"),
        ("2025-02-31", None),
        ("March", None),
    ],
)
def test_times_keep_their_offset(text: str, expected: str | None) -> None:
    """A time without an offset says only the day: which hour it was, nobody can tell."""
    story = intake.read(page(linked({**ARTICLE, "datePublished": text})))
    found = story.about.published
    assert (found.isoformat() if found else None) == expected


WORDS = {
    "uk": "Портова влада повідомила у вівторок, що східний причал відкриється в березні. ",
    "de": "Die Hafenbehörde teilte am Dienstag mit, dass der östliche Kai im März öffnet. ",
    "ja": "港湾当局は火曜日、東の埠頭が三月に再開すると発表した。島への船は毎時運航される。",
    "pl": "Zarząd portu poinformował we wtorek, że wschodnie nabrzeże otworzy się w marcu. ",
}


@pytest.mark.parametrize(
    ("language", "encoding", "declared", "told"),
    [
        ("uk", "cp1251", "windows-1251", False),
        ("uk", "koi8-u", "koi8-u", False),
        ("uk", "utf-8", "windows-1251", False),
        ("uk", "cp1251", "utf-8", True),
        ("uk", "cp1251", "", True),
        ("ja", "cp932", "Shift_JIS", False),
        ("ja", "euc_jp", "euc-jp", False),
        ("ja", "utf-16", "", False),
        ("de", "cp1252", "iso-8859-1", False),
        ("pl", "iso8859_2", "iso-8859-2", False),
        ("uk", "cp1251", "windows-1252", True),
        ("de", "cp1252", "windows-1251", True),
    ],
)
def test_encodings(language: str, encoding: str, declared: str, told: bool) -> None:
    """As declared, or as it is where the declaration is not true; the editor is told of a guess."""
    words = WORDS[language] * 2
    meta = f'<meta charset="{declared}">' if declared else ""
    text = f"<html><head>{meta}</head><body><article><h1>A1</h1><p>{words}</p>"
    text += f"<p>{words[::-1]}</p><p>{words}!</p></article></body></html>"
    story = intake.read(text.encode(encoding))
    assert words.strip() in story.body
    assert bool([n for n in story.notes if "check its letters" in n]) == told


@pytest.mark.parametrize("once", ["latin-1", "cp1252"])
def test_letters_that_were_encoded_twice_are_put_right(once: str) -> None:
    """UTF-8 that was read as Latin-1, or as Windows has it, and written again; with a note."""
    told = FIRST.replace("said", "didn’t say") + " “Crème brûlée” – that’s what’s served."
    twice = page("", f"<article><h1>{HEADLINE}</h1><p>{told}</p>{TEXT}</article>").decode("latin-1")
    wrong = (
        twice
        if once == "latin-1"
        else twice.translate(
            {n: bytes([n]).decode(once) for n in range(0x80, 0xA0) if n not in UNDEFINED}
        )
    )
    story = intake.read(wrong.encode())
    assert told in story.body and any("encoded twice" in note for note in story.notes)


def test_letters_that_were_encoded_once_stay_as_they_are() -> None:
    """A word that has such characters is no sign of it."""
    told = f"{FIRST} The sign said Ã©, Â£ and Â§, «Müller» and “Straße” – naïve, déjà vu, Łódź."
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1><p>{told}</p>{TEXT}</article>"))
    assert told in story.body and not story.notes


def test_the_language_is_the_texts() -> None:
    """A template's "en" does not make a Ukrainian text English; two languages are told."""
    text = "".join(f"<p>{WORDS['uk'] * n}</p>" for n in (2, 3, 4))
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{text}</article>"))
    assert story.language == "uk"
    both = page("", f"<article><h1>{HEADLINE}</h1>{TEXT}{text}</article>")
    story = intake.read(both.replace(b"<html>", b'<html lang="en">'))
    assert story.language == "en" and any("is in" in note for note in story.notes)


def test_two_languages_in_one_script_are_told() -> None:
    """German paragraphs among English ones, which a classifier of the whole takes for German."""
    german = (
        "<p>Die Hafenbehörde sagte am Dienstag, der östliche Kai werde im März wieder öffnen, und "
        "Fähren zu den Inseln führen vom ersten Tag an jede Stunde.</p><p>Die Arbeiten kosteten 14 "
        "Millionen Euro, von denen das Land ein Drittel zahlte, sagte die Behörde.</p>"
    )
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{TEXT}{german}</article>"))
    assert story.language == "en"
    assert "the text is in en and de, taken as en: check it" in story.notes
    more = "".join(f"<p>{part} Page {n}.</p>" for part in (FIRST, SECOND) for n in (1, 2))
    quoted = page("", f"<article><h1>{HEADLINE}</h1>{TEXT}{more}{german[:150]}</p></article>")
    assert not any("is in" in note for note in intake.read(quoted).notes)


def no_text() -> bytes:
    return page("<title>x</title>", "<div id=root></div><script>var a = 1</script>")


def wall() -> bytes:
    return page("", "<form><p>Log in to read on.</p><input type=password name=p></form>")


def front() -> bytes:
    teaser = (
        "<div><h2><a href='/{0}'>Story {0} of the harbour and its quay</a></h2><p>{1}</p></div>"
    )
    return page("", "".join(teaser.format(i, FIRST[:120]) for i in range(40)))


def cards() -> bytes:
    card = (
        "<div><a href='/{0}'><i>Story {0} of the harbour and its quay</i></a><p>{0} {1}</p></div>"
    )
    heading = "<h1>The latest stories of the harbour</h1>"
    return page("", heading + "".join(card.format(i, FIRST + SECOND) for i in range(40)))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (lambda: b"", "no text"),
        (lambda: b" \n ", "no text"),
        (no_text, "no article was found"),
        (wall, "asks to log in"),
        (front, "lists stories"),
        (lambda: b"%PDF-1.7\n...", "is a PDF"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(9), "is an image"),
        (lambda: b"PK\x03\x04...", "an office document or an archive"),
        (lambda: page("", f"<p>{FIRST}</p>" + "x" * (11 * 1024 * 1024)), "larger than 10 MiB"),
        (lambda: gzip.compress(bytes(11 * 1024 * 1024)), "larger than 10 MiB"),
        (lambda: gzip.compress(page())[:60], "broken gzip"),
        (
            lambda: b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>',
            "summaries new --feed",
        ),
        (lambda: b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "summaries new --feed"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is an image"),
        (lambda: json.dumps({"headline": HEADLINE}).encode(), "is JSON"),
        (lambda: b"<html><frameset cols=50><frame src=a></frameset></html>", "made of frames"),
        (lambda: page("", f"<h1>404 - Page not found</h1><p>{FIRST}</p>"), "an error or a check"),
        (lambda: page("<title>Just a moment...</title>", f"<p>{FIRST}</p>"), "an error or a check"),
        (
            lambda: page("", "<p>You need to enable JavaScript to run this app.</p>"),
            "with a script",
        ),
        (lambda: b"\x28\xb5\x2f\xfd" + bytes(9), "a packed file"),
        (lambda: b"<?xml version='1.0'?><nitf><body><p>Text.</p></body></nitf>", "XML that is no"),
        (lambda: page("", "<nav><a href=/>Home</a></nav>"), "no article was found"),
        (
            lambda: page("", "<h1>This story is for subscribers</h1><p>Subscribe now.</p>"),
            "asks to log in",
        ),
        (cards, "lists stories"),
    ],
)
def test_what_has_no_article_is_refused_in_one_sentence(
    data: Callable[[], bytes], message: str
) -> None:
    """What it is, and what to do."""
    with pytest.raises(SummariesError, match=message) as error:
        article_import.read(data(), "story.html")
    assert ":" in str(error.value) and "\n" not in str(error.value)


CHINESE = "港务局星期二表示，东码头将于三月重新开放，开往各岛的渡轮从第一天起每小时一班。"


def chinese(heading: str, title: str, text: str) -> bytes:
    """Return a Chinese page without data for machines, with twelve other stories beside its own."""
    others = "".join(
        f"<h3><a href='/{i}'>港口和码头的第{i}个新闻故事的标题在此处</a></h3>" for i in range(14)
    )
    body = f"{heading}<div class=content>{text}</div><div class=hot>{others}</div>"
    return page(f"<title>{title}</title>", body)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("<h3>港务局：东码头修缮两年后三月重新开放</h3>", "港务局：东码头修缮两年后三月重新开放"),
        ("<h2>Eastern quay reopens in March</h2>", "Eastern quay reopens in March - Port"),
        (
            "<h1>东码头Quay 2修缮两年后 三月重新开放</h1>",
            "东码头Quay 2修缮两年后 三月重新开放_港口网",
        ),
        ("<div>港务局：东码头修缮两年后三月重新开放</div>", "港务局：东码头修缮两年后三月重新开放"),
    ],
)
def test_a_story_beside_a_list_of_others_is_no_list(heading: str, title: str) -> None:
    """Its headline is in a lower heading, or has spaces though its words have none, or none is."""
    story = intake.read(
        chinese(heading, title, "".join(f"<p>第{i}段：{CHINESE * 3}</p>" for i in range(4)))
    )
    assert CHINESE in story.body


@pytest.mark.parametrize("part", [CHINESE * 2, FIRST + " " + SECOND])
def test_a_text_in_one_line_is_parted_as_the_page_parts_it(part: str) -> None:
    """trafilatura returns all its text in one line, as its last resort: here a short one."""
    from lxml import html

    parts = [f"{i}: {part}" for i in range(4)]
    source = page("", "".join(f"<p>{part}</p>" for part in parts)).decode()
    assert gaps.fill(html.document_fromstring(source), [" ".join(parts)]) == parts


def test_who_edited_a_chinese_text_is_none_of_it() -> None:
    """Nor is when it was last changed, above it."""
    text = "".join(f"<p>第{i}段：{CHINESE * 3}</p>" for i in range(4))
    about = "<p>最后更新: 2019-09-07 15:14:21</p>"
    heading = "<h1>港务局：东码头修缮两年后三月重新开放</h1>"
    story = intake.read(chinese(heading, "港口", f"{about}{text}<p>责任编辑: 王小明</p>"))
    assert story.body.splitlines()[0].startswith("第0段")
    assert "王小明" not in story.body


@pytest.mark.parametrize(
    "end",
    [
        ["About the author", "Rosa has written about harbours for twenty years."],
        ["Zur Autorin: Rosa Beispiel", "Sie schreibt seit zwanzig Jahren über Häfen."],
        ["Про авторку", "Роза пише про гавані двадцять років."],
        ["Disclaimer: this text is no advice. Ask somebody who knows the harbour."],
        ["You may also enjoy", "Ten quays to see this year", "How ferries are built", FIRST],
        [
            "Related resources",
            "Ten quays to see this year",
            "Where ferries stop and when they leave.",
        ],
    ],
)
def test_what_a_house_adds_below_a_text_is_left_out(end: list[str]) -> None:
    """Who the author is, other stories, what the house does not answer for."""
    longer = [f"In year {i} of the repairs this was so. {FIRST} {SECOND}" for i in range(4)]
    lines = "".join(f"<p>{part}</p>" for part in [*longer, THIRD, *end])
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{lines}</article>"))
    assert story.body.splitlines() == [*longer, THIRD]


@pytest.mark.parametrize(
    "sentence",
    [
        "Disclosures of that kind are rare, and nobody at the harbour office would add to them.",
        "About the author of the letter that began the repairs little is known in the harbour.",
    ],
)
def test_a_last_sentence_is_no_heading_of_an_end(sentence: str) -> None:
    """However it begins."""
    longer = [f"In year {i} of the repairs this was so. {FIRST} {SECOND}" for i in range(4)]
    lines = "".join(f"<p>{part}</p>" for part in [*longer, sentence, THIRD])
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{lines}</article>"))
    assert story.body.splitlines() == [*longer, sentence, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.",
        "Dieser Artikel ist exklusiv für Abonnenten.",
        "To continue reading, subscribe or log in.",
        "Para seguir leyendo, hazte premium.",
        "Щоб читати далі, оформіть передплату.",
        "この記事の残り 1,203文字は、契約している読者だけが読めます。",
        "本文剩余 1203 字，登录后阅读全文，或者订阅港口网的会员服务。",
    ],
)
def test_a_text_that_goes_on_for_subscribers_is_said_to_be_not_whole(line: str) -> None:
    """The sentence that says so is no part of the article."""
    lines = "".join(f"<p>{part}</p>" for part in [FIRST, SECOND, THIRD, FIRST + SECOND, line])
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{lines}</article>"))
    assert line not in story.body and FIRST in story.body
    assert any("the text is not whole" in note for note in story.notes)


def test_a_whole_text_is_not_said_to_be_cut() -> None:
    """Though it tells of subscribers."""
    told = "The paper lost 300 subscribers, who wanted the rest of the story about the harbour."
    lines = "".join(f"<p>{part}</p>" for part in [FIRST, SECOND, THIRD, told])
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{lines}</article>"))
    assert told in story.body and not any("not whole" in note for note in story.notes)


def test_what_stands_below_the_authors_name_is_about_the_author() -> None:
    """The name is a line alone there; amid the text it is somebody who speaks."""
    longer = [f"In year {i} of the repairs this was so. {FIRST} {SECOND}" for i in range(4)]
    end = ["Rosa Example", "Reporter", "Rosa likes harbours.", "She lives in one.", "Write to her."]
    lines = "".join(f"<p>{part}</p>" for part in [longer[0], "Rosa Example", *longer[1:], *end])
    story = intake.read(page(linked(ARTICLE), f"<article><h1>{HEADLINE}</h1>{lines}</article>"))
    assert [line for line in story.body.splitlines() if line != "Rosa Example"] == longer


@pytest.mark.parametrize(
    "early", ["About the author", "Related resources", "Disclaimer: no advice."]
)
def test_such_a_heading_amid_a_text_cuts_nothing(early: str) -> None:
    """What follows it is the article."""
    longer = [f"In year {i} of the repairs this was so. {FIRST} {SECOND}" for i in range(6)]
    lines = "".join(f"<p>{part}</p>" for part in [*longer[:2], early, *longer[2:]])
    story = intake.read(page("", f"<article><h1>{HEADLINE}</h1>{lines}</article>"))
    assert [line for line in story.body.splitlines() if line in longer] == longer


def test_teasers_in_a_script_without_spaces_are_a_list() -> None:
    """A heading that is one of many links tells no story, however its title is written."""
    text = "".join(
        f"<h2><a href='/t{i}'>{i}{CHINESE[:24]}</a></h2><p>{CHINESE}</p>" for i in range(9)
    )
    with pytest.raises(SummariesError, match="lists stories"):
        intake.read(
            chinese("<h3><a href='/0'>东码头三月重新开放的消息</a></h3>", "港口网 首页", text)
        )


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "article", "blockquote"])
def test_depth_does_no_harm(tag: str) -> None:
    """10,000 nested elements: the text, or one sentence; the text where they say nothing of it."""
    deep = intake.read(page("", "<div>" * 10_000 + f"<h1>{HEADLINE}</h1>{TEXT}"))
    assert FIRST in deep.body and any("too deeply" in note for note in deep.notes)
    rows = "<table><tr><td>" * 5_000 + f"<h1>{HEADLINE}</h1>{TEXT}"
    assert FIRST in intake.read(page("", rows)).body
    for body in ("<" + tag + ">") * 10_000 + TEXT, TEXT + ("<" + tag + ">") * 10_000:
        try:
            assert FIRST in intake.read(page("", body)).text
        except SummariesError as error:
            assert "give" in str(error)


PIECES = st.sampled_from([
    "<article>", "</article>", "<h1>", "</h1>", "<p>", "</p>", f"<p>{FIRST}</p>", SECOND,
    "<ul><li>", "<script type='application/ld+json'>", "</script>",
    '{"@type": "NewsArticle", "author": [',
    '{"headline": {"@type": []}}', '"@graph": 1', "<meta property='og:title' content='", "'>",
    "<title>", "</title>", "<time datetime='2025-13-01'>", "&#x0;", "&#55296;", "\x00", "<!--",
    "-->", "<link rel=canonical href='http://[::1'>", "<svg>", "<a href=x>", "]", "}",
    "<base href='//'>", "<meta charset=utf-7>", "\u202e", "é",
    "<div itemscope itemtype='http://schema.org/NewsArticle'>",
])  # fmt: skip


@given(st.lists(PIECES, max_size=25))
@settings(deadline=None, max_examples=150)
def test_whatever_a_page_holds_there_is_a_story_or_a_sentence(pieces: list[str]) -> None:
    """No other error, and nothing in it that a summary could not hold."""
    data = ("<html><body>" + "".join(pieces)).encode("utf-8", "surrogatepass")
    try:
        found = article_import.read(data)
    except SummariesError:
        return
    assert found.text.endswith("\n") and found.text.isprintable() is False
    assert all(line == line.strip() and line.isprintable() for line in found.text.splitlines())
