"""Starting twice, starting after an accident, and leaving nothing behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.local import emulator, verbs
from infra.local.errors import LocalStackError
from infra.local.place import HOST, Place
from infra.local.process_table import process_table
from infra.local.processes import STACK_VARIABLE, Record, belonging

pytestmark = pytest.mark.local


def sleeper(folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that belongs to the stack of a folder and would stay for a minute."""
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={**os.environ, STACK_VARIABLE: str(folder)},
        start_new_session=True,
    )


def test_a_second_up_starts_and_deploys_nothing(stack: Any) -> None:
    """What is up and unchanged stays as it is, and the answer is the same.

    Only the emulator's process is compared: workers of earlier jobs may end by themselves meanwhile.
    """
    before = emulator.running(stack.place, process_table())
    said: list[str] = []
    assert verbs.up(stack.place, said.append) == stack.outputs
    assert said == []
    assert before is not None
    assert emulator.running(stack.place, process_table()) == before


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    """Whoever has the port is named, and nothing is started."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        server.listen()
        place = Place(tmp_path / "stack", server.getsockname()[1])
        place.prepare()
        with pytest.raises(LocalStackError, match=rf"port {place.port} is in use by process {os.getpid()} "):
            emulator.start(place, process_table())
    assert belonging(place.folder, process_table()) == ()


def test_down_ends_what_an_accident_left_behind(private: Any, until: Callable[..., Any]) -> None:
    """A killed emulator's children are found without it, and a second down has nothing to do."""
    left = sleeper(private.place.folder)
    table = process_table()
    server = emulator.running(private.place, table)
    assert server
    table.send(server.pid, signal.SIGKILL)
    assert until(lambda: emulator.running(private.place, table) is None)
    said: list[str] = []
    verbs.down(private.place, said.append)
    assert left.poll() is not None
    verbs.down(private.place, said.append)
    assert said == ["stopped 1 process", "nothing was running"]


def test_a_record_of_a_stranger_ends_nobody(tmp_path: Path) -> None:
    """A stale record whose process id now is somebody else's leaves them alone."""
    place = Place(tmp_path / "stack", 4566)
    place.prepare()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        Record(pid=stranger.pid, started="another boot:1").write(emulator.record_path(place))
        verbs.down(place, lambda _: None)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_at_once_do_not_mix(private: Any) -> None:
    """While one verb works, another one says so and does nothing."""
    with verbs.locked(private.place), pytest.raises(LocalStackError, match="another command is using"):
        verbs.down(private.place, lambda _: None)
    assert emulator.answers(private.place)
