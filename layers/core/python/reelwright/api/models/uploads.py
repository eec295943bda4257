"""Uploads as clients see them."""

from typing import Annotated, Literal

from pydantic import Field

from reelwright.payload import Payload, Time


class UploadOpened(Payload):
    """Where to send the file: its bytes as the body, exactly these headers, without the token."""

    upload: Annotated[str, Field(description='Its id, for `images`: `{"upload": "<id>"}`.')]
    filename: str
    method: Literal["PUT"]
    url: str
    headers: dict[str, str]
    expires_at: Time
