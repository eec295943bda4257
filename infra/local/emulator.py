"""Starts and stops the emulator: one process on loopback that enforces IAM and keeps its state in the stack's folder.

It is asked to end before it is killed: only then is its state complete on disk (see `server` for the other case).
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Final

from infra.local.errors import LocalStackError
from infra.local.guard.app import MARK
from infra.local.guard.roads import HEALTH
from infra.local.place import ACCOUNT, HOST, REGION, REPOSITORY, Place
from infra.local.ports import is_open, listener, taken_message
from infra.local.processes import STACK_VARIABLE, Process, ProcessTable, Record, recorded, start_detached
from infra.local.root import ROOT_KEY, make_root_secret, root_secret

START_SECONDS: Final = 60.0
"""Two to three seconds on an idle machine; more on a busy one."""
_CLOSING_SECONDS: Final = 3.0
_WARM_SECONDS: Final = 120
"""How long a surplus Lambda worker stays; the first of each function stays with the emulator."""
_LOG_BYTES: Final = 10_000_000
_KEPT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
"""What children see of the caller's environment. AWS profiles and keys are not among it."""
_NEVER_DOCKER: Final = "unix:///nonexistent/reelwright-runs-without-docker"
"""With a Docker daemon the emulator would pull the task's image; here the stand-in runs the task, on every machine alike."""


def record_path(place: Place) -> Path:
    """Return where the emulator's process is recorded."""
    return place.runs / "emulator.json"


def credentials(place: Place) -> dict[str, str]:
    """Return the variables that lead an AWS client to the emulator as its root, past any configuration of the user.

    Raises LocalStackError where the stack was never up.
    """
    return {
        "AWS_ENDPOINT_URL": place.endpoint,
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": root_secret(place),
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def child_environment(place: Place, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that the emulator and the stand-in share: few variables of the caller, threads bounded."""
    threads = str(min(2, os.cpu_count() or 1))
    return {
        **{name: environ[name] for name in _KEPT if name in environ},
        **credentials(place),
        STACK_VARIABLE: str(place.folder),
        "TMPDIR": str(place.temporary),
        "REELWRIGHT_ASSETS": str(REPOSITORY / ".assets"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
    }


def server_environment(place: Place, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the emulator's own environment. Waits run in real time: no `SFN_WAIT_SCALE`.

    Its Lambda workers inherit it. A proxy between them and the emulator is one by `HTTP_PROXY`, not by another endpoint:
    the emulator verifies signatures, and they cover the host.
    """
    return {
        **child_environment(place, environ),
        **({} if place.workers_proxy is None else {"HTTP_PROXY": place.workers_proxy}),
        "AUTH": "true",
        "GATEWAY_PORT": str(place.port),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": "localhost",  # API hosts of the form <id>.execute-api.localhost, which browsers and curl resolve
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": _NEVER_DOCKER,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.objects),
        "LAMBDA_WARM_TTL_SECONDS": str(_WARM_SECONDS),
    }


def running(place: Place, table: ProcessTable) -> Process | None:
    """Return the emulator's process while it lives."""
    return recorded(record_path(place), table)


def answers(place: Place) -> bool:
    """Return whether an emulator with IAM enforced answers on the port, behind the guard: one of before has none."""
    try:
        with urllib.request.urlopen(f"{place.endpoint}{HEALTH}", timeout=5) as response:  # noqa: S310 - loopback
            guarded = response.headers.get(MARK) == "on"
            health = json.load(response)
    except (OSError, ValueError):
        return False
    return guarded and isinstance(health, dict) and health.get("auth") == "enabled"


def require_free_port(place: Place, table: ProcessTable) -> None:
    """Raise LocalStackError, in one line with the culprit where it is known, when somebody has the port.

    The socket of a process that was just killed stays for a moment although nobody holds it: that is waited for.
    """
    until = time.monotonic() + _CLOSING_SECONDS
    while is_open(place.port):
        pid = listener(place.port)
        process = table.find(pid) if pid else None
        if process or time.monotonic() > until:
            raise LocalStackError(taken_message(place.port, pid, process.command if process else ""))
        time.sleep(0.1)


def start(place: Place, table: ProcessTable, *, environ: Mapping[str, str] = os.environ) -> None:
    """Start the emulator and wait until it answers; raises LocalStackError where it does not, or its port is taken."""
    require_free_port(place, table)
    make_root_secret(place)
    rewind_streams(place.state / "lambda.json")
    with open_log(place.logs / "emulator.log") as log:
        child = start_detached([sys.executable, "-m", "infra.local.server"], server_environment(place, environ), log)
    process = table.find(child.pid)
    if process:
        Record(pid=process.pid, started=process.started).write(record_path(place))
    _wait_until_it_answers(place, lambda: child.poll() is None)


def open_log(path: Path) -> IO[bytes]:
    """Open a log for writing at its end; one that has grown large makes room first, and is kept once."""
    if path.is_file() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".log.old"))
    return path.open("ab")


def _wait_until_it_answers(place: Place, alive: Callable[[], bool]) -> None:
    log = place.logs / "emulator.log"
    until = time.monotonic() + START_SECONDS
    while not answers(place):
        if not alive():
            raise LocalStackError(f"the emulator ended while starting: see the end of {log}")
        if time.monotonic() > until:
            raise LocalStackError(f"the emulator gave no answer for {START_SECONDS:.0f} s: see {log}, then `make down`")
        time.sleep(0.1)


def rewind_streams(path: Path) -> None:
    """Put every stream reader back to the start in the saved state of Lambda; a no-op where there is none.

    The emulator saves how far each event source mapping has read a table's stream, but not the stream, which starts
    empty: the mapping would stay deaf until as many new records had passed as before (seen with 1.5.33).
    """
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        positions = saved["payload"]["dynamodb_stream_positions"]["data"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    saved["payload"]["dynamodb_stream_positions"]["data"] = dict.fromkeys(positions, 0)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(saved), encoding="utf-8")
    part.replace(path)
