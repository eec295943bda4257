"""A user's own keys of providers, by both clients and the command line."""

import asyncio
import json
from typing import TYPE_CHECKING

import httpx

from reelwright_client import AsyncClient, Client
from tests.unit.client.conftest import TOKEN, URL

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell, World

SAVED = {"provider": "openai", "saved_at": "2026-11-29T07:00:00+00:00", "ending": "6789"}
KEY = "sk-mine-0123456789"


def test_both_clients_save_list_and_remove_a_key(world: "World") -> None:
    """The key is in the body of one request."""
    answers = [SAVED, {"keys": [SAVED], "providers": ["openai"]}, {"provider": "openai", "status": "removed"}]
    world.api.answers(*(httpx.Response(200, json=one) for one in answers * 2))
    with Client(URL, TOKEN, transport=world.transport) as client:
        assert client.save_provider_key("openai", KEY).ending == "6789"
        assert [one.provider for one in client.provider_keys().keys] == ["openai"]
        client.remove_provider_key("openai")

    async def ask() -> None:
        async with AsyncClient(URL, TOKEN, transport=world.transport) as client:
            assert (await client.save_provider_key("openai", KEY)).ending == "6789"
            assert (await client.provider_keys()).providers == ("openai",)
            await client.remove_provider_key("openai")

    asyncio.run(ask())
    asked = [(request.method, request.url.path) for request in world.api.requests]
    path = "/api/api/v1/provider-keys"
    assert asked == [("PUT", f"{path}/openai"), ("GET", path), ("DELETE", f"{path}/openai")] * 2
    assert json.loads(world.api.requests[0].content) == {"key": KEY}


def test_the_command_reads_the_key_from_standard_input_and_shows_its_end(shell: "Shell") -> None:
    """As an argument it would stand in the history of the shell and in the list of processes."""
    shell.world.api.answers(httpx.Response(200, json=SAVED))
    ended = shell("keys", "save", "openai", stdin=f"{KEY}\n")
    assert (ended.exit_code, KEY in ended.output, "6789" in ended.stdout) == (0, False, True)
    assert json.loads(shell.world.api.requests[0].content) == {"key": KEY}


def test_the_list_names_the_providers_that_take_a_key(shell: "Shell") -> None:
    """Also where none is saved, and where the operator allows none."""
    for providers, words in ((["openai"], "openai"), ([], "the operator allows no keys")):
        shell.world.api.answers(httpx.Response(200, json={"keys": [], "providers": providers}))
        assert words in shell("keys", "list").output


def test_a_removed_key_is_told(shell: "Shell") -> None:
    """By the name of its provider."""
    shell.world.api.answers(httpx.Response(200, json={"provider": "openai", "status": "removed"}))
    ended = shell("keys", "remove", "openai")
    assert (ended.exit_code, "openai" in ended.output) == (0, True)
