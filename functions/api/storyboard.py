"""The storyboard of a film: read, change, approve."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.jobs import JobRetried, job_links
from reelwright.api.storyboard import storyboard_view
from reelwright.entry.http import Ask, answer, handles, signer
from reelwright.entry.world import world
from reelwright.jobs.scene_edits import EditScenes
from reelwright.usecases.approve_film import approve_film, edit_scenes
from reelwright.usecases.read_storyboard import read_storyboard


@handles("getStoryboard")
def get(ask: Ask, job_id: str) -> Response[str]:
    """Read the scenes of a film."""
    here = world()
    scenes = read_storyboard(job_id, caller=ask.caller, world=here)
    return answer(200, storyboard_view(scenes, signer(here)))


@handles("editStoryboard")
def edit(ask: Ask, job_id: str) -> Response[str]:
    """Change scenes of a film that waits: 202; 409 for any other job."""
    edit_scenes(job_id, ask.body(EditScenes).scenes, caller=ask.caller, world=world())
    return _goes_on(job_id)


@handles("approveFilm")
def approve(ask: Ask, job_id: str) -> Response[str]:
    """Let a film that waits be made: 202; 409 for any other job."""
    approve_film(job_id, caller=ask.caller, world=world())
    return _goes_on(job_id)


def _goes_on(job_id: str) -> Response[str]:
    view = JobRetried(job_id=job_id, status="pending", links=job_links(job_id))
    return answer(202, view, {"Location": view.links.self, "Retry-After": "2"})
