"""One round of load: a plan sent by a process of its own, its answers as figures, and the CPU that servers took for it."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_PROC: Final = Path("/proc")
_USER_TICKS: Final = 14 - 3
"""In /proc/<pid>/stat, fields count from 1; what follows the name's `)` starts at field 3. Four of them are CPU: the
process's own user and system ticks, and those of its children that ended."""


@dataclass(frozen=True)
class Round:
    """What came of a plan: answers in the order of its requests, seconds on the clock, CPU seconds of client and servers."""

    answers: tuple[dict[str, Any], ...]
    wall_seconds: float
    client_cpu_seconds: float
    server_cpu_seconds: float

    def quantile(self, share: float) -> float:
        """Return the milliseconds that `share` of the answers did not exceed."""
        ordered = sorted(float(one["milliseconds"]) for one in self.answers)
        return ordered[min(len(ordered) - 1, round(share * len(ordered)))]

    @property
    def statuses(self) -> Counter[int]:
        """Return how often each status came; 0 is no answer."""
        return Counter(int(one["status"]) for one in self.answers)

    @property
    def a_second(self) -> float:
        """Return answers a second."""
        return len(self.answers) / self.wall_seconds

    @property
    def server_cpu_ms(self) -> float:
        """Return CPU milliseconds of the servers an answer."""
        return 1000 * self.server_cpu_seconds / len(self.answers)

    def job_ids(self) -> list[str]:
        """Return the job of each answer; raises KeyError where one names none."""
        return [str(json.loads(one["body"])["job_id"]) for one in self.answers]


def play(send: Callable[[], dict[str, Any]], pids: Callable[[], Iterable[int]]) -> Round:
    """Send a plan and return the round; `pids` are the servers' processes, asked before and after."""
    before = cpu_seconds(pids())
    said = send()
    after = cpu_seconds(pids())
    spent = sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())
    return Round(tuple(said["answers"]), said["wall_seconds"], said["cpu_seconds"], spent)


def cpu_seconds(pids: Iterable[int]) -> dict[int, float]:
    """Return the CPU seconds of processes so far, children that ended included; one that is gone is left out (proc(5)).

    Empty where there is no /proc.
    """
    found = {}
    for pid in pids:
        try:
            fields = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        ticks = sum(map(int, fields[_USER_TICKS : _USER_TICKS + 4]))
        found[pid] = ticks / os.sysconf("SC_CLK_TCK")
    return found
