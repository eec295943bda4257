"""Kokoro-82M in this process: symbols and a style go in, sound and the duration of each symbol come out."""

import platform
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from reelwright.errors import MissingAssetError, ProviderError
from reelwright_media.speech.kokoro_graph import has_vnni, with_durations, with_matrix_convolutions
from reelwright_media.speech.sound import Samples

RATE = 24_000
MOST_SYMBOLS = 510
_STYLES_SHAPE = (510, 1, 256)  # one style for each number of symbols
_STEP_SECONDS = 600 / RATE  # a duration of 1
_PROCESSOR = Path("/proc/cpuinfo")
_first_use = threading.Lock()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One passage spoken. Symbol i is heard from `borders[i]` to `borders[i + 1]`, seconds from the start of `samples`."""

    samples: Samples
    borders: NDArray[np.float64]


class KokoroModel:
    """The loaded model (about 0.8 GB while it speaks). Get it from `kokoro_model()`; `speak` may be called by any thread."""

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load the ONNX file. Raises MissingAssetError where it is missing or is no such model."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # its warnings are about the export, not about our input
        # A waiting worker sleeps instead of spinning: 25 % less CPU, and the other core stays free for the encoder.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(_prepared(path), options, providers=["CPUExecutionProvider"])
        except (OSError, ValueError) as error:
            raise MissingAssetError(f"Kokoro's model cannot be read from {path}: {error}") from error
        except Exception as error:  # onnxruntime's own errors have no public base class
            raise MissingAssetError(f"onnxruntime does not take {path} as Kokoro's model: {error}") from error

    def speak(self, symbols: list[int], styles: NDArray[np.float32], *, speed: float) -> Utterance:
        """Speak up to 510 symbols. Raises ProviderError where the model fails."""
        inputs = {
            "tokens": np.array([[0, *symbols, 0]], np.int64),
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


def kokoro_model(path: Path, *, threads: int) -> KokoroModel:
    """Return the process's model, loaded by the first call (1-2 s)."""
    with _first_use:
        return _loaded(path, threads)


@cache
def styles(path: Path) -> NDArray[np.float32]:
    """Return a voice's styles, float32 [510, 1, 256]. Raises MissingAssetError where the file is missing or other."""
    try:
        return np.fromfile(path, "<f4").reshape(_STYLES_SHAPE)
    except (OSError, ValueError) as error:
        raise MissingAssetError(f"Kokoro's voice cannot be read from {path}: {error}") from error


@cache
def _loaded(path: Path, threads: int) -> KokoroModel:
    return KokoroModel(path, threads=threads)


def _prepared(path: Path) -> bytes:
    """Return the model's bytes in the form that this machine computes fastest."""
    model = with_durations(path.read_bytes())
    if platform.machine() in {"x86_64", "AMD64"} and _PROCESSOR.exists() and has_vnni(_PROCESSOR.read_text()):
        return with_matrix_convolutions(model)
    return model
