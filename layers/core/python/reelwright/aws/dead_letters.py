"""Dead letters in the table, and the writes by which a job's moves add and remove them.

A letter is stored under its id, so that one job has at most one. The list is a shard of the index of due work, whose other
shards are states: it costs an index row for each letter, but no further index.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reelwright.aws import keys
from reelwright.aws.items import Item, dead_letter_attributes, dead_letter_of
from reelwright.aws.table import SortRange, Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.jobs.dead_letter import DeadLetter, letter_position
from reelwright.pipeline.table import BY_DUE, DEAD, PARTITION_KEY, SORT_KEY, stamp
from reelwright.ports import Clock, DeadLetterPage, OnDeadLetter, ignore_letter

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SCAN_PAGE: Final = 100
"""Index rows per read if a filter may drop most of them."""


def letter_write(letter: DeadLetter) -> Write:
    """Return the write of a job's letter; it replaces an older letter of the same job."""
    return Write(action="Put", key=keys.dead_letter_key(letter.letter_id), item=dead_letter_attributes(letter))


def letter_removal(letter_id: str) -> Write:
    """Return the write that removes a job's letter; there may be none."""
    return Write(action="Delete", key=keys.dead_letter_key(letter_id))


class DynamoDeadLetters:
    """`ports.DeadLetters` on the table. `sleep` waits (seconds) before a conflicting call is retried."""

    def __init__(
        self,
        table_name: str,
        client: "DynamoDBClient",
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        on_dead_letter: OnDeadLetter = ignore_letter,
    ) -> None:
        self._table = Table(table_name, client, sleep)
        self._clock = clock
        self._on_dead_letter = on_dead_letter

    def page(self, *, task_name: str | None, limit: int, cursor: str | None) -> DeadLetterPage:
        """Return a page of letters, newest first."""
        before = None if cursor is None else SortRange("<", cursor)
        found: list[DeadLetter] = []
        for entries in self._table.pages(
            DEAD,
            index=BY_DUE,
            sort=before,
            forward=False,
            page_size=min(_SCAN_PAGE, limit + 1) if task_name is None else _SCAN_PAGE,
        ):
            wanted = [entry for entry in entries if task_name in (None, entry.get("task_name"))]
            found += self._letters(wanted)
            if len(found) > limit:
                kept = tuple(found[:limit])
                return DeadLetterPage(letters=kept, cursor=letter_position(kept[-1]))
        return DeadLetterPage(letters=tuple(found))

    def get(self, letter_id: str) -> DeadLetter | None:
        """Return the letter unless it is gone or expired."""
        item = self._table.get(keys.dead_letter_key(letter_id))
        letter = None if item is None else dead_letter_of(item)
        return letter if letter is not None and letter.expires_at > self._clock() else None

    def add(self, letter: DeadLetter) -> bool:
        """Store a letter that no job's move writes; return whether it is new."""
        new = Write(
            action="Put",
            key=keys.dead_letter_key(letter.letter_id),
            condition=Condition(expression=ABSENT),
            item=dead_letter_attributes(letter),
        )
        added = self._table.write(new)
        if added:
            self._on_dead_letter(letter)
        return added

    def remove(self, letter: DeadLetter) -> bool:
        """Remove this very letter; return whether it was there."""
        here = equals(failed_at=stamp(letter.failed_at))
        return self._table.write(Write(action="Delete", key=keys.dead_letter_key(letter.letter_id), condition=here))

    def _letters(self, entries: list[Item]) -> list[DeadLetter]:
        """Return the letters of index rows, without those that the table no longer holds."""
        now = self._clock()
        items = self._table.get_many(keys.Key(entry[PARTITION_KEY], entry[SORT_KEY]) for entry in entries)
        return [letter for letter in map(dead_letter_of, items) if letter.expires_at > now]
