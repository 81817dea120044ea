"""A real browser and a real server, for the tests of what readers get."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import LOCALES, ROOT, SLUG, Newsroom

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SUMMARIES = Path(sys.executable).parent / "summaries"
# The same engine without a desktop's windows, profiles and extensions takes a third of the
# processor's time.
CHROMIUM = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60


def missing(what: str) -> None:
    """Skip, or fail where all that the tests need is to be installed."""
    reason = f"{what} is not installed"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium. Not for longer than a module: its loop would be in others' way."""
    try:
        from playwright._impl._driver import compute_driver_executable
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    several = [path for path in CHROMIUM if Path(path).exists()]
    if not several:
        missing(CHROMIUM[0])
    # The driver is a program of its own, which needs a library that small systems lack.
    driver, _script = compute_driver_executable()
    if subprocess.run([driver, "--version"], capture_output=True, check=False).returncode:
        missing("libatomic1 (for Playwright's driver)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=several[0], args=ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def serving(room: Newsroom) -> Iterator[str]:
    """Publish what is signed in ``room``, and serve it at the address that this gives."""
    assert not room.publish().problems
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [SUMMARIES, "serve", "--no-publisher", "--port", str(port)],
        env=os.environ | {"SUMMARIES_EDITIONS": str(room.editions)},
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(f"{address}/readyz", process)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """Ask again and again until the server is ready; fail when it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                assert answer.status == 200
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the server ended with status {process.wait(0.05)}")
    pytest.fail(f"the server was not ready within {PATIENCE} seconds")


def with_interface(folder: Path, *locales: str) -> Newsroom:
    """Return a newsroom without an article, and with the interface in ``locales``."""
    room = Newsroom(folder)
    for locale in locales:
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    return room


def add_bundled(room: Newsroom, slug: str = SLUG) -> None:
    """Put the bundled article into ``room``, signed in all its languages, as ``slug``."""
    shutil.copytree(ROOT / "articles" / SLUG, room.articles / slug)
    for locale in LOCALES:
        name = Path(locale) / "LC_MESSAGES"
        shutil.copy(ROOT / "locales" / name / f"{SLUG}.po", room.locales / name / f"{slug}.po")
        room.sign(slug, locale, name="Claude")


def fits_the_screen(page: Page) -> bool:
    """Tell whether the page can only be scrolled down, not sideways."""
    return page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.documentElement)")


def style(page: Page, css: str) -> None:
    """Add ``css`` to the page, as a reader's own styles. The page's policy keeps out others."""
    page.evaluate(
        """css => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        css,
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it, from 1 to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a computed colour: ``rgb(11, 92, 107)``."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
