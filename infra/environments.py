"""The environments as data: all differences between the emulator on a laptop and the two environments on AWS.

Account and region are not here: they come from the credentials of the command line. So one template serves every account,
and synth needs no network.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from reelwright.jobs.caller import OPERATOR_SCOPE, ClaimNames
from reelwright.pipeline.steps import FARGATE_FROM_SECONDS, SCENE_CONCURRENCY
from reelwright.providers.reading import read_setup
from reelwright.providers.setup import ProvidersSetup
from reelwright.settings import EnvironmentName

ROOT: Final = Path(__file__).resolve().parents[1]
"""The repository."""
OWN_PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The Python that runs this, as `3.11`."""

Packaging = Literal["folder", "image"]
"""Packaging of the step functions: a zip of their folder, or the media image."""

SCOPES: Final = {"jobs": "Create, read and cancel own jobs", "operate": "Act for every user"}
"""Scopes of the API and their descriptions. In a token a scope is `reelwright/<name>`; a token needs at least one."""

GROUPS: Final = {
    "operators": "May act for every user and see dead letters",
    "free": "Low priority, small daily limit; the default for users without a group",
    "standard": "Default priority",
    "premium": "High priority, no daily limit",
}
"""Groups of the user pool and their descriptions."""


@dataclass(frozen=True, kw_only=True)
class OidcIssuer:
    """An existing OpenID Connect issuer, used instead of a Cognito user pool.

    `issuer` is the `iss` of its tokens, and the URL above `/.well-known/openid-configuration`, from which AWS fetches the
    keys over HTTPS. A token must name one of the `audiences` and one of the `scopes`; ID tokens have no scope and are refused.
    """

    issuer: str
    audiences: tuple[str, ...]
    scopes: tuple[str, ...] = ("reelwright/jobs", OPERATOR_SCOPE)
    claims: ClaimNames = field(default_factory=lambda: ClaimNames(groups_claim="groups"))
    console_client: str | None = None
    """The client without a secret with which the console signs people in; None: it takes access tokens only."""
    token_url: str | None = None
    """Its token endpoint, if that is of another origin than the issuer: the console's policy names the hosts it may call."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """One environment. Throttles are in requests per second; `capacity` is running attempts per pool."""

    name: EnvironmentName
    packaging: Packaging
    python: Literal["3.11", "3.12"]
    """Runtime of the zip functions. Locally they run on the Python of the checkout's virtual environment."""
    tls_only: bool = True
    """Whether bucket, queues and topic refuse plain HTTP. The emulator has no TLS."""
    keep_data: bool = False
    """Whether table, bucket, secret and user pool are kept when the stack is deleted."""
    deployed_before: bool = False
    """Whether the stack exists already (set by `infra.rollout`). Only then is it protected, so that a failed creation can be
    rolled back."""
    capacity: dict[str, int] = field(default_factory=lambda: {"videos": 8, "tasks": 16})
    scene_concurrency: int = SCENE_CONCURRENCY
    lambda_concurrency: int | None = None
    """The account's quota of concurrent Lambda runs (set by `infra.rollout`); `capacity` and scenes are fitted into it."""
    reserved_concurrency: dict[str, int] = field(default_factory=dict)
    """Function -> its reserved runs; filled by `infra.concurrency`."""
    metric_math: bool = True
    """Whether alarms on expressions of several metrics are created. The emulator refuses an alarm without a metric's name."""
    partial_batches: bool = True
    """Whether a reader of the stream names the failed records of a batch. The emulator ignores the answer: there, it raises."""
    is_billed: bool = True
    """Whether work on jobs has a price: the emulator bills nothing."""
    retention_hours: int = 24
    artefact_days: int = 7
    """Days until an artefact expires; until then jobs can reuse it. Longer than a job can wait for a retry."""
    output_days: int = 9
    """Days until an output expires. A backstop: the sweeper removes outputs together with their job."""
    upload_days: int = 7
    """Days until a user's picture or clip expires: longer than a job lasts with all its retries and waits."""
    brand_days: int = 400
    """Days until logo and font of a saved brand expire."""
    throttle_rate: int = 50
    throttle_burst: int = 100
    minute_jobs_limit: int | None = None
    """Jobs that a user may create per minute, whatever the tier; None applies the limits of the tiers."""
    limits: dict[str, int] = field(default_factory=dict)
    """Other limits of any user, by the field of `jobs.quota.Allowance`; empty keeps the tiers' own."""
    batch_lines: int = 10_000
    """Lines of a batch that is sent as a file; at most 100,000."""
    waits_at_once: int = 5
    """Long polls of all users at once, each of which holds an instance of the API function. A new account runs 10
    instances of all functions together; keep it below the concurrency that is reserved for the API function."""
    open_rate: int = 5
    open_burst: int = 10
    """Requests a second to each open route, and to all unknown paths together: callers without a token cannot use up the
    rate of those with one."""
    page_burst: int = 60
    """Requests at once for files of the pages. Opening the console takes up to twelve, so the small burst of the other open
    routes would leave it empty; the rate afterwards is `open_rate`."""
    log_days: int = 30
    trace_share: float = 1.0
    """Part of jobs whose traces are kept: X-Ray bills each."""
    retry_scale: float = 1.0
    queue_wait_seconds: int = 1
    fargate_from_seconds: float = FARGATE_FROM_SECONDS
    assets_path: str = "/opt/assets"
    render_threads: int = 2
    spot: bool = False
    """Whether Fargate tasks run on Spot capacity: cheaper, but AWS may stop a task with two minutes' notice."""

    callback_urls: tuple[str, ...] = ("http://localhost:8400/callback",)
    """The redirect URLs of the pool's sign-in page; by default a program on the person's own machine."""

    canary: bool = False
    """Whether a film is made every hour through the public API. It needs the user pool."""
    monthly_budget_usd: int | None = None
    """What a month may cost before AWS notifies; None makes no budget and no alarm on spend."""
    providers: ProvidersSetup = field(default_factory=ProvidersSetup)
    """The configured cloud providers, from `providers.toml`."""
    alarm_email: str | None = None
    """The e-mail address to subscribe to alarms, if any."""
    oidc: OidcIssuer | None = None
    """The issuer of tokens; None creates a Cognito user pool."""

    @property
    def zip_python(self) -> str:
        """The Python that runs the zip functions, as `3.12`: locally that of the checkout's virtual environment."""
        return OWN_PYTHON if self.packaging == "folder" else self.python

    @property
    def claims(self) -> ClaimNames:
        """The names of the claims in the issuer's tokens."""
        return ClaimNames() if self.oidc is None else self.oidc.claims

    @property
    def protected(self) -> bool:
        """Whether stack, table and user pool have deletion protection."""
        return self.keep_data and self.deployed_before

    @property
    def stack_name(self) -> str:
        """The stack's name, and the prefix of every named resource."""
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
            metric_math=False,
            partial_batches=False,
            is_billed=False,
            fargate_from_seconds=60.0,
            assets_path=str(ROOT / ".assets"),
            throttle_rate=1000,
            throttle_burst=2000,
            # Tests create thousands of jobs as one user.
            minute_jobs_limit=100_000,
            limits={"minute_dry_runs": 100_000},
            open_rate=1000,
            open_burst=2000,
            page_burst=2000,
        ),
        Environment(name="dev", packaging="image", python="3.12", log_days=7, spot=True, monthly_budget_usd=60),
        Environment(
            name="prod",
            packaging="image",
            python="3.12",
            keep_data=True,
            trace_share=0.05,
            monthly_budget_usd=600,
            canary=True,
            log_days=90,
            artefact_days=30,
            output_days=30,
            throttle_rate=1000,
            throttle_burst=2000,
            waits_at_once=100,
            open_rate=10,
            open_burst=20,
            page_burst=240,
        ),
    )
}


def oidc_from(context: Mapping[str, str | None], *, plain: bool) -> OidcIssuer | None:
    """Read the issuer from the keys `OIDC_KEYS` of the CDK context; None if `oidc_issuer` is missing or empty.

    `oidc_audience` and `oidc_scopes` are comma-separated lists. The other keys are fields of `ClaimNames`. `plain` permits
    an issuer on plain HTTP. Raises ValueError if the audience is missing, or if the issuer uses plain HTTP without `plain`.
    """
    issuer = context.get("oidc_issuer")
    if not issuer:
        return None
    if not issuer.startswith(("https://", "http://") if plain else "https://"):
        raise ValueError(f"oidc_issuer {issuer!r} must begin with https://: AWS fetches its keys from there")
    audiences = _listed(context.get("oidc_audience"))
    if not audiences:
        raise ValueError(
            "oidc_issuer needs oidc_audience: without it, tokens that the issuer made for other services would be accepted"
        )
    names = {name: context.get(f"oidc_{name}") for name in ClaimNames.model_fields}
    claims = ClaimNames.model_validate(
        {"groups_claim": "groups"} | {name: value for name, value in names.items() if value is not None}
    )
    scopes = _listed(context.get("oidc_scopes"))
    return OidcIssuer(
        issuer=issuer,
        audiences=audiences,
        claims=claims,
        console_client=context.get("oidc_console_client") or None,
        token_url=context.get("oidc_token_url") or None,
        **({"scopes": scopes} if scopes else {}),
    )


OIDC_KEYS: Final = (
    "oidc_issuer",
    "oidc_audience",
    "oidc_scopes",
    "oidc_console_client",
    "oidc_token_url",
    *(f"oidc_{name}" for name in ClaimNames.model_fields),
)
"""The context keys that describe an existing issuer."""


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def providers_from(path: str | None) -> ProvidersSetup:
    """Read the providers from the context's path, else from `providers.toml` beside the app, if it exists."""
    file = ROOT / "providers.toml" if path is None else Path(path)
    if file.suffix == ".json":  # as the local stack writes it: checked, without keys
        return ProvidersSetup.model_validate_json(file.read_text("utf-8"))
    return read_setup(file) if path is not None or file.exists() else ProvidersSetup()


def environment_named(name: str) -> Environment:
    """Find an environment; raises ValueError with the valid names if the name is unknown."""
    try:
        return ENVIRONMENTS[name]
    except KeyError:
        raise ValueError(f"unknown environment {name!r}; choose one of {', '.join(ENVIRONMENTS)}") from None
