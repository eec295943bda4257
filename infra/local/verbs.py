"""`up`, `down` and `clean`. Each is idempotent, runs alone, and cleans up after an interrupted start."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping

from infra.local import deployment, emulator, fargate_process
from infra.local.deployment import Outputs
from infra.local.errors import LocalStackError
from infra.local.keys import with_keys
from infra.local.place import Place
from infra.local.process_table import process_table
from infra.local.processes import Process, ProcessTable, belonging, end, gone

Say = Callable[[str], None]

_EMULATOR_GRACE_SECONDS = 20.0
"""The emulator waits up to three seconds for open connections, and then writes its state."""
_TASK_GRACE_SECONDS = 10.0


@contextlib.contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold the stack's lock; raises LocalStackError if another `up` or `down` holds it."""
    place.prepare()
    with (place.runs / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalStackError(f"another command is using {place.folder}: wait until it has finished") from None
        yield


def up(place: Place, say: Say, environ: Mapping[str, str] = os.environ) -> Outputs:
    """Start and deploy whatever is not running or has changed; returns the stack's outputs.

    `environ` may have keys of providers. Raises LocalStackError. After an error, started processes keep running, and the
    next `up` continues from there.
    """
    table = process_table()
    with locked(place):
        _start_emulator(place, table, say)
        outputs = deployment.deploy(with_keys(place, say, environ), say)
        if fargate_process.running(place, table) is None:
            fargate_process.start(place, table, cluster_arn=outputs["ClusterArn"])
    return outputs


def _start_emulator(place: Place, table: ProcessTable, say: Say) -> None:
    process = emulator.running(place, table)
    if process and emulator.answers(place):
        return
    left = belonging(place.folder, table)
    if left:
        say(f"stopping {_count(left)} of an earlier start that did not finish")
        _end_everything(place, table)
    say(f"starting the emulator on {place.endpoint}")
    emulator.start(place, table)


def down(place: Place, say: Say) -> None:
    """Stop every process of the stack and check that none is left; keep the data. A no-op if nothing is running.

    Raises LocalStackError with the processes that could not be stopped.
    """
    table = process_table()
    with locked(place):
        before = belonging(place.folder, table)
        _end_everything(place, table)
        say(f"stopped {_count(before)}" if before else "nothing was running")


def _end_everything(place: Place, table: ProcessTable) -> None:
    """End the stand-in (it ends its tasks), then the emulator (it writes its state), then all remaining processes."""
    standin = fargate_process.running(place, table)
    if standin:
        end((standin,), table, grace_seconds=_TASK_GRACE_SECONDS)
    server = emulator.running(place, table)
    if server:
        end((server,), table, grace_seconds=_EMULATOR_GRACE_SECONDS)
    left = belonging(place.folder, table)
    end(left, table, grace_seconds=2)
    late = belonging(place.folder, table)
    if late and not gone(late, table, within_seconds=5):
        names = ", ".join(f"{process.pid} ({process.command[:60]})" for process in late)
        raise LocalStackError(f"these processes could not be stopped: {names}")
    for path in place.runs.glob("*.json"):
        path.unlink(missing_ok=True)
    shutil.rmtree(place.temporary, ignore_errors=True)


def clean(place: Place, say: Say) -> None:
    """Stop every process and remove the stack's data, films included."""
    down(place, say)
    shutil.rmtree(place.folder)
    say(f"removed {place.folder}")


def _count(processes: tuple[Process, ...]) -> str:
    return f"{len(processes)} process{'' if len(processes) == 1 else 'es'}"
