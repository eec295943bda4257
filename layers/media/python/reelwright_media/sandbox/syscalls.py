"""The system calls that a decoder may use, by number, and the seccomp filter that allows no others.

Numbers: Linux 6.18, `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h` (aarch64). The filter is
classic BPF (seccomp(2)); every other call fails with EPERM, so a library that only probes for a feature goes on without it.
"""

import struct
from typing import Final, NamedTuple


class Architecture(NamedTuple):
    """One processor architecture: its audit code (`linux/audit.h`) and the column of the table below."""

    audit: int
    column: int
    seccomp: int
    """The number of seccomp(2) itself."""


ARCHITECTURES: Final = {"x86_64": Architecture(0xC000003E, 0, 317), "aarch64": Architecture(0xC00000B7, 1, 277)}

_FREE: Final[dict[str, tuple[int | None, int | None]]] = {
    "access": (21, None),
    "brk": (12, 214),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "fcntl": (72, 25),
    "fstat": (5, 80),
    "futex": (202, 98),
    "getcwd": (79, 17),
    "getdents64": (217, 61),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getpid": (39, 172),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "lseek": (8, 62),
    "lstat": (6, None),
    "madvise": (28, 233),
    "membarrier": (324, 283),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "newfstatat": (262, 79),
    "poll": (7, None),
    "ppoll": (271, 73),
    "pread64": (17, 67),
    "read": (0, 63),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "readv": (19, 65),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "sigaltstack": (131, 132),
    "stat": (4, None),
    "statx": (332, 291),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "write": (1, 64),
    "writev": (20, 66),
}
"""Call -> its number on x86_64 and on aarch64; None where the architecture does not have it. No call here creates a socket,
a process or a file, and none changes another process."""
_UNKNOWN: Final[dict[str, tuple[int | None, int | None]]] = {"clone3": (435, 435), "openat2": (437, 437)}
"""Calls whose arguments are in memory, where a filter cannot read them. ENOSYS makes the C library use the older ones."""

_CLONE_THREAD: Final = 0x10000
_WRITING: Final = 0x1 | 0x2 | 0x40 | 0x200 | 0x400000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, and the bit of O_TMPFILE

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _AUDIT_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_X32_BIT: Final = 0x40000000
"""Set in calls of the x32 ABI, which has numbers of its own."""


class _Rule(NamedTuple):
    """A call that is allowed for some values of one argument."""

    numbers: tuple[int | None, int | None]
    argument: int
    test: int
    value: int
    allows_if_true: bool


def _rules(pid: int) -> tuple[_Rule, ...]:
    return (
        _Rule((56, 220), 0, _ANY_BIT, _CLONE_THREAD, allows_if_true=True),  # clone: threads, no processes
        _Rule((2, None), 1, _ANY_BIT, _WRITING, allows_if_true=False),  # open: for reading
        _Rule((257, 56), 2, _ANY_BIT, _WRITING, allows_if_true=False),  # openat: for reading
        _Rule((234, 131), 0, _EQUAL, pid, allows_if_true=True),  # tgkill: own threads (abort)
        _Rule((302, 261), 0, _EQUAL, 0, allows_if_true=True),  # prlimit64: own limits, which cannot rise
    )


def filter_program(architecture: Architecture, *, pid: int) -> bytes:
    """Assemble the filter for the process `pid`: an array of `struct sock_filter`."""
    code = [
        _instruction(_LOAD, _AUDIT_AT),
        _instruction(_EQUAL, architecture.audit, yes=1),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER_AT),
        _instruction(_AT_LEAST, _X32_BIT, no=1),
        _instruction(_RETURN, _KILL),
    ]
    for numbers in _FREE.values():
        code += _reply(numbers[architecture.column], _ALLOW)
    for numbers in _UNKNOWN.values():
        code += _reply(numbers[architecture.column], _REFUSE | _ENOSYS)
    for rule in _rules(pid):
        code += _tested(rule, rule.numbers[architecture.column])
    code.append(_instruction(_RETURN, _REFUSE | _EPERM))
    return b"".join(code)


def _reply(number: int | None, action: int) -> list[bytes]:
    return [] if number is None else [_instruction(_EQUAL, number, no=1), _instruction(_RETURN, action)]


def _tested(rule: _Rule, number: int | None) -> list[bytes]:
    if number is None:
        return []
    when_true, when_false = (_ALLOW, _REFUSE | _EPERM) if rule.allows_if_true else (_REFUSE | _EPERM, _ALLOW)
    return [
        _instruction(_EQUAL, number, no=4),
        _instruction(
            _LOAD, _ARGUMENTS_AT + 8 * rule.argument
        ),  # the lower half: all of these arguments are 32 bits wide
        _instruction(rule.test, rule.value, no=1),
        _instruction(_RETURN, when_true),
        _instruction(_RETURN, when_false),
    ]


def _instruction(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """Pack one `struct sock_filter`; `yes` and `no` are the instructions to skip."""
    return struct.pack("=HBBI", code, yes, no, value)
