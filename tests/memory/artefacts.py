"""The artefact bucket, in a dictionary."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from reelwright.errors import MissingArtefactError
from reelwright.ports import ObjectFacts, SignedUpload


class StoredObject(NamedTuple):
    """An object's bytes, type and metadata."""

    body: bytes
    content_type: str
    metadata: Mapping[str, str] = MappingProxyType({})


class MemoryArtefacts:
    """`ports.Artefacts` in memory; `objects` may be read by tests."""

    def __init__(self) -> None:
        self.objects: dict[str, StoredObject] = {}

    def exists(self, key: str) -> bool:
        """Return whether the object is there."""
        return key in self.objects

    def put_once(self, key: str, body: bytes, *, content_type: str) -> bool:
        """Write the object unless it is there."""
        made = StoredObject(body, content_type)
        return self.objects.setdefault(key, made) is made

    def put_file_once(self, key: str, path: Path, *, content_type: str) -> bool:
        """Write a file's content unless the object is there."""
        return self.put_once(key, path.read_bytes(), content_type=content_type)

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write the object, replacing it."""
        self.objects[key] = StoredObject(body, content_type)

    def get(self, key: str) -> bytes:
        """Return the object."""
        return self._stored(key).body

    def fetch(self, key: str, path: Path) -> Path:
        """Write the object into a file."""
        path.write_bytes(self.get(key))
        return path

    def copy(self, source: str, target: str) -> None:
        """Copy within the bucket."""
        self.objects[target] = self._stored(source)

    def remove(self, key: str) -> None:
        """Remove one object, if it is there."""
        self.objects.pop(key, None)

    def remove_prefix(self, prefix: str) -> int:
        """Remove every object under a prefix and return how many; raises ValueError for an empty prefix."""
        if not prefix:
            raise ValueError("an empty prefix would remove the whole bucket")
        chosen = [key for key in self.objects if key.startswith(prefix)]
        for key in chosen:
            del self.objects[key]
        return len(chosen)

    def facts(self, key: str) -> ObjectFacts | None:
        """Return what is known of the object."""
        stored = self.objects.get(key)
        if stored is None:
            return None
        etag = hashlib.sha256(stored.body).hexdigest()[:32]
        return ObjectFacts(size_bytes=len(stored.body), etag=etag, metadata=dict(stored.metadata))

    def upload(self, key: str, *, seconds: int, content_type: str, size_bytes: int | None) -> SignedUpload:
        """Return an address that only says what it stands for."""
        url = f"memory://{quote(key)}?seconds={seconds}"
        headers = {"content-type": content_type, "if-none-match": "*"}
        if size_bytes is not None:
            headers["content-length"] = str(size_bytes)
        return SignedUpload(url=url, headers=headers)

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """Return an address that only says what it stands for."""
        return f"memory://{quote(key)}?seconds={seconds}&filename={quote(filename, safe='')}"

    def check(self) -> None:
        """Do nothing: memory is always there."""

    def _stored(self, key: str) -> StoredObject:
        try:
            return self.objects[key]
        except KeyError:
            raise MissingArtefactError(f"{key} is not in the bucket") from None
