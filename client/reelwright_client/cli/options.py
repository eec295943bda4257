"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

JobId = Annotated[str, typer.Argument(metavar="JOB", help="The job's id, as `submit` printed it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs: one document per line.")]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="DIR", help="Wait for the job's end and save its files in this folder."),
]
TimeoutSeconds = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", min=0, help="Stop watching after this many seconds (exit code 5)."),
]
CancelOnInterrupt = Annotated[
    bool, typer.Option("--cancel-on-interrupt", help="On Ctrl-C cancel the job; by default it goes on.")
]
