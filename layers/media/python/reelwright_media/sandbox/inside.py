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
from typing import IO, Final

from reelwright_media.sandbox import seals
from reelwright_media.sandbox.task import Decode, DecodeTask

_LIBRARIES: Final = (
    *("av", "cv2", "numpy", "PIL", "pillow_heif", "lxml", "fontTools"),
    *("reelwright", "reelwright_media", "pydantic"),
)
_SYSTEM_FOLDERS: Final = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/etc/ld.so.cache")


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
    from reelwright_media.sandbox.forms import decode  # noqa: PLC0415 - libraries are loaded when files are closed

    return decode


if __name__ == "__main__":
    run(sys.argv[1:], _decoders)
