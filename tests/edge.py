"""The edge of docker-compose.yml as a process: a real nginx with what compose mounts."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from browser import PATIENCE, missing
from conftest import ROOT

EDGE = ROOT / "deploy" / "edge"
MODULES = Path("/usr/lib/nginx/modules")


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Edge:
    """An nginx on this machine, and the window behind it."""

    window: str
    http: int
    https: int
    folder: Path
    process: subprocess.Popen[bytes]

    def secure(self) -> ssl.SSLContext:
        """Return what trusts the certificate that the edge made for itself."""
        return ssl.create_default_context(cafile=str(self.folder / "run" / "tls.crt"))

    def get(self, path: str, **headers: str) -> Answer:
        """Ask over TLS."""
        connection = http.client.HTTPSConnection("localhost", self.https, context=self.secure())
        return ask(connection, path, headers)

    def get_plainly(self, path: str) -> Answer:
        """Ask without TLS."""
        return ask(http.client.HTTPConnection("localhost", self.http), path, {})

    def log(self) -> str:
        """Return what nginx said."""
        return (self.folder / "log").read_text()

    def until(self, path: str, wanted: Callable[[Answer], bool]) -> Answer:
        """Ask again and again, until the answer is the one wanted."""
        deadline = time.monotonic() + PATIENCE
        while not wanted(answer := self.get(path)):
            assert time.monotonic() < deadline, (answer.status, dict(answer.headers))
        return answer


class Client:
    """Asks over TLS, on one connection for as long as that stays, from an address of its own."""

    def __init__(self, edge: Edge, source: str) -> None:
        # IPv4, as the address is; the certificate is for this name.
        self._connection = http.client.HTTPSConnection(
            "localhost", edge.https, context=edge.secure(), source_address=(source, 0),
            timeout=PATIENCE,
        )  # fmt: skip

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for one address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", path, headers=named)
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> Answer:
    """Ask once, and close the connection."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return found


def public_folder() -> Path:
    """Return a new folder that nginx's workers, who are nobody, can read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    return folder


def started(window: str, export: Path, **settings: str) -> Generator[Edge, None, None]:
    """Run nginx as its image does, with the ``export`` and the window at an address."""
    modules = all((MODULES / f"ngx_http_{n}_module.so").exists() for n in ("js", "brotli_static"))
    if not modules or not shutil.which("nginx") or not shutil.which("openssl"):
        missing("nginx with the modules js and brotli-static, or openssl")
    ports = free_port(), free_port()
    # Nobody's, as in the image: root's folders are closed to nginx's workers.
    folder = public_folder()
    for name in ("entrypoint.sh", "nginx.conf"):
        shutil.copy(EDGE / name, folder)
    nobody = 65534 if os.geteuid() == 0 else None
    if nobody:
        for path in (folder, *folder.iterdir()):
            os.chown(path, nobody, nobody)
    environment = os.environ | {
        "EDGE_WINDOW": window.removeprefix("http://"), "EDGE_FOLDER": str(folder / "run"),
        "EDGE_HTTP": f"127.0.0.1:{ports[0]}", "EDGE_HTTPS": f"127.0.0.1:{ports[1]}",
        "EDGE_CERTIFICATE": str(folder / "none"), "EDGE_EXPORT": str(export),
        "EDGE_MODULES": str(MODULES),
    } | settings  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["sh", folder / "entrypoint.sh"], env=environment, user=nobody, group=nobody,
            umask=0o022, stderr=log,
        )  # fmt: skip
    found = Edge(window, *ports, folder, process)
    deadline = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                if found.get_plainly("/healthz").status == 200:
                    break
            except OSError:
                assert process.poll() is None, found.log()
                assert time.monotonic() < deadline
        yield found
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0
        shutil.rmtree(folder)
