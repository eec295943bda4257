"""Caption lines set in the real type, in every script that is drawn."""

from typing import Protocol

import pytest

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import STYLES
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.text.words import words_of
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.typography import draw_lines

SCRIPTS = {
    "en-US": "The deep ocean, dark",
    "ar": "المحيط العميق مظلم 123",
    "he": "האוקיינוס העמוק חשוך",
    "hi": "गहरा समुद्र अंधेरा है",
    "th": "มหาสมุทรลึกมืดมาก",
    "zh": "深海一片漆黑。",
    "ja": "深海は完全な闇です",
    "ko": "깊은 바다는 어둡다",
}


class Lettered(Protocol):
    """Sets a line in type."""

    def __call__(
        self, language: str, text: str | None = None, style: str = "karaoke"
    ) -> tuple[CaptionLine, LetteredLine]:
        """Return a line, and the same line in type."""


@pytest.fixture
def lettered() -> Lettered:
    """Return a maker of a line in a language, words of 0.4 s from second 0 on, and its type on a phone."""

    def make(language: str, text: str | None = None, style: str = "karaoke") -> tuple[CaptionLine, LetteredLine]:
        texts = words_of(SCRIPTS[language] if text is None else text, language)
        words = tuple(
            CaptionWord(text=word, start_seconds=0.4 * at, end_seconds=0.4 * at + 0.4) for at, word in enumerate(texts)
        )
        line = CaptionLine(words=words, start_seconds=0, end_seconds=0.4 * len(words))
        type_ = LetteredLine(
            line, preset=PRESETS["shorts"], language=language, style=STYLES[style], letterer=draw_lines
        )
        return line, type_

    return make


@pytest.fixture(params=SCRIPTS)
def language(request: pytest.FixtureRequest) -> str:
    """Return each language of the scripts."""
    return str(request.param)
