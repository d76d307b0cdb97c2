"""The processes that answer queries, kept warm; one that takes too long is killed and replaced."""

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.graph.vocabulary import PREFIXES
from kg.serve import worker

__all__ = ["Limits", "Pool", "Reply"]

STARTS_WITHIN_S = 30


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
    """

    folder: Path
    limits: Limits
    _idle: asyncio.Queue[asyncio.subprocess.Process] = field(default_factory=asyncio.Queue)
    _all: set[asyncio.subprocess.Process] = field(default_factory=set)
    _starting: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Start the workers."""
        await asyncio.gather(*(self._start_one() for _ in range(self.limits.workers)))

    async def stop(self) -> None:
        """End the workers."""
        for task in self._starting:
            task.cancel()
        for process in list(self._all):
            await self._end(process)

    async def ask(self, job: dict[str, Any]) -> Reply:
        """Have a job done; cancelling stops it."""
        limit_s = self.limits.timeout_s
        try:
            process = await asyncio.wait_for(self._idle.get(), limit_s + STARTS_WITHIN_S)
        except TimeoutError:
            return _refusal(503, "all workers are busy; ask again later")
        done = False
        try:
            reply = await asyncio.wait_for(_exchange(process, job), limit_s)
            done = True
        except TimeoutError:
            return _refusal(503, f"query: stopped after {limit_s:g} s, the time limit; ask for less")
        except (asyncio.IncompleteReadError, ConnectionError):
            most = self.limits.memory_bytes / 2**30
            return _refusal(503, f"query: stopped, it needed more than {most:g} GiB of memory; ask for less")
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
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},  # else each thread reserves address space of its own
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


async def _exchange(process: asyncio.subprocess.Process, job: dict[str, Any]) -> Reply:
    if process.stdin is None or process.stdout is None:
        raise ConnectionError("a worker without pipes")
    head = json.dumps(job).encode()
    process.stdin.write(worker.FRAME.pack(len(head), 0) + head)
    await process.stdin.drain()
    head_length, body_length = worker.FRAME.unpack(await process.stdout.readexactly(worker.FRAME.size))
    found = json.loads(await process.stdout.readexactly(head_length))
    return Reply(found["status"], found["type"], await process.stdout.readexactly(body_length))


def _refusal(status: int, reason: str) -> Reply:
    return Reply(status, "text/plain", f"{reason}\n".encode())
