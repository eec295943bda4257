"""The operators' routes: dead letters listed, read, retried and removed."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from reelwright.api.dead_letters import letter_of, letter_view
from reelwright.api.models.dead_letters import LetterList, LetterRemoved, LetterRetried, LetterRevived, LettersRetried
from reelwright.api.views import job_links
from reelwright.entry.http import answer, caller_of, guarded, number_of, task_of
from reelwright.entry.world import new_id, now, world
from reelwright.usecases.read_dead_letters import get_dead_letter, list_dead_letters, remove_dead_letter
from reelwright.usecases.retry_dead_letters import retry_dead_letter, retry_dead_letters

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # powertools left its initializer untyped
route_guard = guarded(lambda: getattr(router.lambda_context, "aws_request_id", None))


@router.get("/api/v1/dlq")
@route_guard
def list_() -> Response[str]:
    """List dead letters, newest first; long texts of their arguments are cut."""
    event = router.current_event
    page = list_dead_letters(
        task_name=task_of(event),
        limit=number_of(event, "limit", default=50, most=100),
        cursor=event.query_string_parameters.get("cursor"),
        caller=caller_of(event),
        dead_letters=world().dead_letters,
        secrets=world().secrets,
    )
    letters = tuple(letter_of(letter, whole=False) for letter in page.letters)
    return answer(200, LetterList(dead_letters=letters, next_cursor=page.cursor, has_more=page.cursor is not None))


@router.get("/api/v1/dlq/<letter_id>")
@route_guard
def get(letter_id: str) -> Response[str]:
    """Return one dead letter, whole."""
    letter = get_dead_letter(letter_id, caller=caller_of(router.current_event), dead_letters=world().dead_letters)
    return answer(200, letter_view(letter, whole=True))


@router.post("/api/v1/dlq/<letter_id>/retry")
@route_guard
def retry(letter_id: str) -> Response[str]:
    """Retry one: 202 with the job that works now, 409 where there is nothing to retry."""
    here = world()
    revived = retry_dead_letter(
        letter_id,
        caller=caller_of(router.current_event),
        jobs=here.jobs,
        dead_letters=here.dead_letters,
        clock=now,
        ids=new_id,
    )
    links = job_links(revived.job_id)
    view = LetterRetried(id=revived.letter_id, job_id=revived.job_id, status="pending", links=links)
    return answer(202, view, {"Location": links.self})


@router.post("/api/v1/dlq/retry")
@route_guard
def retry_many() -> Response[str]:
    """Retry a page of them, of one task where `task_name` says so; `next_cursor` leads to the rest."""
    event, here = router.current_event, world()
    page = retry_dead_letters(
        task_name=task_of(event),
        cursor=event.query_string_parameters.get("cursor"),
        caller=caller_of(event),
        jobs=here.jobs,
        dead_letters=here.dead_letters,
        secrets=here.secrets,
        clock=now,
        ids=new_id,
    )
    view = LettersRetried(
        retried=tuple(LetterRevived(id=revived.letter_id, job_id=revived.job_id) for revived in page.revived),
        skipped=page.skipped,
        next_cursor=page.cursor,
        has_more=page.cursor is not None,
    )
    return answer(202 if page.revived else 200, view)


@router.delete("/api/v1/dlq/<letter_id>")
@route_guard
def remove(letter_id: str) -> Response[str]:
    """Forget one; its job stays FAILED."""
    letter = remove_dead_letter(letter_id, caller=caller_of(router.current_event), dead_letters=world().dead_letters)
    return answer(200, LetterRemoved(id=letter.letter_id, job_id=letter.job_id, status="removed"))
