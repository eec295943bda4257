"""The folders and the port of a local stack."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from infra.local.errors import LocalStackError

REPOSITORY: Final = Path(__file__).resolve().parents[2]
"""The checkout's root."""
PORT_VARIABLE: Final = "REELWRIGHT_PORT"
FOLDER_VARIABLE: Final = "REELWRIGHT_LOCAL"
"""The environment variable with another folder for the stack's data."""
DEFAULT_PORT: Final = 4566
HOST: Final = "127.0.0.1"
"""Loopback only: the local stack serves no other machine."""
REGION: Final = "us-east-1"
ACCOUNT: Final = "000000000000"
PROVIDERS_FILE: Final = "providers.toml"
"""The configuration of providers beside cdk.json, if there is one."""
_PROVIDERS: Final = "providers="
"""Begins the context of the CDK app that names another file of providers."""
PRIVATE_UMASK: Final = 0o077
"""Of every process of the stack: what it writes is for its owner only."""


@dataclass(frozen=True)
class Place:
    """The data folder and the port of one local stack. Stacks that differ in both run side by side."""

    folder: Path
    port: int
    workers_proxy: str | None = None
    """The HTTP proxy between the Lambda workers and the emulator, if any. Other clients connect directly."""
    trace_daemon: str | None = None
    """Where the workers send the spans of jobs, as host:port, if anywhere (UDP, X-Ray's documents)."""
    context: tuple[str, ...] = ()
    """Additional context of the CDK app, each `key=value`."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Place":
        """Read folder and port from the environment, with defaults; raises LocalStackError if the port is invalid."""
        text = environ.get(PORT_VARIABLE, str(DEFAULT_PORT))
        if not text.isdecimal() or not 1024 <= int(text) <= 65535:  # noqa: PLR2004 - the range of unprivileged ports
            raise LocalStackError(f"{PORT_VARIABLE}={text} is not a valid port: choose a number from 1024 to 65535")
        return cls(folder=Path(environ.get(FOLDER_VARIABLE, REPOSITORY / ".local")).resolve(), port=int(text))

    @property
    def endpoint(self) -> str:
        """The endpoint URL of the emulator."""
        return f"http://{HOST}:{self.port}"

    @property
    def state(self) -> Path:
        """State of the emulator's services between runs, without S3 objects."""
        return self.folder / "state"

    @property
    def objects(self) -> Path:
        """S3 objects."""
        return self.folder / "objects"

    @property
    def root_secret(self) -> Path:
        """Return the file with the secret of the emulator's root key."""
        return self.folder / "root-secret"

    @property
    def temporary(self) -> Path:
        """Unpacked functions; removed when the emulator stops."""
        return self.folder / "tmp"

    @property
    def logs(self) -> Path:
        """Logs, one file per process."""
        return self.folder / "logs"

    @property
    def runs(self) -> Path:
        """Records of processes."""
        return self.folder / "run"

    @property
    def films(self) -> Path:
        """Downloads of the demo."""
        return self.folder / "films"

    @property
    def providers_files(self) -> tuple[Path, ...]:
        """Files of providers that the context names."""
        return tuple(Path(one.removeprefix(_PROVIDERS)) for one in self.context if one.startswith(_PROVIDERS))

    def with_providers(self, file: Path) -> "Place":
        """Name a file of providers in the context, in the place of an earlier one."""
        others = (one for one in self.context if not one.startswith(_PROVIDERS))
        return replace(self, context=(*others, f"{_PROVIDERS}{file}"))

    def prepare(self) -> None:
        """Create the folders, with access for their owner only. The rights of existing ones are corrected."""
        for folder in (self.folder, self.state, self.objects, self.temporary, self.logs, self.runs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
