"""Which software this is: what another made may have to be made again."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import distributions
from pathlib import Path


@lru_cache(maxsize=1)
def package_digest() -> str:
    """Return what tells this package, and the Python it runs on, from other versions."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:32]


@lru_cache(maxsize=1)
def environment_digest() -> str:
    """Return what tells this package, and all that is installed beside it, from other versions."""
    digest = hashlib.sha256(package_digest().encode())
    for name, version in sorted((str(d.name), d.version) for d in distributions()):
        digest.update(f"{name} {version}\0".encode())
    return digest.hexdigest()[:32]
