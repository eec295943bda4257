"""Starts the emulator: one process on loopback that enforces IAM and keeps its state in the stack's folder.

`verbs` ends it with SIGTERM first, so that it writes its whole state to disk (see `server` for a kill).
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
from infra.local.guard.routes import HEALTH
from infra.local.place import ACCOUNT, HOST, REGION, REPOSITORY, Place
from infra.local.ports import is_open, listener, taken_message
from infra.local.processes import STACK_VARIABLE, Process, ProcessTable, Record, recorded, start_detached
from infra.local.root import ROOT_KEY, make_root_secret, root_secret

START_SECONDS: Final = 60.0
"""Timeout of the start, which takes two to three seconds on an idle machine."""
_CLOSING_SECONDS: Final = 3.0
_WARM_SECONDS: Final = 120
"""Idle time after which additional Lambda workers end. The first worker of each function never ends."""
_LOG_BYTES: Final = 10_000_000
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
"""Variables of the caller that child processes inherit. AWS profiles and keys are left out."""
_NO_DOCKER: Final = "unix:///nonexistent/reelwright-runs-without-docker"
"""If the emulator found a Docker daemon, it would run the task's image. On every machine the stand-in shall run the task."""


def record_path(place: Place) -> Path:
    """Name the file with the record of the emulator's process."""
    return place.runs / "emulator.json"


def credentials(place: Place) -> dict[str, str]:
    """Build the variables by which AWS clients use the emulator, as its root, and ignore the user's own AWS configuration.

    Raises LocalStackError if the stack was never up.
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
    """Build the environment of the emulator and the stand-in: few variables of the caller, and at most two threads."""
    threads = str(min(2, os.cpu_count() or 1))
    return {
        **{name: environ[name] for name in _PASSED_ON if name in environ},
        **credentials(place),
        STACK_VARIABLE: str(place.folder),
        "TMPDIR": str(place.temporary),
        "REELWRIGHT_ASSETS": str(REPOSITORY / ".assets"),
        "PYTHONUNBUFFERED": "1",
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
    }


def server_environment(place: Place, environ: Mapping[str, str]) -> dict[str, str]:
    """Build the emulator's environment, which its Lambda workers inherit. Waits run in real time: no `SFN_WAIT_SCALE`.

    A proxy between workers and emulator is set by `HTTP_PROXY`, not by another endpoint URL: the emulator verifies
    signatures, which cover the host.
    """
    return {
        **child_environment(place, environ),
        **({} if place.workers_proxy is None else {"HTTP_PROXY": place.workers_proxy}),
        **({} if place.trace_daemon is None else {"AWS_XRAY_DAEMON_ADDRESS": place.trace_daemon}),
        "AUTH": "true",
        "GATEWAY_PORT": str(place.port),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": "localhost",  # API hosts of the form <id>.execute-api.localhost, which browsers and curl resolve
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": _NO_DOCKER,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.objects),
        "LAMBDA_WARM_TTL_SECONDS": str(_WARM_SECONDS),
    }


def running(place: Place, table: ProcessTable) -> Process | None:
    """Find the emulator's process; None if it is not running."""
    return recorded(record_path(place), table)


def answers(place: Place) -> bool:
    """Check that an emulator which enforces IAM answers on the port, behind the guard; older versions had no guard."""
    try:
        with urllib.request.urlopen(f"{place.endpoint}{HEALTH}", timeout=5) as response:  # noqa: S310 - loopback
            guarded = response.headers.get(MARK) == "on"
            health = json.load(response)
    except (OSError, ValueError):
        return False
    return guarded and isinstance(health, dict) and health.get("auth") == "enabled"


def require_free_port(place: Place, table: ProcessTable) -> None:
    """Raise LocalStackError if the port is in use, with the process if it is known.

    The socket of a killed process stays open for a moment, so the check is repeated for some seconds.
    """
    until = time.monotonic() + _CLOSING_SECONDS
    while is_open(place.port):
        pid = listener(place.port)
        process = table.find(pid) if pid else None
        if process or time.monotonic() > until:
            raise LocalStackError(taken_message(place.port, pid, process.command if process else ""))
        time.sleep(0.1)


def start(place: Place, table: ProcessTable, *, environ: Mapping[str, str] = os.environ) -> None:
    """Start the emulator and wait until it answers; raises LocalStackError if it does not, or if its port is in use."""
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
    """Open a log for appending. A log over 10 MB is renamed to `.log.old` first, which replaces an earlier one."""
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
            raise LocalStackError(
                f"the emulator did not answer within {START_SECONDS:.0f} s: see {log}, then run `make down`"
            )
        time.sleep(0.1)


def rewind_streams(path: Path) -> None:
    """Reset the position of every stream reader in the saved state of Lambda; a no-op if there is no saved state.

    The emulator saves the position of each event source mapping in a table's stream, but not the stream, which is empty
    after a restart: the mapping would skip as many new records as it had read before (seen with 1.5.33).
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
