"""The keys of providers, read from Secrets Manager and read again after five minutes: a new key needs no deployment.

Only the function `providers` may read them. They stay in memory, and no error or log has one.
"""

import json
import time
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.aws.clients import client
from reelwright.entry.federation import federated
from reelwright.entry.telemetry import logger
from reelwright.ports import World
from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.user_keys import taking_user_keys

KEY_SECONDS: Final = 300.0
Read = Callable[[str], str]
"""Reads the text of a secret by its ARN."""
Made = TypeVar("Made")


class ProviderKeys:
    """The keys of one process. A secret that cannot be read keeps its last text; without one its provider has no key."""

    def __init__(self, read: Read, now: Callable[[], float] = time.monotonic) -> None:
        self._read, self._now = read, now
        self._texts: dict[str, tuple[float, str]] = {}

    def of(self, setup: ProvidersSetup) -> dict[str, str]:
        """Return the keys by provider: a provider's own secret before the common one."""
        found = dict[str, str]()
        if setup.secret is not None and (text := self._text(setup.secret)):
            found |= {str(name): str(key) for name, key in _object_of(text).items()}
        for provider, arn in setup.own_secrets.items():
            if text := self._text(arn):
                found[provider] = str(_object_of(text).get("key", "")) or text.strip()
        return found

    def _text(self, arn: str) -> str:
        read_at, text = self._texts.get(arn, (-KEY_SECONDS, ""))
        now = self._now()
        if now - read_at >= KEY_SECONDS:
            try:
                text = self._read(arn)
            except (BotoCoreError, ClientError) as error:
                logger.warning("a secret was not read", extra={"secret": arn, "error": type(error).__name__})
            self._texts[arn] = (now, text)
        return text


class ByKeys(Generic[Made]):
    """Something that is built from keys, and built again when they have changed."""

    def __init__(self, build: Callable[[Mapping[str, Any]], Made]) -> None:
        self._build = build
        self._built: tuple[Mapping[str, Any], Made] | None = None

    def made(self, keys: Mapping[str, Any]) -> Made:
        """Return it for these keys."""
        if self._built is None or self._built[0] != keys:
            self._built = (dict(keys), self._build(keys))
        return self._built[1]


@lru_cache(maxsize=1)
def _own() -> ProviderKeys:
    return ProviderKeys(lambda arn: client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])


def read_keys(setup: ProvidersSetup) -> dict[str, Any]:
    """Return the keys of all configured providers, at most five minutes old, and the tokens of those with a federation."""
    return {**_own().of(setup), **federated(setup)}


def keys_for(owner: str, providers: Collection[str], *, world: World) -> dict[str, Any]:
    """Return the keys with which calls for a user are made: their own of `providers`, as saved now, before the operator's."""
    return {**read_keys(world.settings.providers), **user_keys_for(owner, providers, world=world)}


def user_keys_for(owner: str, providers: Collection[str], *, world: World) -> dict[str, str]:
    """Return a user's own keys of those of `providers` that take one; reads nothing where the operator allows none."""
    taking = set(taking_user_keys(world.settings.providers)) & set(providers)
    return world.user_keys.keys(owner, taking) if taking and owner else {}


def _object_of(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
