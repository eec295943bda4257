"""Uploads: signed URLs to which callers send their own files."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.ratelimit import limit_headers
from reelwright.api.uploads import UploadOpened
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.world import world
from reelwright.jobs.upload import UploadRequest
from reelwright.usecases.open_upload import open_upload


@handles("openUpload")
def open_(ask: Ask) -> Response[str]:
    """Count and open an upload."""
    request = ask.body(UploadRequest)
    world().profiles.see(ask.caller)
    opened = open_upload(request, caller=ask.caller, world=world())
    view = UploadOpened(
        upload=opened.upload_id,
        filename=request.filename,
        method="PUT",
        url=opened.target.url,
        headers=opened.target.headers,
        expires_at=opened.expires_at,
    )
    return answer(201, view, {"Cache-Control": "no-store", **limit_headers(opened.windows)})
