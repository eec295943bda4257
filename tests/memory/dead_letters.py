"""Dead letters in a dictionary; the moves of `MemoryJobs` write to it."""

import threading

from reelwright.jobs.dead_letter import DeadLetter, DeadLetterFilter, letter_position
from reelwright.ports import Clock, DeadLetterPage, OnDeadLetter, ignore_letter


class MemoryDeadLetters:
    """`ports.DeadLetters` in memory; `put` and `drop` are for the moves of jobs."""

    def __init__(self, clock: Clock, on_dead_letter: OnDeadLetter = ignore_letter) -> None:
        self._lock = threading.RLock()
        self._clock = clock
        self._on_dead_letter = on_dead_letter
        self._letters: dict[str, DeadLetter] = {}

    def page(self, *, task_name: str | None, limit: int, cursor: str | None) -> DeadLetterPage:
        """Return a page of letters, newest first."""
        listed = DeadLetterFilter(task_name=task_name)
        with self._lock:
            letters = [letter for letter in self._letters.values() if self._is_there(letter) and listed.admits(letter)]
        chosen = [letter for letter in letters if cursor is None or letter_position(letter) < cursor]
        newest = tuple(sorted(chosen, key=letter_position, reverse=True)[:limit])
        return DeadLetterPage(letters=newest, cursor=letter_position(newest[-1]) if len(chosen) > limit else None)

    def get(self, letter_id: str) -> DeadLetter | None:
        """Return the letter unless it is gone or expired."""
        letter = self._letters.get(letter_id)
        return letter if letter is not None and self._is_there(letter) else None

    def add(self, letter: DeadLetter) -> bool:
        """Store a letter that no job's move writes; return whether it is new."""
        with self._lock:
            if letter.letter_id in self._letters:
                return False
            self.put(letter)
            return True

    def remove(self, letter: DeadLetter) -> bool:
        """Remove this very letter; return whether it was there."""
        with self._lock:
            held = self._letters.get(letter.letter_id)
            if held is None or held.failed_at != letter.failed_at:
                return False
            self.drop(letter.letter_id)
            return True

    def put(self, letter: DeadLetter) -> None:
        """Write the letter of a job that ends, and tell of it."""
        self._letters[letter.letter_id] = letter
        self._on_dead_letter(letter)

    def drop(self, letter_id: str) -> None:
        """Forget the letter of a job that comes back."""
        self._letters.pop(letter_id, None)

    def _is_there(self, letter: DeadLetter) -> bool:
        return letter.expires_at > self._clock()
