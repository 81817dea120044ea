"""Count what each ability costs in lines, then and now: ``python tools/lines.py [THEN [NOW]]``.

``THEN`` is the commit before the code got its rooms, ``NOW`` is HEAD: both are read from git, so a
clone with its history is needed. “Code” are lines with more on them than comments and docstrings.
What no ability of then has is listed as new.
"""

from __future__ import annotations

import ast
import fnmatch
import io
import subprocess
import sys
import tokenize

THEN, NOW = "db288d7", "HEAD"
# Of each ability: its modules before the rooms, and its modules now, below ``service/``.
ABILITIES: dict[str, tuple[str, str]] = {
    "PO files: read, write": (
        "catalog/*", "catalog/__init__ catalog/model catalog/parser catalog/fast_parser "
        "catalog/reader catalog/writer catalog/changes catalog/entry_text catalog/layout",
    ),
    "article, summary, facts, placeholders": (
        "article fact message placeholder plurals characters passages",
        "content/article content/article_text content/summary_file content/statement_table "
        "content/toml_text "
        "content/fact_table content/facts content/quantity_text content/date_text content/ranges "
        "content/time_text content/messages content/placeholders content/plural_rules "
        "content/unsafe_characters content/evidence",
    ),
    "checks": ("checks/*", "review/checks/* content/lexicon* content/number_words/*"),
    "exchange with other tools": ("interchange/* cli/interchange", "review/exchange/* cli/catalog"),
    "status, backlog, glossary, merge of sources": (
        "assessment queue glossary update workshop",
        "review/status review/backlog review/glossary review/merge_source review/project",
    ),
    "edition files: plan, write, verify": (
        "edition record shelf survey publisher look",
        "editions/model editions/verification editions/edition_json editions/store editions/plan "
        "editions/plan_findings editions/next_editions editions/edition_plan editions/compose "
        "editions/succession editions/publisher editions/publisher_index "
        "editions/article_publisher editions/file_scan editions/project_scan",
    ),
    "the window's copy of editions": (
        "library view memory index", "editions/repository editions/snapshot editions/cache "
        "editions/lazy_editions editions/article_order editions/index",
    ),
    "response cache": ("front", "web/response_cache web/cached_response"),
    "metrics, logs, request ids": (
        "metrics web/metrics logs meter",
        "web/metrics web/views/metrics web/logs web/instrumentation",
    ),
    "negotiation of languages": (
        "negotiation", "web/negotiation web/language_distance content/locales",
    ),
    "social cards": ("card web/cards", "web/social_card web/views/cards"),
    "pages and API": (
        "web/pages web/api web/answers web/reader web/openapi web/errors web/feeds web/health "
        "web/formats web/structured web/limits web/__init__ application",
        "web/views/pages web/views/api web/api_answers web/schemas web/request_context "
        "web/source_text web/openapi web/errors web/views/feeds web/views/health web/text_formats "
        "web/json_ld web/rate_limit web/__init__ web/views/__init__ web/app",
    ),
    "export": ("export/*", "export/*"),
    "the server's processes": (
        "cli/server cli/serving parent",
        "cli/http_server cli/supervisor cli/serve cli/publish processes",
    ),
    "settings": ("settings", "settings"),
    "drafts": ("drafts/* cli/drafting cli/steps", "drafts/* cli/draft cli/draft_steps"),
}  # fmt: skip


def git(*words: str) -> str:
    """Return what git prints."""
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout


def sources(commit: str) -> dict[str, str]:
    """Return the modules below ``service/`` in ``commit``, by name without ``.py``."""
    names = git("ls-tree", "-r", "--name-only", commit, "service").split()
    return {
        name.removeprefix("service/").removesuffix(".py"): git("show", f"{commit}:{name}")
        for name in names
        if name.endswith(".py")
    }


def code_lines(source: str) -> int:
    """Return how many lines of ``source`` have code, docstrings left out."""
    texts: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            texts |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    no_code = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in no_code and token.type != tokenize.ENDMARKER:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - texts)


def of(patterns: str, modules: dict[str, str]) -> list[str]:
    """Return the modules that ``patterns`` name. Raises ValueError for a pattern without any."""
    chosen: list[str] = []
    for pattern in patterns.split():
        names = [name for name in modules if fnmatch.fnmatch(name, pattern)]
        if not names:
            raise ValueError(f"there is no module {pattern}")
        chosen += names
    return chosen


def row(name: str, before: list[str], after: list[str]) -> str:
    """Return a line of the table."""
    numbers = [len(before), *sums(before), len(after), *sums(after)]
    return f"| {name} | " + " | ".join(f"{number:,}" for number in numbers) + " |"


def sums(texts: list[str]) -> tuple[int, int]:
    """Return the lines of ``texts``, and those with code."""
    return sum(len(t.splitlines()) for t in texts), sum(map(code_lines, texts))


def table(then: str, now: str) -> str:
    """Return the table as Markdown."""
    old, new = sources(then), sources(now)
    lines = [
        "| ability | modules then | lines | code | modules now | lines | code |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    counted: tuple[set[str], set[str]] = (set(), set())
    for name, (before, after) in ABILITIES.items():
        chosen = of(before, old), of(after, new)
        lines.append(row(name, [old[n] for n in chosen[0]], [new[n] for n in chosen[1]]))
        counted[0].update(chosen[0])
        counted[1].update(chosen[1])
    rest = (
        [old[n] for n in old if n not in counted[0]],
        [new[n] for n in new if n not in counted[1]],
    )
    lines.append(row("all else; most of it new", *rest))
    lines.append(row("together", list(old.values()), list(new.values())))
    return "\n".join(lines)


if __name__ == "__main__":
    print(  # noqa: T201
        table(*[*sys.argv[1:], *(THEN, NOW)[len(sys.argv) - 1 :]])
    )
