"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

JobId = Annotated[str, typer.Argument(metavar="JOB", help="The job's id, as `submit` printed it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one document a line, for programs.")]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="DIR", help="Wait for the end and save the result files in this folder."),
]
TimeoutSeconds = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", min=0, help="Stop watching after this long (exit code 5)."),
]
CancelOnInterrupt = Annotated[
    bool, typer.Option("--cancel-on-interrupt", help="Ctrl-C also cancels the job instead of leaving it.")
]
