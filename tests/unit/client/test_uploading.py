"""Own files to the store: opened with the token, sent without it, once."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright_client import AsyncClient, InvalidRequestError, UploadError

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell, World

STORE = "http://127.0.0.1:4566/films/uploads/ada/u7?sig=1"
HEADERS = {"content-type": "image/jpeg", "content-length": "7", "if-none-match": "*"}
ANSWER = {"upload": "u7", "filename": "a.jpg", "method": "PUT", "url": STORE, "headers": HEADERS}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of seven bytes."""
    path = tmp_path / "a.JPG"
    path.write_bytes(b"picture")
    return path


def opened(**changes: Any) -> httpx.Response:
    """Return the answer to an opened upload."""
    return httpx.Response(201, json={**ANSWER, **changes})


def test_a_file_is_opened_with_the_token_and_sent_without_it(world: "World", file: Path) -> None:
    """The signed headers go along exactly; length and type are told before, so the store can hold us to them."""
    world.api.answers(opened(), httpx.Response(200))
    with world.client() as client:
        assert client.upload(file).upload == "u7"
    asked, sent = world.api.requests
    assert world.api.body(0) == {"filename": "a.JPG", "content_type": "image/jpeg", "bytes": 7}
    assert (sent.method, str(sent.url), sent.content) == ("PUT", STORE, b"picture")
    assert {name: sent.headers[name] for name in HEADERS} == HEADERS
    assert "transfer-encoding" not in sent.headers
    assert "authorization" in asked.headers
    assert "authorization" not in sent.headers


def test_a_broken_transfer_is_sent_again_whole(world: "World", file: Path) -> None:
    """And a store that has it already, because an answer was lost, is content."""
    world.api.answers(opened(), httpx.WriteError("reset"), httpx.Response(503), httpx.Response(412))
    with world.client() as client:
        assert client.upload(file).upload == "u7"
    assert world.api.requests[-1].content == b"picture"
    assert world.clock.pauses == [0.5, 1.0]


def test_a_store_that_refuses_is_asked_once(world: "World", file: Path) -> None:
    """A wrong signature stays wrong."""
    world.api.answers(opened(), httpx.Response(403))
    with (
        world.client() as client,
        pytest.raises(UploadError, match=r"a\.JPG could not be sent: the store answered 403"),
    ):
        client.upload(file)
    assert world.api.is_exhausted


def test_what_the_server_does_not_take_is_its_word(world: "World", tmp_path: Path) -> None:
    """An unknown ending is sent as such; nothing goes to the store."""
    path = tmp_path / "notes.txt"
    path.write_bytes(b"x")
    world.api.answers(world.problem(400, "Please correct content_type"))
    with world.client() as client, pytest.raises(InvalidRequestError):
        client.upload(path)
    assert world.api.body(0)["content_type"] == "application/octet-stream"


def test_the_awaiting_client_sends_the_same(world: "World", file: Path) -> None:
    """The same flow, performed on asyncio."""
    world.api.answers(opened(), httpx.Response(200))

    async def send() -> str:
        async with AsyncClient(world.url, world.token, terms=world.terms, transport=world.transport) as client:
            return (await client.upload(file)).upload

    assert asyncio.run(send()) == "u7"
    assert world.api.requests[-1].content == b"picture"


def test_submit_uploads_its_images_in_order_and_names_them(world: "World", shell: "Shell", file: Path) -> None:
    """`--image` may be repeated; the job is created once all have arrived."""
    world.api.answers(
        opened(),
        httpx.Response(200),
        opened(upload="u8"),
        httpx.Response(200),
        httpx.Response(202, json={"job_id": "job-7"}),
    )
    ended = shell("submit", "--prompt", "bees", "--image", str(file), "--image", str(file))
    assert ended.exit_code == 0
    assert world.api.body()["video_request"]["images"] == [{"upload": "u7"}, {"upload": "u8"}]


def test_a_file_that_is_not_there_is_told_before_anything_is_sent(shell: "Shell", tmp_path: Path) -> None:
    """Exit code 2, as for every wrong word on the command line."""
    ended = shell("submit", "--prompt", "bees", "--image", str(tmp_path / "none.jpg"))
    assert ended.exit_code == 2
    assert "none.jpg" in ended.output + ended.stderr
