"""The keyword arguments of `create`, and the request body that they become."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Required, TypedDict

_JOB_FIELDS: Final = frozenset(
    {"task_name", "priority", "metadata", "max_cost_usd", "use_cache", "items", "callback_url"}
)
"""Fields of the job itself; all others describe the film and travel inside `video_request`."""


class JobFields(TypedDict, total=False):
    """All fields of a request for a job. Every field is optional; the server has the limits and defaults.

    Lengths in seconds, money in US dollars. docs/api.md describes each field.
    """

    task_name: str
    priority: int
    metadata: Mapping[str, Any]
    max_cost_usd: float
    use_cache: bool
    callback_url: str
    items: Sequence[Mapping[str, Any]]
    script_format: Literal["auto", "plain", "markdown"]
    prompt: str
    sources: Sequence[Mapping[str, str]]
    title: str
    script_id: str
    user_id: str
    language: str
    platform: str
    duration: int
    voice_provider: str
    voice: str
    voice_speed: float
    seed: int
    aspect: Literal["9:16", "16:9", "1:1"]
    captions: Literal["auto", "karaoke", "pop", "box", "sidecar"]
    caption_position: Literal["top", "middle", "bottom"]
    closing_card: bool
    loop: bool
    brand: Mapping[str, Any] | Literal["saved"]
    music: str
    own_music: Mapping[str, Any]
    sound_effects: bool
    visuals: Literal["pictures", "clips"]
    images: Sequence[Mapping[str, Any]]
    publishing: bool
    exports: Sequence[str]
    providers: Mapping[str, str]
    stop_after: Literal["script", "scenes", "speech", "pictures", "render", "compose"]
    hold_at: Literal["storyboard"]
    strict_providers: bool
    source_job_id: str
    video_request: Mapping[str, Any]
    """Further fields of the film, for a newer server; they override the named ones."""


class SceneChange(TypedDict, total=False):
    """A change of one scene, by its number from 0: other words, an upload of yours, or the same idea painted anew."""

    scene: Required[int]
    text: str
    upload: str
    repaint: bool


def body_of(script: str | None, fields: JobFields) -> dict[str, Any]:
    """Build the JSON body of a create: fields of the job at the top, those of the film in `video_request`."""
    job: dict[str, Any] = {name: value for name, value in fields.items() if name in _JOB_FIELDS}
    film = {name: value for name, value in fields.items() if name not in _JOB_FIELDS and name != "video_request"}
    if script is not None:
        film["script_content"] = script
    film.update(fields.get("video_request", {}))
    return {**job, "video_request": film}
