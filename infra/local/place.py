"""Where one local stack keeps its things, and on which port it listens."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra.local.errors import LocalStackError

REPOSITORY: Final = Path(__file__).resolve().parents[2]
"""The checkout's root."""
PORT_VARIABLE: Final = "REELWRIGHT_PORT"
FOLDER_VARIABLE: Final = "REELWRIGHT_LOCAL"
"""Names another folder for the stack's data."""
DEFAULT_PORT: Final = 4566
HOST: Final = "127.0.0.1"
"""Loopback only: nothing that runs here is meant for the network."""
REGION: Final = "us-east-1"
ACCOUNT: Final = "000000000000"
PRIVATE_UMASK: Final = 0o077
"""Of every process of the stack: what it writes is for its owner only."""


@dataclass(frozen=True)
class Place:
    """One local stack: a folder with its data and a port. Two stacks with different places do not meet."""

    folder: Path
    port: int
    workers_proxy: str | None = None
    """An HTTP proxy that the Lambda workers reach the emulator through; None: directly. Everybody else goes directly."""

    context: tuple[str, ...] = ()
    """Further context of the CDK app, each `key=value`."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Place":
        """Return the checkout's own place, or the one that the environment names; raises LocalStackError on a bad port."""
        text = environ.get(PORT_VARIABLE, str(DEFAULT_PORT))
        if not text.isdecimal() or not 1024 <= int(text) <= 65535:  # noqa: PLR2004 - the range of unprivileged ports
            raise LocalStackError(f"{PORT_VARIABLE}={text} is no port: choose a number from 1024 to 65535")
        return cls(folder=Path(environ.get(FOLDER_VARIABLE, REPOSITORY / ".local")).resolve(), port=int(text))

    @property
    def endpoint(self) -> str:
        """Return the AWS endpoint of the emulator."""
        return f"http://{HOST}:{self.port}"

    @property
    def state(self) -> Path:
        """Return the folder of what the emulator remembers between runs, all but objects."""
        return self.folder / "state"

    @property
    def objects(self) -> Path:
        """Return the folder of S3 objects."""
        return self.folder / "objects"

    @property
    def root_secret(self) -> Path:
        """Return the file with the secret of the emulator's root key."""
        return self.folder / "root-secret"

    @property
    def temporary(self) -> Path:
        """Return the folder of unpacked functions; of no use once the emulator is down."""
        return self.folder / "tmp"

    @property
    def logs(self) -> Path:
        """Return the folder of logs, one file a process."""
        return self.folder / "logs"

    @property
    def runs(self) -> Path:
        """Return the folder of process records."""
        return self.folder / "run"

    @property
    def films(self) -> Path:
        """Return the folder that the demo downloads into."""
        return self.folder / "films"

    def prepare(self) -> None:
        """Make the folders, readable by their owner only; a no-op when they are there."""
        for folder in (self.folder, self.state, self.objects, self.temporary, self.logs, self.runs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)  # one that was there already may be open
