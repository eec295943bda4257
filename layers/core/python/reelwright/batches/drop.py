"""Manifests that are dropped into the bucket: the notices of S3, and the names of the answers beside them."""

import json
from typing import Any, Final
from urllib.parse import unquote, unquote_plus

from reelwright.jobs.upload import INBOX
from reelwright.values import Value

DROP_SUFFIXES: Final = (".csv", ".jsonl", ".batch.json")
"""Files that are manifests. S3 sends notices of these only: a `.json` would match the answers."""
ACCEPTED: Final = ".accepted.json"
REFUSED: Final = ".refused.json"
REFUSED_TABLE: Final = ".refused.csv"
OPTIONS: Final = ".options.json"
"""The options of a dropped CSV or JSONL, unless the object has them as metadata."""
OPTIONS_METADATA: Final = "options"
"""The name of the object's metadata (`x-amz-meta-options`) with the options as JSON."""


class Drop(Value):
    """One version of a dropped object. `sequencer` orders the notices of one key."""

    key: str
    etag: str
    sequencer: str

    @property
    def user_id(self) -> str:
        """The owner, from the prefix; ids are quoted in keys."""
        return unquote(self.key.removeprefix(INBOX).split("/", 1)[0])

    @property
    def stem(self) -> str:
        """The key without its suffix: answers and options are named by it."""
        suffix = next(suffix for suffix in DROP_SUFFIXES if self.key.endswith(suffix))
        return self.key.removesuffix(suffix)


def drops_of(body: str) -> tuple[Drop, ...]:
    """Parse a message of S3: one drop a record. Own answers and S3's test message are no drops.

    Raises ValueError for a body that is not S3's (user guide, "Event message structure").
    """
    match json.loads(body):
        case {"Event": "s3:TestEvent"}:
            return ()
        case {"Records": list(records)}:
            return tuple(drop for drop in map(_drop, records) if drop is not None)
        case _:
            raise ValueError("the message is not a notification of S3")


def _drop(record: Any) -> Drop | None:
    try:
        found = record["s3"]["object"]
        key = unquote_plus(found["key"])  # S3 writes keys as a query string
        drop = Drop(key=key, etag=found["eTag"].strip('"'), sequencer=found.get("sequencer", ""))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the message is not a notification of S3") from error
    is_manifest = key.startswith(INBOX) and key.count("/") > 1 and key.endswith(DROP_SUFFIXES)
    return drop if is_manifest and not key.endswith(REFUSED_TABLE) else None
