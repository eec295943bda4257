"""A user's own keys of providers. No answer has a key."""

from typing import Annotated, Final

from pydantic import ConfigDict, Field

from reelwright.api.route import Route, Success
from reelwright.payload import Payload, Time
from reelwright.providers.user_keys import KeyText, UserKey
from reelwright.values import Value


class ProviderKey(Value):
    """A key of yours for a provider."""

    model_config = ConfigDict(hide_input_in_errors=True)

    key: Annotated[KeyText, Field(description="As the provider issued it. It is stored encrypted and never shown.")]


class ProviderKeyView(Payload):
    """A saved key, without the key."""

    provider: str
    saved_at: Time
    ending: Annotated[str, Field(description="The last four characters; empty for a key of less than 20.")]


class ProviderKeysView(Payload):
    """The saved keys, and the providers that take one."""

    keys: tuple[ProviderKeyView, ...]
    providers: Annotated[
        tuple[str, ...],
        Field(description="Providers for which you may save a key; empty where the operator allows none."),
    ]


class ProviderKeyRemoved(Payload):
    """What was removed."""

    provider: str
    status: str


def provider_key_view(key: UserKey) -> ProviderKeyView:
    """Convert a saved key for its owner."""
    return ProviderKeyView(**key.model_dump())


_TAG: Final = "provider keys"
_PATH: Final = "/api/v1/provider-keys"

PROVIDER_KEY_ROUTES: Final = (
    Route(
        method="GET",
        path=_PATH,
        operation="listProviderKeys",
        tag=_TAG,
        summary="List your own keys of providers",
        answers=(Success(status=200, description="Your keys, by provider.", body=ProviderKeysView),),
    ),
    Route(
        method="PUT",
        path=f"{_PATH}/{{name}}",
        operation="saveProviderKey",
        tag=_TAG,
        summary="Save your own key of a provider",
        description=(
            "It replaces your saved key. From the next call on, your films use it instead of the operator's; it is not tried "
            "now. A key that the provider refuses makes the film fall back, as `result.fallbacks` says. `cost_usd` and "
            "`max_cost_usd` count such calls by list prices as well: the provider bills them to you."
        ),
        body=ProviderKey,
        examples={"key": {"key": "sk-0123456789abcdefghij"}},
        answers=(Success(status=200, description="The saved key.", body=ProviderKeyView),),
        problems=("invalid_request", "too_large", "not_found"),
    ),
    Route(
        method="DELETE",
        path=f"{_PATH}/{{name}}",
        operation="removeProviderKey",
        tag=_TAG,
        summary="Remove your own key of a provider",
        description="The next call is made without it.",
        answers=(Success(status=200, description="Key removed.", body=ProviderKeyRemoved),),
        problems=("not_found",),
    ),
)
