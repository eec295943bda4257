"""Users' own files and manifests: their keys, permitted types and sizes, and how requests refer to them.

A signed URL accepts one upload to `uploads/<user>/<id>`, with a fixed type and length. Only requests of the same user can
refer to the file: the user in its key comes from the token, never from the request.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal, Self, get_args
from urllib.parse import quote

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from reelwright.errors import ContentError
from reelwright.film.scenes.material import ClipType, FontType, PictureType, SoundType, most_bytes, refusal
from reelwright.values import NO_FLAG, Value

UPLOAD_SECONDS: Final = 900
"""An opened upload must begin within this time."""
UPLOADS: Final = "uploads/"
INBOX: Final = "inbox/"
"""The prefix of manifests of batches, each under `inbox/<user>/`: sent through an upload, or dropped into the bucket."""
MANIFEST: Final = "manifest"
"""What the ids of uploads of manifests begin with: their files are apart from pictures, which the API must not read."""
BRANDS: Final = "brands/"
"""The prefix of files of saved brands, which outlive those of films."""
BRAND: Final = "brand"
"""What the ids of uploads for a brand begin with. Other ids begin with a digit: they sort by time."""
UNUSED_LIFE: Final = timedelta(hours=24)
"""An upload that no job has used by then is dropped."""

UploadId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,40}$")]
ObjectAddress = Annotated[str, StringConstraints(max_length=1024, pattern=r"^s3://[a-z0-9.-]{3,63}/[^\x00-\x1f\x7f]+$")]
ManifestType = Literal["text/csv", "application/json", "application/x-ndjson"]
"""Content types of manifests of batches."""
AcceptedType = Literal[PictureType, ClipType, SoundType, FontType, ManifestType]
MAX_MANIFEST_BYTES: Final = 64 * 2**20


def is_manifest(content_type: str) -> bool:
    """Check whether an upload is a manifest of a batch."""
    return content_type in get_args(ManifestType)


def _accepted(value: object) -> object:
    """Raise ValueError that names the format and a remedy, where a list of types would say less."""
    if isinstance(value, str) and value not in get_args(AcceptedType):
        raise ValueError(f"{value[:100]!r} {refusal(value)}")
    return value


ContentType = Annotated[AcceptedType, BeforeValidator(_accepted)]


def given(name: str) -> dict[str, Any]:
    """Build the schema of an object that has a property, and not as null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


def _most_bytes(kind: str) -> int:
    return MAX_MANIFEST_BYTES if is_manifest(kind) else most_bytes(kind)


def _at_most(kind: str) -> dict[str, Any]:
    """Build the schema of the largest file of a type."""
    return {"properties": {"content_type": {"const": kind}, "bytes": {"maximum": _most_bytes(kind)}}}


class FileReference(Value):
    """A file of your own: the id of an upload, or an object in this environment's bucket under your own prefix."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [given("upload"), given("s3")]})

    upload: UploadId | None = None
    s3: ObjectAddress | None = None

    @model_validator(mode="after")
    def _names_one_file(self) -> Self:
        if (self.upload is None) == (self.s3 is None):
            raise ValueError('give either "upload" (the id of an upload) or "s3" (s3://bucket/key)')
        return self


class OwnImage(FileReference):
    """A picture or clip of your own: the id of an upload, or an object in this environment's bucket under your own prefix."""

    scene: Annotated[int, Field(ge=0, lt=1000), NO_FLAG] | None = None
    """The scene that shows it, from 0; default: the next free scene."""


def each_scene_once(images: tuple[OwnImage, ...]) -> tuple[OwnImage, ...]:
    """Return the images; raises ValueError if two of them name one scene."""
    asked = [image.scene for image in images if image.scene is not None]
    twice = next((scene for scene in asked if asked.count(scene) > 1), None)
    if twice is not None:
        raise ValueError(f"two images ask for scene {twice}; a scene shows only one")
    return images


Purpose = Literal["film", "brand"]


class UploadRequest(Value):
    """The file to upload."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [_at_most(kind) for kind in get_args(AcceptedType)]})

    filename: Annotated[str, StringConstraints(max_length=255)] = ""
    """Your own name for the file. It is returned and has no effect."""
    content_type: ContentType
    bytes: Annotated[int, Field(ge=1), NO_FLAG]
    """The exact length of the file."""
    purpose: Purpose = "film"
    """`brand` keeps the file for more than a year, for the logo and the font of a saved brand."""

    @model_validator(mode="after")
    def _is_not_too_large(self) -> Self:
        most = _most_bytes(self.content_type)
        if self.bytes > most:
            raise ValueError(f"{self.content_type} files may have at most {most} bytes; this has {self.bytes}")
        return self


def upload_prefix(user_id: str) -> str:
    """Build the key prefix of a user's files. The id is quoted, so that it cannot name another user's prefix."""
    return f"{UPLOADS}{quote(user_id, safe='')}/"


def inbox_prefix(user_id: str) -> str:
    """Build the key prefix of a user's manifests, quoted like `upload_prefix`."""
    return f"{INBOX}{quote(user_id, safe='')}/"


def upload_key(user_id: str, upload_id: str) -> str:
    """Return the key of an upload by its id alone: manifests go into the inbox, files of saved brands to the brands."""
    if upload_id.startswith(MANIFEST):
        return inbox_prefix(user_id) + upload_id
    return (brand_prefix if upload_id.startswith(BRAND) else upload_prefix)(user_id) + upload_id


def brand_prefix(user_id: str) -> str:
    """Build the key prefix of a user's brand files, quoted like `upload_prefix`."""
    return f"{BRANDS}{quote(user_id, safe='')}/"


def material_key(file: FileReference, user_id: str, bucket_name: str) -> str:
    """Return the key of a file; raises ContentError for an object that is not the user's own in this environment."""
    if file.s3 is None:
        return upload_key(user_id, file.upload or "")
    bucket, _, key = file.s3.removeprefix("s3://").partition("/")
    prefix = upload_prefix(user_id)
    # S3 takes dots literally; whatever else reads the key as a path would leave the folder.
    outside = not {".", ".."}.isdisjoint(key.split("/"))
    if bucket != bucket_name or not key.startswith(prefix) or key == prefix or outside:
        raise ContentError(f"only objects under s3://{bucket_name}/{prefix} can be used")
    return key


class UploadLimits(Value):
    """The uploads of one user: files and bytes a UTC day, and bytes of files that no job has used yet."""

    files: int
    bytes: int
    open_bytes: int


class UploadUsage(Value):
    """The counters behind `UploadLimits`."""

    files: int = 0
    bytes: int = 0
    open_bytes: int = 0


class OpenUpload(Value):
    """An upload that was opened and that no job has used yet."""

    upload_id: str
    user_id: str
    size_bytes: int
    drop_at: datetime

    @property
    def key(self) -> str:
        """The key that the file is sent to."""
        return upload_key(self.user_id, self.upload_id)


def upload_ids(files: Iterable[FileReference], user_id: str) -> Iterator[str]:
    """Yield the ids of the uploads that files name, by id or by address; copies that operators made have no id."""
    prefix = upload_prefix(user_id)
    for file in files:
        yield file.upload or (file.s3 or "").partition(f"/{prefix}")[2]
