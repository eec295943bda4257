"""Whether this machine can build an image."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Final

SECONDS: Final = 20


def has_docker(environ: Mapping[str, str] = os.environ) -> bool:
    """Ask Docker's server for its version; `CDK_DOCKER` names another program with the same commands, such as finch."""
    program = shutil.which(environ.get("CDK_DOCKER", "docker"), path=environ.get("PATH"))
    if program is None:
        return False
    try:
        asked = subprocess.run([program, "version"], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - on PATH
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0
