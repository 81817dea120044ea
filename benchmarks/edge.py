"""The edge of docker-compose.yml beside a plain nginx that serves the same bytes, both over TLS.

    python benchmarks/edge.py [--pairs 15] [--seconds 2] [--write]

Exports the bundled articles, starts the edge as its image does (one worker, on one core) and a
plain nginx with the same certificate, and asks both in turn with wrk on the other core: answers a
second, processor time for each. Then h2load asks the edge for half of what it can over HTTP/2, and
says how long each answer took. Debian's nginx-light, libnginx-mod-http-js,
libnginx-mod-http-brotli-static, wrk, nghttp2-client. --write writes docs/benchmarks-edge.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import load

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks-edge.md"
# Of h2load's clock, a second.
TICKS = 100
SLUG = "nato-condemns-attacks-on-ukraine"
# Those of the plain server: what any nginx with precompressed files has, and nothing else.
PLAIN = """
load_module MODULES/ngx_http_brotli_static_module.so;
daemon off; pid FOLDER/plain.pid; error_log stderr crit; worker_processes 1; user root;
events { worker_connections 8192; }
http {
  types { text/html html; application/json json; }
  access_log off; sendfile on; tcp_nopush on; server_tokens off;
  server { listen 127.0.0.1:HEALTH; location / { return 200; } }
  server {
    listen 127.0.0.1:PORT ssl http2;
    ssl_certificate FOLDER/tls.crt; ssl_certificate_key FOLDER/tls.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    root EXPORT/site; gzip_static on; brotli_static on; gzip_vary on;
  }
}
"""
MODULES = "/usr/lib/nginx/modules"
BROWSER = ("Accept-Encoding: gzip, deflate, br", "Accept-Language: uk,en;q=0.5",
           "User-Agent: Mozilla/5.0", "Accept: text/html")  # fmt: skip
# What is asked for, and where the plain server has the same bytes; nothing where it has none.
ASKED = {
    "edition page": (f"/uk/{SLUG}", f"/uk/{SLUG}.html"),
    "list": ("/uk/", "/uk/index.html"),
    "API, an article": (f"/api/v1/articles/{SLUG}", f"/api/v1/articles/{SLUG}.json"),
    "`/`, negotiated by the script": ("/", ""),
    "`/articles/{slug}`, negotiated by the script": (f"/articles/{SLUG}", ""),
}


@dataclass(frozen=True)
class Row:
    """What came of the pairs: shares of the plain server’s rate, processor time of both in µs."""

    ratios: tuple[float, ...]
    rate: float
    edge: float
    plain: float
    wrong: int


@contextlib.contextmanager
def servers(folder: Path) -> Iterator[tuple[load.Server, load.Server]]:
    """Run the edge and the plain server over the export in ``folder``."""
    own = folder / "edge"
    shutil.copytree(ROOT / "deploy" / "edge", own)
    text = (own / "nginx.conf").read_text()
    # One worker on one core, and connections that outlast a run, for both.
    text = text.replace("worker_processes auto;", "worker_processes 1; user root;")
    assert "worker_processes 1;" in text
    (own / "nginx.conf").write_text(text)
    run, secure = own / "run", load.free_port()
    health = load.free_port()
    environment = {
        "EDGE_EXPORT": str(folder / "export"), "EDGE_FOLDER": str(run), "EDGE_MODULES": MODULES,
        "EDGE_HTTP": f"127.0.0.1:{health}", "EDGE_HTTPS": f"127.0.0.1:{secure}",
        "EDGE_WINDOW": "127.0.0.1:1", "EDGE_CERTIFICATE": str(folder / "none"),
    }  # fmt: skip
    with load.running(["sh", own / "entrypoint.sh"], environment, "/healthz", health) as edge:
        plain, port = load.free_port(), load.free_port()
        text = PLAIN.replace("FOLDER", str(run)).replace("EXPORT", str(folder / "export"))
        text = text.replace("MODULES", MODULES).replace("PORT", str(port))
        (run / "plain.conf").write_text(text.replace("HEALTH", str(plain)))
        command = ["nginx", "-e", "stderr", "-p", str(run), "-c", str(run / "plain.conf")]
        with load.running(command, {}, "/", plain) as other:
            edge.secure, other.secure = secure, port
            edge.counted = other.counted = "nginx"
            yield edge, other


def export(folder: Path) -> None:
    """Publish and export the bundled articles."""
    settings = {
        "SUMMARIES_EDITIONS": str(folder / "editions"),
        "SUMMARIES_PUBLISHED": str(folder / "published"),
        "SUMMARIES_BASE_URL": "https://summaries.example.org",
    }
    for words in (["publish"], ["export", str(folder / "export")]):
        subprocess.run(  # noqa: S603 - our own words
            [load.BIN / "summaries", *words], env=os.environ | settings, cwd=ROOT, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip


def compare(edge: load.Server, plain: load.Server, name: str, pairs: int, seconds: int) -> Row:
    """Ask both in turn."""
    mine, theirs = ASKED[name]
    several = []
    for number in range(pairs):
        runs = [(edge, mine), (plain, theirs)] if theirs else [(edge, mine)]
        done = {}
        for server, path in runs if number % 2 else reversed(runs):
            done[server] = server.load(path, BROWSER, seconds)
        several.append((done[edge], done.get(plain)))
    both = [(one, other) for one, other in several if other]
    middle = statistics.median
    return Row(
        tuple(sorted(one.rate / other.rate for one, other in both)),
        middle(one.rate for one, _other in several), middle(one.cpu for one, _other in several),
        middle([other.cpu for _one, other in both] or [0]),
        sum(one.wrong for one, _other in several) + sum(other.wrong for _one, other in both),
    )  # fmt: skip


def interval(values: tuple[float, ...]) -> tuple[float, float]:
    """Return between which of the sorted ``values`` the median is, with 95 % confidence."""
    # By the binomial law: the ranks beyond which the median is in less than 2.5 % of the cases.
    count, rank, beyond = len(values), 0, 0.0
    chance = 0.5**count
    while beyond + chance <= 0.025:
        beyond += chance
        rank += 1
        chance = chance * (count - rank + 1) / rank
    rank = max(rank - 1, 0)
    return values[rank], values[-1 - rank]


def half(edge: load.Server, rate: float, seconds: int) -> tuple[float, float, float]:
    """Ask for a page at half of ``rate`` over HTTP/2; return rate, median and p99 in ms.

    h2load's clock ticks a hundred times a second, and a connection with one stream asks once in
    each tick: so many connections are opened as that takes.
    """
    clients = math.ceil(rate / 2 / TICKS)
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "log"
        named = [word for header in BROWSER for word in ("-H", header)]
        subprocess.run(  # noqa: S603 - our own words
            ["taskset", "-c", load.CLIENT, "h2load", "-t1", f"-c{clients}", "-m1",  # noqa: S607
             f"--rps={TICKS}", f"-D{seconds}", f"--log-file={log}",
             *named, f"https://127.0.0.1:{edge.secure}{ASKED['edition page'][0]}"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        lines = [line.split("\t") for line in log.read_text().splitlines()]
    assert all(status == "200" for _start, status, _time in lines)
    times = sorted(int(time) / 1000 for _start, _status, time in lines)
    return len(times) / seconds, times[len(times) // 2], times[len(times) * 99 // 100]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--only")
    parser.add_argument("--export", type=Path, help="an export that is there already")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if given.export:
            (folder / "export").symlink_to(given.export)
        else:
            export(folder)
        with servers(folder) as (edge, plain):
            rows = {
                what: compare(edge, plain, what, given.pairs, given.seconds)
                for what in ASKED if given.only in (None, what)
            }  # fmt: skip
            calm = half(edge, next(iter(rows.values())).rate, 5 * given.seconds)
    text = page(rows, calm, given.pairs, given.seconds)
    sys.stdout.write(text)
    if given.write:
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        PAGE.write_text(text + "".join(old.partition("\n## What this says")[1:]), encoding="utf-8")


def page(rows: dict[str, Row], calm: tuple[float, ...], pairs: int, seconds: int) -> str:
    """Return docs/benchmarks-edge.md."""
    lines = [
        "# The edge, measured",
        "",
        f"Written by `python benchmarks/edge.py --write` on {datetime.date.today()}: the edge of "  # noqa: DTZ011
        "`docker-compose.yml`, one worker on one core, beside",
        "a plain nginx that serves the same bytes, compressed, over TLS with the same certificate "
        f"and one `location`. {pairs} pairs in turn, {seconds} s each, wrk with",
        f"{load.CONNECTIONS} connections (HTTP/1.1). Medians; in brackets the 95 % interval of the "
        f"median. Load average {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores: above 2 the "
        "machine had other work, too.",
        "",
        "| what | answers/s | ÷ plain nginx | processor, µs an answer | plain nginx’s "
        "| ÷ plain nginx by that | wrong |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, row in rows.items():
        ratio = "–"
        if row.ratios:
            low, high = interval(row.ratios)
            ratio = f"{statistics.median(row.ratios):.2f} ({low:.2f}–{high:.2f})"
        lines.append(
            f"| {name} | {row.rate:,.0f} | {ratio} | {row.edge:.1f} "
            f"| {f'{row.plain:.1f} | {row.plain / row.edge:.2f}' if row.plain else '– | –'} "
            f"| {row.wrong} |"
        )
    rate, median, p99 = calm
    lines += [
        "",
        f"At half of its rate ({rate:,.0f} answers/s, HTTP/2, h2load) the edition page takes "
        f"{median:.2f} ms at the median and {p99:.2f} ms for the slowest of a hundred (p99).",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
