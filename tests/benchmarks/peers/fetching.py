"""Installs Remotion by its lock: `python -m tests.benchmarks.peers.fetching`. npm runs no package's own scripts."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from infra.local.node import node_environment, npm_command
from infra.local.place import REPOSITORY

FOLDER: Final = REPOSITORY / ".peers"
REMOTION: Final = FOLDER / "remotion"
_HERE: Final = Path(__file__).parent


def main() -> None:
    """Write the packages into `.peers/remotion`. Raises CalledProcessError if npm cannot fetch one."""
    REMOTION.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / name, REMOTION)
    command = [*npm_command(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(command, cwd=REMOTION, env=node_environment(), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the npm found above


if __name__ == "__main__":
    main()
