"""What was left out of an article is taken: between two paragraphs, or as standfirst above them."""

from __future__ import annotations

import pytest

html = pytest.importorskip("lxml.html")

from service.drafts.intake import gaps  # noqa: E402 - needs lxml
from service.drafts.intake.titles import squash  # noqa: E402

BEFORE = [
    "The harbour authority said on Tuesday that the eastern quay would reopen in March.",
    "Repairs cost 14 million euros, of which the region paid a third, the authority said.",
]
AFTER = ["A second phase, which widens the access road, begins in autumn and is to last long."]


def filled(between: str, before: list[str] = BEFORE, after: list[str] = AFTER) -> list[str]:
    """Return what is taken where an article's paragraphs are known and ``between`` is not."""
    parts = ["".join(f"<p>{line}</p>" for line in lines) for lines in (before, after)]
    tree = html.document_fromstring(f"<article>{parts[0]}{between}{parts[1]}</article>")
    return gaps.fill(tree, [*before, *after])


@pytest.mark.parametrize(
    ("between", "lines"),
    [
        ("<ul><li>Ferries: every hour</li><li>Lorries: from six</li></ul>",
         ["Ferries: every hour", "Lorries: from six"]),
        ("<div><table><tr><th>Pier</th><th>Length</th></tr><tr><td>East</td><td>210 m</td></tr>"
         "<tr><td>West</td><td>95 m</td></tr></table></div>",
         ["Pier | Length", "East | 210 m", "West | 95 m"]),
        ("<div class='embed-table'><div><div><div><table><tr><td>East</td><td>210 m</td></tr><tr>"
         "<td>West</td><td>95 m</td></tr></table></div></div></div></div>",
         ["East | 210 m", "West | 95 m"]),
        (f"<div><div><p>{AFTER[0]} {BEFORE[0]}</p></div></div>", [f"{AFTER[0]} {BEFORE[0]}"]),
        ("<h3>What comes next</h3>", ["What comes next"]),
        ("<p>People had waited for two winters.</p>", ["People had waited for two winters."]),
    ],
)  # fmt: skip
def test_what_stands_between_two_paragraphs_is_a_part_of_the_text(
    between: str, lines: list[str]
) -> None:
    """A list, a table, a heading, a short paragraph, in their place."""
    assert filled(between) == [*BEFORE, *lines, *AFTER]


@pytest.mark.parametrize(
    "between",
    [
        "<div><div><div><p>The mayor of Norton resigns after a long quarrel.</p></div></div></div>",
        "<ul><li><a href='/1'>The mayor resigns</a></li><li><a href='/2'>A bridge</a></li></ul>",
        "<div class='banner'><p>Try our new service for your harbour today.</p></div>",
        "<a href='/3'><p>The mayor of Norton resigns after a long quarrel.</p></a>",
        "<table><tr><td><a href='/1'>The mayor resigns</a></td><td><a href='/2'>A bridge</a></td>"
        "</tr><tr><td><a href='/4'>Rain</a></td><td><a href='/5'>Sun</a></td></tr></table>",
        "<p>Photo agency</p>",
    ],
)  # fmt: skip
def test_a_box_between_two_paragraphs_is_no_part_of_the_text(between: str) -> None:
    """Other news, links, an offer, a label: deeper than its neighbours, or a link, or named so."""
    assert filled(between) == [*BEFORE, *AFTER]


def test_what_stands_before_and_behind_the_text_is_no_part_of_it() -> None:
    """Only a list or a table that the text has begun goes on behind its last known line."""
    line = "<p>The mayor of Norton resigns after a long quarrel.</p>"
    tree = html.document_fromstring(
        f"<div>{line}<p>{BEFORE[0]}</p><p>{BEFORE[1]}</p><ul><li>{AFTER[0]}</li><li>Ferries go"
        f"</li></ul>{line}</div>"
    )
    assert gaps.fill(tree, [*BEFORE, *AFTER]) == [*BEFORE, *AFTER, "Ferries go"]


LONG = (
    "Ferries to the islands run again, and the region pays a third of the repairs, which is more "
    "than it had said when the storm damaged the pier two winters ago."
)


@pytest.mark.parametrize("box", ["", "body"])
def test_a_paragraph_beside_the_text_begins_it_and_ends_it(box: str) -> None:
    """Of the same box as the known lines, or of one that is called so; a list with it."""
    known = "".join(f"<p>{line}</p>" for line in [*BEFORE, *AFTER])
    cut = f"</div><div class='{box}'>" if box else ""
    tree = html.document_fromstring(
        f"<main><h1>Quay reopens</h1><div class='{box}'><p>{LONG}</p>{known}{cut}"
        f"<p>{LONG} Still.</p></div></main>"
    )
    lines = gaps.fill(tree, [*BEFORE, *AFTER], squash("Quay reopens"))
    assert lines == [LONG, *BEFORE, *AFTER, f"{LONG} Still."]


@pytest.mark.parametrize(
    "below",
    [
        f"</div><div class='comments'><p>{LONG}</p>",
        f"<p>Read more</p><p>{LONG}</p>",
        f"<p><a href='/1'>{LONG}</a></p>",
        f"<p>{LONG} {LONG} {LONG}</p>",
    ],
)
def test_what_stands_elsewhere_below_the_text_does_not_end_it(below: str) -> None:
    """Another box, a label first, a link, or as much as the text itself."""
    known = "".join(f"<p>{line}</p>" for line in [*BEFORE, *AFTER])
    tree = html.document_fromstring(f"<main><div class='body'>{known}{below}</div></main>")
    assert gaps.fill(tree, [*BEFORE, *AFTER]) == [*BEFORE, *AFTER]


def test_a_heading_in_a_layout_of_its_own_stays_with_its_text() -> None:
    """Each part has boxes for its columns; a heading above no text is of something else."""
    part = "<section><div><div><div><h2>Step {}</h2></div></div></div><p>{}</p></section>"
    texts = [f"{LONG} {n}." for n in range(3)]
    tree = html.document_fromstring(
        f"<main><p>{BEFORE[0]}</p>{''.join(part.format(n, t) for n, t in enumerate(texts))}"
        f"{part.format(9, 'Photo')}<p>{BEFORE[1]}</p></main>"
    )
    steps = [line for n, text in enumerate(texts) for line in (f"Step {n}", text)]
    assert gaps.fill(tree, [BEFORE[0], *texts, BEFORE[1]]) == [BEFORE[0], *steps, BEFORE[1]]


def test_a_text_in_one_line_is_parted_as_the_page_has_it() -> None:
    """What trafilatura returns in one line where all else fails."""
    texts = [f"{n}. {LONG}" for n in range(20)]
    tree = html.document_fromstring("".join(f"<div>{text}</div>" for text in texts))
    assert gaps.fill(tree, [" ".join(texts)]) == texts


STANDFIRST = "Ferries to the islands run again, and the region pays a third of the repairs."


@pytest.mark.parametrize(
    ("above", "described", "taken"),
    [
        (f"<h1>Quay</h1><p>{STANDFIRST}</p>", [STANDFIRST], True),
        (f"<h1>Quay</h1><div class='article__intro'><p>{STANDFIRST}</p></div>", [], True),
        (f"<header><h1>Quay</h1><h2 class='subTitle'>{STANDFIRST}</h2></header>", [], True),
        (f"<h1>Quay</h1><p>{STANDFIRST}</p>", [], False),
        (f"<p class='lead'>{STANDFIRST}</p><h1>Quay</h1>", [STANDFIRST], False),
        (f"<h1>Quay</h1><p class='lead'><a href='/1'>{STANDFIRST}</a></p>", [], False),
        (f"<h1>Quay</h1><p class='lead'>{STANDFIRST * 6}</p>", [], False),
    ],
)  # fmt: skip
def test_the_standfirst_is_a_part_of_the_text(
    above: str, described: list[str], taken: bool
) -> None:
    """Behind the headline, where the page names it so or describes itself with it."""
    text = "".join(f"<p>{line}</p>" for line in BEFORE)
    tree = html.document_fromstring(f"<article>{above}<div>{text}</div></article>")
    lines = gaps.fill(tree, BEFORE, "quay", list(map(squash, described)))
    assert lines == [STANDFIRST, *BEFORE] if taken else lines == BEFORE
