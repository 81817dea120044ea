"""What ``make audit`` makes of a real answer: pip-audit asks "pypi.org", which is a server here."""

from __future__ import annotations

import http.server
import json
import os
import re
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_dependencies import locked

# Made by "make audit"; its tools stay out of the environment that the tests run in.
PYTHON = Path(sys.prefix) / "audit" / "bin" / "python"
Answer = tuple[int, dict[str, Any]]
Audit = Callable[..., tuple[int, list[str]]]
CLEAN: Answer = (200, {"info": {}, "vulnerabilities": []})


def advisory(name: str, *fixed: str, **more: Any) -> dict[str, Any]:
    """Return an advisory as the Python Package Index writes it."""
    return {
        "id": name, "aliases": [f"CVE-of-{name}"], "details": "A long\nstory.", "summary": None,
        "fixed_in": list(fixed), "link": "https://example.org/", "source": "osv", "withdrawn": None,
    } | more  # fmt: skip


class Index(http.server.BaseHTTPRequestHandler):
    """A proxy that answers itself, as the host that it was asked to connect to."""

    answers: dict[str, Answer]
    context: ssl.SSLContext

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.connection = self.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self) -> None:
        found = re.fullmatch(r"/pypi/([^/]+)/[^/]+/json", self.path)
        status, data = self.answers.get(found[1], CLEAN) if found else (404, {})
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # wrapped: the server knows of the bare one only

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of "pypi.org" in one file."""
    file = tmp_path_factory.mktemp("tls") / "pypi.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    words += ["-nodes", "-days", "2", "-subj", "/CN=pypi.org", "-addext"]
    words += ["subjectAltName=DNS:pypi.org", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run(words, check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def audit(certificate: Path, tmp_path: Path, tool: Callable[[str], str]) -> Iterator[Audit]:
    """Return a function that runs the audit over given answers: its status and its lines."""
    tool(str(PYTHON))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    handler = type("Handler", (Index,), {"answers": {}, "context": context})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        address = f"http://127.0.0.1:{server.server_port}"
        settings = {"HTTPS_PROXY": address, "https_proxy": address, "NO_PROXY": "", "no_proxy": ""}
        settings["REQUESTS_CA_BUNDLE"] = f"{certificate}.crt"

        def run(*words: str, **answers: Answer) -> tuple[int, list[str]]:
            handler.answers = answers
            command = [PYTHON, ROOT / "tools" / "audit.py", "--cache-dir", tmp_path, *words]
            done = subprocess.run(
                command, env=os.environ | settings, capture_output=True, text=True, check=False
            )
            return done.returncode, (done.stdout + done.stderr).splitlines()

        try:
            yield run
        finally:
            server.shutdown()


def test_an_advisory_fails_the_audit_with_a_line_of_its_own(audit: Audit) -> None:
    """Package, version, advisory, remedy; one that was withdrawn counts no more."""
    bad = [advisory("PYSEC-1", "99.1", "99.0.2"), advisory("PYSEC-2")]
    bad += [advisory("PYSEC-3", withdrawn="2026-01-01T00:00:00Z")]
    answers = {"flask": (200, {"vulnerabilities": bad})}
    for words in ((), ("--offline-ok",)):
        status, lines = audit(*words, **answers)
        assert status == 1
        assert [re.sub(r"^flask [0-9.]+:", "flask:", line) for line in lines] == [
            "flask: PYSEC-1, fixed in 99.0.2, 99.1",
            "flask: PYSEC-2, fixed in no version yet",
        ]


def test_without_an_advisory_the_audit_says_how_many_it_asked_about(audit: Audit) -> None:
    """Every one that is locked for serving."""
    status, (line,) = audit()
    assert (status, line) == (0, f"{len(locked())} dependencies, no known vulnerability")


def test_an_index_in_trouble_is_no_good_news(audit: Audit) -> None:
    """It does not know a package, or fails: told, and passed over only where that is allowed."""
    unknown = {"flask": (404, {})}
    status, (line,) = audit(**unknown)
    assert status == 3
    assert line.endswith("not audited, the index said nothing about: flask")
    status, lines = audit("--offline-ok", **unknown)
    assert (status, lines[-1]) == (0, "WARNING: the dependencies were NOT AUDITED")
    status, lines = audit(flask=(503, {}))
    assert status == 3, lines
    assert lines[0].startswith("nothing was audited: ")
