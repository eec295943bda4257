"""Users' own keys of providers in a dictionary: the in-memory counterpart of `aws/user_keys.py`."""

from collections.abc import Collection

from reelwright.providers.user_keys import UserKey


class MemoryUserKeys:
    """`ports.UserKeys` in memory."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], tuple[UserKey, str]] = {}

    def save(self, user_id: str, key: str, *, shown: UserKey) -> None:
        """Replace a key."""
        self._rows[user_id, shown.provider] = (shown, key)

    def listed(self, user_id: str) -> tuple[UserKey, ...]:
        """List the keys of a user by provider."""
        return tuple(row[0] for (owner, _), row in sorted(self._rows.items()) if owner == user_id)

    def remove(self, user_id: str, provider: str) -> bool:
        """Remove a key."""
        return self._rows.pop((user_id, provider), None) is not None

    def keys(self, user_id: str, providers: Collection[str]) -> dict[str, str]:
        """Return the keys of a user."""
        rows = self._rows.items()
        return {name: row[1] for (owner, name), row in rows if owner == user_id and name in providers}
