"""Dead letters by kind of error, as errors of batches: equal but for ids, numbers, names and quoted texts."""

from datetime import datetime
from typing import Final

from reelwright.batches.triage import advice_for, facts_of_job
from reelwright.jobs.caller import Caller
from reelwright.jobs.dead_letter import DeadLetter
from reelwright.ports import DeadLetterPage, World
from reelwright.usecases.read_dead_letters import group_of, list_dead_letters, operators_only
from reelwright.values import Value

MOST_GROUPED: Final = 1000
"""Letters that one call groups, the newest first: ten reads of a hundred."""
MOST_AT_ONCE: Final = 25
"""Letters that one call removes."""
_PAGE: Final = 100
_SAMPLES: Final = 5


class LetterGroup(Value):
    """Letters with equal errors. `message` is the newest letter's, `samples` are ids of the newest letters."""

    group: str
    code: str
    step: str | None
    message: str
    count: int
    retryable: bool
    advice: str
    samples: tuple[str, ...]
    newest_at: datetime
    oldest_at: datetime


class GroupedLetters(Value):
    """The groups, the largest first. Not `is_complete`: there are more letters than one call groups."""

    groups: tuple[LetterGroup, ...]
    is_complete: bool


def group_dead_letters(*, caller: Caller, world: World) -> GroupedLetters:
    """Group the newest 1,000 letters; raises Forbidden unless an operator calls."""
    operators_only(caller)
    groups: dict[str, list[DeadLetter]] = {}
    cursor: str | None = None
    for _ in range(MOST_GROUPED // _PAGE):
        page = world.dead_letters.page(task_name=None, limit=_PAGE, cursor=cursor)
        for letter in page.letters:
            groups.setdefault(group_of(letter), []).append(letter)
        cursor = page.cursor
        if cursor is None:
            break
    found = sorted((_group(name, letters) for name, letters in groups.items()), key=lambda one: (-one.count, one.group))
    return GroupedLetters(groups=tuple(found), is_complete=cursor is None)


def remove_dead_letters(
    group: str, *, task_name: str | None, cursor: str | None, caller: Caller, world: World
) -> DeadLetterPage:
    """Remove the letters of a group among the next 25 and return them; their jobs stay FAILED. `cursor` goes on."""
    page = list_dead_letters(
        task_name=task_name, group=group, limit=MOST_AT_ONCE, cursor=cursor, caller=caller, world=world
    )
    removed = tuple(letter for letter in page.letters if world.dead_letters.remove(letter))
    return DeadLetterPage(letters=removed, cursor=page.cursor)


def _group(name: str, letters: list[DeadLetter]) -> LetterGroup:
    newest, error = letters[0], letters[0].error
    return LetterGroup(
        group=name,
        code=error.code,
        step=error.step,
        message=error.message,
        count=len(letters),
        retryable=error.retryable,
        advice=advice_for(facts_of_job(error)),
        samples=tuple(letter.letter_id for letter in letters[:_SAMPLES]),
        newest_at=newest.failed_at,
        oldest_at=letters[-1].failed_at,
    )
