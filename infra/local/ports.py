"""Whether a port is free, and who has it."""

import re
import socket
from pathlib import Path
from typing import Final

from infra.local.place import HOST, PORT_VARIABLE

_LISTENING: Final = "0A"
"""TCP state in /proc/net/tcp (Linux, net/tcp_states.h)."""


def is_open(port: int) -> bool:
    """Return whether something on loopback accepts connections on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def taken_message(port: int, pid: int | None, command: str = "") -> str:
    """Return the one line for a port that somebody else has."""
    who = f"process {pid}{f' ({_shortened(command)})' if command else ''}" if pid else "another program"
    return f"port {port} is taken by {who}: stop it, or choose another port: make up {PORT_VARIABLE}={port + 1}"


def _shortened(command: str, *, characters: int = 60) -> str:
    return command if len(command) <= characters else f"{command[: characters - 3]}..."


def listener(port: int, proc: Path = Path("/proc")) -> int | None:
    """Return the id of the process that listens on the port; None where this machine does not tell (no /proc, not ours)."""
    wanted = {f"socket:[{row[9]}]" for name in ("tcp", "tcp6") for row in _listening(proc / "net" / name, port)}
    if not wanted:
        return None
    for link in proc.glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) in wanted:
                return int(link.parts[-3])
        except OSError:
            continue
    return None


def listening_addresses(port: int, proc: Path = Path("/proc")) -> set[str]:
    """Return the IPv4 addresses on which somebody listens on the port, and "::" for any of IPv6; Linux only."""
    found = set()
    for name, version in (("tcp", 4), ("tcp6", 6)):
        for row in _listening(proc / "net" / name, port):
            packed = bytes.fromhex(row[1].partition(":")[0])
            found.add(".".join(str(byte) for byte in reversed(packed)) if version == 4 else "::")  # noqa: PLR2004
    return found


def _listening(table: Path, port: int) -> list[list[str]]:
    """Return the rows of a /proc/net table (proc(5)) for sockets that listen on the port."""
    try:
        lines = table.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return []
    rows = (re.split(r"\s+", line.strip()) for line in lines)
    return [row for row in rows if row[3] == _LISTENING and int(row[1].rpartition(":")[2], 16) == port]
