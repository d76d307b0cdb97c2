"""The processes that answer queries and make changes, kept warm; one that takes too long is killed and replaced."""

import asyncio
import contextlib
import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kg.graph.vocabulary import PREFIXES
from kg.serve import worker

__all__ = ["Limits", "Pool", "Reply"]

STARTS_WITHIN_S = 30
FAILED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may use.

    Attributes:
        timeout_s: Seconds until it is stopped.
        answer_bytes: Length of its answer.
        memory_bytes: Address space of its process.
        workers: How many are answered at a time.
    """

    timeout_s: float = 30.0
    answer_bytes: int = 32 * 2**20
    memory_bytes: int = 4 * 2**30
    workers: int = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer or a refusal, as HTTP gives it."""

    status: int
    media_type: str
    body: bytes


@dataclass(slots=True)
class Pool:
    """Warm workers over one store.

    Attributes:
        folder: Of the store.
        limits: What a query may use.
        writes: Whether changes are made; nobody else may then.
    """

    folder: Path
    limits: Limits
    writes: bool = False
    _idle: asyncio.Queue[asyncio.subprocess.Process] = field(default_factory=asyncio.Queue)
    _all: set[asyncio.subprocess.Process] = field(default_factory=set)
    _starting: set[asyncio.Task[None]] = field(default_factory=set)
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _changes: int = 0

    async def start(self) -> None:
        """Start the workers."""
        if self.writes:
            self._clear()
        await asyncio.gather(*(self._start_one() for _ in range(self.limits.workers)))

    async def stop(self) -> None:
        """End the workers."""
        for task in self._starting:
            task.cancel()
        for process in list(self._all):
            await self._end(process)
        if self.writes:
            self._clear()

    def _clear(self) -> None:
        """Delete what changes left beside the store."""
        for left in self.folder.parent.glob(f".{self.folder.name}.serving.*"):
            shutil.rmtree(left, ignore_errors=True)

    async def change(self, job: dict[str, Any], body: bytes = b"") -> Reply:
        """Have a change made in a copy of the store, which then takes its place; one after another.

        Readers go on with the store that they have opened, so it is deleted only when none of them can be left.
        """
        async with self._changing:
            self._changes += 1
            name = f".{self.folder.name}.serving.{self._changes}"
            fresh, old = (self.folder.with_name(f"{name}.{kind}") for kind in ("new", "old"))
            try:
                before = _state(self.folder)
                reply = await self.ask({**job, "fresh": str(fresh)}, body)
                if reply.status < FAILED:
                    if before != _state(self.folder):
                        return _refusal(503, "the graph was built again in the meantime; send the change again")
                    _swap(self.folder, fresh, old)
            except OSError as error:
                return _refusal(503, f"the graph cannot be changed ({error.strerror}); free space or rights")
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
            asyncio.get_running_loop().call_later(
                self.limits.timeout_s, partial(shutil.rmtree, old, ignore_errors=True)
            )
            return reply

    async def ask(self, job: dict[str, Any], body: bytes = b"") -> Reply:
        """Have a job done; cancelling stops it."""
        limit_s = self.limits.timeout_s
        try:
            process = await asyncio.wait_for(self._idle.get(), limit_s + STARTS_WITHIN_S)
        except TimeoutError:
            return _refusal(503, "all workers are busy; ask again later")
        done = False
        try:
            reply = await asyncio.wait_for(_exchange(process, job, body), limit_s)
            done = True
        except TimeoutError:
            return _refusal(503, f"{_what(job)}: stopped after {limit_s:g} s, the time limit; ask for less")
        except (asyncio.IncompleteReadError, ConnectionError):
            most = self.limits.memory_bytes / 2**30
            return _refusal(503, f"{_what(job)}: stopped, it needed more than {most:g} GiB of memory; ask for less")
        else:
            return reply
        finally:
            if done:
                self._idle.put_nowait(process)
            else:
                await self._replace(process)

    async def _start_one(self) -> None:
        limits = self.limits
        settings = {
            "timeout_s": limits.timeout_s,
            "answer_bytes": limits.answer_bytes,
            "memory_bytes": limits.memory_bytes,
            "prefixes": dict(PREFIXES),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # its folder is no place to import from
            worker.__file__,
            str(self.folder),
            json.dumps(settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={
                **os.environ,
                "MALLOC_ARENA_MAX": "2",  # else each thread reserves address space of its own
                "PYTHONPATH": str(Path(worker.__file__).parents[2]),
            },
            stderr=asyncio.subprocess.DEVNULL,  # an engine out of memory says so there; the reply says it better
        )
        self._all.add(process)
        self._idle.put_nowait(process)

    async def _replace(self, process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        task = asyncio.create_task(self._start_one())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
        await self._end(process)

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _what(job: dict[str, Any]) -> str:
    return "change" if "fresh" in job else "query"


def _swap(folder: Path, fresh: Path, old: Path) -> None:
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise


def _state(folder: Path) -> tuple[int, int]:
    """Tell one state of a store from another, as the workers do."""
    found = (folder / "CURRENT").stat()
    return found.st_ino, found.st_mtime_ns


async def _exchange(process: asyncio.subprocess.Process, job: dict[str, Any], body: bytes) -> Reply:
    if process.stdin is None or process.stdout is None:
        raise ConnectionError("a worker without pipes")
    head = json.dumps(job).encode()
    process.stdin.write(worker.FRAME.pack(len(head), len(body)) + head + body)
    await process.stdin.drain()
    head_length, body_length = worker.FRAME.unpack(await process.stdout.readexactly(worker.FRAME.size))
    found = json.loads(await process.stdout.readexactly(head_length))
    return Reply(found["status"], found["type"], await process.stdout.readexactly(body_length))


def _refusal(status: int, reason: str) -> Reply:
    return Reply(status, "text/plain", f"{reason}\n".encode())
