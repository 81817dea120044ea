"""The examples in the API's description, from real answers about the first bundled article.

python tools/api_examples.py           tell whether they still hold
python tools/api_examples.py --write   write them
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from service import create_app
from service.editions.publisher import Publisher
from service.review.project import Project

ROOT = Path(__file__).parent.parent
FILE = ROOT / "service" / "web" / "examples.json"
# After the newest signature of the bundle.
NOW = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
BASE = "https://summaries.example.org"
SLUG = "nato-condemns-attacks-on-ukraine"
ARTICLE = f"/api/v1/articles/{SLUG}"
PATHS = {
    "languages": "/api/v1/languages",
    "articles": "/api/v1/articles?limit=1",
    "article": ARTICLE,
    "summary": f"{ARTICLE}/summary?lang=de",
}


def examples() -> dict[str, Any]:
    """Return an example for every operation, from a window that has the editions of one article."""
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder, "articles")
        shutil.copytree(ROOT / "articles" / SLUG, articles / SLUG)
        project = Project(articles, ROOT / "locales", ROOT / "journal")
        editions, published = Path(folder, "editions"), Path(folder, "published")
        Publisher(project, editions, lambda: NOW, published).publish()
        config = {"EDITIONS": str(editions), "PUBLISHED": str(published), "BASE_URL": BASE}
        window = create_app(config).test_client()
        return {
            name: {"path": path, "answer": window.get(path).get_json()}
            for name, path in PATHS.items()
        }


def main() -> int:
    """Write or compare, and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the file")
    text = json.dumps(examples(), ensure_ascii=False, indent=1) + "\n"
    if parser.parse_args().write:
        FILE.write_text(text, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text:
        print("the examples are not what the API answers: run this with --write", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
