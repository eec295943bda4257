"""The decoding process: gives up what it could misuse, decodes one file and writes its pixels to a pipe.

Started by `outside` as `python -m reelwright_media.sandbox.inside`, with a `DecodeTask` as JSON. The order matters: limits,
files (Landlock binds one thread, so before a library starts another), libraries, system calls, and then the file.
"""

import importlib
import importlib.util
import io
import json
import os
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from reelwright_media.sandbox import seals

_LIBRARIES: Final = ("av", "cv2", "numpy", "PIL", "pillow_heif", "reelwright", "reelwright_media", "pydantic")
_SYSTEM_FOLDERS: Final = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/etc/ld.so.cache")
_MEMORY_TEXTS: Final = ("bad_alloc", "Cannot allocate memory", "Insufficient memory", "out of memory")
"""How libraries say that memory is out, in errors of their own classes."""
MEMORY_PROBLEM: Final = "needs too much memory to be decoded: save it smaller."


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


def run(arguments: list[str], prepare: Callable[[], Decode]) -> None:
    """Close this process and decode. `prepare` imports the decoders; it runs before system calls are closed."""
    task = DecodeTask(**json.loads(arguments[0]))
    pipe = _only_pipe()
    held = _sealed(task)
    decode = prepare()
    if seals.close_system_calls():
        held.append("system calls")
    decode(task, pipe, held)
    pipe.flush()
    os._exit(0)  # no exit handler of a library that a file may have corrupted


def _only_pipe() -> IO[bytes]:
    """Take the pipe away from standard output, so that no library's message gets between the pixels."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=io.DEFAULT_BUFFER_SIZE)
    os.dup2(2, 1)
    return pipe


def _sealed(task: DecodeTask) -> list[str]:
    seals.end_with_parent()
    seals.limit(seals.ProcessBounds(cpu_seconds=task.cpu_seconds, memory_bytes=task.memory_bytes))
    held = []
    if seals.close_files([Path(task.path), Path(task.tables), *_code()]):
        held.append("files")
    if seals.drop_privileges():
        held.append("privileges")
    return held


def _code() -> Iterator[Path]:
    """Yield the folders of Python, of the libraries and of our packages: not the checkout, which holds a stack's secrets."""
    yield from (Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield from map(Path, _SYSTEM_FOLDERS)
    for name in _LIBRARIES:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin is not None:
            folder = Path(found.origin).parent
            yield folder if name.startswith("reelwright") else folder.parent


def _decoders() -> Decode:
    from reelwright_media.material.colours import read_tables_from  # noqa: PLC0415 - as below
    from reelwright_media.material.decoded import frames_of, looked_at  # noqa: PLC0415 - libraries are loaded when files are closed
    from reelwright_media.material.sounds import sound_blocks  # noqa: PLC0415 - as above
    from reelwright_media.sandbox import wire  # noqa: PLC0415 - as above

    def still(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
        try:
            facts, image = looked_at(Path(task.path), least=task.order["least_pixels"])
        except Exception as error:  # noqa: BLE001 - _problem raises what is no problem of the file
            wire.write_header(pipe, _problem(error))
            return
        height, width = image.shape[:2]
        wire.write_header(pipe, {**facts._asdict(), "seals": held, "still": [width, height]})
        wire.write_image(pipe, image)

    def clip(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
        order = task.order
        size = (order["width"], order["height"])
        wire.write_header(pipe, {"kind": "clip", "width": size[0], "height": size[1], "seals": held})
        try:
            wire.write_frames(pipe, frames_of(Path(task.path), size=size, fps=order["fps"], seconds=order["seconds"]))
        except Exception as error:  # noqa: BLE001 - as above
            wire.write_end(pipe, _problem(error))
        else:
            wire.write_end(pipe, {})

    def sound(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
        wire.write_header(pipe, {"kind": "sound", "seals": held})
        try:
            wire.write_blocks(pipe, sound_blocks(Path(task.path), seconds=task.order["seconds"]))
        except Exception as error:  # noqa: BLE001 - as above
            wire.write_blocks_end(pipe, _problem(error))
        else:
            wire.write_blocks_end(pipe, {})

    forms = {"still": still, "clip": clip, "sound": sound}

    def decode(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
        read_tables_from(Path(task.tables))
        forms[task.order["form"]](task, pipe, held)

    return decode


def _problem(error: Exception) -> dict[str, Any]:
    """Build the last line: a text for the file's owner, or the colour space whose table is missing.

    Raises an error that is not the file's fault.
    """
    from reelwright.errors import ContentError  # noqa: PLC0415 - as above
    from reelwright_media.material.colours import MissingTableError  # noqa: PLC0415 - as above

    if isinstance(error, MissingTableError):
        return {"table": [int(error.space.primaries), int(error.space.transfer)]}
    if isinstance(error, ContentError):
        return {"problem": str(error)}
    if isinstance(error, MemoryError) or any(text in str(error) for text in _MEMORY_TEXTS):
        return {"problem": MEMORY_PROBLEM}
    raise error


if __name__ == "__main__":
    run(sys.argv[1:], _decoders)
