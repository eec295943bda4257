"""Which language a text is in."""

from typing import Protocol

from reelwright.film.text.recognition import Guess


class Languages(Protocol):
    """A statistical model of written languages."""

    def guess(self, text: str) -> tuple[Guess, ...]:
        """Return up to five languages, the likeliest first; none if the model is unavailable. Never raises."""
