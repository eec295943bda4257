"""The environments as data: everything that differs between the emulator on a laptop and the two on AWS.

Account and region are not here: a stack deploys to wherever the credentials of the command line point, so the same
template serves every account, and a synth needs no network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from reelwright.jobs.caller import OPERATOR_SCOPE, ClaimNames
from reelwright.pipeline.steps import FARGATE_FROM_SECONDS, SCENE_CONCURRENCY
from reelwright.settings import EnvironmentName

ROOT: Final = Path(__file__).resolve().parents[1]
"""The repository."""

Packaging = Literal["folder", "image"]
"""How the step functions travel: as a zip of their folder, or inside the media image."""


SCOPES: Final = {"jobs": "Create, read and cancel own jobs", "operate": "Act for every user"}
"""The scopes of our API, each written `reelwright/<name>`; a token needs one of them."""


@dataclass(frozen=True, kw_only=True)
class OidcIssuer:
    """An OpenID Connect issuer that is there already: its tokens replace those of a user pool of our own.

    `issuer` is what stands in `iss`, and where `/.well-known/openid-configuration` is found; AWS fetches its keys from there
    and wants HTTPS. A token must name one of the `audiences` and one of the `scopes`, which keeps ID tokens out.
    """

    issuer: str
    audiences: tuple[str, ...]
    scopes: tuple[str, ...] = ("reelwright/jobs", OPERATOR_SCOPE)
    claims: ClaimNames = field(default_factory=lambda: ClaimNames(groups_claim="groups"))


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
    """Whether table, bucket, secret and user pool outlive the stack."""
    deployed_before: bool = False
    """Whether the stack exists already (`infra.rollout`): only then can protection not lock a failed creation in."""
    capacity: dict[str, int] = field(default_factory=lambda: {"videos": 8, "tasks": 16})
    scene_concurrency: int = SCENE_CONCURRENCY
    retention_hours: int = 24
    artefact_days: int = 7
    """How long an artefact can be reused before its object expires; longer than any retry can wait."""
    output_days: int = 7
    """Backstop for outputs: the sweeper removes them with their job, this what it could not see."""
    upload_days: int = 7
    """How long users' own pictures and clips are kept: longer than a job with all its retries and waits."""
    throttle_rate: int = 50
    throttle_burst: int = 100
    minute_jobs_limit: int | None = None
    """Jobs that any user may create a minute; None keeps the tiers' own."""
    log_days: int = 30
    retry_scale: float = 1.0
    queue_wait_seconds: int = 1
    fargate_from_seconds: float = FARGATE_FROM_SECONDS
    assets_path: str = "/opt/assets"
    render_threads: int = 2
    spot: bool = False
    """Whether Fargate tasks run on spare capacity: two minutes' notice, a fifth to a third of the price."""

    alarm_email: str | None = None
    """Who is told of alarms, besides whatever subscribes to the topic by itself."""
    oidc: OidcIssuer | None = None
    """Whose tokens count; None makes a Cognito user pool."""

    @property
    def claims(self) -> ClaimNames:
        """Return what the tokens call their contents."""
        return ClaimNames() if self.oidc is None else self.oidc.claims

    @property
    def protected(self) -> bool:
        """Return whether stack, table and user pool refuse to be deleted."""
        return self.keep_data and self.deployed_before

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
            # Tests flood it from one account.
            minute_jobs_limit=100_000,
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


def oidc_from(context: Mapping[str, str | None], *, plain: bool) -> OidcIssuer | None:
    """Return the issuer that the CDK context names by `oidc_issuer`; None without it.

    `oidc_audience` and `oidc_scopes` are lists with commas; `oidc_groups_claim`, `oidc_groups_prefix`, `oidc_tier_claim` and
    `oidc_scope_claim` name claims. Raises ValueError without an audience, and for a plain-HTTP issuer unless `plain`.
    """
    issuer = context.get("oidc_issuer")
    if not issuer:
        return None
    if not issuer.startswith(("https://", "http://") if plain else "https://"):
        raise ValueError(f"oidc_issuer {issuer!r} must begin with https://: AWS fetches its keys from there")
    audiences = _listed(context.get("oidc_audience"))
    if not audiences:
        raise ValueError(
            "oidc_issuer needs oidc_audience: without one, the issuer's tokens for any other service would do"
        )
    names = {name: context.get(f"oidc_{name}") for name in ClaimNames.model_fields}
    claims = ClaimNames.model_validate(
        {"groups_claim": "groups"} | {name: value for name, value in names.items() if value is not None}
    )
    scopes = _listed(context.get("oidc_scopes"))
    return OidcIssuer(issuer=issuer, audiences=audiences, claims=claims, **({"scopes": scopes} if scopes else {}))


OIDC_KEYS: Final = (
    "oidc_issuer",
    "oidc_audience",
    "oidc_scopes",
    *(f"oidc_{name}" for name in ClaimNames.model_fields),
)
"""The context keys of a foreign issuer."""


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def environment_named(name: str) -> Environment:
    """Return the environment of a name; raises ValueError that lists the names there are."""
    try:
        return ENVIRONMENTS[name]
    except KeyError:
        raise ValueError(f"unknown environment {name!r}; choose one of {', '.join(ENVIRONMENTS)}") from None
