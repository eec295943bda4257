"""Open an upload: a signed URL for one of the caller's own files."""

from datetime import datetime, timedelta

from reelwright.jobs.caller import Caller
from reelwright.jobs.upload import UPLOAD_SECONDS, UploadRequest, upload_key
from reelwright.ports import SignedUpload, World
from reelwright.values import Value


class Upload(Value):
    """An opened upload. Send the file to `target` before `expires_at`; requests then name it by `upload_id`."""

    upload_id: str
    target: SignedUpload
    expires_at: datetime


def open_upload(request: UploadRequest, *, caller: Caller, world: World) -> Upload:
    """Sign a URL to which the caller may send this file once. Nothing is stored until the file arrives.

    The file is checked when a job uses it: by its content, not by the type declared here.
    """
    upload_id = world.ids()
    target = world.artefacts.upload(
        upload_key(caller.user_id, upload_id),
        seconds=UPLOAD_SECONDS,
        content_type=request.content_type,
        size_bytes=request.bytes,
    )
    expires_at = world.clock() + timedelta(seconds=UPLOAD_SECONDS)
    return Upload(upload_id=upload_id, target=target, expires_at=expires_at)
