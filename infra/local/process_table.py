"""The process tables of real machines: Linux's /proc, and `ps` elsewhere."""

import contextlib
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Final

from infra.local.processes import STACK_VARIABLE, Process, ProcessTable

_PROC: Final = Path("/proc")
_AFTER_NAME: Final = 2
"""In /proc/<pid>/stat, fields count from 1 and the name (2) may hold blanks: what follows its `)` starts at field 3."""
_PS: Final = ("ps", "-A", "-E", "-ww", "-o", "pid=,pgid=,state=,lstart=,command=")
_PS_LINE: Final = re.compile(r"\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)")


def process_table() -> ProcessTable:
    """Return the table of this machine."""
    return ProcTable() if (_PROC / "self" / "stat").exists() else PsTable()


class ProcTable:
    """Reads /proc (proc(5)). A start is told by its tick since boot together with the boot's own id."""

    def __init__(self, folder: Path = _PROC) -> None:
        self._folder = folder
        self._boot = (folder / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()

    def all(self) -> tuple[Process, ...]:
        """Return every process that is not a zombie."""
        pids = (int(entry.name) for entry in self._folder.iterdir() if entry.name.isdecimal())
        return tuple(process for pid in pids if (process := self.find(pid)))

    def find(self, pid: int) -> Process | None:
        """Return one, or None where it is gone or a zombie. Another user's process belongs to no stack of ours."""
        folder = self._folder / str(pid)
        try:
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return None
        state, group, ticks = fields[0], int(fields[5 - _AFTER_NAME - 1]), fields[22 - _AFTER_NAME - 1]
        if state in "ZX":
            return None
        return Process(pid=pid, group=group, started=f"{self._boot}:{ticks}", stack=_stack_of(folder), command=command)

    def send(self, pid: int, number: signal.Signals) -> None:
        """Send a signal; a no-op when the process is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _stack_of(folder: Path) -> str | None:
    try:
        variables = (folder / "environ").read_bytes().split(b"\0")
    except OSError:
        return None
    prefix = f"{STACK_VARIABLE}=".encode()
    found = (variable for variable in variables if variable.startswith(prefix))
    return next((variable[len(prefix) :].decode(errors="replace") for variable in found), None)


class PsTable:
    """Reads `ps` with BSD options (macOS), where `-E` shows the environment of one's own processes."""

    def all(self) -> tuple[Process, ...]:
        """Return every process that is not a zombie."""
        shown = subprocess.run(_PS, check=True, capture_output=True, text=True, errors="replace")  # noqa: S603 - fixed words
        return parse_ps(shown.stdout)

    def find(self, pid: int) -> Process | None:
        """Return one, or None where it is gone or a zombie."""
        return next((process for process in self.all() if process.pid == pid), None)

    def send(self, pid: int, number: signal.Signals) -> None:
        """Send a signal; a no-op when the process is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def parse_ps(text: str) -> tuple[Process, ...]:
    """Read the lines of `ps -A -E -ww -o pid=,pgid=,state=,lstart=,command=`, zombies left out."""
    matches = (_PS_LINE.match(line) for line in text.splitlines())
    return tuple(
        Process(
            pid=int(match[1]),
            group=int(match[2]),
            started=match[4],
            stack=_named_in(match[5]),
            command=match[5],
        )
        for match in matches
        if match and not match[3].startswith("Z")
    )


def _named_in(command: str) -> str | None:
    named = re.search(rf"(?:^|\s){STACK_VARIABLE}=(\S+)", command)
    return named[1] if named else None
