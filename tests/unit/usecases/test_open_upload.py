"""Opening an upload, and creating jobs that name own files."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reelwright.api.problems import headers_of, problem_of
from reelwright.jobs.caller import Caller
from reelwright.jobs.request import CreateJob
from reelwright.jobs.upload import UPLOAD_SECONDS, UploadRequest
from reelwright.refusals import InvalidField, LimitReached
from reelwright.usecases.create_job import create_job
from reelwright.usecases.open_upload import Upload, open_upload
from tests.memory.world import world_with

if TYPE_CHECKING:
    from tests.memory.system import System


def opened(system: "System", caller: Caller) -> Upload:
    """Open an upload of a small picture."""
    request = UploadRequest(filename="../../etc/passwd", content_type="image/png", bytes=321)
    ids = iter(("u1", "u2"))
    return open_upload(request, caller=caller, world=world_with(system, ids=lambda: next(ids)))


def test_an_upload_goes_to_the_callers_own_prefix_under_a_name_of_ours(system: "System", ada: Caller) -> None:
    """What the file is called never reaches a key."""
    upload = opened(system, ada)
    assert "uploads/ada/u1" in upload.target.url
    assert "passwd" not in upload.target.url
    assert upload.target.headers["content-length"] == "321"


def test_an_upload_ends_when_its_signature_does(system: "System", ada: Caller) -> None:
    """The time that is told is the time that is signed, and nothing is stored by opening."""
    upload = opened(system, ada)
    assert upload.expires_at == system.clock() + timedelta(seconds=UPLOAD_SECONDS)
    assert f"seconds={UPLOAD_SECONDS}" in upload.target.url
    assert system.artefacts.objects == {}


def test_a_job_with_an_object_of_somebody_else_is_not_created(system: "System", ada: Caller) -> None:
    """The problem names the field, in a film and in an item of a batch."""
    video = {"script_content": "Hello.", "images": [{"upload": "u1"}, {"s3": "s3://films/uploads/eve/x"}]}
    for body in ({"video_request": video}, {"task_name": "process_batch", "items": [video]}):
        with pytest.raises(InvalidField) as caught:
            system.create(ada, **body)
        assert caught.value.fields[0].field.endswith("images.1.s3")
    assert system.jobs.list_of_user("ada", state=None, task_name=None, limit=9, cursor=None).jobs == ()


def test_a_job_with_own_files_is_created_without_a_look_at_the_bucket(system: "System", ada: Caller) -> None:
    """Creating stays one transaction; a file that is missing is told by the job, before anything is made."""
    images = [{"upload": "nowhere"}, {"s3": "s3://films/uploads/ada/x"}]
    body = {"video_request": {"script_content": "Hello.", "images": images}}
    bucketless = world_with(system, artefacts=None)
    assert create_job(CreateJob.model_validate(body), caller=ada, key=None, world=bucketless).job_id


def opened_of(system: "System", caller: Caller, size: int = 1000) -> Upload:
    """Open an upload of a clip of so many bytes."""
    return open_upload(UploadRequest(content_type="video/mp4", bytes=size), caller=caller, world=system)


def refusal_of(system: "System", caller: Caller, size: int = 1000) -> LimitReached:
    """Return the refusal of an upload."""
    with pytest.raises(LimitReached) as caught:
        opened_of(system, caller, size)
    return caught.value


def with_limits(system: "System", **limits: int) -> None:
    """Override limits of every tier."""
    system.settings = system.settings.model_copy(update={"limits": limits})


def test_a_free_user_cannot_open_a_hundred_and_fifty_large_uploads(system: "System", eve: Caller) -> None:
    """Five of 100 MB fill the day of a free user; before, every one was signed."""
    large = 100 * 2**20
    for _ in range(5):
        opened_of(system, eve, large)
    assert "12.0 MB are left, and this file has 100.0 MB" in str(refusal_of(system, eve, large))


def test_uploads_are_limited_by_number_a_day(system: "System", eve: Caller) -> None:
    """429 with when the day ends and the standard headers; the next day is new, others are free all the time."""
    with_limits(system, daily_uploads=2)
    assert [one.remaining for one in opened_of(system, eve).windows] == [1, 2**29 - 1000, 2**29 - 1000]
    opened_of(system, eve)
    refused = refusal_of(system, eve)
    assert (problem_of(refused).status, problem_of(refused).detail) == (
        429,
        "The free tier allows 2 uploads a day; the limit resets in 43200 s.",
    )
    headers = headers_of(refused)
    assert headers["Retry-After"] == "43200"
    assert headers["RateLimit"].startswith('"uploads";r=0;t=43200, "upload-bytes";r=')
    assert headers["RateLimit-Policy"].startswith('"uploads";q=2;w=86400, "upload-bytes";q=536870912;w=86400')
    opened_of(system, eve.model_copy(update={"user_id": "fay"}))
    system.clock.pass_seconds(43200)
    opened_of(system, eve)


def test_files_that_no_job_uses_fill_the_unused_bytes_until_a_job_uses_them(system: "System", eve: Caller) -> None:
    """A job that waits for its turn uses them too, in a film and in an item of a batch."""
    with_limits(system, open_upload_bytes=2000)
    first, second = (opened_of(system, eve).upload_id for _ in range(2))
    assert "that no job has used" in str(refusal_of(system, eve))
    film = {"script_content": "Hello.", "images": [{"upload": first}]}
    system.advance(system.create(eve, video_request=film).job_id)
    opened_of(system, eve)
    refusal_of(system, eve)
    item = {"script_content": "Hello.", "images": [{"s3": f"s3://films/uploads/eve/{second}"}]}
    system.advance(system.create(eve, task_name="process_batch", items=[item], video_request={}).job_id)
    opened_of(system, eve)


def test_an_unused_upload_is_dropped_after_a_day_with_its_file(system: "System", eve: Caller) -> None:
    """A used one stays, even if its job still waits; its bytes can be used again."""
    with_limits(system, open_upload_bytes=2000)
    unused, used = opened_of(system, eve), opened_of(system, eve)
    keys = [f"uploads/eve/{one.upload_id}" for one in (unused, used)]
    for key in keys:
        system.artefacts.put(key, b"clip", content_type="video/mp4")
    film = {"script_content": "Hello.", "images": [{"upload": used.upload_id}]}
    system.advance(system.create(eve, video_request=film).job_id)
    system.clock.pass_seconds(24 * 3600 - 1)
    assert system.sweep().dropped == 0
    system.clock.pass_seconds(1)
    assert [system.sweep().dropped for _ in range(2)] == [1, 0]
    assert [system.artefacts.exists(key) for key in keys] == [False, True]
    assert system.uploads.usage("eve", "2026-11-22").open_bytes == 0
