"""Own pictures and clips on their way to the store: opened at the API, sent to a signed address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx

from reelwright_client import calls
from reelwright_client.effects import Flow, Pause, Put, Terms
from reelwright_client.errors import UploadError
from reelwright_client.flows import read
from reelwright_client.models import Upload

CONTENT_TYPES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
}
"""What the service takes, by file name ending. Bounds stand in docs/api.md; the server is who judges."""
_UNKNOWN: Final = "application/octet-stream"
"""The server refuses it and says what it takes."""
_TAKEN: Final = 412
"""The store has the file already: an answer of an earlier try was lost."""
_BUSY: Final = frozenset({408, 409, 429, 500, 502, 503, 504})
_BLOCK_BYTES: Final = 1 << 18


def upload(path: Path, terms: Terms, *, content_type: str | None = None) -> Flow[Upload]:
    """Send a file and return its upload. Raises OSError, UploadError where it cannot be sent, InvalidRequestError.

    Broken transfers are sent again from the start; the address takes a file only once, so none arrives twice.
    """
    kind = content_type or CONTENT_TYPES.get(path.suffix.lower(), _UNKNOWN)
    body = {"filename": path.name[:255], "content_type": kind, "bytes": path.stat().st_size}
    opened = yield from read(Upload, calls.open_upload(body), terms)
    attempt = 0
    while True:
        attempt += 1
        try:
            status: int = yield Put(opened.url, opened.headers, path)
        except httpx.RequestError as error:
            trouble, again = str(error) or type(error).__name__, True
        else:
            if 200 <= status < 300 or status == _TAKEN:  # noqa: PLR2004 - any success
                return opened
            trouble, again = f"the store answered {status}", status in _BUSY
        pause = terms.policy.pause_seconds(attempt, None, terms.dice()) if again else None
        if pause is None:
            raise UploadError(f"{path.name} could not be sent: {trouble}.")
        yield Pause(pause)


def blocks(path: Path) -> Iterator[bytes]:
    """Give a file's bytes block by block, so that a large clip never stands in memory whole."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            yield block
