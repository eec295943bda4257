"""The store of dead letters, and the callback for new ones."""

from collections.abc import Callable
from typing import Protocol

from reelwright.jobs.dead_letter import DeadLetter
from reelwright.values import Value

OnDeadLetter = Callable[[DeadLetter], None]
"""Called after each dead letter is written: for a metric. A crash right after the write loses the call."""


def ignore_letter(_letter: DeadLetter) -> None:
    """Do nothing."""


class DeadLetterPage(Value):
    """A page of dead letters, newest first; `cursor` is the place of the last one, None on the last page."""

    letters: tuple[DeadLetter, ...]
    cursor: str | None = None


class DeadLetters(Protocol):
    """The dead letters. Moves of `Jobs` add and remove those of jobs; expired letters (14 days) are not returned."""

    def page(self, *, task_name: str | None, limit: int, cursor: str | None) -> DeadLetterPage:
        """Return the letters after `cursor`, newest first, eventually consistent; the cursor is trusted, as in `Jobs`."""

    def get(self, letter_id: str) -> DeadLetter | None:
        """Return one letter, strongly consistent, or None."""

    def add(self, letter: DeadLetter) -> bool:
        """Store the letter of a message without a job; False, and no change, if a letter with its id exists."""

    def remove(self, letter: DeadLetter) -> bool:
        """Remove this letter and return whether it existed; a newer letter of the same job stays."""
