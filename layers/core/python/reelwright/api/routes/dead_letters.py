"""The operators' routes of dead letters."""

from typing import Final

from reelwright.api.models.dead_letters import LetterList, LetterRemoved, LetterRetried, LettersRetried, LetterView
from reelwright.api.routes.headers import CURSOR, LIMIT
from reelwright.api.routes.jobs import TASK_NAME
from reelwright.api.routes.model import Answer, Link, Route

_FIRST: Final = {"letter_id": "$response.body#/dead_letters/0/id"}
_LETTER_LINKS: Final = {
    "get": Link(operation="getDeadLetter", parameters=_FIRST, description="The newest of them, whole."),
    "retry": Link(operation="retryDeadLetter", parameters=_FIRST, description="Retry the newest."),
    "remove": Link(operation="removeDeadLetter", parameters=_FIRST, description="Forget the newest."),
}

DEAD_LETTER_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/dlq",
        operation="listDeadLetters",
        tag="dead letters",
        summary="List what was given up, newest first",
        access="operator",
        parameters=(TASK_NAME, LIMIT, CURSOR),
        answers=(Answer(status=200, description="A page of dead letters.", body=LetterList, links=_LETTER_LINKS),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path="/api/v1/dlq/{letter_id}",
        operation="getDeadLetter",
        tag="dead letters",
        summary="Get one dead letter, whole",
        access="operator",
        answers=(Answer(status=200, description="The letter.", body=LetterView),),
    ),
    Route(
        method="DELETE",
        path="/api/v1/dlq/{letter_id}",
        operation="removeDeadLetter",
        tag="dead letters",
        summary="Forget a dead letter; its job stays FAILED",
        access="operator",
        answers=(Answer(status=200, description="It is forgotten.", body=LetterRemoved),),
    ),
    Route(
        method="POST",
        path="/api/v1/dlq/{letter_id}/retry",
        operation="retryDeadLetter",
        tag="dead letters",
        summary="Retry one: its job gets a new attempt",
        access="operator",
        answers=(
            Answer(
                status=202,
                description="The job waits for its turn.",
                body=LetterRetried,
                headers=("Location",),
                links={
                    "job": Link(
                        operation="getJob",
                        parameters={"job_id": "$response.body#/job_id"},
                        description="The job that works now.",
                    )
                },
            ),
        ),
        problems=("conflict",),
    ),
    Route(
        method="POST",
        path="/api/v1/dlq/retry",
        operation="retryDeadLetters",
        tag="dead letters",
        summary="Retry up to 25, of one task or of all",
        description="Go on with `cursor=<next_cursor>`; what fails again meanwhile is newer than the cursor.",
        access="operator",
        parameters=(TASK_NAME, CURSOR),
        answers=(
            Answer(status=200, description="There was nothing to retry.", body=LettersRetried),
            Answer(status=202, description="These work again.", body=LettersRetried),
        ),
        problems=("invalid_request",),
    ),
)
