"""Steps are checkpoints: the key of an artefact is a fingerprint of everything that shaped it.

A retried attempt, a repeated request, or an edited script with one changed scene reuses existing artefacts and pays only
for new ones. Keys are scoped to the user, so users never see each other's artefacts.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from reelwright_media.steps.context import StepContext

VERSIONS: Final[dict[str, int]] = {
    "read_sources": 1,
    "generate_hook": 5,
    "generate_script": 5,
    "validate_coherence": 1,
    "analyze_pacing": 1,
    "track_emotional_arc": 1,
    "plan_scenes": 12,
    "describe_film": 1,
    "decode_files": 1,
    "generate_audio_tts": 4,
    "generate_image_imagen": 8,
    "generate_video_veo": 4,
    "plan_timeline": 7,
    "render_scene": 7,
    "mix_sound": 1,
    "compose_final_video": 2,
    "generate_thumbnail": 8,
    "export_video": 1,
}
"""Increase a step's version when its output changes: artefacts of older versions are then not found."""

CONTENT_TYPES: Final[dict[str, str]] = {
    "json": "application/json",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "zip": "application/zip",
    "otf": "font/otf",
}


def artefact_prefix(user_id: str) -> str:
    """Build the key prefix of a user's artefacts. The id is quoted, so it cannot name another user's prefix."""
    return f"artefacts/{quote(user_id, safe='')}/"


def artefact_key(context: StepContext, inputs: dict[str, Any], extension: str, *, step: str | None = None) -> str:
    """Build the key of the artefact that this step (or another) makes from `inputs`: JSON values, all that influences it."""
    name = step or context.command.step
    return f"{artefact_prefix(context.job.user_id)}{name}/{fingerprint_of(name, VERSIONS[name], inputs)}.{extension}"


def fingerprint_of(*values: Any) -> str:
    """Hash JSON values to 40 hexadecimal digits."""
    shaped = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(shaped.encode()).hexdigest()[:40]


def checkpoint(context: StepContext, key: str, make: Callable[[], bytes | Path]) -> bool:
    """Make the artefact unless it exists; return whether it existed.

    Two attempts that make it at once both succeed: the first write stays (`If-None-Match`), and both are the same.
    """
    if context.artefacts.exists(key):
        return True
    store(context, key, make())
    return False


def store(context: StepContext, key: str, made: bytes | Path) -> None:
    """Write an artefact that was not there: without another look, because a concurrent first write stays."""
    content_type = CONTENT_TYPES[key.rsplit(".", 1)[-1]]
    if isinstance(made, Path):
        context.artefacts.put_file_once(key, made, content_type=content_type)
        context.stored[key] = None
        return
    is_first = context.artefacts.put_once(key, made, content_type=content_type)
    context.stored[key] = made if is_first else None
    if is_first and key.endswith(".json"):
        context.recent.keep(key, made)
