"""Kokoro-82M in this process: from symbols and a style to sound and the duration of each symbol."""

import platform
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from reelwright.errors import MissingAssetError, ProviderError
from reelwright_media.assets.location import REMEDY
from reelwright_media.speech.sound import Samples

RATE = 24_000
MOST_SYMBOLS = 510
_STYLES_SHAPE = (510, 1, 256)  # one style for each number of symbols
_STEP_SECONDS = 600 / RATE  # a duration of 1
_OUTPUTS = 2  # sound and durations
_PROCESSOR = Path("/proc/cpuinfo")
_VNNI = "-vnni"  # ends the name of the file that is rewritten for the byte product instruction, and optimised
_first_use = threading.Lock()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One passage spoken. Symbol i is heard from `borders[i]` to `borders[i + 1]`, seconds from the start of `samples`."""

    samples: Samples
    borders: NDArray[np.float64]


class KokoroModel:
    """The loaded model (about 0.8 GB while it speaks). Get it from `kokoro_model()`; `speak` may be called by any thread."""

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load a prepared model (`reelwright_media.assets.kokoro`). Raises MissingAssetError if it is missing or another."""
        options = session_options(threads, optimised=path.stem.endswith(_VNNI))
        try:
            # From the path: onnxruntime then needs 120 MB less at its peak than from bytes.
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors have no public base class
            raise MissingAssetError(f"Kokoro's model cannot be loaded from {path}: {error}") from error
        if len(self._session.get_outputs()) != _OUTPUTS:
            raise MissingAssetError(f"{path} is not the prepared model of this version; {REMEDY}")

    def speak(self, symbols: list[int], styles: NDArray[np.float32], *, speed: float) -> Utterance:
        """Speak up to 510 symbols. Raises ProviderError if the model fails."""
        inputs = {
            "tokens": np.array([[0, *symbols, 0]], np.int64),  # 0 is padding, which the model expects on both sides
            "style": styles[min(len(symbols), len(styles) - 1)],
            "speed": np.array([speed], np.float32),
        }
        try:
            sound, durations = self._session.run(None, inputs)
        except Exception as error:  # as above
            raise ProviderError(f"Kokoro could not speak {len(symbols)} symbols: {error}") from error
        # The first duration belongs to the padding before the first symbol.
        borders = np.cumsum(np.asarray(durations, np.float64).ravel())[: len(symbols) + 1] * _STEP_SECONDS
        return Utterance(np.asarray(sound, np.float32).ravel(), borders)


def session_options(threads: int, *, optimised: bool) -> onnxruntime.SessionOptions:
    """Return the options of the model's session, as measured by `make bench-speech`. A file that is optimised is not again."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # its warnings are about the export, not about our input
    # A waiting worker sleeps instead of spinning: 25 % less CPU, and the other core stays free for the encoder.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if optimised:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return options


def kokoro_model(path: Path, *, threads: int) -> KokoroModel:
    """Return the model of this process; the first call loads it (1-2 s)."""
    with _first_use:
        return _loaded(path, threads)


@cache
def styles(path: Path) -> NDArray[np.float32]:
    """Read a voice's styles, float32 [510, 1, 256]. Raises MissingAssetError if the file is missing or another."""
    try:
        return np.fromfile(path, "<f4").reshape(_STYLES_SHAPE)
    except (OSError, ValueError) as error:
        raise MissingAssetError(f"Kokoro's voice cannot be read from {path}: {error}") from error


@cache
def _loaded(path: Path, threads: int) -> KokoroModel:
    processor = _PROCESSOR.read_text() if _PROCESSOR.exists() else ""
    return KokoroModel(form_for(path, platform.machine(), processor), threads=threads)


def form_for(path: Path, machine: str, processor: str) -> Path:
    """Choose the file that this machine computes fastest: `kokoro-vnni.onnx` beside `kokoro.onnx` on x86 with VNNI."""
    if machine in {"x86_64", "AMD64"} and has_vnni(processor):
        return path.with_stem(f"{path.stem}{_VNNI}")
    return path


def has_vnni(processor: str) -> bool:
    """Whether a Linux processor description (`/proc/cpuinfo`) names the byte product instruction."""
    return any(
        line.startswith("flags") and not {"avx512_vnni", "avx_vnni"}.isdisjoint(line.split(" "))
        for line in processor.splitlines()
    )
