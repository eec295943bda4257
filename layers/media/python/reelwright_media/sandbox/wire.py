"""The pipe from the decoding process to the encoding one: a line of JSON, then raw pixels of agreed size.

    {"kind": "picture", "width": 4000, "height": 3000, "seals": [...], "still": [2000, 1500]}  then 2000 x 1500 x 3 bytes
    {"kind": "clip", …}  then for each frame a count of repeats (2 bytes) and its three planes; a count of 0 ends them, then {}
    {"kind": "sound", …}  then blocks: a count of samples (4 bytes) and the samples; a count of 0 ends them, then {}
    {"kind": "font", …}  then numbers; see `sandbox.letters`
    {"kind": "page", …}  then title and text, each as its length in bytes (4 bytes) and UTF-8
    {"problem": "is damaged …"}  in place of either line

The reader trusts nothing: lengths are bounded before they are allocated, and the stream must end where it should.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

from reelwright_media.canvas.planes import Planes, RgbImage

_MOST_HEADER_BYTES: Final = 4096
_MOST_PROBLEM_CHARACTERS: Final = 300
_REPEATS: Final = struct.Struct(">H")
_SAMPLES: Final = struct.Struct(">I")
_LENGTH: Final = struct.Struct(">I")
_MOST_BYTES_A_CHARACTER: Final = 4
_MOST_BLOCK_SAMPLES: Final = 1 << 17


class BrokenStreamError(Exception):
    """The decoding process wrote something else than the agreed stream, or ended too early."""


class UnusableFileError(Exception):
    """The decoding process reports that the file cannot be used; the text can follow the file's name."""


class TableRequestError(Exception):
    """The decoding process needs the table of a colour space: the codes of its primaries and transfer."""

    def __init__(self, primaries: int, transfer: int) -> None:
        super().__init__(f"colour space {primaries}, {transfer}")
        self.primaries, self.transfer = primaries, transfer


def write_header(pipe: IO[bytes], values: Mapping[str, Any]) -> None:
    """Write the first line."""
    pipe.write(json.dumps(values).encode() + b"\n")


def read_header(pipe: IO[bytes]) -> dict[str, Any]:
    """Read a line; raises UnusableFileError for a problem, TableRequestError, and BrokenStreamError for anything else."""
    line = pipe.readline(_MOST_HEADER_BYTES)
    try:
        values = json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise BrokenStreamError("no header")
    if "table" in values:
        raise _missing_table(values["table"])
    if "problem" in values:
        raise UnusableFileError(_plain(values["problem"]))
    return values


def _missing_table(codes: object) -> Exception:
    """Check the codes, each one byte (ITU-T H.273): a decoder that was taken over writes what it likes."""
    match codes:
        case [int(primaries), int(transfer)] if primaries in range(256) and transfer in range(256):
            return TableRequestError(primaries, transfer)
    return BrokenStreamError("no colour space")


def _plain(text: object) -> str:
    """Bound a text that a file may have written itself: one short line of printable characters."""
    return "".join(character for character in str(text)[:_MOST_PROBLEM_CHARACTERS] if character.isprintable())


def write_image(pipe: IO[bytes], image: RgbImage) -> None:
    """Write the pixels of a picture."""
    pipe.write(np.ascontiguousarray(image).data.cast("B"))


def read_image(pipe: IO[bytes], *, width: int, height: int, channels: int = 3) -> RgbImage:
    """Read a picture of this size; raises BrokenStreamError if bytes are missing."""
    return read_bytes(pipe, width * height * channels).reshape(height, width, channels)


def write_frames(pipe: IO[bytes], frames: Iterator[tuple[Planes, int]]) -> None:
    """Write frames with their repeats."""
    for planes, times in frames:
        pipe.write(_REPEATS.pack(times))
        for plane in planes:
            pipe.write(np.ascontiguousarray(plane).data.cast("B"))


def write_end(pipe: IO[bytes], values: Mapping[str, Any]) -> None:
    """Write the end mark of frames, and the last line."""
    pipe.write(_REPEATS.pack(0))
    write_header(pipe, values)


def read_frames(pipe: IO[bytes], *, width: int, height: int, most: int) -> Iterator[tuple[Planes, int]]:
    """Read frames of this even size, and the last line. The planes of one frame are overwritten by the next.

    Raises BrokenStreamError if there are more than `most`, none, or no end mark, and as `read_header`.
    """
    luma, chroma = width * height, width * height // 4
    half = (height // 2, width // 2)
    data = np.empty(luma + 2 * chroma, np.uint8)
    planes = Planes(
        data[:luma].reshape(height, width),
        data[luma : luma + chroma].reshape(half),
        data[luma + chroma :].reshape(half),
    )
    given = 0
    while times := _REPEATS.unpack(read_bytes(pipe, _REPEATS.size).tobytes())[0]:
        given += times
        if given > most:
            raise BrokenStreamError("too many frames")
        _fill(pipe, data)
        yield planes, times
    read_header(pipe)
    if not given:
        raise BrokenStreamError("no frames")


def write_blocks(pipe: IO[bytes], blocks: Iterator[npt.NDArray[np.int16]]) -> None:
    """Write blocks of stereo sound; a long one is cut."""
    for block in blocks:
        for start in range(0, len(block), _MOST_BLOCK_SAMPLES):
            part = np.ascontiguousarray(block[start : start + _MOST_BLOCK_SAMPLES])
            pipe.write(_SAMPLES.pack(len(part)))
            pipe.write(part.data.cast("B"))


def write_blocks_end(pipe: IO[bytes], values: Mapping[str, Any]) -> None:
    """Write the end mark of blocks, and the last line."""
    pipe.write(_SAMPLES.pack(0))
    write_header(pipe, values)


def read_blocks(pipe: IO[bytes], *, most: int) -> Iterator[npt.NDArray[np.int16]]:
    """Read blocks of stereo sound, and the last line.

    Raises BrokenStreamError if there are more than `most` samples, none, or no end mark, and as `read_header`.
    """
    given = 0
    while count := _SAMPLES.unpack(read_bytes(pipe, _SAMPLES.size).tobytes())[0]:
        given += count
        if count > _MOST_BLOCK_SAMPLES or given > most:
            raise BrokenStreamError("too many samples")
        yield read_bytes(pipe, count * 4).view(np.int16).reshape(-1, 2)
    read_header(pipe)
    if not given:
        raise BrokenStreamError("no sound")


def write_text(pipe: IO[bytes], text: str) -> None:
    """Write the length of a text in bytes, and the text in UTF-8."""
    encoded = text.encode("utf-8", "replace")
    pipe.write(_LENGTH.pack(len(encoded)) + encoded)


def read_text(pipe: IO[bytes], *, most: int) -> str:
    """Read a text of at most `most` characters; raises BrokenStreamError if it is longer or not UTF-8."""
    length = _LENGTH.unpack(read_bytes(pipe, _LENGTH.size).tobytes())[0]
    if length > _MOST_BYTES_A_CHARACTER * most:
        raise BrokenStreamError("too long a text")
    try:
        text = read_bytes(pipe, length).tobytes().decode()
    except UnicodeDecodeError as error:
        raise BrokenStreamError("no text") from error
    if len(text) > most:
        raise BrokenStreamError("too long a text")
    return text


def read_bytes(pipe: IO[bytes], count: int) -> npt.NDArray[np.uint8]:
    """Read exactly `count` bytes; raises BrokenStreamError if some are missing."""
    data = np.empty(count, np.uint8)
    _fill(pipe, data)
    return data


def _fill(pipe: IO[bytes], data: npt.NDArray[np.uint8]) -> None:
    view = data.data
    done = 0
    while done < len(view):
        got = pipe.readinto(view[done:])  # type: ignore[attr-defined] # a buffered reader has it; IO does not say so
        if not got:
            raise BrokenStreamError("the stream ended early")
        done += got
