"""What an operator sees of dead letters."""

from typing import Any, Final

from reelwright.api.models.dead_letters import LetterError, LetterLinks, LetterView, WholeLetterError
from reelwright.jobs.dead_letter import DeadLetter

_LONGEST_TEXT: Final = 200
_MOST_ELEMENTS: Final = 5
"""Of a list inside the arguments: a page of letters must stay far below the 6 MB that a function may answer."""


def letter_links(letter: DeadLetter) -> LetterLinks:
    """Return the routes of one dead letter, and its job's."""
    base = f"/api/v1/dlq/{letter.letter_id}"
    job = None if letter.job_id is None else f"/api/v1/jobs/{letter.job_id}"
    return LetterLinks(self=base, retry=f"{base}/retry", job=job)


def letter_of(letter: DeadLetter, *, whole: bool) -> LetterView:
    """Return a dead letter; in lists (not `whole`) long texts of the arguments are cut and the traceback is left out."""
    arguments = None if letter.request is None else letter.request.model_dump(mode="json", exclude_defaults=True)
    failure = letter.error.model_dump(exclude=None if whole else {"traceback"})
    return LetterView(
        id=letter.letter_id,
        job_id=letter.job_id,
        task_name=letter.task_name,
        arguments=arguments if whole else _shortened(arguments),
        error=WholeLetterError(**failure) if whole else LetterError(**failure),
        retry_count=letter.retry_count,
        attempt=letter.attempt,
        failed_at=letter.failed_at,
        reason=letter.reason,
        queue=letter.queue,
        user_id=letter.user_id,
        body=letter.body if whole else _shortened(letter.body),
        expires_at=letter.expires_at,
        links=letter_links(letter),
    )


def letter_view(letter: DeadLetter, *, whole: bool) -> dict[str, Any]:
    """Return a dead letter as it is sent."""
    return letter_of(letter, whole=whole).wire()


def _shortened(value: Any) -> Any:
    match value:
        case str() if len(value) > _LONGEST_TEXT:
            return value[:_LONGEST_TEXT] + "…"
        case dict():
            return {name: _shortened(inner) for name, inner in value.items()}
        case list():
            return [_shortened(inner) for inner in value[:_MOST_ELEMENTS]]
        case _:
            return value
