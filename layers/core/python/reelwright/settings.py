"""The settings of one environment, and their form as environment variables.

`infra` writes the variables from this model, so a missing setting fails at synth, and a malformed one at the cold start.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field

from reelwright.jobs.caller import ClaimNames
from reelwright.jobs.model import Job
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import ALLOWANCES, Allowance
from reelwright.pipeline.queues import PLACES_A_SHARD, shard_capacities
from reelwright.pipeline.steps import FARGATE_FROM_SECONDS
from reelwright.providers.setup import ProvidersSetup
from reelwright.values import Value

EnvironmentName = Literal["local", "dev", "prod"]
PREFIX: Final = "REELWRIGHT_"
_ENDPOINT: Final = "AWS_ENDPOINT_URL"
"""Where the local environment finds AWS: known only where a function runs, as the port may change between two starts."""


class PageSignIn(Value):
    """Where people sign in to the console: OAuth code with PKCE. URLs that are None are in the issuer's discovery document."""

    issuer: str
    client_id: str
    scopes: tuple[str, ...]
    authorize_url: str | None = None
    token_url: str | None = None
    logout_url: str | None = None


class Settings(Value):
    """The settings of every function. Field names are the variables' names in lower case."""

    environment: EnvironmentName
    table_name: str
    bucket_name: str
    queue_urls: dict[str, str] = Field(default_factory=dict)
    """Queue name -> URL, for the functions that send or receive."""
    webhook_queue_url: str = ""
    webhook_dead_letters_url: str = ""
    """The queues of the function `webhooks`."""
    state_machine_arn: str = ""
    cluster_arn: str = ""
    secret_arn: str = ""
    """The master secret, for the functions that derive keys from it."""
    providers: ProvidersSetup = ProvidersSetup()
    """The configured cloud providers, without keys. A name that is not here is never called, whatever credentials exist."""
    user_key_arn: str = ""
    """The KMS key of users' own keys, for the functions that save them and call with them."""
    calling_function: str = ""
    """The function with the keys of providers, for those that speak by a cloud voice."""
    decoding_function: str = ""
    """The function that decodes users' files, for the one that has them decoded."""
    claims: ClaimNames = ClaimNames()
    """The claim names in the environment's tokens."""
    client_tiers: dict[str, Tier] = Field(default_factory=dict)
    """Machines' client id -> tier, of the user pool's machine clients."""
    emulator_port: int | None = None
    """The local emulator's own port, which webhooks never call; None on AWS."""
    capacity: dict[str, int] = Field(default_factory=lambda: {"videos": 8, "tasks": 16})
    """Maximum running attempts per pool."""
    places_a_shard: int = Field(default=PLACES_A_SHARD, ge=1)
    """Places that one item of the table counts (`pipeline.queues`)."""
    active_jobs_limit: int | None = None
    """Overrides each tier's limit of a user's queued and running jobs; None keeps the tiers' limits."""
    daily_jobs_limit: int | None = None
    """Overrides each tier's limit of jobs created per day; None keeps the tiers' limits."""
    minute_jobs_limit: int | None = None
    """Overrides each tier's limit of jobs created per minute; None keeps the tiers' limits."""
    limits: dict[str, int] = Field(default_factory=dict)
    """Overrides further limits of every tier, by the field of `jobs.quota.Allowance`; the tiers' own otherwise."""
    batch_lines: int = Field(default=10_000, ge=1, le=100_000)
    """Maximum lines of a batch that is sent as a file."""
    waits_per_user: int = Field(default=2, ge=0)
    """Requests of one user that may wait for a change at once; further ones are answered at once."""
    waits_at_once: int = Field(default=50, ge=0)
    """The same of all users together: below the number of requests that the API function may run at once."""
    trace_share: float = Field(default=1.0, ge=0, le=1)
    """Part of jobs whose traces are kept."""
    retention_hours: int = Field(default=24, ge=1)
    retry_scale: float = Field(default=1.0, gt=0)
    """Factor of retry delays and waits; 1.0 on AWS."""
    fargate_from_seconds: float = FARGATE_FROM_SECONDS
    """Films of at least this length are composed on Fargate."""
    queue_wait_seconds: int = Field(default=1, ge=0, le=20)
    """Duration of the dispatcher's SQS long polls."""
    partial_batches: bool = True
    """Whether the stream's reader names failed records instead of raising; not on the emulator, which ignores the names."""
    url_seconds: int = Field(default=3600, ge=60, le=43200)
    """Validity of a signed URL of a result."""
    sign_in: PageSignIn | None = None
    """None where tokens come another way, as on the local stack."""
    assets_path: str = "/opt/assets"
    """The folder of voices, icons and fonts in the media image."""
    is_billed: bool = True
    """Whether work on jobs has a price: AWS bills it, the emulator does not."""
    render_threads: int = Field(default=2, ge=1)

    def to_environment(self) -> dict[str, str]:
        """Build the environment variables that `from_environment` reads; all values but strings are JSON."""
        values = self.model_dump(mode="json", exclude_none=True)
        return {
            PREFIX + name.upper(): value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; raises pydantic's ValidationError if a variable is missing or malformed."""
        values: dict[str, object] = {}
        for name, field in cls.model_fields.items():
            text = environ.get(PREFIX + name.upper())
            if text is not None:
                values[name] = text if field.annotation in (str, EnvironmentName) else json.loads(text)
        endpoint = environ.get(_ENDPOINT)
        if values.get("environment") == "local" and endpoint:
            values["emulator_port"] = urlsplit(endpoint).port
        return cls.model_validate(values)

    def capacity_of(self, pool: str) -> int:
        """Look up the maximum number of running attempts of a pool."""
        return self.capacity[pool]

    def shard_capacities(self, pool: str) -> tuple[int, ...]:
        """Split a pool's capacity into the shards that count it."""
        return shard_capacities(self.capacity_of(pool), self.places_a_shard)

    def allowance(self, tier: Tier) -> Allowance:
        """Combine a tier's limits with the overrides; an override of 0 is a limit of 0."""
        overrides: dict[str, int | None] = {
            **self.limits,
            "active_jobs": self.active_jobs_limit,
            "daily_jobs": self.daily_jobs_limit,
            "minute_jobs": self.minute_jobs_limit,
        }
        return ALLOWANCES[tier].model_copy(update={name: one for name, one in overrides.items() if one is not None})

    def expires_at(self, job: Job, ended_at: datetime) -> datetime | None:
        """Compute when an ended job is removed with its files; None for an item of a batch, which is removed with its batch."""
        return None if job.parent_job_id is not None else self.end_of_retention(ended_at)

    def end_of_retention(self, ended_at: datetime) -> datetime:
        """Compute when results of an end are removed."""
        return ended_at + timedelta(hours=self.retention_hours)
