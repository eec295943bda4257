"""Who runs, and who belongs to a stack.

Everything that a stack starts inherits the variable `REELWRIGHT_STACK=<folder>`, so its processes (the emulator, its
Lambda workers, the Fargate stand-in, its tasks, and their children) are found by that, however their parents died. A
process id alone is never trusted: ids are used again, so a record also holds the time of the process's start.
"""

import contextlib
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

STACK_VARIABLE: Final = "REELWRIGHT_STACK"
"""Set for what a stack starts, and for nothing else: whoever carries it is stopped with the stack."""
_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Process:
    """One running process. `started` is opaque and differs for two processes that had the same id one after the other."""

    pid: int
    group: int
    started: str
    stack: str | None
    """The folder of the stack it belongs to; None when it belongs to none, or to somebody else."""
    command: str = ""


class ProcessTable(Protocol):
    """The machine's processes."""

    def all(self) -> tuple[Process, ...]:
        """Return every process that is not a zombie."""

    def find(self, pid: int) -> Process | None:
        """Return one, or None where it is gone or a zombie."""

    def send(self, pid: int, number: signal.Signals) -> None:
        """Send a signal; a no-op when the process is gone."""


@dataclass(frozen=True)
class Record:
    """What is written down about a process that was started: enough to know it again."""

    pid: int
    started: str

    def write(self, path: Path) -> None:
        """Write it whole or not at all."""
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(self)), encoding="utf-8")
        part.replace(path)


def recorded(path: Path, table: ProcessTable) -> Process | None:
    """Return the process of a record while it is the one that was started; None for no, damaged or stale records."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        record = Record(pid=int(fields["pid"]), started=str(fields["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    process = table.find(record.pid)
    return process if process and process.started == record.started else None


def belonging(folder: Path, table: ProcessTable) -> tuple[Process, ...]:
    """Return every process that the stack of `folder` started, directly or not."""
    return tuple(process for process in table.all() if process.stack == str(folder))


def end(processes: tuple[Process, ...], table: ProcessTable, *, grace_seconds: float) -> None:
    """End exactly these processes: ask, wait at most `grace_seconds`, then kill. One that is gone already is no error."""
    _signal_living(processes, table, signal.SIGTERM)
    if not gone(processes, table, within_seconds=grace_seconds):
        _signal_living(processes, table, signal.SIGKILL)
        gone(processes, table, within_seconds=5)


def gone(processes: tuple[Process, ...], table: ProcessTable, *, within_seconds: float) -> bool:
    """Wait until all of them have ended; return whether they have."""
    until = time.monotonic() + within_seconds
    while _living(processes, table):
        if time.monotonic() > until:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _living(processes: tuple[Process, ...], table: ProcessTable) -> tuple[Process, ...]:
    for process in processes:
        with contextlib.suppress(ChildProcessError):  # collects it where it is a child of ours
            os.waitpid(process.pid, os.WNOHANG)
    return tuple(
        process for process in processes if (now := table.find(process.pid)) and now.started == process.started
    )


def _signal_living(processes: tuple[Process, ...], table: ProcessTable, number: signal.Signals) -> None:
    for process in _living(processes, table):
        table.send(process.pid, number)
