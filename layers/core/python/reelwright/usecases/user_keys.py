"""Save, list and remove a user's own keys of providers; a film of the user is then made with them."""

from reelwright.ports import World
from reelwright.providers.user_keys import UserKey, ending_of, taking_user_keys
from reelwright.refusals import NotFound


def save_user_key(provider: str, key: str, *, user_id: str, world: World) -> UserKey:
    """Replace the user's key of a provider; it is not tried. Idempotent.

    Raises NotFound for a provider that takes none here.
    """
    _required(provider, world)
    saved = UserKey(provider=provider, saved_at=world.clock(), ending=ending_of(key))
    world.user_keys.save(user_id, key, shown=saved)
    return saved


def list_user_keys(user_id: str, *, world: World) -> tuple[UserKey, ...]:
    """List the user's keys by provider, also of those that take none any more."""
    return world.user_keys.listed(user_id)


def remove_user_key(provider: str, *, user_id: str, world: World) -> None:
    """Remove the user's key. Raises NotFound if none is saved."""
    if not world.user_keys.remove(user_id, provider):
        raise NotFound(f"No key of yours is saved for {provider[:40]}.")


def _required(provider: str, world: World) -> None:
    taking = taking_user_keys(world.settings.providers)
    if provider not in taking:
        named = ", ".join(taking) or "none in this environment"
        raise NotFound(f"{provider[:40]} takes no keys of users here. Providers that do: {named}.")
