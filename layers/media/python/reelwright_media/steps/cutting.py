"""The bytes of a provider's clip: decoded where there are no rights, in the film's size and rate, and cut to the scene."""

from typing import Final

from reelwright.film.decoding import ClipOrder, DecodeCommand
from reelwright.pipeline.sandbox import URL_SECONDS
from reelwright_media.steps.checkpoint import CONTENT_TYPES
from reelwright_media.steps.context import StepContext

_SHORTER_SECONDS: Final = 0.25
"""A clip may be so much shorter than ordered: a shorter one would begin anew within its shot."""


def cut_clip(context: StepContext, raw_key: str, key: str, *, size_bytes: int, seconds: float) -> str | None:
    """Store the clip's first `seconds` under its key; return the problem, a text that follows its name, if there is one."""
    preset, content_type = context.preset, CONTENT_TYPES["mp4"]
    target = context.artefacts.upload(key, seconds=URL_SECONDS, content_type=content_type, size_bytes=None)
    reply = context.world.decoding.decode(
        DecodeCommand(
            source_url=context.artefacts.url(raw_key, seconds=URL_SECONDS, filename="raw"),
            target_url=target.url,
            target_headers=target.headers,
            most_bytes=size_bytes,
            order=ClipOrder(width=preset.width, height=preset.height, fps=preset.fps, seconds=seconds),
        )
    )
    facts = reply.facts
    if facts is not None and facts.kind == "clip" and (facts.seconds or 0.0) >= seconds - _SHORTER_SECONDS:
        return None
    return reply.problem or "is shorter than ordered"
