"""Feeds of every kind and state: what they list, or one sentence."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.drafts import intake
from service.errors import SummariesError

pytest.importorskip("lxml")

BASE = "https://harbour.example/feeds/news.xml"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
<link>https://harbour.example/</link>
<item><title>Quay opens</title><link>/2024/quay?utm_source=rss</link>
<guid isPermaLink="false">n-1</guid>
<pubDate>Thu, 04 Jan 2024 10:30:00 +0200</pubDate></item>
<item><title>Ferry &amp; fog</title><link> https://harbour.example/2024/ferry </link>
<pubDate>Fri, 05 Jan 2024 08:00:00 GMT</pubDate></item>
<item><title>No address</title></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>
<entry><title>Quay opens</title><id>urn:n-1</id><updated>2024-01-04T08:30:00Z</updated>
<link rel="self" href="https://harbour.example/self"/><link href="https://harbour.example/2024/quay"/>
</entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
<loc>https://harbour.example/2024/quay</loc><news:news><news:publication><news:name>H</news:name>
</news:publication><news:publication_date>2024-01-04</news:publication_date>
<news:title>Quay opens</news:title></news:news></url></urlset>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><item><title>Quay opens</title>
<link>https://harbour.example/2024/quay</link></item></rdf:RDF>"""


def test_rss_gives_addresses_keys_and_times_newest_first() -> None:
    """Relative addresses are of the feed's; what is no address of the web is left out."""
    ferry, quay = intake.read_feed(RSS.encode(), BASE, 20)
    assert (ferry.url, ferry.title) == ("https://harbour.example/2024/ferry", "Ferry & fog")
    assert quay.url.startswith("https://harbour.example/2024/quay?")
    assert quay.key == "n-1" and ferry.key == ferry.url
    assert quay.moment == datetime.datetime(2024, 1, 4, 8, 30, tzinfo=datetime.UTC)
    assert [entry.url for entry in intake.read_feed(RSS.encode(), BASE, 1)] == [ferry.url]


@pytest.mark.parametrize("feed", [ATOM, SITEMAP, RDF])
def test_other_kinds_are_read_as_well(feed: str) -> None:
    """Atom's alternate link, a sitemap's place, RSS 1.0."""
    (entry,) = intake.read_feed(feed.encode(), None, 20)
    assert (entry.url, entry.title) == ("https://harbour.example/2024/quay", "Quay opens")


@pytest.mark.parametrize(
    ("feed", "url"),
    [('<rss><channel><link>https://harbour.example/news</link><item><link>/quay</link></item>'
      "</channel></rss>", "https://harbour.example/quay"),
     ('<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://harbour.example/a/f"/>'
      '<link href="/"/><entry><link href="quay"/></entry></feed>', "https://harbour.example/a/quay"),
     ('<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/b/">'
      '<entry xml:base="c/"><link href="quay"/></entry></feed>', "https://harbour.example/b/c/quay")],
)  # fmt: skip
def test_relative_addresses_of_a_saved_feed_go_on_from_its_own(feed: str, url: str) -> None:
    """The feed says where it is, or where its site is; xml:base goes before."""
    (entry,) = intake.read_feed(feed.encode(), None, 20)
    assert entry.url == url


@pytest.mark.parametrize(
    ("text", "iso"),
    [("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40+00:00"),
     ("Пн, 24 вер. 2018 19:42:40 +0300", "2018-09-24T16:42:40+00:00"),
     ("2020/1/10 14:33:00", "2020-01-10T14:33:00+00:00"),
     ("1518478934", "2018-02-12T23:42:14+00:00"),
     ("2020/13/40", None), ("99 Set 2018", None), ("soon", None)],
)  # fmt: skip
def test_times_as_feeds_write_them(text: str, iso: str | None) -> None:
    """Months in the feed's language, the year first, seconds; else none, and the story stays."""
    feed = (
        f"<rss><item><link>https://harbour.example/q</link><pubDate>{text}</pubDate></item></rss>"
    )
    (entry,) = intake.read_feed(feed.encode(), None, 20)
    assert (entry.moment.isoformat() if entry.moment else None) == iso


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("https://www.harbour.example/a/", "http://harbour.example/a?utm_source=x#top", True),
        ("https://harbour.example/?id=1", "https://harbour.example/?id=2", False),
        ("https://harbour.example/a?b=1&c=2", "https://harbour.example/a?c=2&b=1", True),
    ],
)
def test_one_story_has_one_address(one: str, other: str, alike: bool) -> None:
    """Whatever tracks the reader; what names the story counts."""
    assert (intake.same_address(one) == intake.same_address(other)) == alike


BOMB = """<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss><channel><item><title>&c;</title><link>https://a.example/&c;</link></item></channel></rss>"""
THIEF = """<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title><link>https://a.example/</link></item></channel></rss>"""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (BOMB.encode(), "declares entities"),
        (BOMB.encode("utf-16"), "declares entities|no feed"),
        (THIEF.encode(), "declares entities"),
        (b"", "no feed"),
        (b"\x00\x01\x02", "no feed"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "no feed"),
        (b"%PDF-1.4", "no feed"),
        (b"<rss><channel></channel></rss>", "lists no story"),
        (b"<sitemapindex><sitemap><loc>https://a.example/</loc></sitemap></sitemapindex>",
         "list of sitemaps"),
        (b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"/></head>'
         b"</html>", "its feed is at https://harbour.example/rss.xml"),
        (b"<a>" * 100_000, "no feed"),
    ],
)  # fmt: skip
def test_what_is_no_feed_gets_one_sentence(data: bytes, message: str) -> None:
    """With the remedy; no entity is expanded, no file read."""
    with pytest.raises(SummariesError, match=message):
        intake.read_feed(data, BASE, 20)


def test_a_large_feed_is_read_to_its_bounds() -> None:
    """Ten megabytes of entries: the latest are what was asked for."""
    item = "<item><title>Q</title><link>https://a.example/{}</link></item>"
    body = "".join(item.format(number) for number in range(150_000))
    assert len(intake.read_feed(f"<rss><channel>{body}</channel></rss>".encode(), None, 20)) == 20


def test_a_torn_feed_gives_what_it_has() -> None:
    """As feeds on the web are read."""
    assert len(intake.read_feed(RSS[: RSS.index("No address")].encode(), BASE, 20)) == 2


@given(st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda cut, noise: (RSS[:cut] + noise + RSS[cut:]).encode("utf-8", "replace"),
        st.integers(0, len(RSS)), st.text(max_size=20),
    ),
))  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_whatever_it_is_entries_have_addresses_of_the_web(data: bytes) -> None:
    """Or it is refused in a sentence."""
    try:
        entries = intake.read_feed(data, BASE, 5)
    except SummariesError as error:
        assert ":" in str(error)
        return
    assert 0 < len(entries) <= 5
    assert all(entry.url.startswith(("http://", "https://")) for entry in entries)
