"""`up` and `down`: idempotent, one at a time, and able to clean up after a start that was cut off."""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator

from infra.local import deployment, emulator, fargate_process
from infra.local.deployment import Outputs
from infra.local.errors import LocalStackError
from infra.local.place import Place
from infra.local.process_table import process_table
from infra.local.processes import Process, ProcessTable, belonging, end, gone

Say = Callable[[str], None]

_EMULATOR_GRACE_SECONDS = 20.0
"""For writing its state, after the connections that hold it open have had their three seconds."""
_TASK_GRACE_SECONDS = 10.0


@contextlib.contextmanager
def alone(place: Place) -> Iterator[None]:
    """Hold the stack's lock; raises LocalStackError when another `up` or `down` holds it."""
    place.prepare()
    with (place.runs / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalStackError(f"another make is working on {place.folder}: wait for it to finish") from None
        yield


def up(place: Place, say: Say) -> Outputs:
    """Bring everything up and return the stack's outputs; what is up already stays as it is.

    Raises LocalStackError. What was started before an error keeps running: the next `up` goes on from there.
    """
    table = process_table()
    with alone(place):
        _start_emulator(place, table, say)
        outputs = deployment.deploy(place, say)
        if fargate_process.running(place, table) is None:
            fargate_process.start(place, table, cluster_arn=outputs["ClusterArn"])
    return outputs


def _start_emulator(place: Place, table: ProcessTable, say: Say) -> None:
    process = emulator.running(place, table)
    if process and emulator.answers(place):
        return
    left = belonging(place.folder, table)
    if left:
        say(f"ending {_count(left)} of an earlier start that did not finish")
        _end_everything(place, table)
    say(f"starting the emulator on {place.endpoint}")
    emulator.start(place, table)


def down(place: Place, say: Say) -> None:
    """Stop everything the stack started and make sure that nothing is left; data stays. A no-op when nothing runs.

    Raises LocalStackError naming what could not be ended.
    """
    table = process_table()
    with alone(place):
        before = belonging(place.folder, table)
        _end_everything(place, table)
        say(f"stopped {_count(before)}" if before else "nothing was running")


def _end_everything(place: Place, table: ProcessTable) -> None:
    """End the stand-in (it ends its tasks), then the emulator alone (it writes its state), then whatever is left."""
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
        raise LocalStackError(f"these processes could not be ended: {names}")
    for path in place.runs.glob("*.json"):
        path.unlink(missing_ok=True)
    shutil.rmtree(place.temporary, ignore_errors=True)


def clean(place: Place, say: Say) -> None:
    """Stop everything and remove the stack's data, films included."""
    down(place, say)
    shutil.rmtree(place.folder)
    say(f"removed {place.folder}")


def _count(processes: tuple[Process, ...]) -> str:
    return f"{len(processes)} process{'' if len(processes) == 1 else 'es'}"
