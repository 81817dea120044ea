"""Measure the intake of pages against answers that people gave: ours beside three peers.

make bench-intake PAGES="FOLDER …" [ARGS="--half held-out"]

A folder is a checkout of scrapinghub/article-extraction-benchmark, AndyTheFactory/newspaper4k,
adbar/trafilatura or flairNLP/fundus; none of their pages is in this repository. Half of each set's
pages, told by a digest of their names, is for development; figures to believe are those of the
other half. The same goes for postlight/parser, mozilla/readability, microlinkhq/metascraper,
adbar/htmldate, Murrough-Foley/web-content-extraction-benchmark (its articles) and
immortal-autumn/Chinese-Web-Content-Extraction-Dataset. What figures of the text become facts of
their kind is counted as well. trafilatura, newspaper4k and readability-lxml read the same pages in
the same run.

A headline is exact where letters and digits are the same; near where one has a kicker or the site's
name more, or few letters differ; another where it is word for word a title or heading of the page,
and the set's answer is not the same one; else wrong. Only the first two count as right.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import difflib
import gzip
import hashlib
import html
import json
import logging
import re
import signal
import sys
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import figure_kinds
from service.drafts import intake
from service.drafts.intake import Story
from service.errors import SummariesError

HALVES = ("development", "held-out")
# What a system may take for one page, in seconds.
LONGEST = 60
# A share of a page's body that counts as right.
GOOD = 0.9
# A page of a set of tests that is smaller is a snippet.
SNIPPET = 8_000
# Two titles this alike differ in a mark or a word.
NEAR = 0.85


@dataclass(frozen=True)
class Page:
    """A page as it was served, and what people say is right; None where they say nothing."""

    name: str
    data: bytes
    url: str | None = None
    language: str | None = None
    headline: str | None = None
    outlet: str | None = None
    day: str | None = None
    authors: tuple[str, ...] | None = None
    body: str | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def half(self) -> str:
        """The half that the page is in."""
        return HALVES[hashlib.sha256(self.name.encode()).digest()[0] % 2]


@dataclass
class Found:
    """What a system says of a page."""

    headline: str | None = None
    outlet: str | None = None
    day: str | None = None
    author: str | None = None
    body: str = ""
    language: str | None = None
    refused: str = ""
    seconds: float = 0.0
    story: Story | None = None


def scrapinghub(folder: Path) -> Iterator[Page]:
    """Yield the pages of scrapinghub/article-extraction-benchmark: bodies."""
    for name, truth in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield Page(name, data, truth["url"], body=truth["articleBody"])


def newspaper4k(folder: Path) -> Iterator[Page]:
    """Yield the pages of newspaper4k's own tests: titles, authors, days, languages, bodies."""
    base = folder / "tests" / "data"
    for file in sorted((base / "metadata").glob("*.json")):
        truth = json.loads(file.read_text("utf-8"))
        page = base / "html" / f"{file.stem}.html"
        body = base / "txt" / f"{file.stem}.txt"
        if not page.exists():
            continue
        date = truth.get("publish_date")
        yield Page(
            file.stem, page.read_bytes(), truth.get("url"), truth.get("language"),
            truth.get("title"), day=str(date)[:10] if date else None,
            authors=tuple(truth.get("authors") or ()) or None,
            body=body.read_text("utf-8") if body.exists() else None,
        )  # fmt: skip


def trafilatura(folder: Path) -> Iterator[Page]:
    """Yield the pages of trafilatura's tests: titles, authors, days, parts of bodies."""
    base = folder / "tests"
    for url, truth in json.loads((base / "evaldata.json").read_text("utf-8")).items():
        name = truth["file"]
        path = next((p for f in ("cache", "eval") if (p := base / f / name).exists()), None)
        if path is None:
            continue
        author = truth.get("author")
        yield Page(
            name, path.read_bytes(), url if url.startswith("http") else None,
            headline=truth.get("title") or None, outlet=truth.get("sitename") or None,
            day=truth.get("date") or None,
            authors=tuple(
                name.strip()
                for name in ([author] if isinstance(author, str) else author)
                if name.strip()
            ) or None if author else None,
            has=tuple(truth["with"]), lacks=tuple(truth["without"]),
        )  # fmt: skip


def fundus(folder: Path) -> Iterator[Page]:
    """Yield the pages of fundus's tests: titles, outlets, authors, days, bodies, 40 countries."""
    base = folder / "tests" / "resources" / "parser" / "test_data"
    outlets: dict[str, str] = {}
    for module in (folder / "src" / "fundus" / "publishers").glob("*/__init__.py"):
        named = r"(\w+)\s*=\s*Publisher\(\s*name=[\"']([^\"']+)"
        outlets |= dict(re.findall(named, module.read_text("utf-8")))
    for answers in sorted(base.glob("*/*.json")):
        known = json.loads((answers.parent / "meta.info").read_text("utf-8"))
        versions = json.loads(answers.read_text("utf-8"))
        files = sorted(
            f for f in known if re.fullmatch(rf"{re.escape(answers.stem)}_[\d_]+\.html\.gz", f)
        )
        if len(files) != len(versions):
            continue
        # Versions of a publisher's layout are numbered in the order of the days they were crawled.
        for (_, truth), file in zip(sorted(versions.items()), files, strict=True):
            day = str(truth.get("publishing_date"))[:10]
            body = truth.get("body") or {}
            parts = [*body.get("summary", ())]
            for section in body.get("sections", ()):
                parts += [*section["headline"], *section["paragraphs"]]
            yield Page(
                f"{answers.parent.name}/{file}",
                gzip.decompress((answers.parent / file).read_bytes()), known[file]["url"],
                headline=truth["title"], day=day,
                outlet=_outlet(outlets.get(answers.stem), known[file]["url"]),
                authors=tuple(truth.get("authors") or ()) or None, body="\n".join(parts),
            )  # fmt: skip


def postlight(folder: Path) -> Iterator[Page]:
    """Yield the pages of postlight/parser's tests: titles, authors, days, stated by people."""
    for test in sorted((folder / "src" / "extractors" / "custom").glob("*/index.test.js")):
        text = test.read_text("utf-8")
        for number, part in enumerate(re.split(r"\bdescribe\(", text)[1:]):
            file = re.search(r"readFileSync\(\s*['\"`]\./(fixtures/[^'\"`]+)", part)
            url = re.search(r"['\"`](https?://[^'\"`]+)['\"`]", part)
            if file is None or url is None or not (folder / file[1]).exists():
                continue
            author, date = _stated(part, "author"), _stated(part, "date_published")
            title = _stated(part, "title")
            if not title:
                continue
            yield Page(
                f"{test.parent.name}/{number}", (folder / file[1]).read_bytes(), url[1],
                headline=title, day=_days(date),
                authors=(author,) if author else None,
            )  # fmt: skip


def _days(moment: str | None) -> str | None:
    """Return the days that a time in UTC is somewhere: a page says the publisher's own."""
    if not moment or not re.match(r"\d{4}-\d\d-\d\d", moment):
        return None
    if not re.fullmatch(r"[\d-]+T[\d:.]+Z", moment):
        return moment[:10]
    time = datetime.datetime.fromisoformat(moment)
    zones = (datetime.timedelta(hours=hours) for hours in (0, -12, 14))
    return "\n".join(dict.fromkeys((time + zone).date().isoformat() for zone in zones))


def _stated(test: str, name: str) -> str | None:
    """Return the text that a JavaScript test says a value is equal to."""
    match = re.search(rf"assert\.equal\(\s*{name},\s*(['\"`])((?:\\.|(?!\1).)*)\1", test, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", match[2]).strip() if match else None


def readability(folder: Path) -> Iterator[Page]:
    """Yield the pages of mozilla/readability's tests: what its own algorithm says, reviewed.

    Its snippets of mark-up are left out.
    """
    for known in sorted((folder / "test" / "test-pages").glob("*/expected-metadata.json")):
        truth = json.loads(known.read_text("utf-8"))
        page = (known.parent / "source.html").read_bytes()
        title, body = truth.get("title"), (known.parent / "expected.html").read_text("utf-8")
        if not title or len(title.split()) < 3 or len(page) < SNIPPET:
            continue
        date, language = truth.get("publishedTime"), truth.get("lang")
        yield Page(
            known.parent.name, page, None, language, title, truth.get("siteName"),
            str(date)[:10] if re.match(r"\d{4}-\d\d-\d\d", str(date)) else None, body=_text(body),
        )  # fmt: skip


def _text(source: str) -> str:
    """Return the words of a piece of HTML."""
    marked = re.sub(r"</(?:p|div|li|h\d|figcaption|blockquote|td)>|<br[^>]*>", "\n", source)
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


def metascraper(folder: Path) -> Iterator[Page]:
    """Yield the pages of metascraper's tests: what it says of them, reviewed."""
    for page in sorted((folder / "packages/metascraper/test/integration").glob("*/input.html")):
        test = (page.parent / "index.js").read_text("utf-8")
        answers = page.parent / "snapshots" / "index.js.md"
        url = re.search(r"(?:^|\b)const url\s*=\s*['\"`]([^'\"`]+)", test)
        if url is None or not answers.exists():
            continue
        said: dict[str, str] = {}
        for key, _, value in re.findall(
            r"^\s+(\w+): (['\"`])(.*)\2,$", answers.read_text("utf-8"), re.MULTILINE
        ):
            said.setdefault(key, re.sub(r"\\(.)", r"\1", value))
        yield Page(
            page.parent.name, page.read_bytes(), url[1], said.get("lang"), said.get("title"),
            said.get("publisher"), _days(said.get("date")),
            (said["author"],) if said.get("author") else None,
        )  # fmt: skip


def htmldate(folder: Path) -> Iterator[Page]:
    """Yield the pages of htmldate's tests, of which people said the day."""
    base = folder / "tests"
    for answers in sorted(base.glob("eval*.json")):
        for url, truth in json.loads(answers.read_text("utf-8")).items():
            places = (base / place / truth["file"] for place in ("test_set", "cache", "eval"))
            path = next((p for p in places if p.exists()), None)
            # Of some pages nobody found a day: they have a number that is none.
            if path is not None and isinstance(truth["date"], str):
                yield Page(f"{answers.stem}/{truth['file']}", path.read_bytes(),
                           url if url.startswith("http") else None, day=truth["date"])  # fmt: skip


def extraction(folder: Path) -> Iterator[Page]:
    """Yield the articles of Web Content eXtraction Benchmark: titles, authors, days, bodies."""
    for answers in sorted(folder.glob("*/ground-truth/*.json")):
        known = json.loads(answers.read_text("utf-8"))
        page = answers.parent.parent / "html" / f"{answers.stem}.html.gz"
        if known["_internal"]["page_type"]["primary"] != "article" or not page.exists():
            continue
        truth = known["ground_truth"]
        author, day = truth.get("author"), str(truth.get("publish_date"))
        yield Page(
            answers.stem, gzip.decompress(page.read_bytes()), known.get("url"),
            headline=truth.get("title"), body=truth.get("main_content"),
            day=day[:10] if re.match(r"\d{4}-\d\d-\d\d", day) else None,
            authors=(author,) if author else None,
            has=tuple(truth.get("with") or ()), lacks=tuple(truth.get("without") or ()),
        )  # fmt: skip


def chinese(folder: Path) -> Iterator[Page]:
    """Yield the pages of a set of Chinese ones: authors, days, bodies, marked by people."""
    for page in sorted((folder / "original").glob("*.html")):
        author, date, body = (
            (folder / name / f"{page.stem}.txt").read_text("utf-8").strip()
            for name in ("author", "date", "cleaned")
        )
        day = re.match(r"(\d{4})\D(\d\d?)\D(\d\d?)", date)
        yield Page(
            page.stem, page.read_bytes(), None, "zh", body=body,
            day="{}-{:0>2}-{:0>2}".format(*day.groups()) if day else None,
            authors=tuple(author.split()) if author not in ("", "UNKNOWN") else None,
        )  # fmt: skip


def _outlet(name: str | None, url: str) -> str | None:
    """Return the names that are right: English ones are given, so the host's name is, too."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").rsplit(".", 1)[0]
    return f"{name}\n{host}" if name else None


SETS: Mapping[str, tuple[str, Callable[[Path], Iterator[Page]]]] = {
    "ground-truth.json": ("scrapinghub", scrapinghub),
    "tests/data/metadata": ("newspaper4k", newspaper4k),
    "tests/evaldata.json": ("trafilatura", trafilatura),
    "tests/resources/parser/test_data": ("fundus", fundus),
    "src/extractors/custom": ("postlight", postlight),
    "test/test-pages": ("readability", readability),
    "packages/metascraper": ("metascraper", metascraper),
    "tests/eval_mediacloud_2020.json": ("htmldate", htmldate),
    "dev/ground-truth": ("web content extraction", extraction),
    "cleaned": ("chinese", chinese),
}


def ours(page: Page) -> Found:
    """Return what this project's intake says."""
    try:
        story = intake.read(page.data, page.url)
    except SummariesError as error:
        return Found(refused=str(error))
    about = story.about
    return Found(
        story.headline, about.outlet,
        about.published.isoformat()[:10] if about.published else None,
        about.authors[0] if about.authors else None, story.body, story.language, story=story,
    )  # fmt: skip


def trafilatura_alone(page: Page) -> Found:
    """Return what trafilatura says, metadata included."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - a peer, loaded where it is measured

    found = bare_extraction(
        page.data, page.url, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None:
        return Found(refused="nothing")
    author = (found.author or "").split(";")[0].strip()
    return Found(
        found.title,
        found.sitename,
        found.date,
        author or None,
        found.text or "",
        found.language if isinstance(found.language, str) else None,
    )


def newspaper4k_alone(page: Page) -> Found:
    """Return what newspaper4k says."""
    from newspaper import Article  # noqa: PLC0415 - a peer, loaded where it is measured

    article = Article(
        page.url or "https://example.org/a", fetch_images=False, follow_meta_refresh=False
    )
    article.download(input_html=_decoded(page.data))
    article.parse()
    date = article.publish_date
    return Found(
        article.title, article.meta_site_name or None, str(date)[:10] if date else None,
        article.authors[0] if article.authors else None, article.text, article.meta_lang or None,
    )  # fmt: skip


def readability_alone(page: Page) -> Found:
    """Return what readability-lxml says: it knows titles and bodies."""
    from lxml import html as parser  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415 - a peer, loaded where it is measured

    document = Document(_decoded(page.data))
    body = parser.fromstring(document.summary(html_partial=True))
    return Found(document.short_title(), body="\n".join(body.itertext()))


def _decoded(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415

    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return str(from_bytes(data).best() or data.decode("latin-1"))


SYSTEMS: Mapping[str, Callable[[Page], Found]] = {
    "ours": ours,
    "trafilatura": trafilatura_alone,
    "newspaper4k": newspaper4k_alone,
    "readability-lxml": readability_alone,
}


@dataclass
class Tally:
    """Counts of one system on one set."""

    counts: Counter[str] = field(default_factory=Counter)
    recall: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def share(self, right: str, of: str) -> str:
        """Return a share in per cent, with what it is a share of; a dash where of nothing."""
        total = self.counts[of]
        return f"{100 * self.counts[right] / total:.1f} ({total})" if total else "–"


def judge(page: Page, found: Found, tally: Tally) -> dict[str, tuple[object, object]]:
    """Count what is right; return what is not, as pairs of what was found and what is right."""
    wrong: dict[str, tuple[object, object]] = {}
    counts = tally.counts
    counts["pages"] += 1
    counts["refused"] += bool(found.refused)
    if page.headline:
        kind = _headline(found.headline or "", page.headline, page.data)
        counts["headline"] += 1
        counts[f"headline {kind}"] += 1
        if kind != "exact":
            wrong[f"headline {kind}"] = (found.headline, page.headline)
    for key, given, right in (
        ("outlet", found.outlet, page.outlet),
        ("day", found.day, page.day),
        ("language", found.language, page.language),
    ):
        if right:
            counts[key] += 1
            same = _alike(key, given or "", right)
            counts[f"{key} right"] += same
            counts[f"{key} none"] += not given
            if not same:
                wrong[key] = (given, right)
    counts["language found"] += bool(found.language)
    if page.authors:
        counts["author"] += 1
        # Some sets have all the names in one text, and what stands behind them.
        first = re.split(r"[,;|/]|\s(?:and|und|et|y|e|og|och|i|та)\s", page.authors[0])[0]
        same = _squash(found.author or "") in (_squash(page.authors[0]), _squash(first))
        counts["author right"] += same
        counts["author none"] += not found.author
        if not same:
            wrong["author"] = (found.author, page.authors)
    if page.body:
        recall, precision = _overlap(found.body, page.body)
        tally.recall.append(recall)
        tally.precision.append(precision)
        counts["body"] += 1
        counts["body good"] += recall >= GOOD and precision >= GOOD
        if recall < GOOD or precision < GOOD:
            wrong["body"] = (f"{recall:.2f} {precision:.2f}", "")
    folded = _fold(f"{found.headline or ''} {found.body}")
    for key, parts, want in (("with", page.has, True), ("without", page.lacks, False)):
        for part in parts:
            counts[key] += 1
            right = (_fold(part) in folded) == want
            counts[f"{key} right"] += right
            if not right:
                wrong[f"{key} {part[:60]}"] = ("", "")
    return wrong


def _headline(given: str, right: str, data: bytes) -> str:
    ours, theirs = _squash(given), _squash(right)
    if ours == theirs:
        return "exact"
    alike = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    if alike >= NEAR or _is_part(given, right) or _is_part(right, given):
        return "near"
    return "another" if ours and ours in map(_squash, _titles(_decoded(data))) else "wrong"


def _is_part(part: str, whole: str) -> bool:
    """Tell whether ``whole`` is ``part`` with a kicker or a site's name at a separator."""
    short, long = _squash(part), _squash(whole)
    if len(part.split()) < 3 and len(short) < 10:
        return False
    cuts = re.split(r"\s*[:|｜•»/]\s*|\s+[-–—]+\s+|--", whole)
    rest = long.removeprefix(short) if long.startswith(short) else long.removesuffix(short)
    return rest != long and len(rest) < len(short) and any(_squash(cut) == rest for cut in cuts)


def _titles(source: str) -> Iterator[str]:
    """Yield the headings and titles of a page, word for word."""
    for match in re.finditer(r"<(h[1-3]|title)\b[^>]*>(.*?)</\1\s*>", source, re.S | re.I):
        yield _text(match[2])
    for match in re.finditer(r"<meta\b[^>]*\btitle[\"'][^>]*>", source, re.I):
        for content in re.finditer(r"content=(\"[^\"]*\"|'[^']*')", match[0], re.I):
            yield html.unescape(content[1][1:-1])


def _alike(key: str, given: str, right: str) -> bool:
    if key == "day":
        return given in right.split("\n")
    if key == "language":
        return (
            given.split("_", maxsplit=1)[0]
            == right.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0]
        )
    ours = _squash(given)
    return bool(ours) and any(
        ours in their or their in ours for their in map(_squash, right.split("\n")) if their
    )


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", html.unescape(text).replace("\u00ad", ""))
    return " ".join(text.split()).casefold()


def _squash(text: str) -> str:
    """Return letters and digits alone, so that no quotation mark makes a difference."""
    return "".join(filter(str.isalnum, _fold(text)))


def _overlap(given: str, right: str) -> tuple[float, float]:
    """Return recall and precision by runs of four words, as scrapinghub's benchmark counts."""
    ours, theirs = _runs(given), _runs(right)
    common = (ours & theirs).total()
    return common / max(theirs.total(), 1), common / max(ours.total(), 1)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+", _fold(text))
    return Counter(tuple(words[i : i + 4]) for i in range(max(len(words) - 3, 1)))


class TooLongError(Exception):
    """A system took too long for a page."""


def _stop(*_: object) -> None:
    raise TooLongError


def run(system: Callable[[Page], Found], page: Page, failed: list[str]) -> Found:
    """Return what a system finds, and how long it took; a traceback is kept in ``failed``."""
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(LONGEST)
    begun = time.perf_counter()
    try:
        found = system(page)
    except Exception:  # whatever a system raises counts against it
        failed.append(f"{page.name}\n{traceback.format_exc()}")
        found = Found(refused="traceback")
    finally:
        signal.alarm(0)
    found.seconds = time.perf_counter() - begun
    return found


def table(results: Mapping[str, Mapping[str, Tally]]) -> Iterator[str]:
    """Yield the lines of the tables, one for each set of pages."""
    for name, systems in results.items():
        yield f"\n### {name}\n"
        yield (
            "| system | pages | refused | traceback | headline exact | near | another | outlet "
            "| day | first author | body ≥ 0.9 | recall | precision | parts kept | parts left out "
            "| language found | right | seconds |"
        )
        yield "|---" * 18 + "|"
        for system, tally in systems.items():
            c, pages = tally.counts, tally.counts["pages"]
            mean = [f"{sum(x) / len(x):.3f}" if x else "–" for x in (tally.recall, tally.precision)]
            yield (
                f"| {system} | {pages} | {c['refused']} | {c['traceback']} "
                f"| {tally.share('headline exact', 'headline')} "
                f"| {tally.share('headline near', 'headline')} "
                f"| {tally.share('headline another', 'headline')} "
                f"| {tally.share('outlet right', 'outlet')} | {tally.share('day right', 'day')} "
                f"| {tally.share('author right', 'author')} | {tally.share('body good', 'body')} "
                f"| {mean[0]} | {mean[1]} | {tally.share('with right', 'with')} "
                f"| {tally.share('without right', 'without')} "
                f"| {tally.share('language found', 'pages')} "
                f"| {tally.share('language right', 'language')} | {tally.seconds:.1f} |"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--half", choices=(*HALVES, "all"), default="held-out")
    parser.add_argument("--systems", default=",".join(SYSTEMS), metavar="NAME,…")
    parser.add_argument("--wrong", type=Path, metavar="FILE", help="write what is wrong, as JSON")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    results: dict[str, dict[str, Tally]] = {}
    wrong: list[object] = []
    kinds: dict[str, Counter[str]] = {}
    for folder in options.folders:
        name, load = next(
            (found for path, found in SETS.items() if (folder / path).exists()), (None, None)
        )
        if name is None or load is None:
            parser.error(f"{folder} is none of the sets that are known: see --help")
        pages = [p for p in load(folder) if options.half in ("all", p.half)]
        results[name] = {}
        for system in options.systems.split(","):
            tally = results[name][system] = Tally()
            failed: list[str] = []
            for page in pages:
                found = run(SYSTEMS[system], page, failed)
                tally.seconds += found.seconds
                if found.story is not None:
                    kinds.setdefault(name, Counter()).update(figure_kinds.measure(found.story))
                if errors := judge(page, found, tally):
                    said = {"refused": found.refused} if found.refused else {}
                    wrong.append({"system": system, "page": page.name, **said, **errors})
            tally.counts["traceback"] = len(failed)
            for text in failed if system == "ours" else ():
                print(text, file=sys.stderr)  # noqa: T201
    print(f"{datetime.date.today()}, {options.half}", *table(results), sep="\n")  # noqa: T201, DTZ011
    print(*figure_kinds.table(kinds), sep="\n")  # noqa: T201
    if options.wrong:
        with contextlib.closing(options.wrong.open("w", encoding="utf-8")) as file:
            for item in wrong:
                file.write(json.dumps(item, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
