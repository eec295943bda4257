"""Open the manifest of a batch: the items of the body, or a file in the bucket, copied to the disk and read from there."""

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from reelwright.batches.csv_manifest import csv_columns
from reelwright.batches.json_manifest import read_json_options
from reelwright.batches.lines import LineError
from reelwright.batches.manifest import READERS, inline_lines, tell_format
from reelwright.batches.raw import RawLine
from reelwright.batches.request import SOURCES, CreateBatch
from reelwright.batches.weighed import ManifestFacts, ManifestFormat
from reelwright.errors import MissingArtefactError
from reelwright.jobs.upload import MANIFEST, MAX_MANIFEST_BYTES, inbox_prefix, upload_key
from reelwright.ports import World
from reelwright.refusals import InvalidField, TryAgain


class OpenedManifest(NamedTuple):
    """An opened manifest. `lines` reads it from the beginning; `options` are those that a JSON document holds itself."""

    facts: ManifestFacts
    lines: "Lines"
    options: dict[str, Any]


class Lines(Protocol):
    """Reads a manifest as a stream."""

    def __call__(self) -> Iterator[RawLine | LineError]: ...  # noqa: D102


@contextmanager
def open_manifest(request: CreateBatch, *, user_id: str, world: World) -> Iterator[OpenedManifest]:
    """Yield the manifest that the request names; its copy on the disk is removed afterwards.

    Raises InvalidField for a file that does not exist, that is another user's, or that is too large, and TryAgain for one
    that was replaced while it was read.
    """
    if request.items is not None:
        yield _inline(request.items)
        return
    field, key = ("s3", request.s3) if request.s3 is not None else ("upload_id", None)
    key = key or upload_key(user_id, request.upload_id or "")
    if field == "upload_id" and not (request.upload_id or "").startswith(MANIFEST):
        raise InvalidField(
            "upload_id", "is no manifest: open an upload of the type text/csv or application/json for it"
        )
    if field == "s3" and not key.startswith(inbox_prefix(user_id)):
        raise InvalidField("s3", f"must be a key under {inbox_prefix(user_id)}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "manifest"
        etag = _fetch(key, path, field=field, world=world)
        with path.open("rb") as file:
            yield _of_file(file, key=key, etag=etag)


def _inline(items: tuple[Any, ...]) -> OpenedManifest:
    body = json.dumps(items, sort_keys=True).encode()
    facts = ManifestFacts(format="inline", sha256=hashlib.sha256(body).hexdigest())
    return OpenedManifest(facts, lambda: inline_lines(items), {})


def _fetch(key: str, path: Path, *, field: str, world: World) -> str:
    """Copy the file to the disk and return its entity tag."""
    facts = world.artefacts.facts(key)
    if facts is None:
        raise InvalidField(field, "names no file: send it first, with PUT to the address of the upload")
    if facts.size_bytes > MAX_MANIFEST_BYTES:
        raise InvalidField(field, f"the file has {facts.size_bytes:,} bytes; send at most {MAX_MANIFEST_BYTES:,}")
    try:
        world.artefacts.fetch(key, path)
    except MissingArtefactError:
        raise TryAgain("The manifest was removed while it was read; send it again.") from None
    after = world.artefacts.facts(key)
    if after is None or after.etag != facts.etag:
        raise TryAgain("The manifest was replaced while it was read; try again.")
    return facts.etag


def _of_file(file: BinaryIO, *, key: str, etag: str) -> OpenedManifest:
    digest = hashlib.file_digest(cast("io.BufferedIOBase", file), "sha256").hexdigest()
    kind = tell_format(_rewound(file))
    options = read_json_options(_rewound(file)) if kind == "json" else {}
    columns = csv_columns(_rewound(file)) if kind == "csv" else ()
    facts = ManifestFacts(format=kind, sha256=digest, key=key, etag=etag, columns=columns)
    own = {name: value for name, value in options.items() if name not in SOURCES}
    return OpenedManifest(facts, _lines(file, kind), own)


def _lines(file: BinaryIO, kind: ManifestFormat) -> Lines:
    return lambda: READERS[kind](_rewound(file))


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0, io.SEEK_SET)
    return file
