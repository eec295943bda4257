"""What a decoding process gets: one file, one order, and its limits."""

from collections.abc import Callable
from typing import IO, Any, NamedTuple


class DecodeTask(NamedTuple):
    """What the process decodes, and what it may use."""

    path: str
    tables: str
    """The folder with the tables of colour spaces."""
    order: dict[str, Any]
    cpu_seconds: int
    memory_bytes: int


Decode = Callable[[DecodeTask, IO[bytes], list[str]], None]
"""Decodes the task's file and writes header and pixels; the list names the seals that hold."""
