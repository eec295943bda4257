"""Your own pictures, clips, music, fonts and manifests: their types, and what an answer of the store means. Pure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx

_CONTENT_TYPES: Final = {
    ".apng": "image/png",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
}
"""By file name suffix. The server decides what it takes (docs/api.md)."""
_UNKNOWN: Final = "application/octet-stream"
"""The server refuses it and lists the types that it takes."""
_STORED_BEFORE: Final = 412
"""The store has the file already (`If-None-Match: *`): the answer to an earlier try was lost."""
_BUSY: Final = frozenset({408, 409, 429, 500, 502, 503, 504})
_BLOCK_BYTES: Final = 1 << 18


def opening(path: Path, content_type: str | None, purpose: str | None = None) -> dict[str, Any]:
    """Describe a file for the call that opens its upload. Raises OSError if the file cannot be read."""
    kind = content_type or _CONTENT_TYPES.get(path.suffix.lower(), _UNKNOWN)
    sent = {"filename": path.name[:255], "content_type": kind, "bytes": path.stat().st_size}
    return sent if purpose is None else {**sent, "purpose": purpose}


def is_stored(status_code: int) -> bool:
    """Whether the store has the whole file."""
    return httpx.codes.is_success(status_code) or status_code == _STORED_BEFORE


def is_busy(status_code: int) -> bool:
    """Whether another try can help."""
    return status_code in _BUSY


def blocks(path: Path) -> Iterator[bytes]:
    """Read a file block by block, so that a large clip is never in memory whole."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            yield block
