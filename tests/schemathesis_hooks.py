"""What schemathesis must not draw: bodies that break a rule which JSON Schema cannot say.

Loaded by schemathesis alone (`tests/conformance.py`). The document says everything else, so every other refusal of a body that
it admits is a failure.
"""

import json
from typing import Any, Final

import schemathesis
from pydantic import ValidationError

from reelwright.film.platforms.presets import preset_for
from reelwright.film.scenes.length import too_long
from reelwright.film.voices.languages import is_spoken
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest

UNSAID: Final = ("two images ask for scene", "metadata is over")
"""Scenes are named once; metadata is measured in bytes."""
OWN: Final = ('"s3": "s3://', '"voice": "', '"sources": [{', '"publishing": true')
"""An image's address lies under the caller's own prefix; a voice speaks the request's language; no text model is there."""
ENOUGH_USD: Final = 50
"""What a create may cost at least: below its estimate it is refused."""


@schemathesis.hook
def filter_body(context: schemathesis.HookContext, body: Any) -> bool:
    """Return whether a drawn body may be sent."""
    if context.operation is None or context.operation.definition.raw.get("operationId") != "createJob":
        return True
    try:
        request = CreateJob.model_validate(body)
    except ValidationError as error:
        return not all(any(rule in found["msg"] for rule in UNSAID) for found in error.errors())
    text, most = json.dumps(body), request.max_cost_usd
    if not all(map(_can_be_spoken, (request.video_request, *request.items))):
        return False
    return not any(one in text for one in OWN) and (most is None or most > ENOUGH_USD)


def _can_be_spoken(video: VideoRequest) -> bool:
    """Say whether a voice speaks the language, and the platform has room for the script."""
    preset = preset_for(video.platform, video.aspect)
    return is_spoken(video.language) and too_long(video.text or "", preset, voice_speed=video.voice_speed) is None
