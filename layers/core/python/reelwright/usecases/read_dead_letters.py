"""Read and remove dead letters. They show every user's requests, so only operators may use them."""

from reelwright.batches.triage import facts_of_job, fingerprint
from reelwright.jobs.caller import Caller
from reelwright.jobs.dead_letter import DeadLetter, DeadLetterFilter
from reelwright.ports import DeadLetterPage, World
from reelwright.refusals import Forbidden, NotFound
from reelwright.usecases.sign_cursor import cursor_at, place_of


def operators_only(caller: Caller) -> None:
    """Raise Forbidden unless the caller is an operator."""
    if not caller.operator:
        raise Forbidden(
            "Only operators may do this: users in the group `operators`, machines with `reelwright/operate`."
        )


def group_of(letter: DeadLetter) -> str:
    """Name the group of a letter's error: equal errors of batches have the same one."""
    return fingerprint(facts_of_job(letter.error))


def list_dead_letters(
    *, task_name: str | None, limit: int, cursor: str | None, caller: Caller, world: World, group: str | None = None
) -> DeadLetterPage:
    """Return a page of dead letters, newest first, its cursor signed; raises InvalidField for a foreign cursor.

    With a `group` the page has those of the next `limit` letters that belong to it, perhaps none.
    """
    operators_only(caller)
    listed = DeadLetterFilter(task_name=task_name, group=group)
    place = place_of(cursor, listed=listed, world=world)
    page = world.dead_letters.page(task_name=task_name, limit=limit, cursor=place)
    letters = tuple(letter for letter in page.letters if group in (None, group_of(letter)))
    return DeadLetterPage(letters=letters, cursor=cursor_at(page.cursor, listed=listed, world=world))


def get_dead_letter(letter_id: str, *, caller: Caller, world: World) -> DeadLetter:
    """Return one dead letter; raises NotFound."""
    operators_only(caller)
    letter = world.dead_letters.get(letter_id)
    if letter is None:
        raise NotFound(
            f"Dead letter {letter_id[:64]!r} was not found: it was retried, removed, or is over 14 days old."
        )
    return letter


def remove_dead_letter(letter_id: str, *, caller: Caller, world: World) -> DeadLetter:
    """Remove one dead letter and return it; its job stays FAILED. Raises NotFound, also for a repeat."""
    letter = get_dead_letter(letter_id, caller=caller, world=world)
    world.dead_letters.remove(letter)
    return letter
