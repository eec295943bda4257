"""Reads a manifest in any of its formats as a stream of raw lines."""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Final

from reelwright.batches.csv_manifest import read_csv
from reelwright.batches.json_manifest import raw_item, read_json, read_jsonl
from reelwright.batches.limits import MAX_LINE_BYTES
from reelwright.batches.lines import LineError
from reelwright.batches.raw import RawLine
from reelwright.batches.weighed import ManifestFormat

Reader = Callable[[BinaryIO], Iterator[RawLine | LineError]]
READERS: Final[dict[ManifestFormat, Reader]] = {"csv": read_csv, "json": read_json, "jsonl": read_jsonl}


def tell_format(file: BinaryIO) -> ManifestFormat:
    """Tell the format of a file from its first line: a name or a type may be wrong, and uploads have none."""
    first = file.readline(MAX_LINE_BYTES + 1).removeprefix(codecs.BOM_UTF8).strip()
    while not first and (more := file.readline(MAX_LINE_BYTES + 1)):
        first = more.strip()
    if first.startswith(b"["):
        return "json"
    if not first.startswith(b"{"):
        return "csv"
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        # The first line of a document ends within it; a line of JSONL that is broken ends with its brace.
        return "jsonl" if first.endswith(b"}") else "json"
    return "json" if "items" in value else "jsonl"


def inline_lines(items: Iterable[Any]) -> Iterator[RawLine]:
    """Take the items of a request's body as lines; their line in a file is their place in the list."""
    for line, value in enumerate(items, start=1):
        yield raw_item(line, line, value)
