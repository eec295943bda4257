"""The bucket."""

from pathlib import Path
from typing import Protocol

from reelwright.values import Value


class ObjectFacts(Value):
    """An object without its content; `etag` changes with it."""

    size_bytes: int
    etag: str
    metadata: dict[str, str] = {}
    """The user's own metadata (`x-amz-meta-<name>`), by name in lower case."""


class SignedUpload(Value):
    """A signed URL that takes one file by `PUT`, with exactly these headers."""

    url: str
    headers: dict[str, str]


class Artefacts(Protocol):
    """The bucket. The core makes the keys; an artefact key is written once."""

    def exists(self, key: str) -> bool:
        """Return whether the object exists."""

    def put_once(self, key: str, body: bytes, *, content_type: str) -> bool:
        """Write the object unless it exists (`If-None-Match: *`); return whether this call wrote it, as only the first does."""

    def put_file_once(self, key: str, path: Path, *, content_type: str) -> bool:
        """Stream a file into the object unless it exists, with the promises of `put_once`."""

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write or replace the object: for `outputs/`, where each write has the same content."""

    def get(self, key: str) -> bytes:
        """Return the object's content; raises MissingArtefactError if it does not exist."""

    def fetch(self, key: str, path: Path) -> Path:
        """Write the object into a file and return its path; raises MissingArtefactError if it does not exist."""

    def copy(self, source: str, target: str) -> None:
        """Copy within the bucket, replacing the target; raises MissingArtefactError if the source does not exist."""

    def remove(self, key: str) -> None:
        """Remove one object; a no-op if it does not exist."""

    def remove_prefix(self, prefix: str) -> int:
        """Remove every object under a prefix and return their number. The prefix must not be empty."""

    def facts(self, key: str) -> ObjectFacts | None:
        """Return the object's metadata without reading its content; None if it does not exist."""

    def upload(self, key: str, *, seconds: int, content_type: str, size_bytes: int | None) -> SignedUpload:
        """Return a signed PUT that takes one object of this type, once, within `seconds`; None leaves its length open."""

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """Return a signed GET URL that offers the object under a file name."""

    def check(self) -> None:
        """Send a HEAD request for the bucket and raise its error, if any. For the health route."""
