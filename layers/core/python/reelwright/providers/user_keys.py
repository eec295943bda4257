"""Keys of providers that users bring: which providers take one, and what is shown of a saved one."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from reelwright.providers.setup import ModelSetup, ProvidersSetup
from reelwright.values import Value

KeyText = Annotated[str, StringConstraints(pattern=r"^[!-~]{8,500}$"), Field(repr=False)]
"""A key: visible ASCII without spaces, as every provider issues it."""
_SHOWN: Final = 4
_LONG_ENOUGH: Final = 20
"""Of a shorter key four characters would tell too much."""
_WITHOUT: Final = frozenset({"bedrock", "polly", "wikimedia", "comfy"})
"""Providers that are called without a key."""


class UserKey(Value):
    """A saved key of a user, without the key."""

    provider: str
    saved_at: datetime
    ending: str
    """Its last four characters, by which its owner recognizes it; empty for a short one."""


def ending_of(key: str) -> str:
    """Return what is shown of a key."""
    return key[-_SHOWN:] if len(key) >= _LONG_ENOUGH else ""


def taking_user_keys(setup: ProvidersSetup) -> tuple[str, ...]:
    """List the configured providers for which users may save a key of their own; none unless the operator allows it."""
    if not setup.user_keys:
        return ()
    return tuple(dict.fromkeys(one.provider for one in setup.models if _takes_one(one, setup)))


def _takes_one(one: ModelSetup, setup: ProvidersSetup) -> bool:
    return one.provider not in _WITHOUT and setup.credentials_of(one) in ("key", "none")
