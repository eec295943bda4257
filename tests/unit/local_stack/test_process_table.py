"""Reading the machine's processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.process_table import ProcTable, parse_ps
from infra.local.processes import STACK_VARIABLE

linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this machine has no /proc")

PS = """\
  501   501 Ss   Sat Nov 21 09:01:02 2026     /usr/bin/python -m infra.local.server REELWRIGHT_STACK=/work/.local A=b
  502   501 Z    Sat Nov 21 09:01:03 2026     (python)
 1503  1503 S+   Sat Nov 21 10:00:00 2026     vim notes
"""


@linux
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
        ours = [process for process in ProcTable().all() if process.stack == "/some/stack"]
        assert len(ours) == 2
        assert {process.group for process in ours} == {child.pid}
    finally:
        os.killpg(child.pid, 9)
        child.wait()
        if child.stdout:
            child.stdout.close()


@linux
def test_zombies_do_not_run() -> None:
    """A child that ended and was not collected yet counts as gone."""
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.read()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert ProcTable().find(child.pid) is None
    child.wait()
    child.stdout.close()


@linux
def test_a_start_time_tells_processes_apart() -> None:
    """The same process always shows the same start."""
    table = ProcTable()
    one, two = table.find(os.getpid()), table.find(os.getpid())
    assert one == two
    assert one is not None
    assert one.started


def test_ps_lines_are_read_with_their_stack() -> None:
    """Where there is no /proc, `ps -E` shows the variable behind the command; zombies are left out."""
    server, editor = parse_ps(PS)
    assert (server.pid, server.group, server.stack) == (501, 501, "/work/.local")
    assert (editor.pid, editor.stack) == (1503, None)
    assert server.started != editor.started
