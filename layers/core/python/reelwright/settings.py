"""The settings of one environment, and the environment variables they travel in.

Infra fills the variables from this same model, so a missing one fails at synth and a malformed one at cold start.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import Field

from reelwright.jobs.caller import ClaimNames
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import ALLOWANCES, Allowance
from reelwright.pipeline.steps import FARGATE_FROM_SECONDS
from reelwright.values import Value

EnvironmentName = Literal["local", "dev", "prod"]
PREFIX: Final = "REELWRIGHT_"


class Settings(Value):
    """The settings of every function. Field names are the variables' names in lower case."""

    environment: EnvironmentName
    table_name: str
    bucket_name: str
    queue_urls: dict[str, str] = Field(default_factory=dict)
    """Queue name -> URL, for the functions that send or receive."""
    webhook_queue_url: str = ""
    webhook_dead_letters_url: str = ""
    """Of the function that delivers webhooks."""
    state_machine_arn: str = ""
    cluster_arn: str = ""
    secret_arn: str = ""
    """The master secret, for the functions that derive keys from it."""
    decoding_function: str = ""
    """The function that decodes users' files, for the one that has them decoded."""
    claims: ClaimNames = ClaimNames()
    """The claim names in the environment's tokens."""
    capacity: dict[str, int] = Field(default_factory=lambda: {"videos": 8, "tasks": 16})
    """Maximum running attempts per pool."""
    active_jobs_limit: int | None = None
    """Overrides every tier's limit of running jobs of one user; None keeps the tiers' own."""
    daily_jobs_limit: int | None = None
    """Overrides every tier's daily limit; None keeps the tiers' own."""
    minute_jobs_limit: int | None = None
    """Overrides how many jobs every tier may create a minute; None keeps the tiers' own."""
    retention_hours: int = Field(default=24, ge=1)
    retry_scale: float = Field(default=1.0, gt=0)
    """Shrinks the retry delays; 1.0 on AWS."""
    fargate_from_seconds: float = FARGATE_FROM_SECONDS
    """Films at least this long compose on Fargate."""
    queue_wait_seconds: int = Field(default=1, ge=0, le=20)
    """SQS long poll of the dispatcher."""
    url_seconds: int = Field(default=3600, ge=60, le=43200)
    """How long a signed URL of a result is valid."""
    assets_path: str = "/opt/assets"
    """The folder of voices, icons and fonts in the media image."""
    render_threads: int = Field(default=2, ge=1)

    def to_environment(self) -> dict[str, str]:
        """Return the environment variables that `from_environment` reads back; dicts travel as JSON."""
        values = self.model_dump(mode="json", exclude_none=True)
        return {
            PREFIX + name.upper(): value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; raises pydantic's ValidationError naming the missing or malformed variable."""
        values: dict[str, object] = {}
        for name, field in cls.model_fields.items():
            text = environ.get(PREFIX + name.upper())
            if text is not None:
                values[name] = text if field.annotation in (str, EnvironmentName) else json.loads(text)
        return cls.model_validate(values)

    def capacity_of(self, pool: str) -> int:
        """Return how many attempts of a pool may run at once."""
        return self.capacity[pool]

    def allowance(self, tier: Tier) -> Allowance:
        """Return the limits of a tier's users in this environment; an override of 0 is a limit of 0."""
        overrides = {
            "active_jobs": self.active_jobs_limit,
            "daily_jobs": self.daily_jobs_limit,
            "minute_jobs": self.minute_jobs_limit,
        }
        return ALLOWANCES[tier].model_copy(update={name: one for name, one in overrides.items() if one is not None})

    def expires_at(self, ended_at: datetime) -> datetime:
        """Return when a job that ended then is removed with its files."""
        return ended_at + timedelta(hours=self.retention_hours)
