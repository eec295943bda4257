"""Kokoro under one set of settings: `python -m tests.benchmarks.speech_settings SETTING FOLDER` prints what it takes, as JSON.

Each run is a process of its own: it loads the model and speaks three scenes of the sample script. The first scene is spoken
once before, so figures are those of a warm session. `digest` tells whether two settings give the same sound.
"""

import hashlib
import itertools
import json
import resource
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnxruntime

from reelwright.film.text.reading.aloud import said_words
from reelwright.film.text.words import words_of
from reelwright_media.assets.fetching import joined_model
from reelwright_media.assets.kokoro.products import use_matrix_products
from reelwright_media.assets.manifest import MANIFEST, load
from reelwright_media.speech.espeak_library import espeak
from reelwright_media.speech.kokoro_alphabet import spelled
from reelwright_media.speech.kokoro_model import RATE, session_options, styles
from reelwright_media.speech.kokoro_script import BEST_SYMBOLS, MOST_SYMBOLS, passages
from reelwright_media.speech.reading import voiced_words

ROOT: Final = Path(__file__).resolve().parents[2]
ASSETS: Final = ROOT / ".assets"
SCENES: Final = 3
READY: Final = "kokoro-vnni.onnx"
PLAIN: Final = "kokoro.onnx"
REWRITTEN: Final = "rewritten.onnx"
"""The first file before onnxruntime optimised it, made from the second one."""
EXPORTED: Final = "exported.onnx"
"""The file of the packages, before anything was rewritten."""
Inputs = dict[str, Any]
_LEVELS: Final = onnxruntime.GraphOptimizationLevel


@dataclass(frozen=True)
class Setting:
    """What differs from the product's session: attributes and entries of onnxruntime's options, the file, the callers."""

    threads: int = 2
    file: str = READY
    options: Mapping[str, Any] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    callers: int = 1
    """Threads of Python that speak scenes side by side."""
    sessions: int = 1
    bound: bool = False
    """Inputs and outputs are bound (IO binding)."""
    whole: bool = False
    """The scenes are one input."""


SETTINGS: Final[dict[str, Setting]] = {
    "shipped": Setting(),
    "one thread": Setting(threads=1),
    "two callers of one session": Setting(threads=1, callers=2),
    "two callers, a session each": Setting(threads=1, callers=2, sessions=2),
    "scenes as one input": Setting(whole=True),
    "IO binding": Setting(bound=True),
    "no arena": Setting(options={"enable_cpu_mem_arena": False}),
    "no memory pattern": Setting(options={"enable_mem_pattern": False}),
    "optimised at each load": Setting(file=REWRITTEN),
    "the same, level extended": Setting(
        file=REWRITTEN, options={"graph_optimization_level": _LEVELS.ORT_ENABLE_EXTENDED}
    ),
    "the same, level basic": Setting(file=REWRITTEN, options={"graph_optimization_level": _LEVELS.ORT_ENABLE_BASIC}),
    "denormals as zero": Setting(entries={"session.set_denormal_as_zero": "1"}),
    "no prepacking": Setting(entries={"session.disable_prepacking": "1"}),
    "form without matrix products": Setting(file=PLAIN),
    "as exported": Setting(file=EXPORTED),
}


def main(name: str, folder: Path) -> dict[str, Any]:
    """Load and speak under a setting. CPU and wall-clock seconds are per second of sound."""
    setting = SETTINGS[name]
    path = (folder if setting.file in {REWRITTEN, EXPORTED} else ASSETS) / setting.file
    begun = time.process_time()
    sessions = [_session(setting, path) for _ in range(setting.sessions)]
    loaded = time.process_time() - begun
    inputs = _inputs(whole=setting.whole)
    for session in sessions:
        _speak(session, inputs[0], bound=setting.bound)
    begun, clock = time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(setting.callers) as callers:
        by_turns = itertools.cycle(sessions)
        sounds = list(callers.map(partial(_speak, bound=setting.bound), by_turns, inputs))
    spent, waited = time.process_time() - begun, time.perf_counter() - clock
    seconds = sum(sound.size for sound in sounds) / RATE
    return {
        "load": loaded,
        "cpu": spent / seconds,
        "wall": waited / seconds,
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "digest": hashlib.sha256(b"".join(sound.tobytes() for sound in sounds)).hexdigest(),
    }


def refusal() -> str:
    """Return why the model does not take two inputs at once, in the words of onnxruntime; '' if it does."""
    session = _session(Setting(), ASSETS / READY)
    one = _inputs(whole=False)[0]
    try:
        session.run(None, {**one, **{name: np.repeat(one[name], 2, axis=0) for name in ("tokens", "style")}})
    except Exception as error:  # noqa: BLE001 - its errors have no public base class
        return str(error).splitlines()[0]
    return ""


def _session(setting: Setting, path: Path) -> Any:
    options = session_options(setting.threads, optimised=setting.file == READY)
    for name, value in setting.options.items():
        setattr(options, name, value)
    for name, entry in setting.entries.items():
        options.add_session_config_entry(name, entry)
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def rewrite(folder: Path) -> None:
    """Write the rewritten file as it is before onnxruntime optimises it, and that of the packages."""
    (folder / EXPORTED).write_bytes(joined_model(load(MANIFEST).joined[0]))
    model = onnx.load(ASSETS / PLAIN)
    use_matrix_products(model)
    onnx.save(model, folder / REWRITTEN)


def _inputs(*, whole: bool) -> list[Inputs]:
    script = (ROOT / "docs" / "sample-script.txt").read_text(encoding="utf-8").split("\n")
    scenes = [line for line in script if line.strip()][:SCENES]
    return [_input(text) for text in ([" ".join(scenes)] if whole else scenes)]


def numbers_of(text: str, *, best: int = BEST_SYMBOLS) -> list[list[int]]:
    """Return the numbers of the symbols of each passage of an English text."""
    words = words_of(text, "en")
    voiced = voiced_words(said_words(words, "en"), "en")
    script = passages(voiced, lambda piece: spelled(espeak().phonemes(piece, "en-us"), "en-us"), best=best)
    return [[symbol.number for symbol in passage.symbols] for passage in script]


def _input(text: str) -> Inputs:
    (numbers,) = numbers_of(text, best=MOST_SYMBOLS)
    style = styles(ASSETS / "voices" / "af_heart.bin")[len(numbers)]
    return {"tokens": np.array([[0, *numbers, 0]], np.int64), "style": style, "speed": np.array([1.0], np.float32)}


def _speak(session: Any, inputs: Inputs, *, bound: bool) -> Any:
    if not bound:
        return session.run(None, inputs)[0]
    binding = session.io_binding()
    for name, value in inputs.items():
        binding.bind_cpu_input(name, value)
    for output in session.get_outputs():
        binding.bind_output(output.name)
    session.run_with_iobinding(binding)
    return binding.copy_outputs_to_cpu()[0]


def _answer(name: str, folder: Path) -> dict[str, Any]:
    if name == "refusal":
        return {"refusal": refusal()}
    if name == "rewrite":
        rewrite(folder)
        return {}
    return main(name, folder)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_answer(sys.argv[1], Path(sys.argv[2]))) + "\n")
