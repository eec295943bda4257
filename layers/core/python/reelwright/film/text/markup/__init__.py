"""Scripts as people paste them: Markdown, HTML, stage directions, speaker labels, time stamps, pauses.

`unmark` removes the parts that are not meant to be spoken, and counts them by kind.
"""

from reelwright.film.text.markup.tally import LeftOut
from reelwright.film.text.markup.unmarking import (
    DEFAULT_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    PassageText,
    ScriptFormat,
    Unmarked,
    unmark,
    unmark_title,
)

__all__ = [
    "DEFAULT_PAUSE_SECONDS",
    "LONGEST_PAUSE_SECONDS",
    "LeftOut",
    "PassageText",
    "ScriptFormat",
    "Unmarked",
    "unmark",
    "unmark_title",
]
