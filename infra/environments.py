"""The environments as data: everything that differs between the emulator on a laptop and the two on AWS.

Account and region are not here: a stack deploys to wherever the credentials of the command line point, so the same
template serves every account, and a synth needs no network.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from reelwright.pipeline.steps import FARGATE_FROM_SECONDS, SCENE_CONCURRENCY
from reelwright.settings import EnvironmentName

ROOT: Final = Path(__file__).resolve().parents[1]
"""The repository."""

Packaging = Literal["folder", "image"]
"""How the step functions travel: as a zip of their folder, or inside the media image."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """One environment. Rates are requests a second, capacities running attempts a pool."""

    name: EnvironmentName
    packaging: Packaging
    python: Literal["3.11", "3.12"]
    """Runtime of the zip functions. Locally it is the interpreter of the checkout's own environment."""
    tls_only: bool = True
    """Whether bucket, queues and topic refuse plain HTTP. The emulator speaks nothing else."""
    keep_data: bool = False
    """Whether table, bucket and user pool outlive the stack."""
    capacity: dict[str, int] = field(default_factory=lambda: {"videos": 8, "tasks": 16})
    scene_concurrency: int = SCENE_CONCURRENCY
    retention_hours: int = 24
    artefact_days: int = 7
    """How long an artefact can be reused before its object expires; longer than any retry can wait."""
    output_days: int = 7
    """Backstop for outputs: the sweeper removes them with their job, this what it could not see."""
    throttle_rate: int = 50
    throttle_burst: int = 100
    log_days: int = 30
    retry_scale: float = 1.0
    queue_wait_seconds: int = 1
    fargate_from_seconds: float = FARGATE_FROM_SECONDS
    assets_path: str = "/opt/assets"
    render_threads: int = 2
    spot: bool = False
    """Whether Fargate tasks run on spare capacity: two minutes' notice, a fifth to a third of the price."""

    @property
    def stack_name(self) -> str:
        """Return the stack's name; every named resource starts with it."""
        return f"reelwright-{self.name}"


ENVIRONMENTS: Final[dict[str, Environment]] = {
    environment.name: environment
    for environment in (
        Environment(
            name="local",
            packaging="folder",
            python="3.11",
            tls_only=False,
            capacity={"videos": 2, "tasks": 4},
            scene_concurrency=2,
            log_days=1,
            retry_scale=0.02,
            queue_wait_seconds=0,
            fargate_from_seconds=60.0,
            assets_path=str(ROOT / ".assets"),
            throttle_rate=1000,
            throttle_burst=2000,
        ),
        Environment(name="dev", packaging="image", python="3.12", log_days=7, spot=True),
        Environment(
            name="prod",
            packaging="image",
            python="3.12",
            keep_data=True,
            log_days=90,
            artefact_days=30,
            output_days=30,
            throttle_rate=200,
            throttle_burst=400,
        ),
    )
}


def environment_named(name: str) -> Environment:
    """Return the environment of a name; raises ValueError that lists the names there are."""
    try:
        return ENVIRONMENTS[name]
    except KeyError:
        raise ValueError(f"unknown environment {name!r}; choose one of {', '.join(ENVIRONMENTS)}") from None
