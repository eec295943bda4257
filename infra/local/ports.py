"""Checks of ports: whether one is in use, and by which process."""

import socket
from typing import Any

import psutil

from infra.local.place import HOST, PORT_VARIABLE


def is_open(port: int) -> bool:
    """Whether a server on loopback accepts connections on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def taken_message(port: int, pid: int | None, command: str = "") -> str:
    """Describe in one line which process uses the port, and what to do."""
    who = f"process {pid}{f' ({_shortened(command)})' if command else ''}" if pid else "another program"
    return f"port {port} is in use by {who}: stop it, or choose another port: make up {PORT_VARIABLE}={port + 1}"


def _shortened(command: str, *, characters: int = 60) -> str:
    return command if len(command) <= characters else f"{command[: characters - 3]}..."


def listener(port: int) -> int | None:
    """Find the process that listens on the port; None if this machine hides it (another user's, or macOS without root)."""
    return next((one.pid for one in _listening(port) if one.pid), None)


def listening_addresses(port: int) -> set[str]:
    """List the addresses on which a process listens on the port; empty if this machine hides them."""
    return {one.laddr.ip for one in _listening(port)}


def _listening(port: int) -> list[Any]:
    try:
        found = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        return []
    return [one for one in found if one.status == psutil.CONN_LISTEN and one.laddr.port == port]
