"""The caller's own keys of providers."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.provider_keys import (
    ProviderKey,
    ProviderKeyRemoved,
    ProviderKeysView,
    provider_key_view,
)
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.telemetry import logger
from reelwright.entry.world import world
from reelwright.providers.user_keys import taking_user_keys
from reelwright.usecases.user_keys import list_user_keys, remove_user_key, save_user_key


@handles("listProviderKeys")
def list_keys(ask: Ask) -> Response[str]:
    """List the caller's keys."""
    saved = list_user_keys(ask.caller.user_id, world=world())
    taking = taking_user_keys(world().settings.providers)
    return answer(200, ProviderKeysView(keys=tuple(map(provider_key_view, saved)), providers=taking))


@handles("saveProviderKey")
def save(ask: Ask, name: str) -> Response[str]:
    """Replace the caller's key; the log says that, without the key."""
    saved = save_user_key(name, ask.body(ProviderKey).key, user_id=ask.caller.user_id, world=world())
    logger.info("key of a user saved", extra={"provider": name, "user": ask.caller.user_id})
    return answer(200, provider_key_view(saved))


@handles("removeProviderKey")
def remove(ask: Ask, name: str) -> Response[str]:
    """Remove the caller's key; the log says that."""
    remove_user_key(name, user_id=ask.caller.user_id, world=world())
    logger.info("key of a user removed", extra={"provider": name, "user": ask.caller.user_id})
    return answer(200, ProviderKeyRemoved(provider=name, status="removed"))
