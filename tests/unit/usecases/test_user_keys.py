"""Users bring keys of providers where the operator allows it, and their films are made with them."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from reelwright.api.provider_keys import ProviderKey
from reelwright.entry.keys import user_keys_for
from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.user_keys import ending_of, taking_user_keys
from reelwright.refusals import NotFound
from reelwright.usecases.user_keys import list_user_keys, remove_user_key, save_user_key
from tests.memory.system import SETTINGS, System

if TYPE_CHECKING:
    from reelwright.ports import World

KEY = "sk-ada-0123456789abcdef"
TOKENS = {"usd_input": 1, "usd_output": 2}
ROWS = {
    "text": [
        {"provider": "openai", "model": "gpt-x", **TOKENS},
        {"provider": "bedrock", "model": "amazon.nova-lite-v1:0", **TOKENS},
    ],
    "picture": [{"provider": "pexels"}, {"provider": "wikimedia", "contact": "me@example.com"}],
}


def system_with(*, user_keys: bool = True) -> System:
    """Return a system with an OpenAI model, Bedrock and photographs."""
    setup = ProvidersSetup.model_validate({"user_keys": user_keys, **ROWS})
    return replace(System(), settings=SETTINGS.model_copy(update={"providers": setup}))


def test_providers_that_are_called_with_a_key_take_one_of_a_user() -> None:
    """Not those that are called by the role, or without any; and none unless the operator allows it."""
    assert taking_user_keys(system_with().settings.providers) == ("openai", "pexels")
    assert taking_user_keys(system_with(user_keys=False).settings.providers) == ()


def test_a_saved_key_is_listed_by_its_end_and_replaces_the_operators() -> None:
    """For its owner alone."""
    world: World = system_with()
    save_user_key("openai", KEY, user_id="ada", world=world)
    (listed,) = list_user_keys("ada", world=world)
    assert (listed.provider, listed.ending) == ("openai", "cdef")
    assert user_keys_for("ada", ("openai", "bedrock"), world=world) == {"openai": KEY}
    assert user_keys_for("eve", ("openai", "bedrock"), world=world) == {}
    assert user_keys_for("", ("openai", "bedrock"), world=world) == {}


def test_a_provider_that_takes_no_key_is_not_found_and_says_which_do() -> None:
    """Also where the operator has switched the keys of users off."""
    with pytest.raises(NotFound, match="openai, pexels"):
        save_user_key("bedrock", KEY, user_id="ada", world=system_with())
    with pytest.raises(NotFound, match="none in this environment"):
        save_user_key("openai", KEY, user_id="ada", world=system_with(user_keys=False))


def test_a_key_is_not_used_any_more_once_it_is_removed_or_not_allowed() -> None:
    """It can be removed although the operator has switched the keys off since."""
    allowed = system_with()
    save_user_key("openai", KEY, user_id="ada", world=allowed)
    switched_off = system_with(user_keys=False)
    switched_off.user_keys = allowed.user_keys
    assert user_keys_for("ada", ("openai", "bedrock"), world=switched_off) == {}
    remove_user_key("openai", user_id="ada", world=switched_off)
    assert list_user_keys("ada", world=allowed) == ()
    with pytest.raises(NotFound, match="No key of yours"):
        remove_user_key("openai", user_id="ada", world=allowed)


@pytest.mark.parametrize(
    "key", ["", "short", "with a space in it", "k\u00e9y-k\u00e9y-k\u00e9y", "x" * 501, "line\nbreak-key"]
)
def test_what_no_provider_issues_is_refused_and_not_repeated(key: str) -> None:
    """The error names the field; the text may be a key with a slip."""
    with pytest.raises(ValidationError) as refused:
        ProviderKey.model_validate({"key": key})
    assert not key or key not in str(refused.value)


def test_of_a_short_key_nothing_is_shown() -> None:
    """Four of eight characters would be too many."""
    assert (ending_of("12345678"), ending_of("x" * 16 + "1234")) == ("", "1234")
