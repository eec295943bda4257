"""What a decoding process gives up, for good: privileges, files, system calls. Linux needs no rights for any of it.

Landlock is in Linux 5.13 and later, seccomp filters in every Linux; other systems have neither. Each function returns whether
its seal holds, and the process reports them: the caller decides what it requires (`docs/security.md`).
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from reelwright_media.sandbox.syscalls import ARCHITECTURES, filter_program

_SET_DUMPABLE, _SET_PARENT_DEATH, _SET_NO_NEW_PRIVILEGES = 4, 1, 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH: Final = 1
_ASK_VERSION: Final = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""Landlock version -> number of rights over files that it knows (`linux/landlock.h`); all of them are taken away."""
_NET_RIGHTS_FROM, _SCOPES_FROM = 4, 6
_SECCOMP_FILTER, _ALL_THREADS = 1, 1
_CAPABILITIES_VERSION: Final = 0x20080522


class ProcessBounds(NamedTuple):
    """What a process may use at most."""

    cpu_seconds: int
    memory_bytes: int
    open_files: int = 64


def limit(bounds: ProcessBounds) -> None:
    """Set hard limits of this process: address space, CPU time, open files, no file growth, no core dump."""
    limits = {
        "RLIMIT_NOFILE": bounds.open_files,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_AS": bounds.memory_bytes,
    }
    for name, most in limits.items():
        with suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and does not keep it
            resource.setrlimit(getattr(resource, name), (most, most))
    # SIGXCPU at the first limit, which names the reason; SIGKILL at the second.
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds + 1))


def hide_memory() -> bool:
    """Close this process's memory and environment (/proc/<pid>) to other processes of the same user."""
    return _control(_SET_DUMPABLE, 0)


def end_with_parent() -> bool:
    """Have this process killed when its parent ends."""
    return _control(_SET_PARENT_DEATH, signal.SIGKILL)


def drop_privileges() -> bool:
    """Give up all capabilities, which only root has, and the way to get new ones by executing a program."""
    if not _control(_SET_NO_NEW_PRIVILEGES, 1):
        return False
    libc = _libc()
    return libc is not None and libc.capset(struct.pack("=Ii", _CAPABILITIES_VERSION, 0), bytes(24)) == 0


def can_close_files() -> bool:
    """Return whether this system has Landlock."""
    return _landlock_version() > 0


def _landlock_version() -> int:
    libc = _libc()
    return 0 if libc is None else int(libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))


def close_files(readable: Iterable[Path]) -> bool:
    """Leave this thread, and those it starts, nothing but reading below these paths. Also closes TCP and other processes.

    Must run while the process has one thread: Landlock binds the calling thread.
    """
    libc, version = _libc(), _landlock_version()
    if libc is None or version < 1:
        return False
    rights = (1 << _FILE_RIGHTS.get(version, max(_FILE_RIGHTS.values()))) - 1
    network = 0b11 if version >= _NET_RIGHTS_FROM else 0
    scopes = 0b11 if version >= _SCOPES_FROM else 0
    ruleset = struct.pack("=QQQ", rights, network, scopes)
    known = 24 if version >= _SCOPES_FROM else 16 if version >= _NET_RIGHTS_FROM else 8
    handle = libc.syscall(_CREATE_RULESET, ruleset, known, 0)
    if handle < 0:
        return False
    try:
        for path in readable:
            _let_read(libc, handle, path)
        return _control(_SET_NO_NEW_PRIVILEGES, 1) and libc.syscall(_RESTRICT_SELF, handle, 0) == 0
    finally:
        os.close(handle)


def _let_read(libc: ctypes.CDLL, handle: int, path: Path) -> None:
    if not path.exists():
        return
    place = os.open(path, getattr(os, "O_PATH", 0))
    try:
        rights = _READ_FILE | _READ_FOLDER if path.is_dir() else _READ_FILE
        libc.syscall(_ADD_RULE, handle, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def close_system_calls() -> bool:
    """Refuse all threads of this process every system call that a decoder does not need: sockets, processes, writing files."""
    architecture = ARCHITECTURES.get(platform.machine())
    libc = _libc()
    if architecture is None or libc is None or not _control(_SET_NO_NEW_PRIVILEGES, 1):
        return False
    code = filter_program(architecture, pid=os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("=Hxxxxxx", len(code) // 8) + struct.pack("=Q", ctypes.addressof(buffer))
    return int(libc.syscall(architecture.seccomp, _SECCOMP_FILTER, _ALL_THREADS, program)) == 0


def _control(option: int, value: int) -> bool:
    libc = _libc()
    return libc is not None and libc.prctl(option, value, 0, 0, 0) == 0


def _libc() -> ctypes.CDLL | None:
    """Return the C library, on Linux alone: its calls have the meanings and numbers that are used here."""
    return ctypes.CDLL(None, use_errno=True) if platform.system() == "Linux" else None
