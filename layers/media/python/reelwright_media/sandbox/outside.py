"""The process outside: starts a decoder, limits it, and encodes the pixels that come back."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from pydantic import ValidationError

from reelwright.errors import ContentError
from reelwright.film.decoding import (
    ClipOrder,
    DecodedFacts,
    FontOrder,
    MarkOrder,
    Order,
    PageOrder,
    SoundOrder,
    StillOrder,
)
from reelwright.film.scenes.material import MAX_PIXELS
from reelwright.pipeline.sandbox import SANDBOX, SandboxRow
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.outputs import written_whole
from reelwright_media.canvas.planes import copy
from reelwright_media.fitting.letters import kept_font
from reelwright_media.fitting.sounds import RATE, SoundWriter
from reelwright_media.fitting.stills import kept, kept_mark
from reelwright_media.material.colours import ColourSpace
from reelwright_media.sandbox import wire
from reelwright_media.sandbox.letters import read_letters
from reelwright_media.sandbox.tables import Tables

PROGRAM: Final = ("-m", "reelwright_media.sandbox.inside")
_VARIABLES: Final = {
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""All that the decoder sees of an environment, besides where its code is. One thread: see `seals.close_files`. Few arenas: each
reserves 64 MB of the address space that is limited."""
_CRASHED: Final = "cannot be decoded: its decoder crashed. Save it again, as JPEG, PNG, MP4 (H.264) or, a font, as TTF."
_TOO_SLOW: Final = "takes too long to decode: shorten it or save it smaller."
_LONGEST_JPEG_SIDE: Final = 65_500
_CPU_STATUS: Final = -signal.SIGXCPU
_MOST_COLOUR_SPACES: Final = 3
"""Of one file: a clip's may change once or twice on its way."""
_PIPE_BYTES: Final = 1 << 20
"""The most that Linux gives without rights; a frame of a film has 3 MB."""
_ENDING_SECONDS: Final = 2.0
"""A process whose pipe is closed is about to end; its status says which limit ended it."""


_MOST_TITLE_CHARACTERS: Final = 200
_Decoded = tuple[DecodedFacts, list[str]]


class Sandbox:
    """Decodes files in a process of its own each. `program` is what Python runs there; only tests pass another one.

    Tables of colour spaces are kept for the next files: a decoder that finds its table need not be started again.
    """

    def __init__(self, limits: SandboxRow = SANDBOX, *, program: Sequence[str] = PROGRAM, threads: int = 2) -> None:
        self._limits = limits
        self._program = program
        self._threads = threads
        self._tables = Tables()

    def still(self, path: Path, order: StillOrder, out: Path) -> tuple[DecodedFacts, list[str]]:
        """Write the file's still as JPEG; return its facts and the seals that held. Raises ContentError."""
        return self._with_tables(lambda tables: self._still(path, order, out, tables))

    def clip(self, path: Path, order: ClipOrder, out: Path) -> tuple[DecodedFacts, list[str]]:
        """Write the clip as H.264 of exactly the ordered size and rate; `out` is written whole. Raises ContentError."""
        return self._with_tables(lambda tables: self._clip(path, order, out, tables))

    def sound(self, path: Path, order: SoundOrder, out: Path) -> tuple[DecodedFacts, list[str]]:
        """Write the sound as FLAC; `out` is written whole. Raises ContentError."""
        with (
            _Decoder(self._command(path, order, self._tables.folder), self._limits.decoder_seconds) as pipe,
            written_whole(out) as part,
            SoundWriter(part) as flac,
        ):
            _, header = _facts(wire.read_header(pipe))
            for block in wire.read_blocks(pipe, most=round(order.seconds * RATE)):
                flac.add(block)
        return DecodedFacts(kind="sound", seconds=flac.samples / RATE), _seals(header)

    def mark(self, path: Path, order: MarkOrder, out: Path) -> tuple[DecodedFacts, list[str]]:
        """Write the picture as PNG with its transparency; return its facts and the seals. Raises ContentError."""
        with _Decoder(self._command(path, order, self._tables.folder), self._limits.decoder_seconds) as pipe:
            facts, header = _facts(wire.read_header(pipe))
            if not (0 < facts.width <= order.most_pixels and 0 < facts.height <= order.most_pixels):
                raise wire.BrokenStreamError("no size")
            image = wire.read_image(pipe, width=facts.width, height=facts.height, channels=4)
            out.write_bytes(kept_mark(image))
        return facts, _seals(header)

    def font(self, path: Path, order: FontOrder, out: Path) -> tuple[DecodedFacts, list[str]]:
        """Write the font's letters as a font of our own; return its facts and the seals. Raises ContentError."""
        limits = self._limits.model_copy(update={"decoder_cpu_seconds": self._limits.font_cpu_seconds})
        with _Decoder(self._command(path, order, self._tables.folder, limits), limits.decoder_seconds) as pipe:
            facts, header = _facts(wire.read_header(pipe))
            letters = read_letters(pipe, header, most=order.most_letters)
        out.write_bytes(kept_font(letters))
        return facts, _seals(header)

    def page(self, path: Path, order: PageOrder, out: Path) -> tuple[DecodedFacts, list[str]]:
        """Write title and text of the page as JSON; return its facts and the seals. Raises ContentError."""
        with _Decoder(self._command(path, order, self._tables.folder), self._limits.decoder_seconds) as pipe:
            facts, header = _facts(wire.read_header(pipe))
            title = wire.read_text(pipe, most=_MOST_TITLE_CHARACTERS)
            text = wire.read_text(pipe, most=order.most_characters)
        out.write_text(json.dumps({"title": title, "text": text}, ensure_ascii=False), encoding="utf-8")
        return facts, _seals(header)

    def do(self, path: Path, order: Order, out: Path) -> tuple[DecodedFacts, list[str]]:
        """Write what the order wants of the file; return its facts and the seals that held. Raises ContentError."""
        match order:
            case StillOrder():
                return self.still(path, order, out)
            case ClipOrder():
                return self.clip(path, order, out)
            case SoundOrder():
                return self.sound(path, order, out)
            case MarkOrder():
                return self.mark(path, order, out)
            case FontOrder():
                return self.font(path, order, out)
            case PageOrder():
                return self.page(path, order, out)

    def _with_tables(self, decode: Callable[[Path], _Decoded]) -> _Decoded:
        """Decode, and again with each table of a colour space that was missing: a decoder may write no file."""
        written = 0
        while True:
            try:
                return decode(self._tables.folder)
            except wire.TableRequestError as missing:
                if written == _MOST_COLOUR_SPACES:
                    raise ContentError(_CRASHED) from missing
                self._tables.add(ColourSpace(missing.primaries, missing.transfer))
                written += 1

    def _still(self, path: Path, order: StillOrder, out: Path, tables: Path) -> _Decoded:
        with _Decoder(self._command(path, order, tables), self._limits.decoder_seconds) as pipe:
            facts, header = _facts(wire.read_header(pipe))
            width, height = _size(header.get("still"))
            out.write_bytes(kept(wire.read_image(pipe, width=width, height=height)))
        return facts, _seals(header)

    def _clip(self, path: Path, order: ClipOrder, out: Path, tables: Path) -> _Decoded:
        size, most = (order.width, order.height), max(1, round(order.seconds * order.fps))
        with _Decoder(self._command(path, order, tables), self._limits.decoder_seconds) as pipe:
            facts, header = _facts(wire.read_header(pipe))
            frames = 0
            with (
                written_whole(out) as part,
                SegmentWriter(part, size=size, fps=order.fps, threads=self._threads) as film,
            ):
                for planes, times in wire.read_frames(pipe, width=size[0], height=size[1], most=most):
                    frames += times
                    for _ in range(times):
                        film.add(partial(copy, planes))
        shown = DecodedFacts(kind="clip", width=facts.width, height=facts.height, seconds=frames / order.fps)
        return shown, _seals(header)

    def _command(self, path: Path, order: Order, tables: Path, limits: SandboxRow | None = None) -> list[str]:
        limits = limits or self._limits
        task = {
            "path": str(path),
            "tables": str(tables),
            "order": order.model_dump(),
            "cpu_seconds": limits.decoder_cpu_seconds,
            "memory_bytes": limits.decoder_memory_mb * 2**20,
        }
        return [sys.executable, "-P", "-s", *self._program, json.dumps(task)]


class _Decoder:
    """One run of the decoding process: yields its pipe; a broken stream, a crash and the time limit raise ContentError."""

    def __init__(self, command: list[str], seconds: float) -> None:
        self._command = command
        self._seconds = seconds
        self._timed_out = False

    def __enter__(self) -> IO[bytes]:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; no shell
            self._command,
            env={**_VARIABLES, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            pipesize=_PIPE_BYTES,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._clock = threading.Timer(self._seconds, self._stop)
        self._clock.daemon = True
        self._clock.start()
        pipe = self._process.stdout
        if pipe is None:
            raise RuntimeError("the decoder has a pipe")
        return pipe

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._clock.cancel()
        status = self._ended(_ENDING_SECONDS if error else 0)
        if isinstance(error, wire.UnusableFileError):
            raise ContentError(str(error)) from error
        if isinstance(error, wire.BrokenStreamError):
            raise ContentError(_TOO_SLOW if self._timed_out or status == _CPU_STATUS else _CRASHED) from error

    def _ended(self, patience_seconds: float) -> int:
        """Return the exit status; a process that does not end by itself is killed. A whole stream needs no good status."""
        try:
            return self._process.wait(timeout=patience_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
        finally:
            if self._process.stdout is not None:
                self._process.stdout.close()

    def _stop(self) -> None:
        self._timed_out = True
        self._process.kill()


def _facts(header: dict[str, Any]) -> tuple[DecodedFacts, dict[str, Any]]:
    try:
        known = {name: header[name] for name in DecodedFacts.model_fields if name in header}
        return DecodedFacts.model_validate(known), header
    except ValidationError as error:
        raise wire.BrokenStreamError("no facts") from error


def _size(still: object) -> tuple[int, int]:
    match still:
        case [int(width), int(height)] if (
            0 < width <= _LONGEST_JPEG_SIDE and 0 < height <= _LONGEST_JPEG_SIDE and width * height <= MAX_PIXELS
        ):
            return width, height
    raise wire.BrokenStreamError("no size")


def _seals(header: dict[str, Any]) -> list[str]:
    return [str(seal)[:20] for seal in header.get("seals", [])[:10]]
