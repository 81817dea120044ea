"""What docker-compose.yml gives each container, with variables filled in as Compose does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from conftest import ROOT

_VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")


def services(variables: Mapping[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """Return the services, with ``variables`` as those of the shell and of ``.env``."""
    values = variables or {}
    text = (ROOT / "docker-compose.yml").read_text()
    # "${NAME:-default}" is the default where the variable is unset or empty.
    filled = _VARIABLE.sub(lambda match: values.get(match[1]) or match[2], text)
    assert "${" not in filled
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(filled)["services"]
    return loaded


def environment(service: str, variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment variables of a service: an empty one is YAML's null, and empty."""
    entries = services(variables)[service].get("environment", {})
    return {name: "" if value is None else str(value) for name, value in entries.items()}
