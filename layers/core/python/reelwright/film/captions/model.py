"""Timed words and caption lines. All times are seconds from the start of the film."""

from reelwright.film.text.words import sentence_of
from reelwright.values import Value


class CaptionWord(Value):
    """One word as written in the script, highlighted from `start_seconds` to `end_seconds`."""

    text: str
    start_seconds: float
    end_seconds: float


class CaptionLine(Value):
    """The words shown together, from `start_seconds` until `end_seconds`."""

    words: tuple[CaptionWord, ...]
    start_seconds: float
    end_seconds: float

    @property
    def text(self) -> str:
        """Join the words, with spaces if their script uses them."""
        return sentence_of(word.text for word in self.words)
