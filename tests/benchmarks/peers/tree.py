"""What a command takes with all its processes: seconds, CPU, memory."""

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import psutil

Taken = dict[str, float]
_SUBREAPER: Final = 36  # PR_SET_CHILD_SUBREAPER of <sys/prctl.h>
_SAMPLE_SECONDS: Final = 0.5
_LEFT_SECONDS: Final = 10


def measured(command: Sequence[str], *, cwd: Path, environment: Mapping[str, str], log: Path) -> Taken:
    """Run a command to its end and return what it and all its descendants took. Call it once a process.

    `peak_megabytes` is the largest sum, seen twice a second, of the proportional set sizes: memory that processes share
    counts once. Raises CalledProcessError if the command fails; its output is in `log`.
    """
    _adopt_orphans()
    begun, done = time.perf_counter(), threading.Event()
    peaks = [0.0]
    with log.open("wb") as output:
        started = subprocess.Popen(command, cwd=cwd, env=dict(environment), stdout=output, stderr=subprocess.STDOUT)  # noqa: S603 - our own commands
        watcher = threading.Thread(target=_watch, args=(peaks, done))
        watcher.start()
        code = started.wait()
        seconds = time.perf_counter() - begun
        done.set()
        watcher.join()
    _reap()
    if code:
        raise subprocess.CalledProcessError(code, list(command), log.read_bytes()[-2000:])
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall_seconds": seconds,
        "cpu_seconds": spent.ru_utime + spent.ru_stime,
        "peak_megabytes": max(peaks) / 1e6,
    }


def _adopt_orphans() -> None:
    """Make this process the parent of grandchildren whose parent ends first, so their CPU time is not lost."""
    if ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this system cannot adopt orphans")


def _watch(peaks: list[float], done: threading.Event) -> None:
    while not done.wait(_SAMPLE_SECONDS):
        peaks.append(sum(_bytes(one) for one in psutil.Process().children(recursive=True)))


def _bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def _reap() -> None:
    """End what the command left behind, and wait for it: only then its CPU time counts."""
    left = psutil.Process().children(recursive=True)
    psutil.wait_procs(left, timeout=_LEFT_SECONDS)
    for one in psutil.Process().children(recursive=True):
        one.kill()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return
