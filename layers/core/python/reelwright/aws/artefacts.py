"""The bucket on S3. An artefact key is written once; `outputs/` keys are replaced by the same content."""

import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar
from urllib.parse import quote

from botocore.exceptions import ClientError, IncompleteReadError, ResponseStreamingError

from reelwright.errors import MissingArtefactError
from reelwright.ports import ObjectFacts, SignedUpload

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

Content = TypeVar("Content")
_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_TAKEN: Final = "PreconditionFailed"
_BEING_WRITTEN: Final = "ConditionalRequestConflict"
_TRIES: Final = 4
_CHUNK_BYTES: Final = 2**20
_WAIT_SECONDS: Final = 0.25


class BucketArtefacts:
    """`ports.Artefacts` on one bucket. `sleep` (seconds) waits for another writer of the same key."""

    def __init__(self, bucket_name: str, client: "S3Client", sleep: Callable[[float], None] = time.sleep) -> None:
        self._bucket = bucket_name
        self._client = client
        self._sleep = sleep

    def exists(self, key: str) -> bool:
        """Return whether the object exists."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if _code(error) in _ABSENT:
                return False
            raise
        return True

    def put_once(self, key: str, body: bytes, *, content_type: str) -> bool:
        """Write the object unless it exists."""
        return self._put_once(key, lambda: body, content_type)

    def put_file_once(self, key: str, path: Path, *, content_type: str) -> bool:
        """Write a file's content unless the object exists, in one streamed request (S3's limit is 5 GB)."""
        with path.open("rb") as file:

            def from_start() -> BinaryIO:
                file.seek(0)
                return file

            return self._put_once(key, from_start, content_type)

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write the object, replacing it."""
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type)

    def get(self, key: str) -> bytes:
        """Return the object; an incomplete response is requested again."""
        return _whole(lambda: self._open(key).read())

    def fetch(self, key: str, path: Path) -> Path:
        """Write the object into a file, whole or not at all: one request, without a HEAD before it."""
        part = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")

        def download() -> None:
            body = self._open(key)
            with part.open("wb") as file:
                for chunk in body.iter_chunks(_CHUNK_BYTES):
                    file.write(chunk)

        try:
            _whole(download)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return path

    def copy(self, source: str, target: str) -> None:
        """Copy within the bucket on the server's side, including the content type."""
        try:
            self._client.copy_object(
                Bucket=self._bucket, Key=target, CopySource={"Bucket": self._bucket, "Key": source}
            )
        except ClientError as error:
            raise self._missing(source, error) from error

    def remove(self, key: str) -> None:
        """Remove one object."""
        self._client.delete_object(Bucket=self._bucket, Key=key)

    def remove_prefix(self, prefix: str) -> int:
        """Remove every object under a prefix and return how many; raises ValueError for an empty prefix."""
        if not prefix:
            raise ValueError("an empty prefix would remove the whole bucket")
        removed = 0
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
            keys = [row["Key"] for row in page.get("Contents", [])]
            if keys:
                self._remove(keys)
                removed += len(keys)
        return removed

    def facts(self, key: str) -> ObjectFacts | None:
        """Return the metadata of a HEAD request."""
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise
        return ObjectFacts(
            size_bytes=head["ContentLength"], etag=head["ETag"].strip('"'), metadata=head.get("Metadata", {})
        )

    def upload(self, key: str, *, seconds: int, content_type: str, size_bytes: int | None) -> SignedUpload:
        """Return a signed PUT. Type, length and `If-None-Match` are signed headers: S3 refuses others (403, 412)."""
        length = {} if size_bytes is None else {"ContentLength": size_bytes}
        parameters = {
            "Bucket": self._bucket,
            "Key": key,
            "ContentType": content_type,
            **length,
            "IfNoneMatch": "*",
        }
        url = self._client.generate_presigned_url("put_object", Params=parameters, ExpiresIn=seconds)
        headers = {"content-type": content_type, "if-none-match": "*"}
        if size_bytes is not None:
            headers["content-length"] = str(size_bytes)
        return SignedUpload(url=url, headers=headers)

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """Return a signed GET URL; S3 is not called, so the object need not exist."""
        parameters = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": content_disposition(filename),
        }
        return self._client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)

    def check(self) -> None:
        """Send a HEAD request for the bucket."""
        self._client.head_bucket(Bucket=self._bucket)

    def _put_once(self, key: str, body: "Callable[[], bytes | BinaryIO]", content_type: str) -> bool:
        """Write the object unless it exists. During another write S3 requires a retry, which shows which write was first."""
        for _ in range(_TRIES):
            try:
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=body(), ContentType=content_type, IfNoneMatch="*"
                )
            except ClientError as error:
                if _code(error) != _BEING_WRITTEN:
                    if _code(error) == _TAKEN:
                        return False
                    raise
                self._sleep(_WAIT_SECONDS)
            else:
                return True
        return False

    def _open(self, key: str) -> "StreamingBody":
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
        except ClientError as error:
            raise self._missing(key, error) from error

    def _remove(self, keys: list[str]) -> None:
        answer = self._client.delete_objects(
            Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True}
        )
        for row in answer.get("Errors", []):
            raise RuntimeError(f"S3 did not remove {row.get('Key')}: {row.get('Code')}")

    def _missing(self, key: str, error: ClientError) -> Exception:
        """Return the error to raise for a failed read: MissingArtefactError if the object does not exist, else S3's own."""
        return MissingArtefactError(f"{key} is not in the bucket") if _code(error) in _ABSENT else error


def _whole(read: Callable[[], Content]) -> Content:
    """Repeat a read whose response was incomplete."""
    for _ in range(_TRIES - 1):
        with suppress(IncompleteReadError, ResponseStreamingError):
            return read()
    return read()


def content_disposition(filename: str) -> str:
    """Build the header that names a download: plain ASCII for old clients, the full name beside it (RFC 6266, 8187)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in filename)
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"]
