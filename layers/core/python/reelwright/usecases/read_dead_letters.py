"""Read and remove dead letters. They show every user's requests, so all of it is for operators alone."""

from reelwright.api.problems import problem_error
from reelwright.jobs.caller import Caller
from reelwright.jobs.cursor import CURSOR_KEY, read_cursor, write_cursor
from reelwright.jobs.dead_letter import DeadLetter, DeadLetterFilter
from reelwright.ports import DeadLetterPage, DeadLetters, Secrets


def operators_only(caller: Caller) -> None:
    """Raise ProblemError `forbidden` for anyone else."""
    if not caller.operator:
        raise problem_error("forbidden", "This is for operators: ask for the group `operators`.")


def list_dead_letters(
    *,
    task_name: str | None,
    limit: int,
    cursor: str | None,
    caller: Caller,
    dead_letters: DeadLetters,
    secrets: Secrets,
) -> DeadLetterPage:
    """Return a page of dead letters, newest first, its cursor signed; raises RequestError for one not of this list."""
    operators_only(caller)
    listed = DeadLetterFilter(task_name=task_name)
    place = None if cursor is None else read_cursor(listed, cursor, key=secrets.key(CURSOR_KEY))
    page = dead_letters.page(task_name=task_name, limit=limit, cursor=place)
    if page.cursor is None:
        return page
    return page.model_copy(update={"cursor": write_cursor(listed, page.cursor, key=secrets.key(CURSOR_KEY))})


def get_dead_letter(letter_id: str, *, caller: Caller, dead_letters: DeadLetters) -> DeadLetter:
    """Return one dead letter; raises ProblemError `not_found`."""
    operators_only(caller)
    letter = dead_letters.get(letter_id)
    if letter is None:
        raise problem_error(
            "not_found", f"There is no dead letter {letter_id[:64]!r}: it was retried, removed, or is over 14 days old."
        )
    return letter


def remove_dead_letter(letter_id: str, *, caller: Caller, dead_letters: DeadLetters) -> DeadLetter:
    """Forget one dead letter and return it; its job stays FAILED. Raises ProblemError `not_found`, also the second time."""
    letter = get_dead_letter(letter_id, caller=caller, dead_letters=dead_letters)
    dead_letters.remove(letter)
    return letter
