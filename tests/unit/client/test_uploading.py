"""Own files to the store: opened with the token, sent without it, once."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright_client import AsyncClient, InvalidRequestError, RateLimitedError, UploadError

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
    """The signed headers are sent unchanged. Length and type are declared first, so the store can enforce them."""
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
    """412 means that the store has the file and only its answer was lost."""
    world.api.answers(opened(), httpx.WriteError("reset"), httpx.Response(503), httpx.Response(412))
    with world.client() as client:
        assert client.upload(file).upload == "u7"
    assert world.api.requests[-1].content == b"picture"
    assert world.clock.pauses == [0.5, 1.0]


def test_a_refused_upload_is_not_repeated(world: "World", file: Path) -> None:
    """403 cannot change."""
    world.api.answers(opened(), httpx.Response(403))
    with (
        world.client() as client,
        pytest.raises(UploadError, match=r"a\.JPG could not be sent: the store answered 403"),
    ):
        client.upload(file)
    assert world.api.is_exhausted


def test_a_limit_of_uploads_is_raised_like_every_other_limit(world: "World", file: Path) -> None:
    """With what is left and when it resets; nothing is sent. A short pause is waited for instead."""
    left = {"retry-after": "43200", "ratelimit": '"uploads";r=0;t=43200, "open-upload-bytes";r=12;t=86400'}
    world.api.answers(world.problem(429, "50 uploads a day.", headers=left))
    with world.client() as client, pytest.raises(RateLimitedError, match="50 uploads") as caught:
        client.upload(file)
    assert [(one.name, one.remaining) for one in caught.value.limits] == [("uploads", 0), ("open-upload-bytes", 12)]
    assert [request.method for request in world.api.requests] == ["POST"]
    world.api.answers(world.problem(429, headers={"retry-after": "7"}), opened(), httpx.Response(200))
    with world.client() as client:
        assert client.upload(file).upload == "u7"
    assert world.clock.pauses == [pytest.approx(7.7)]


def test_the_server_decides_what_it_accepts(world: "World", tmp_path: Path) -> None:
    """An unknown suffix is sent as such; nothing is sent to the store."""
    path = tmp_path / "notes.txt"
    path.write_bytes(b"x")
    world.api.answers(world.problem(400, "Please correct content_type"))
    with world.client() as client, pytest.raises(InvalidRequestError):
        client.upload(path)
    assert world.api.body(0)["content_type"] == "application/octet-stream"


def test_the_awaiting_client_sends_the_same(world: "World", file: Path) -> None:
    """Bytes and headers are equal."""
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


def test_a_missing_file_is_reported_before_any_request(shell: "Shell", tmp_path: Path) -> None:
    """Exit code 2, as for all wrong usage."""
    ended = shell("submit", "--prompt", "bees", "--image", str(tmp_path / "none.jpg"))
    assert ended.exit_code == 2
    assert "none.jpg" in ended.output + ended.stderr
