"""Opening an upload, and creating jobs that name own files."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.caller import Caller
from reelwright.jobs.request import CreateJob
from reelwright.jobs.upload import UPLOAD_SECONDS, UploadRequest
from reelwright.refusals import InvalidField
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
