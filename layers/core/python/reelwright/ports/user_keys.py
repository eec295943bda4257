"""The keys of providers that users have saved."""

from collections.abc import Collection
from typing import Protocol

from reelwright.providers.user_keys import UserKey


class UserKeys(Protocol):
    """Keys by owner and provider, encrypted: for one owner and provider alone. No error, log or listing has a key."""

    def save(self, user_id: str, key: str, *, shown: UserKey) -> None:
        """Replace the owner's key of a provider. Idempotent."""

    def listed(self, user_id: str) -> tuple[UserKey, ...]:
        """List the owner's keys by provider, without the keys."""

    def remove(self, user_id: str, provider: str) -> bool:
        """Remove a key; False if there was none. The next call of the provider is made without it."""

    def keys(self, user_id: str, providers: Collection[str]) -> dict[str, str]:
        """Return the owner's keys of these providers, by provider; only the function that makes the calls may decrypt them.

        A key that cannot be decrypted is left out.
        """
