"""What JSON Schema can say of a request beyond its fields, for the OpenAPI document: the models alone decide."""

from typing import Any, Final

from reelwright.film.platforms.presets import PLATFORMS
from reelwright.pipeline.tasks import TASK_ALIASES, TASKS

_ON_A_SOURCE: Final = ("compose_final_video", "export_video")
_WITHOUT_TEXT: Final = (*_ON_A_SOURCE, "process_batch", "cleanup_old_results")

SPOKEN: Final[dict[str, Any]] = {"minLength": 1, "pattern": r"[\p{L}\p{N}]"}
"""Text that a voice has something to say of: at least one letter or number."""
PLATFORM_NAMES: Final[dict[str, Any]] = {"enum": sorted(PLATFORMS)}
TASK_NAMES: Final[dict[str, Any]] = {"enum": sorted({*TASKS, *TASK_ALIASES})}


def _given(name: str, **limits: Any) -> dict[str, Any]:
    """Return the schema of an object that has the property, and not as null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}, **limits}}}


_TEXT: Final = {"anyOf": [_given("script_content"), _given("prompt")]}
_NO_FILM: Final = {"properties": {"images": {"maxItems": 0}, "stop_after": {"type": "null"}}}
_STOPPED_OR_EXPORTED: Final = {
    "anyOf": [{"properties": {"stop_after": {"type": "null"}}}, {"properties": {"exports": {"maxItems": 0}}}]
}


def _task(names: list[str], *video: dict[str, Any]) -> dict[str, Any]:
    """Return what the tasks of these names need of their `video_request`; `generate_video` is the one by default."""
    required = ["video_request"] if "generate_video" in names else ["task_name", "video_request"]
    return {"required": required, "properties": {"task_name": {"enum": names}, "video_request": {"allOf": list(video)}}}


def _of_text(*, film: bool) -> list[str]:
    """Return the tasks that need a text, those that make a film or the others."""
    return sorted(
        name
        for name in (*TASKS, *TASK_ALIASES)
        if name not in _WITHOUT_TEXT and (TASKS[TASK_ALIASES.get(name, name)].route == "film") is film
    )


NEEDS: Final[dict[str, Any]] = {
    "allOf": [{"properties": {"items": {"items": _TEXT}}}],
    "anyOf": [
        _task(_of_text(film=True), _TEXT, _STOPPED_OR_EXPORTED),
        _task(_of_text(film=False), _TEXT, _NO_FILM),
        _task(["compose_final_video"], _given("source_job_id"), _NO_FILM),
        _task(["export_video"], _given("source_job_id"), _given("exports", minItems=1), _NO_FILM),
        {
            "required": ["task_name", "items"],
            "properties": {
                "task_name": {"const": "process_batch"},
                "items": {"minItems": 1},
                "video_request": _NO_FILM,
            },
        },
        {
            "required": ["task_name"],
            "properties": {"task_name": {"const": "cleanup_old_results"}, "video_request": _NO_FILM},
        },
    ],
}
"""What each task needs: a text, an earlier job, or items; only films show images and stop on the way."""
