"""Uploads: pictures and clips of the caller's own, and manifests of batches."""

from typing import Annotated, Final, Literal

from pydantic import Field

from reelwright.api.route import Route, Success
from reelwright.jobs.upload import UploadRequest
from reelwright.payload import Payload, Time


class UploadOpened(Payload):
    """Where to send the file: its bytes as the body, with exactly these headers and without the token."""

    upload: Annotated[str, Field(description='The id of the upload, for `images`: `{"upload": "<id>"}`.')]
    filename: str
    method: Literal["PUT"]
    url: str
    headers: dict[str, str]
    expires_at: Time


UPLOAD_ROUTES: Final = (
    Route(
        method="POST",
        path="/api/v1/uploads",
        operation="openUpload",
        tag="uploads",
        summary="Open an upload for a picture or clip of your own, or for a manifest",
        description=(
            "Send the file once with `PUT` to `url`, before `expires_at`, with exactly the headers of the answer and without "
            "the token. Then name the upload in `images` of a job, or a manifest as `upload_id` of a batch. The file's content "
            "is checked when a job uses it. A file "
            "that no job has used after 24 hours is removed. Your tier limits files and bytes a day, and bytes of files that "
            "no job has used."
        ),
        body=UploadRequest,
        examples={
            "picture": {"filename": "beach.jpg", "content_type": "image/jpeg", "bytes": 482_113},
            "manifest": {"filename": "films.csv", "content_type": "text/csv", "bytes": 48_211},
        },
        answers=(
            Success(
                status=201,
                description="Upload opened and counted. Nothing is stored yet.",
                body=UploadOpened,
                headers=("RateLimit", "RateLimit-Policy"),
            ),
        ),
        problems=("invalid_request", "too_large", "quota_exceeded"),
    ),
)
