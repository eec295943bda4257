"""The processes of this machine, read with psutil (Linux and macOS)."""

import contextlib
import os
import signal
from typing import Final

import psutil

from infra.local.processes import STACK_VARIABLE, Process, ProcessTable

_ENDED: Final = frozenset({psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD})
_READ: Final = ("status", "create_time", "environ", "cmdline")


def process_table() -> ProcessTable:
    """Connect to the process table of this machine."""
    return _PsutilTable()


class _PsutilTable:
    def all(self) -> tuple[Process, ...]:
        return tuple(process for one in psutil.process_iter() if (process := _described(one)))

    def find(self, pid: int) -> Process | None:
        try:
            return _described(psutil.Process(pid))
        except psutil.NoSuchProcess:
            return None

    def send(self, pid: int, number: signal.Signals) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).send_signal(number)


def _described(one: psutil.Process) -> Process | None:
    """Read a process; None if it has ended. Another user's process has no readable environment, so no stack."""
    try:
        read = one.as_dict(_READ)
        group = os.getpgid(one.pid)
    except (psutil.NoSuchProcess, ProcessLookupError):
        return None
    if read["status"] in _ENDED:
        return None
    # Linux adds the boot time, which changes with the clock; the difference is the tick of the start and never changes.
    since = psutil.boot_time() if psutil.LINUX else 0.0
    return Process(
        pid=one.pid,
        group=group,
        started=f"{read['create_time'] - since:.2f}",
        stack=(read["environ"] or {}).get(STACK_VARIABLE),
        command=" ".join(read["cmdline"] or ()),
    )
