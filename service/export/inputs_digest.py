"""What every file of an export depends on besides editions.

That is software, settings, interfaces, and whether only people sign.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from ..editions import build_id
from ..editions.snapshot import Snapshot
from ..settings import Settings

# Settings that no answer shows. All others count, those not thought of yet among them.
UNSEEN = frozenset({
    "articles", "locales", "editions", "published", "publisher_keys", "bucket", "bucket_folder",
    "drafts", "model_key", "desk", "refresh",
    "rate_limit", "rate_limit_storage", "trusted_proxies", "metrics", "log_format", "access_log",
})  # fmt: skip
_FONTS = (".ttf", ".otf", ".ttc")


def of(settings: Settings, view: Snapshot) -> str:
    """Return a digest of every input but the editions: it changes when any file may change."""
    values = {f.name: str(getattr(settings, f.name)) for f in fields(settings)}
    inputs = [
        build_id.environment_digest(),
        sorted((name, value) for name, value in values.items() if name not in UNSEEN),
        sorted(_fonts(settings.fonts)),
        [
            (name, sorted(interface.texts.items()))
            for name, interface in sorted(view.interfaces.items())
        ],
        view.people_only,
        view.signers,
        sorted(view.formerly.items()),
    ]
    return hashlib.sha256(repr(inputs).encode()).hexdigest()[:32]


def _fonts(folder: Path) -> Iterator[tuple[str, int, int]]:
    for file in folder.rglob("*.[ot]t[fc]"):
        if file.suffix in _FONTS and file.is_file():
            status = file.stat()
            yield str(file), status.st_size, status.st_mtime_ns
