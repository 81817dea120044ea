"""The settings of this run, from the environment.

Flask is not asked: loading it takes longer than most commands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import SettingsError
from ..settings import Settings
from .unsafe_characters import forbidden

PREFIX = "SUMMARIES_"
# The settings that pages have as they are.
SHOWN = ("site_name", "publisher", "imprint", "contact", "base_url")


def load(config: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings from the environment, overridden by ``config``.

    Values are text, and ``config`` has names without the prefix. Raises
    :class:`~service.errors.SettingsError` for a value that cannot be used.
    """
    names = {key.removeprefix(PREFIX): v for key, v in os.environ.items() if key.startswith(PREFIX)}
    settings = Settings.from_mapping(names | dict(config or {}), instance_folder())
    for name in SHOWN:
        if character := next(forbidden(getattr(settings, name)), None):
            raise SettingsError(
                f"SUMMARIES_{name.upper()} has what readers cannot see, or cannot tell apart: "
                f"{character}; write it without"
            )
    return settings


def instance_folder() -> Path:
    """Return where what is made here is kept: Flask's instance folder.

    ``instance`` beside the package; for an installed one ``var/service-instance`` below Python's
    own folder.
    """
    package = Path(os.path.abspath(__file__)).parent.parent  # noqa: PTH100 - links are not followed
    parent = package.parent
    if parent.is_relative_to(sys.prefix):
        return Path(sys.prefix) / "var" / f"{package.name}-instance"
    if parent.name.lower() != "site-packages":
        return parent / "instance"
    prefix = parent.parent  # as on Windows, or as elsewhere, below lib/python3
    if prefix.name.lower() == "lib":
        prefix = prefix.parent
    elif prefix.parent.name.lower() == "lib":
        prefix = prefix.parent.parent
    return prefix / "var" / f"{package.name}-instance"
