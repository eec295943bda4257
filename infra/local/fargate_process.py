"""The process of the Fargate stand-in; it is started and recorded as the emulator's is."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.local.emulator import child_environment, open_log
from infra.local.place import FOLDER_VARIABLE, PORT_VARIABLE, Place
from infra.local.processes import Process, ProcessTable, Record, recorded, start_detached


def record_path(place: Place) -> Path:
    """Name the file with the record of the stand-in's process."""
    return place.runs / "fargate.json"


def running(place: Place, table: ProcessTable) -> Process | None:
    """Find the stand-in's process; None if it is not running."""
    return recorded(record_path(place), table)


def start(place: Place, table: ProcessTable, *, cluster_arn: str, environ: Mapping[str, str] = os.environ) -> None:
    """Start the stand-in for a cluster and record its process."""
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
