"""Users' files on the deployed stack, with IAM enforced: decoded in the sandbox, and by nothing else."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import av
import cv2
import numpy as np
import psutil
import pytest
from botocore.exceptions import ClientError

from infra.local.aws import client
from infra.local.processes import STACK_VARIABLE
from infra.local.roles import role_credentials
from reelwright.film.scenes.material import MAX_CLIP_FRAMES

if TYPE_CHECKING:
    from tests.local.conftest import Stack

pytestmark = pytest.mark.local
SCRIPT = (
    "The beach is empty in the morning. The whole long day still lies before us like the sea, and nobody is in a hurry."
)


def filmed(path: Path, *, size: tuple[int, int], frames: int) -> Path:
    """Write a clip of moving noise at 30 frames per second."""
    noise = np.random.default_rng(7).integers(0, 255, (size[1], size[0], 3), np.uint8)
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=30, options={"preset": "ultrafast", "crf": "30"})
        stream.width, stream.height, stream.pix_fmt = (*size, "yuv420p")
        for place in range(frames):
            image = np.ascontiguousarray(np.roll(noise, 2 * place, axis=1))
            film.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        film.mux(stream.encode(None))
    return path


def bomb(path: Path, *, frames: int) -> Path:
    """Write a clip of one key frame so many times, a thousand a second: some hundred bytes each."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=1000, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        black = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        (key,) = [*stream.encode(black), *stream.encode(None)]
        for place in range(frames):
            again = av.Packet(bytes(key))
            again.stream, again.time_base, again.pts, again.dts = stream, Fraction(1, 1000), place, place
            again.is_keyframe = True
            film.mux(again)
    return path


def still(path: Path) -> Path:
    """Write a picture."""
    cv2.imwrite(str(path), np.full((300, 400, 3), (200, 120, 20), np.uint8))
    return path


def decoders(stack: "Stack") -> Iterator[psutil.Process]:
    """Yield the decoding processes of this stack. They have no variables, so their parents tell whose they are."""
    for process in psutil.process_iter():
        try:
            if "reelwright_media.sandbox.inside" in process.cmdline():
                parent = process.parent()
                if parent is not None and parent.environ().get(STACK_VARIABLE) == str(stack.place.folder):
                    yield process
        except psutil.Error:
            continue


def create(film_client: Any, uploads: list[str], **fields: Any) -> Any:
    """Create a film that shows these uploads."""
    images = [{"upload": upload} for upload in uploads]
    return film_client.create(script=SCRIPT, images=images, use_cache=False, **fields)


def test_a_film_with_an_own_picture_and_an_own_clip_is_made(stack: "Stack", tmp_path: Path) -> None:
    """The whole road: two signed URLs a result, one decoding function without rights, a film that shows both."""
    with stack.client() as films:
        own = [still(tmp_path / "a.png"), filmed(tmp_path / "b.mp4", size=(640, 360), frames=45)]
        job = create(films, [films.upload(path).upload for path in own])
        done = films.wait(job.job_id, timeout_seconds=850)
        saved = films.download(done, tmp_path / "film")
    assert done.state == "COMPLETED", done.error
    assert saved["video"].stat().st_size > 0
    steps = {step.name: step.state for step in done.steps}
    assert steps["decode_files"] == "done"


ENDINGS: Final[dict[str, tuple[Callable[[psutil.Process], Any], str]]] = {
    "killed": (lambda decoder: decoder.kill(), r"images\.0 cannot be decoded"),
    "CPU": (
        lambda decoder: decoder.rlimit(psutil.RLIMIT_CPU, (1, decoder.rlimit(psutil.RLIMIT_CPU)[1])),
        r"images\.0 takes too long to decode",
    ),
    "memory": (
        lambda decoder: decoder.rlimit(psutil.RLIMIT_AS, (2**20, 2**20)),
        r"images\.0 (needs too much memory|cannot be decoded)",
    ),
}
"""How the kernel ends a decoder: its limits are lowered while it works, so that a small file exceeds them. A library that
gets no memory raises or crashes."""


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_decoder_that_the_kernel_ends_ends_its_job_by_the_files_name(
    stack: "Stack", tmp_path: Path, ending: str
) -> None:
    """For each limit: another try would give the same, so none is made."""
    end, said = ENDINGS[ending]
    with stack.client() as films:
        long = films.upload(filmed(tmp_path / "long.mp4", size=(1920, 1080), frames=240))
        job = create(films, [long.upload], stop_after="scenes")
        until, seen = time.monotonic() + 400, 0
        while time.monotonic() < until and (now := films.get(job.job_id)).state not in {"FAILED", "COMPLETED"}:
            # Again and again: a decoder that has just begun sets its own limits.
            for decoder in decoders(stack):
                with suppress(psutil.Error):
                    end(decoder)
                    seen += 1
            time.sleep(0.02)
    assert seen, "no decoder was seen"
    assert now.state == "FAILED"
    assert now.error is not None
    assert now.error.model_dump()["code"] == "unusable_content"
    assert re.match(said, now.error.message)
    assert now.attempt == 1


def test_a_clip_of_too_many_frames_ends_its_job_by_the_files_name(stack: "Stack", tmp_path: Path) -> None:
    """M1: seconds and pixels were bounded, frames were not."""
    with stack.client() as films:
        sent = films.upload(bomb(tmp_path / "bomb.mp4", frames=MAX_CLIP_FRAMES + 9))
        failed = films.wait(create(films, [sent.upload], stop_after="scenes").job_id, timeout_seconds=300)
    assert failed.error is not None
    assert (failed.state, failed.attempt) == ("FAILED", 1)
    assert failed.error.model_dump()["code"] == "unusable_content"
    assert failed.error.message.startswith(f"images.0 has more than {MAX_CLIP_FRAMES} frames")


def test_what_decodes_may_touch_nothing_and_what_draws_no_upload(stack: "Stack", tmp_path: Path) -> None:
    """By the roles that are deployed: the decoder's has no table, no object and no function; a step's reads no user's file."""
    with stack.client() as films:
        own = films.upload(still(tmp_path / "a.png"))
    bucket, table = stack.outputs["BucketName"], stack.outputs["TableName"]
    (key,) = (
        found["Key"]
        for found in stack.aws("s3").list_objects_v2(Bucket=bucket, Prefix="uploads/")["Contents"]
        if found["Key"].endswith(own.upload)
    )
    decoder = acting_as(stack, "material")
    assert refused(lambda: decoder("dynamodb").get_item(TableName=table, Key={"pk": {"S": "x"}, "sk": {"S": "x"}}))
    assert refused(lambda: decoder("dynamodb").scan(TableName=table))
    assert refused(lambda: decoder("s3").get_object(Bucket=bucket, Key=key))
    assert refused(lambda: decoder("s3").put_object(Bucket=bucket, Key="artefacts/x", Body=b"x"))
    assert refused(lambda: decoder("lambda").invoke(FunctionName="reelwright-local-api", Payload=b"{}"))
    for name in ("generation", "media", "processing"):
        step = acting_as(stack, name)
        assert refused(lambda step=step: step("s3").get_object(Bucket=bucket, Key=key)), name
        assert refused(
            lambda step=step: step("lambda").invoke(FunctionName="reelwright-local-material", Payload=b"{}")
        ), name


def acting_as(stack: "Stack", name: str) -> Any:
    """Return clients with the credentials of a function's role."""
    described = stack.aws("lambda").get_function_configuration(FunctionName=f"reelwright-local-{name}")
    issued = role_credentials(stack.place, described["Role"], session=name)
    return lambda service: client(
        stack.place,
        service,
        key=issued["AWS_ACCESS_KEY_ID"],
        secret=issued["AWS_SECRET_ACCESS_KEY"],
        token=issued["AWS_SESSION_TOKEN"],
    )


def refused(act: Any) -> bool:
    """Return whether IAM denies the call."""
    try:
        act()
    except ClientError as error:
        return error.response["Error"]["Code"] in {"AccessDenied", "AccessDeniedException"}
    return False


@pytest.mark.parametrize(
    ("name", "partition"),
    [
        ("dispatcher", "USER#eve"),
        ("batches", "JOB#1"),
        ("lifecycle", "BATCH#1"),
        ("api", "POOL#videos"),
        ("media", "USER#eve"),
        ("webhooks", "USER#eve"),
    ],
)
def test_a_function_that_is_taken_over_writes_no_other_partition(stack: "Stack", name: str, partition: str) -> None:
    """By the roles that are deployed, alone and in a transaction with a row of its own; what it may write, it can."""
    rows = acting_as(stack, name)("dynamodb")
    table = stack.outputs["TableName"]
    stolen = {"TableName": table, "Item": {"pk": {"S": partition}, "sk": {"S": "STOLEN"}}}
    assert refused(lambda: rows.put_item(**stolen))
    own = {"TableName": table, "Item": {"pk": {"S": "BATCH#x" if name == "batches" else "JOB#x"}, "sk": {"S": "TRIED"}}}
    assert refused(lambda: rows.transact_write_items(TransactItems=[{"Put": own}, {"Put": stolen}]))
    assert not refused(lambda: rows.put_item(**own))
    stack.aws("dynamodb").delete_item(TableName=table, Key=own["Item"])
