"""Servers for tests: each on 127.0.0.1 and a port of its own, ended by its process id."""

import contextlib
import http.client
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

STARTS_WITHIN_S = 40
ENDS_WITHIN_S = 10
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(answers: Callable[[], bool], process: subprocess.Popen | None = None) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            break
        with contextlib.suppress(OSError, http.client.HTTPException):
            if answers():
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def answers_http(port: int, path: str = "/") -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    finally:
        connection.close()


@contextlib.contextmanager
def kg_serve(out: Path, *options: str) -> Iterator[str]:
    """Run ``kg serve`` and give its address, without the slash."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(out), "--port", "0", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        ready, _, _ = select.select([process.stdout], [], [], STARTS_WITHIN_S)
        line = process.stdout.readline() if ready else ""
        assert line.startswith("http://127.0.0.1:"), f"kg serve said {line!r}"
        address = line.split()[0].rstrip("/")
        wait_for(lambda: answers_http(int(address.rpartition(":")[2])), process)
        yield address
    finally:
        end(process)
        process.stdout.close()


def oxigraph_binary() -> str:
    beside = Path(sys.executable).parent / "oxigraph"
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if not found:
        pytest.skip("needs the Oxigraph server (pip install oxigraph)")
    return found


@contextlib.contextmanager
def oxigraph_serve(folder: Path, command: str = "serve", options: Sequence[str] = ()) -> Iterator[str]:
    """Run the Oxigraph server and give its address."""
    port = free_port()
    process = subprocess.Popen(
        [oxigraph_binary(), command, "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RUST_LOG": "off"},
    )
    try:
        wait_for(lambda: answers_http(port), process)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)
