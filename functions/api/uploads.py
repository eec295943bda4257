"""The route of uploads: where a file of the caller's own may be sent."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from reelwright.api.models.uploads import UploadOpened
from reelwright.entry.http import answer, body_of, caller_of, guarded
from reelwright.entry.world import new_id, now, world
from reelwright.jobs.upload import UploadRequest
from reelwright.usecases.open_upload import open_upload

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # powertools left its initializer untyped
route_guard = guarded(lambda: getattr(router.lambda_context, "aws_request_id", None))


@router.post("/api/v1/uploads")
@route_guard
def open_() -> Response[str]:
    """Open an upload; signing needs no call, so nothing is stored until the file arrives."""
    event, here = router.current_event, world()
    request = body_of(event, UploadRequest)
    opened = open_upload(request, caller=caller_of(event), artefacts=here.artefacts, clock=now, ids=new_id)
    view = UploadOpened(
        upload=opened.upload_id,
        filename=request.filename,
        method="PUT",
        url=opened.target.url,
        headers=opened.target.headers,
        expires_at=opened.expires_at,
    )
    return answer(201, view, {"Cache-Control": "no-store"})
