"""Result files: whole or not there, under safe names, over links that expire."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from reelwright_client import DownloadError, Job, ResultFile
from reelwright_client.downloading import file_name

if TYPE_CHECKING:
    from tests.unit.client.conftest import World


def _job(world: "World") -> Job:
    return Job.model_validate(world.finished())


def test_files_are_saved_by_name_without_the_token(world: "World", tmp_path: Path) -> None:
    """Links are signed: the token is not sent to the store. The folder is created."""
    world.api.answers(world.stored(b"film"), world.stored(b"picture"))
    with world.client() as client:
        saved = client.download(_job(world), tmp_path / "a" / "b")
    assert saved == {
        "video": tmp_path / "a" / "b" / "video.mp4",
        "thumbnail": tmp_path / "a" / "b" / "thumbnail.png",
    }
    assert saved["video"].read_bytes() == b"film"
    assert saved["thumbnail"].read_bytes() == b"picture"
    assert all("authorization" not in request.headers for request in world.api.requests)
    assert world.api.requests[0].url.query == b"sig=1"


def test_an_id_is_read_first_and_only_the_wanted_file_is_fetched(world: "World", tmp_path: Path) -> None:
    """The job is read for fresh links."""
    world.api.answers(httpx.Response(200, json=world.finished()), world.stored(b"picture"))
    with world.client() as client:
        saved = client.download("job-7", tmp_path, only=["thumbnail"])
    assert list(saved) == ["thumbnail"]


def test_a_short_file_is_fetched_again(world: "World", tmp_path: Path) -> None:
    """The announced length is checked; a broken connection and a busy store are retried."""
    world.api.answers(
        world.stored(b"fi", announced=4),
        httpx.ReadError("reset"),
        httpx.Response(503),
        world.stored(b"film", announced=4),
    )
    with world.client() as client:
        saved = client.download(_job(world), tmp_path, only=["video"])
    assert saved["video"].read_bytes() == b"film"
    assert [path.name for path in tmp_path.iterdir()] == ["video.mp4"]
    assert world.clock.pauses == [0.5, 1.0, 2.0]


def test_a_failed_download_leaves_nothing_and_keeps_the_older_file(world: "World", tmp_path: Path) -> None:
    """After the last try the folder has not changed."""
    (tmp_path / "video.mp4").write_bytes(b"older")
    world.api.answers(*[world.stored(b"fi", announced=4) for _ in range(4)])
    with world.client() as client, pytest.raises(DownloadError, match="2 of 4 bytes"):
        client.download(_job(world), tmp_path, only=["video"])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"video.mp4": b"older"}


def test_an_interrupt_removes_the_partial_file(world: "World", tmp_path: Path) -> None:
    """At once, not when the process ends."""
    world.api.answers(KeyboardInterrupt())
    with world.client() as client, pytest.raises(KeyboardInterrupt):
        client.download(_job(world), tmp_path, only=["video"])
    assert list(tmp_path.iterdir()) == []


def test_an_expired_link_is_renewed_once(world: "World", tmp_path: Path) -> None:
    """S3 answers 403 to an old signature: the job is read again and its new link used, without any pause."""
    renewed = world.finished()
    renewed["result"]["files"]["video"]["url"] = "http://127.0.0.1:4566/bucket/film.mp4?sig=2"
    world.api.answers(
        httpx.Response(403, text="Request has expired"), httpx.Response(200, json=renewed), world.stored(b"film")
    )
    with world.client() as client:
        saved = client.download(_job(world), tmp_path, only=["video"])
    assert saved["video"].read_bytes() == b"film"
    assert world.api.requests[2].url.query == b"sig=2"
    assert world.clock.pauses == []


def test_a_refused_fresh_link_is_an_error(world: "World", tmp_path: Path) -> None:
    """The job is read for a fresh link once, not again and again."""
    world.api.answers(
        httpx.Response(403), httpx.Response(200, json=world.finished()), *[httpx.Response(403) for _ in range(3)]
    )
    with world.client() as client, pytest.raises(DownloadError, match="the store answered 403"):
        client.download(_job(world), tmp_path, only=["video"])
    assert [request.url.path for request in world.api.requests].count("/api/api/v1/jobs/job-7") == 1


def test_a_file_that_is_gone_is_not_tried_again(world: "World", tmp_path: Path) -> None:
    """404 cannot change."""
    world.api.answers(httpx.Response(404))
    with world.client() as client, pytest.raises(DownloadError, match="no longer there"):
        client.download(_job(world), tmp_path, only=["video"])
    assert list(tmp_path.iterdir()) == []


def test_a_job_without_the_file_is_an_error(world: "World", tmp_path: Path) -> None:
    """The message gives the state, or the files that exist."""
    with world.client() as client:
        with pytest.raises(DownloadError, match=r"no files \(state EXECUTING"):
            client.download(Job.model_validate(world.job()), tmp_path)
        with pytest.raises(DownloadError, match="has no audio; it has thumbnail, video"):
            client.download(_job(world), tmp_path, only=["audio"])


def test_the_awaiting_client_saves_the_same_files(world: "World", tmp_path: Path) -> None:
    """It retries and streams alike."""
    world.api.answers(world.stored(b"fi", announced=4), world.stored(b"film"), world.stored(b"picture"))

    async def main() -> dict[str, Path]:
        async with world.async_client() as client:
            return await client.download(_job(world), tmp_path)

    saved = asyncio.run(main())
    assert saved["video"].read_bytes() == b"film"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thumbnail.png", "video.mp4"]


@pytest.mark.parametrize(
    ("name", "key", "on_disk"),
    [
        ("video", "outputs/7/film.mp4", "video.mp4"),
        ("export_tiktok", "outputs/7/x.mp4", "export_tiktok.mp4"),
        ("captions_srt", "outputs/7/captions.srt", "captions_srt.srt"),
        ("../../etc/passwd", "x", "_.._etc_passwd"),
        (".bashrc", "a/b", "bashrc"),
        ("..", "", "file"),
        ("video", "a/b.mp4/..", "video"),
        ("a\\b:c", "k.t/xt", "a_b_c"),
    ],
)
def test_names_cannot_leave_the_folder(name: str, key: str, on_disk: str) -> None:
    """Any name becomes one ordinary path segment, with the key's suffix."""
    assert file_name(name, ResultFile(key=key)) == on_disk
