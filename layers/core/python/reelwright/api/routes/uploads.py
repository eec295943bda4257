"""The route of uploads."""

from typing import Final

from reelwright.api.models.uploads import UploadOpened
from reelwright.api.routes.model import Answer, Route
from reelwright.jobs.upload import UploadRequest

UPLOAD_ROUTES: Final = (
    Route(
        method="POST",
        path="/api/v1/uploads",
        operation="openUpload",
        tag="uploads",
        summary="Open an upload for a picture or clip of your own",
        description=(
            "Send the file with `PUT` to `url`, with exactly the answered headers and without the token, once, before "
            "`expires_at`. A film then names it in `images`. Its content is judged when a job uses it."
        ),
        body=UploadRequest,
        examples={"picture": {"filename": "beach.jpg", "content_type": "image/jpeg", "bytes": 482_113}},
        answers=(Answer(status=201, description="Opened; nothing is stored yet.", body=UploadOpened),),
        problems=("invalid_request", "too_large"),
    ),
)
