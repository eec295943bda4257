"""Warn of a prompt that no writer here can make a script of: the job would be accepted, wait, and fail."""

from reelwright.errors import ContentError, RequestError
from reelwright.film.script.subject import subject_of
from reelwright.film.text.cleaning import clean
from reelwright.jobs.cautions import Caution
from reelwright.jobs.video_request import VideoRequest
from reelwright.providers.setup import ProvidersSetup
from reelwright.usecases.want_description import has_text_model


def warn_of_prompt(video: VideoRequest, *, field: str, setup: ProvidersSetup) -> tuple[Caution, ...]:
    """Return the failure that the templates will answer with; nothing for a script, or where a text model writes.

    The language of the request must be settled: templates are English.
    """
    if video.prompt is None or video.script_content is not None or has_text_model(video, setup):
        return ()
    try:
        subject_of(clean(video.prompt), video.language)
    except (ContentError, RequestError) as error:
        return (Caution(code="unwritable_prompt", field=f"{field}.prompt", message=str(error)),)
    return ()
