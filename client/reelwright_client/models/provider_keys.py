"""Keys of providers that users bring."""

from datetime import datetime

from reelwright_client.models.wire import Wire


class ProviderKey(Wire):
    """A saved key, without the key. `ending`: its last four characters; empty for a short one."""

    provider: str
    saved_at: datetime
    ending: str = ""


class ProviderKeys(Wire):
    """The saved keys, and the providers that take one; none where the operator allows no keys of users."""

    keys: tuple[ProviderKey, ...] = ()
    providers: tuple[str, ...] = ()
