"""The fingerprint of a request: equal requests of a user have the same one (Q10)."""

import hashlib
import json
from typing import Any, Final

from reelwright.jobs.request import CreateJob
from reelwright.pipeline.tasks import TASKS

RESULT_VERSION: Final = 3
"""Raised with a version in `reelwright_media/steps/checkpoint.py`, so that older results are not reused for new requests."""

_LABELS: Final = {"priority", "metadata", "max_cost_usd", "use_cache", "callback_url"}
_VIDEO_LABELS: Final = {"script_id", "user_id", "hold_at"}
"""Fields without effect on the result: the caller's own names, priority, cost limit, cache use, webhook."""


def request_fingerprint(request: CreateJob) -> str | None:
    """Hash all fields that affect the result; None for a task that is run for its effect.

    None too where an own file may have been replaced under its name: an upload never changes, an object at `s3` may.
    And None for a film that waits for approval: its owner can change it before it is made.
    Requests that differ only in the caller's labels, or in blanks that the script is cleaned of, are the same. Whose
    request it is does not enter: fingerprints are kept user by user.
    """
    if not TASKS[request.task_name].repeatable:
        return None
    if request.video_request.hold_at is not None:
        return None
    if any(file.s3 is not None for file in request.video_request.own_files.values()):
        return None
    shaping = request.model_dump(mode="json", exclude={*_LABELS, "video_request"})
    shaping["video_request"] = request.video_request.model_dump(mode="json", exclude=_VIDEO_LABELS) | {
        "script_content": _spoken(request)
    }
    text = json.dumps([RESULT_VERSION, shaping], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _spoken(request: CreateJob) -> list[Any] | None:
    script = request.video_request.unmarked
    return None if script is None else script.model_dump(mode="json")["passages"]
