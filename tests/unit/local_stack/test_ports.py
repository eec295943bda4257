"""Ports that somebody else has."""

import os
import socket
from pathlib import Path

import pytest

from infra.local.place import HOST
from infra.local.ports import is_open, listener, listening_addresses, taken_message


def test_the_message_names_port_culprit_and_way_out() -> None:
    """One line says what is wrong, who it is and what to type."""
    message = taken_message(4566, 77, "python -m other")
    assert message == (
        "port 4566 is in use by process 77 (python -m other): stop it, or choose another port: "
        "make up REELWRIGHT_PORT=4567"
    )


def test_the_message_does_without_a_culprit() -> None:
    """Some machines do not tell who listens."""
    assert taken_message(4566, None).startswith("port 4566 is in use by another program: ")


def test_a_long_command_is_cut() -> None:
    """The line stays a line."""
    assert len(taken_message(4566, 77, "x" * 500)) < 200


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="this machine has no /proc")
def test_the_listener_of_a_port_is_found() -> None:
    """Whoever listens is found by its socket, on the address that it chose."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        server.listen()
        port = server.getsockname()[1]
        assert is_open(port)
        assert listener(port) == os.getpid()
        assert listening_addresses(port) == {HOST}
    assert not is_open(port)
