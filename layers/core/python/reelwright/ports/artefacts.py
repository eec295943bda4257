"""The bucket."""

from pathlib import Path
from typing import Protocol

from reelwright.values import Value


class ObjectFacts(Value):
    """An object without its content; `etag` changes with it."""

    size_bytes: int
    etag: str


class SignedUpload(Value):
    """Where one file may be sent by `PUT`, with exactly these headers."""

    url: str
    headers: dict[str, str]


class Artefacts(Protocol):
    """The bucket. Keys are made by the core; writes to an artefact key happen once."""

    def exists(self, key: str) -> bool:
        """Return whether the object is there."""

    def put_once(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write the object unless it is there (`If-None-Match: *`): the first writer wins, the others are content."""

    def put_file_once(self, key: str, path: Path, *, content_type: str) -> None:
        """Do the same from a file, streaming."""

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write the object, replacing it: for `outputs/`, whose content is the same each time."""

    def get(self, key: str) -> bytes:
        """Return the object; raises MissingArtefactError where there is none."""

    def fetch(self, key: str, path: Path) -> Path:
        """Write the object into a file and return it; raises MissingArtefactError where there is none."""

    def copy(self, source: str, target: str) -> None:
        """Copy within the bucket, replacing; raises MissingArtefactError where the source is gone."""

    def remove_prefix(self, prefix: str) -> int:
        """Remove every object under a prefix; return how many. The prefix must not be empty."""

    def facts(self, key: str) -> ObjectFacts | None:
        """Return what is known of the object without reading it, or None where there is none."""

    def upload(self, key: str, *, seconds: int, content_type: str, size_bytes: int) -> SignedUpload:
        """Return a signed PUT that takes one object of this type and length, once, within `seconds`."""

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """Return a signed GET URL that offers the object under a file name."""

    def check(self) -> None:
        """Ask for the bucket's head; raises what it raises. For the health route."""
