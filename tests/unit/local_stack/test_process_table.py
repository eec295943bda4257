"""Reading the machine's processes."""

import os
import signal
import subprocess
import sys

import pytest

from infra.local.process_table import process_table
from infra.local.processes import STACK_VARIABLE


def test_children_are_known_by_the_variable_that_they_inherit() -> None:
    """A grandchild belongs to the stack too, whoever started it."""
    waits = "import time; print(1, flush=True); time.sleep(9)"
    inner = f"import subprocess; subprocess.run([{sys.executable!r}, '-c', {waits!r}])"
    child = subprocess.Popen(  # noqa: S603 - this interpreter
        [sys.executable, "-c", inner],
        env={**os.environ, STACK_VARIABLE: "/some/stack"},
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout is not None
        child.stdout.read(1)
        ours = [process for process in process_table().all() if process.stack == "/some/stack"]
        assert len(ours) == 2
        assert {process.group for process in ours} == {child.pid}
    finally:
        os.killpg(child.pid, 9)
        child.wait()
        if child.stdout:
            child.stdout.close()


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="a zombie is made with waitid")
def test_zombies_do_not_run() -> None:
    """A child that ended and was not collected yet counts as gone."""
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.read()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert process_table().find(child.pid) is None
    child.wait()
    child.stdout.close()


def test_a_start_time_tells_processes_apart() -> None:
    """The same process always shows the same start."""
    table = process_table()
    one, two = table.find(os.getpid()), table.find(os.getpid())
    assert one == two
    assert one is not None
    assert one.started


def test_a_process_that_ended_is_not_found() -> None:
    """Neither by its id nor by a signal, which is a no-op."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert process_table().find(child.pid) is None
    process_table().send(child.pid, signal.SIGTERM)
