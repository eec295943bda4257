"""Frames of every scene of a script as a film shows them: by the real steps, without sound and without encoding."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from reelwright.film.timeline.model import Shot, Timeline
from tests.contact_sheet.scripts import SheetScript
from tests.contact_sheet.studio import Studio
from tests.films.sheet import Still

_SHARES: Final = (0.3, 0.85)
"""Moments of a shot: when it has begun to move, and when everything has appeared."""


class Rendered:
    """Makes films one after the other; the models are loaded once."""

    def __init__(self) -> None:
        self._studio = Studio()

    def of(self, script: SheetScript) -> Iterator[Still]:
        """Return each scene's frames side by side, above what is spoken in it."""
        said: list[str] = []

        def moments(timeline: Timeline, shot: Shot) -> list[float]:
            said.append(" ".join(word.text for line in shot.captions for word in line.words))
            card = timeline.closing.frames if timeline.closing is not None and shot is timeline.shots[-1] else 0
            return [share * (shot.frames - card) / timeline.preset.fps for share in _SHARES]

        frames = self._studio.frames(script.model_copy(update={"line": None}), moments)
        for place, text in enumerate(said):
            pair = frames[len(_SHARES) * place : len(_SHARES) * (place + 1)]
            yield Still(np.hstack(pair), text, "", script.language)
