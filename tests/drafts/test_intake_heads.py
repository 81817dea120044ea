"""Headline, outlet, authors and day, on kinds of pages that publishers really serve."""

from __future__ import annotations

import pytest

from service.drafts import intake

pytest.importorskip("trafilatura")

HEADLINE = "Eastern quay reopens in March after two years of repairs"
TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "The harbour authority said on Tuesday that the eastern quay would reopen, and that "
        "ferries to the islands would run every hour from the first day on.",
        "Repairs cost 14 million euros, the authority said, of which the region paid a third. "
        "People had waited for the link since a storm damaged the pier two winters ago.",
        "A second phase, which widens the access road, begins in autumn and is expected to last "
        "long, according to a plan that the council adopted last week.",
    )
)
ADDRESS = "https://harbour.example/quay"


def read(head: str, body: str, url: str | None = ADDRESS) -> intake.Story:
    """Return the story of a page."""
    source = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return intake.read(source.encode(), url)


def article(above: str = f"<h1>{HEADLINE}</h1>", below: str = "") -> str:
    """Return an article with lines above and below its text."""
    return f"<article>{above}{TEXT}{below}</article>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # The kicker's colon is an element of its own that readers do not see.
        (f"<meta property='twitter:title' content='Coast – Norton: {HEADLINE}'>", article(
            "<h1><span>Coast – Norton</span><span class=invisible>: </span>"
            f"<span>{HEADLINE}</span></h1>")),
        # The hidden <h1> is for listeners, and no title is like the first heading that is seen.
        (f"<meta property='og:title' content='{HEADLINE}'>",
         "<h1 class=hidden>Film of the day | Channel</h1><h2>More of this programme today</h2>"
         f"<div>{TEXT}</div>"),
        (f"<title>{HEADLINE} | Programme | Radio</title>",
         f"<h1 class=versteckt>Navigation</h1><div>{TEXT}</div>"),
        # The site's address behind the title, and sections behind the site.
        (f"<title>{HEADLINE} - Norton.com</title>", article("")),
        (f"<title>{HEADLINE} - Harbour News - Politics - Coast</title>"
         "<meta property='og:site_name' content='Harbour News'>", article("")),
        # A smaller heading has the title without the column's name and motto.
        (f"<title>{HEADLINE} - The Pier: A talk about the sea - NORTON.COM</title>",
         "<div class=masthead><h1>The Pier: A talk about the sea</h1></div>"
         f"<div><h3>{HEADLINE}</h3>{TEXT}</div><h2 class=sidebox>Subscribe to The Pier</h2>"),
        (f"<title>The Pier » Blog Archive » {HEADLINE}</title>", f"<h1>The Pier</h1>{TEXT}"),
        # The site's name for cards is the story's title.
        (f"<title>{HEADLINE}</title><meta property='og:site_name' content='{HEADLINE}'>",
         article()),
    ],
)  # fmt: skip
def test_the_headline_is_the_storys(head: str, body: str) -> None:
    """Not the kicker, the site, the column, a menu."""
    assert read(head, body).headline == HEADLINE


@pytest.mark.parametrize(
    ("headline", "other"),
    [
        ("Harbour prices – how the eastern quay was paid for", ""),
        ("Can harbours ever sleep / rest at night?", "Can harbours ever sleep?"),
    ],
)
def test_what_the_heading_has_whole_stays_whole(headline: str, other: str) -> None:
    """Also where a part of it is like the site's name, or what another place says alone."""
    head = (
        f"<title>{headline}</title><meta property='og:site_name' content='Harbour'>"
        f"<meta property='og:title' content='{other or headline}'>"
        "<script type='application/ld+json'>"
        f'{{"@type": "NewsArticle", "headline": "{other or headline}"}}</script>'
    )
    assert read(head, article(f"<h1>{headline}</h1>")).headline == headline


def test_a_short_heading_that_titles_begin_with_is_a_kicker() -> None:
    """ "Coast" above, "Coast: …" in every title."""
    title = f"Coast: {HEADLINE}"
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    body = article(f"<h1>Dossier</h1><h1>Coast</h1><h2>{HEADLINE}</h2>")
    assert read(head, body).headline == title


def test_a_title_in_the_place_of_the_outlets_name_is_none() -> None:
    """The address says more."""
    head = f"<title>{HEADLINE}</title><meta property='og:site_name' content='{HEADLINE}'>"
    assert read(head, article()).about.outlet == "harbour.example"


@pytest.mark.parametrize(
    ("above", "authors"),
    [
        # A byline begins its line, or stands behind a sign; else something else is by somebody.
        ("<p>By Rosa Example</p>", ("Rosa Example",)),
        ("<p>3 March | By Rosa Example</p>", ("Rosa Example",)),
        ("<p>By Rosa Example In Coast</p>", ("Rosa Example",)),
        ("<p>Ein Gastbeitrag von Rosa Example</p>", ("Rosa Example",)),
        ("<p>Analysis by Rosa Example</p>", ("Rosa Example",)),
        ("<p>The Sea Wall by Jo Doe</p>", ()), ("<p>A photo posted by Jo Doe</p>", ()),
        ("<strong>Two warrants issued by Norton Court</strong>", ()),
        ("<p>Dos órdenes dictadas</p><b>por la Audiencia Nacional</b>", ()),
        ("<p>This article was written by Rosa Example and Jo Doe</p>", ("Rosa Example", "Jo Doe")),
        ("<div>Written by</div><div>Rosa Example</div>", ("Rosa Example",)),
        ("<a>Written by</a><a>Jo Doe</a><a>Written by</a><a>Rosa Example</a>", ()),
        ("<p>〔記者王小明／台北報導〕</p>", ("王小明",)),
        # In the byline itself: initials, functions, houses, what stands before and behind.
        ("<p class=byline>RE Rosa Example</p>", ("Rosa Example",)),
        ("<p class=byline>ABC News</p>", ("ABC News",)),
        ("<p class=byline>Insights from Rosa Example</p>", ("Rosa Example",)),
        ("<p class=byline>Marketing and Event Coordinator</p>", ()),
        ("<p class=byline>Rosa Example | Coast Media for Norton.com</p>", ("Rosa Example",)),
        ("<p class=byline>Rosa Example, Norton.com | The Norton-Picayune</p>", ("Rosa Example",)),
        ("<p class=byline>Rosa Example @ Norton</p>", ("Rosa Example",)),
        ("<p class=byline>王文 港口大学经济研究院院长</p>", ("王文",)),
        ("<p class=byline>网络整理</p>", ()), ("<p class=byline><a>Digg</a></p>", ()),
    ],
)  # fmt: skip
def test_who_wrote_is_said_in_a_byline(above: str, authors: tuple[str, ...]) -> None:
    """A wrong name on a newsroom's page is worse than none."""
    assert read("", article(f"<h1>{HEADLINE}</h1>{above}")).about.authors == authors


def test_a_byline_above_the_headline_is_of_another_story() -> None:
    """Where there is one below, and it does not stand with the headline in one box."""
    teaser = "<div><a href='/b'>Another</a><span class=author>Jo Doe</span></div>"
    head = f"<h1>{HEADLINE}</h1>"
    for above, below, authors in (
        (teaser, "<p class=author>Rosa Example</p>", ("Rosa Example",)), (teaser, "", ("Jo Doe",)),
        ("", f"<header><p class=author>Rosa Example</p>{head}</header>", ("Rosa Example",)),
    ):  # fmt: skip
        later = "<p class=author>Sam Roe</p>" if "header" in below else ""
        body = above + article(below if "header" in below else head + below, later)
        assert read("", body).about.authors == authors


def test_an_agencys_line_below_the_text_names_the_reporter() -> None:
    """Where the page names nobody else; who edited is not who wrote."""
    line = "<p>(Reporting by Rosa Example and Jo Doe in Norton; Editing by Sam Roe)</p>"
    assert read("", article(below=line)).about.authors == ("Rosa Example", "Jo Doe")
    named = "<meta name=author content='Kim Poe'>"
    assert read(named, article(below=line)).about.authors == ("Kim Poe",)


def test_what_a_page_says_for_services_that_count_readers_is_read() -> None:
    """Parse.ly's older form is one object."""
    said = '{"title": "x", "author": "Rosa Example", "pub_date": "2025-03-04T08:00:00Z"}'
    about = read(f"<meta name=parsely-page content='{said}'>", article()).about
    assert about.authors == ("Rosa Example",)
    assert about.published is not None and about.published.isoformat()[:10] == "2025-03-04"


@pytest.mark.parametrize(
    ("above", "below", "day"),
    [
        # The label says it, in numbers, too; <meta name="date"> may be of anything.
        ("", "<p>Erstellt am: 01.11.2023</p>", "2023-11-01"),
        ("", "<p>Veröffentlicht am 01.11.2023</p>", "2023-11-01"),
        ("", "", "2023-11-20"),
    ],
)
def test_a_labelled_day_goes_before_one_that_may_be_of_a_change(
    above: str, below: str, day: str
) -> None:
    """Wherever it stands."""
    head = "<meta name=date content='2023-11-20'>"
    published = read(head, article(f"<h1>{HEADLINE}</h1>{above}", below)).about.published
    assert published is not None and published.isoformat() == day


def test_days_before_pages_and_of_accounts_are_not_the_storys() -> None:
    """A day that stands with a time is taken where the page has no other, but not any."""
    old = "<h4>15.04.1965, 13:02 | Reader</h4>"
    assert read("", article(below=old)).about.published is None
    joined = "<dd class=profile-joined><b>Registered:</b> 18.09.2008, 05:56</dd>"
    published = read("", article(below=f"{joined}<p>21.01.2009, 05:42</p>")).about.published
    assert published is not None and published.isoformat() == "2009-01-21"
