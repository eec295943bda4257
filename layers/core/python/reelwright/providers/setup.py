"""The configured providers of an environment, as `providers.toml` holds them. No key is here: keys are in a secret.

secret = "arn:aws:secretsmanager:…"      # JSON {"<provider>": "<key>"}; none if no provider needs a key

[[text]]                                 # in order of preference
provider = "openai"                      # openai, bedrock, gemini or vertex
model = "llama3.2"
base = "http://127.0.0.1:11434/v1"
"""

import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from reelwright.providers.sheet import row_of
from reelwright.values import Value

TextName = Literal["openai", "bedrock", "gemini", "vertex"]
_BASES: dict[str, str] = {
    "gemini": "https://generativelanguage.googleapis.com",
    "vertex": "https://aiplatform.googleapis.com",
    "openai": "https://api.openai.com/v1",
}


class TextSetup(Value):
    """One text model. `base` is the operator's own choice and never a field of a request."""

    provider: TextName
    model: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._:/-]+$")
    base: str | None = None
    """The URL above the provider's paths. Plain HTTP only to loopback and private addresses."""
    region: str = "us-east-1"
    usd_input: float | None = Field(default=None, ge=0)
    """US dollars per million tokens, for models that have no row in the sheet; a server of your own costs nothing."""
    usd_output: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _is_usable(self) -> Self:
        if self.base is not None:
            parts = urlsplit(self.base)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
                raise ValueError(f"base {self.base!r} is not an http or https URL without user, password and query")
            if parts.scheme == "http" and not _is_private(parts.hostname):
                raise ValueError(f"base {self.base!r} is plain http: only loopback and private addresses may be")
        if self.prices is None:
            raise ValueError(f"{self.model} has no row in the price sheet: give usd_input and usd_output")
        return self

    @property
    def prices(self) -> tuple[float, float] | None:
        """Return the dollars per million tokens of input and output; None if they are unknown."""
        if self.usd_input is not None and self.usd_output is not None:
            return self.usd_input, self.usd_output
        row = row_of(self.provider, self.model)
        if row is not None:
            return row.usd_input, row.usd_output
        return (0.0, 0.0) if self.is_own_server else None

    @property
    def is_own_server(self) -> bool:
        """Whether the model runs on this machine or in a private network."""
        return self.base is not None and self.base.startswith("http://")

    @property
    def address(self) -> str | None:
        """Return the base URL, or the provider's public one; None for Bedrock, whose client knows it by region."""
        return self.base or _BASES.get(self.provider)


class ProvidersSetup(Value):
    """All configured providers; empty: local providers alone."""

    text: tuple[TextSetup, ...] = ()
    secret: str | None = None
    """The ARN of the secret with the keys."""

    @model_validator(mode="after")
    def _names_each_provider_once(self) -> Self:
        names = [one.provider for one in self.text]
        if len(set(names)) < len(names):
            raise ValueError("each text provider may be configured once")
        return self


def read_setup(path: Path) -> ProvidersSetup:
    """Read `providers.toml`; raises ValueError for unknown fields, unusable bases and unknown prices."""
    return ProvidersSetup.model_validate(tomllib.loads(path.read_text("utf-8")))


def _is_private(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or (address.is_private and not address.is_link_local and not address.is_unspecified)
