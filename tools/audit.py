"""Ask the Python Package Index which versions that we serve with have known vulnerabilities.

python tools/audit.py              status 1: there is one; 3: not everything could be asked about
python tools/audit.py --offline-ok the same, but without an answer the status is 0, with a warning

pip-audit does the asking. Left to itself it ends well when nobody answers for any of them; here
that is told apart, so that a green build never means that nothing was looked up.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCKED = ROOT / "requirements" / "serve.txt"
VULNERABLE, UNKNOWN = 1, 3


def ask(*words: str) -> dict[str, Any] | str:
    """Return pip-audit's report on what is locked for serving, or why there is none."""
    command = [
        sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off",
        "--require-hashes", "--disable-pip", "--requirement", str(LOCKED), *words,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        if done.returncode == 1:  # it could not ask; anything else is this program's mistake
            return reason
        raise SystemExit(reason) from None
    return report


def judge(report: dict[str, Any] | str) -> tuple[int, list[str]]:
    """Return the exit status for a report, and the lines that say why."""
    if isinstance(report, str):
        return UNKNOWN, [f"nothing was audited: {report}"]
    dependencies = report.get("dependencies", [])
    bad = [entry for entry in dependencies if entry.get("vulns")]
    lines = [_line(entry, vuln) for entry in bad for vuln in entry["vulns"]]
    unknown = [entry["name"] for entry in dependencies if "skip_reason" in entry]
    if unknown or not dependencies:
        names = ", ".join(unknown) or "no dependency at all"
        lines.append(
            f"{len(unknown)} of {len(dependencies)} not audited, "
            f"the index said nothing about: {names}"
        )
    if bad:
        return VULNERABLE, lines
    if unknown or not dependencies:
        return UNKNOWN, lines
    return 0, [f"{len(dependencies)} dependencies, no known vulnerability"]


def _say(line: str, status: int) -> None:
    (sys.stderr if status else sys.stdout).write(f"{line}\n")


def _line(entry: dict[str, Any], vuln: dict[str, Any]) -> str:
    fixed = ", ".join(vuln.get("fix_versions", [])) or "no version yet"
    return f"{entry['name']} {entry['version']}: {vuln['id']}, fixed in {fixed}"


def main() -> int:
    """Ask, print, and return the status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--offline-ok", action="store_true")
    arguments, more = parser.parse_known_args()
    status, lines = judge(ask(*more))
    for line in lines:
        _say(line, status)
    if status == UNKNOWN and arguments.offline_ok:
        _say("WARNING: the dependencies were NOT AUDITED", UNKNOWN)
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
