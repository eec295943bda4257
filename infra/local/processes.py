"""Which processes belong to a stack, and how they are ended.

Everything that a stack starts inherits the variable `REELWRIGHT_STACK=<folder>`. By it the processes of a stack (the
emulator, its Lambda workers, the Fargate stand-in, its tasks, and their children) are found even if their parents have
died. Process ids are reused, so a record of a process also holds its start time.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from infra.local.place import REPOSITORY

STACK_VARIABLE: Final = "REELWRIGHT_STACK"
"""Set for every process that a stack starts: `make down` ends all processes that have it."""
_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Process:
    """One running process. `started` is opaque; two processes with the same id have different values."""

    pid: int
    group: int
    started: str
    stack: str | None
    """The folder of its stack; None if it belongs to no stack, or to another user."""
    command: str = ""


class ProcessTable(Protocol):
    """The machine's processes."""

    def all(self) -> tuple[Process, ...]:
        """Read every process that is not a zombie."""

    def find(self, pid: int) -> Process | None:
        """Read one process; None if it has ended or is a zombie."""

    def send(self, pid: int, number: signal.Signals) -> None:
        """Send a signal; a no-op if the process has ended."""


@dataclass(frozen=True)
class Record:
    """The id and start time of a process, by which it is recognised later."""

    pid: int
    started: str

    def write(self, path: Path) -> None:
        """Write the record; a reader never sees a part of it."""
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(self)), encoding="utf-8")
        part.replace(path)


def recorded(path: Path, table: ProcessTable) -> Process | None:
    """Find the process of a record; None if the record is missing, damaged or stale."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        record = Record(pid=int(fields["pid"]), started=str(fields["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    process = table.find(record.pid)
    return process if process and process.started == record.started else None


def belonging(folder: Path, table: ProcessTable) -> tuple[Process, ...]:
    """Find every process that the stack of `folder` started, directly or indirectly."""
    return tuple(process for process in table.all() if process.stack == str(folder))


def end(processes: tuple[Process, ...], table: ProcessTable, *, grace_seconds: float) -> None:
    """Terminate these processes, and kill those that still run after `grace_seconds`. Ended ones are skipped."""
    _signal_living(processes, table, signal.SIGTERM)
    if not gone(processes, table, within_seconds=grace_seconds):
        _signal_living(processes, table, signal.SIGKILL)
        gone(processes, table, within_seconds=5)


def gone(processes: tuple[Process, ...], table: ProcessTable, *, within_seconds: float) -> bool:
    """Wait until all of them have ended; False if one still runs after `within_seconds`."""
    until = time.monotonic() + within_seconds
    while _living(processes, table):
        if time.monotonic() > until:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _living(processes: tuple[Process, ...], table: ProcessTable) -> tuple[Process, ...]:
    for process in processes:
        with contextlib.suppress(ChildProcessError):  # a child of this process stays a zombie until it is collected
            os.waitpid(process.pid, os.WNOHANG)
    return tuple(
        process for process in processes if (now := table.find(process.pid)) and now.started == process.started
    )


def _signal_living(processes: tuple[Process, ...], table: ProcessTable, number: signal.Signals) -> None:
    for process in _living(processes, table):
        table.send(process.pid, number)


def start_detached(argv: Sequence[str], variables: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a process of the stack in the checkout, in a session of its own: it outlives the command that starts it."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter, or a task definition of our own stack; no shell
        argv,
        cwd=REPOSITORY,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
