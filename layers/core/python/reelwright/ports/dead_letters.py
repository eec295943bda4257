"""Dead letters, and who is notified of them."""

from collections.abc import Callable
from typing import Protocol

from reelwright.jobs.dead_letter import DeadLetter
from reelwright.values import Value

OnDeadLetter = Callable[[DeadLetter], None]
"""Hears of each dead letter that was written, once it is: for a metric. A crash right after the write loses the call."""


def ignore_letter(_letter: DeadLetter) -> None:
    """Do nothing."""


class DeadLetterPage(Value):
    """A page of dead letters, newest first; `cursor` is the place of the last, None where there are no more behind it."""

    letters: tuple[DeadLetter, ...]
    cursor: str | None = None


class DeadLetters(Protocol):
    """What was given up. Letters of jobs come and go with the moves of `Jobs`; expired ones (14 days) are not returned."""

    def page(self, *, task_name: str | None, limit: int, cursor: str | None) -> DeadLetterPage:
        """Return letters behind `cursor`, newest first, eventually consistent; the place is believed, as in `Jobs`."""

    def get(self, letter_id: str) -> DeadLetter | None:
        """Return one letter, strongly consistent, or None."""

    def add(self, letter: DeadLetter) -> bool:
        """Store the letter of a message without job; False, and no change, where one of its id is there."""

    def remove(self, letter: DeadLetter) -> bool:
        """Remove this letter and return whether it was there; a newer one of the same job stays."""
