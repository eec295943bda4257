"""Dead letters, for operators: list, read, retry, remove."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.dead_letters import (
    LetterGroups,
    LetterList,
    LetterRemoved,
    LetterRetried,
    LetterRevived,
    LettersRemoved,
    LettersRetried,
    letter_view,
)
from reelwright.api.jobs import job_links
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.telemetry import logger
from reelwright.entry.world import world
from reelwright.refusals import InvalidField
from reelwright.usecases.group_dead_letters import group_dead_letters, remove_dead_letters
from reelwright.usecases.read_dead_letters import get_dead_letter, list_dead_letters, remove_dead_letter
from reelwright.usecases.retry_dead_letters import retry_dead_letter, retry_dead_letters


@handles("listDeadLetters")
def list_(ask: Ask) -> Response[str]:
    """List dead letters, newest first; long texts of their arguments are cut."""
    here = world()
    page = list_dead_letters(
        task_name=ask.task_name, group=ask.group, limit=ask.limit, cursor=ask.cursor, caller=ask.caller, world=here
    )
    letters = tuple(letter_view(letter, whole=False) for letter in page.letters)
    return answer(200, LetterList(dead_letters=letters, next_cursor=page.cursor, has_more=page.cursor is not None))


@handles("groupDeadLetters")
def groups(ask: Ask) -> Response[str]:
    """Group the newest letters by kind of error."""
    found = group_dead_letters(caller=ask.caller, world=world())
    return answer(200, LetterGroups.model_validate(found.model_dump()))


@handles("removeDeadLetters")
def remove_many(ask: Ask) -> Response[str]:
    """Remove the letters of a group, page by page; the log says who did it."""
    if ask.group is None:
        raise InvalidField("group", "name the group to remove; GET /api/v1/dlq/groups lists all")
    page = remove_dead_letters(ask.group, task_name=ask.task_name, cursor=ask.cursor, caller=ask.caller, world=world())
    removed = tuple(letter.letter_id for letter in page.letters)
    logger.info("dead letters removed", extra={"operator": ask.caller.user_id, "group": ask.group, "letters": removed})
    return answer(200, LettersRemoved(removed=removed, next_cursor=page.cursor, has_more=page.cursor is not None))


@handles("getDeadLetter")
def get(ask: Ask, letter_id: str) -> Response[str]:
    """Read one dead letter, with its full texts and traceback."""
    letter = get_dead_letter(letter_id, caller=ask.caller, world=world())
    return answer(200, letter_view(letter, whole=True))


@handles("retryDeadLetter")
def retry(ask: Ask, letter_id: str) -> Response[str]:
    """Requeue the job of one letter: 202; 409 if there is nothing to retry."""
    here = world()
    revived = retry_dead_letter(letter_id, caller=ask.caller, world=here)
    links = job_links(revived.job_id)
    view = LetterRetried(id=revived.letter_id, job_id=revived.job_id, status="pending", links=links)
    return answer(202, view, {"Location": links.self})


@handles("retryDeadLetters")
def retry_many(ask: Ask) -> Response[str]:
    """Requeue the jobs of a page of letters; `next_cursor` continues."""
    here = world()
    page = retry_dead_letters(
        task_name=ask.task_name, group=ask.group, cursor=ask.cursor, caller=ask.caller, world=here
    )
    view = LettersRetried(
        retried=tuple(LetterRevived(id=revived.letter_id, job_id=revived.job_id) for revived in page.revived),
        skipped=page.skipped,
        next_cursor=page.cursor,
        has_more=page.cursor is not None,
    )
    return answer(202 if page.revived else 200, view)


@handles("removeDeadLetter")
def remove(ask: Ask, letter_id: str) -> Response[str]:
    """Remove one letter; its job stays FAILED."""
    letter = remove_dead_letter(letter_id, caller=ask.caller, world=world())
    return answer(200, LetterRemoved(id=letter.letter_id, job_id=letter.job_id, status="removed"))
