"""The Fargate stand-in's own process: started and found again like the emulator's."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.local.emulator import child_environment, open_log
from infra.local.place import FOLDER_VARIABLE, PORT_VARIABLE, Place
from infra.local.processes import Process, ProcessTable, Record, recorded, start_detached


def record_path(place: Place) -> Path:
    """Return where the stand-in's process is recorded."""
    return place.runs / "fargate.json"


def running(place: Place, table: ProcessTable) -> Process | None:
    """Return the stand-in's process while it lives."""
    return recorded(record_path(place), table)


def start(place: Place, table: ProcessTable, *, cluster_arn: str, environ: Mapping[str, str] = os.environ) -> None:
    """Start the stand-in for a cluster."""
    variables = {
        **child_environment(place, environ),
        FOLDER_VARIABLE: str(place.folder),
        PORT_VARIABLE: str(place.port),
    }
    with open_log(place.logs / "fargate.log") as log:
        child = start_detached([sys.executable, "-m", "infra.local.fargate", cluster_arn], variables, log)
    process = table.find(child.pid)
    if process:
        Record(pid=process.pid, started=process.started).write(record_path(place))
