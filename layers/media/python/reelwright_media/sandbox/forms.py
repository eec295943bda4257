"""How each form of an order is carried out: read the file, write a header and pixels or samples to the pipe.

Imported by the decoding process after its files are closed: the libraries that it loads parse strangers' files.
"""

from pathlib import Path
from typing import IO, Any, Final

from reelwright.errors import ContentError
from reelwright_media.canvas.planes import RgbImage
from reelwright_media.material.colours import MissingTableError, read_tables_from
from reelwright_media.material.decoded import frames_of, looked_at
from reelwright_media.material.pictures import read_mark
from reelwright_media.material.sounds import sound_blocks
from reelwright_media.sandbox import wire
from reelwright_media.sandbox.letters import write_letters
from reelwright_media.sandbox.task import Decode, DecodeTask

_MEMORY_TEXTS: Final = ("bad_alloc", "Cannot allocate memory", "Insufficient memory", "out of memory")
"""How libraries say that memory is out, in errors of their own classes."""
MEMORY_PROBLEM: Final = "needs too much memory to be decoded: save it smaller."


def decode(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
    """Carry out the task's order; `held` names the seals that hold."""
    read_tables_from(Path(task.tables))
    _FORMS[task.order["form"]](task, pipe, held)


def _still(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
    try:
        facts, image = looked_at(Path(task.path), least=task.order["least_pixels"])
    except Exception as error:  # noqa: BLE001 - _problem raises what is no problem of the file
        wire.write_header(pipe, _problem(error))
        return
    height, width = image.shape[:2]
    _write_picture(pipe, {**facts._asdict(), "seals": held, "still": [width, height]}, image)


def _mark(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
    try:
        image = read_mark(Path(task.path), most=task.order["most_pixels"])
    except Exception as error:  # noqa: BLE001 - as above
        wire.write_header(pipe, _problem(error))
        return
    height, width = image.shape[:2]
    _write_picture(pipe, {"kind": "picture", "width": width, "height": height, "seals": held}, image)


def _write_picture(pipe: IO[bytes], header: dict[str, Any], image: RgbImage) -> None:
    wire.write_header(pipe, header)
    wire.write_image(pipe, image)


def _clip(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
    order = task.order
    size = (order["width"], order["height"])
    wire.write_header(pipe, {"kind": "clip", "width": size[0], "height": size[1], "seals": held})
    try:
        wire.write_frames(pipe, frames_of(Path(task.path), size=size, fps=order["fps"], seconds=order["seconds"]))
    except Exception as error:  # noqa: BLE001 - as above
        wire.write_end(pipe, _problem(error))
    else:
        wire.write_end(pipe, {})


def _sound(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
    order = task.order
    wire.write_header(pipe, {"kind": "sound", "seals": held})
    try:
        blocks = sound_blocks(Path(task.path), seconds=order["seconds"], least_seconds=order["least_seconds"])
        wire.write_blocks(pipe, blocks)
    except Exception as error:  # noqa: BLE001 - as above
        wire.write_blocks_end(pipe, _problem(error))
    else:
        wire.write_blocks_end(pipe, {})


def _font(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
    from reelwright_media.material.fonts import read_letters  # noqa: PLC0415 - its parser takes 0.2 s to load

    try:
        letters = read_letters(Path(task.path), most=task.order["most_letters"])
    except Exception as error:  # noqa: BLE001 - as above
        wire.write_header(pipe, _problem(error))
        return
    write_letters(pipe, letters, {"kind": "font", "seals": held})


def _page(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
    from reelwright_media.material.pages import page_text  # noqa: PLC0415 - its parser takes 0.4 s to load

    order = task.order
    try:
        found = page_text(
            Path(task.path), markup=order["markup"], charset=order["charset"], most_characters=order["most_characters"]
        )
    except Exception as error:  # noqa: BLE001 - as above
        wire.write_header(pipe, _problem(error))
        return
    wire.write_header(pipe, {"kind": "page", "seals": held})
    wire.write_text(pipe, found.title)
    wire.write_text(pipe, found.text)


_FORMS: Final[dict[str, Decode]] = {
    "still": _still,
    "mark": _mark,
    "clip": _clip,
    "sound": _sound,
    "font": _font,
    "page": _page,
}


def _problem(error: Exception) -> dict[str, Any]:
    """Build the last line: a text for the file's owner, or the colour space whose table is missing.

    Raises an error that is not the file's fault.
    """
    if isinstance(error, MissingTableError):
        return {"table": [int(error.space.primaries), int(error.space.transfer)]}
    if isinstance(error, ContentError):
        return {"problem": str(error)}
    if isinstance(error, MemoryError) or any(text in str(error) for text in _MEMORY_TEXTS):
        return {"problem": MEMORY_PROBLEM}
    raise error
