"""Reads a manifest in any of its formats as a stream of raw lines."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Final

from reelwright.batches.csv_manifest import read_csv
from reelwright.batches.json_manifest import raw_item, read_json, read_jsonl
from reelwright.batches.lines import LineError
from reelwright.batches.raw import RawLine
from reelwright.batches.weighed import ManifestFormat

Reader = Callable[[BinaryIO], Iterator[RawLine | LineError]]
READERS: Final[dict[ManifestFormat, Reader]] = {"csv": read_csv, "json": read_json, "jsonl": read_jsonl}
ENDINGS: Final[dict[str, ManifestFormat]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""The format by the ending of a file's name."""


def format_of(name: str) -> ManifestFormat | None:
    """Tell the format of a file from its name; None for another file."""
    return next((kind for ending, kind in ENDINGS.items() if name.lower().endswith(ending)), None)


def inline_lines(items: Iterable[Any]) -> Iterator[RawLine]:
    """Take the items of a request's body as lines; their line in a file is their place in the list."""
    for line, value in enumerate(items, start=1):
        yield raw_item(line, line, value)
