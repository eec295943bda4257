"""Rules of each task's request beyond single fields: every rule checks a request and has a JSON Schema.

All tasks share one set of fields; a field that a task does not use is accepted, so that a client can send the same film to
several tasks. The row of a task (`pipeline.tasks`) names its form, and a form has rules: a create is judged by them, and the
OpenAPI document is printed from them.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.tasks import OFFERED_TASKS, TASK_ALIASES, TASKS, Form


class RequestRule(NamedTuple):
    """One rule about `video_request`. `message` completes the sentence "<field>: …"; `{task}` stands for the task's name."""

    field: str
    message: str
    holds: Callable[[VideoRequest], bool]
    schema: dict[str, Any]
    required: bool = False
    """True: a request without `video_request` breaks the rule."""


def given(name: str, **limits: Any) -> dict[str, Any]:
    """Build the schema of an object that has a property, and not as null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}, **limits}}}


TEXT: Final = RequestRule(
    field="script_content",
    message="give script_content (your script) or prompt (an idea)",
    holds=lambda video: video.script_content is not None or video.prompt is not None,
    schema={"anyOf": [given("script_content"), given("prompt")]},
    required=True,
)
_SOURCE: Final = RequestRule(
    field="source_job_id",
    message="{task} needs the id of the earlier job whose film it works on",
    holds=lambda video: video.source_job_id is not None,
    schema=given("source_job_id"),
    required=True,
)
_EXPORTS: Final = RequestRule(
    field="exports",
    message="{task} needs at least one platform to export the film for",
    holds=lambda video: len(video.exports) > 0,
    schema=given("exports", minItems=1),
    required=True,
)
_NO_STOP: Final = RequestRule(
    field="stop_after",
    message="stop_after belongs to a film, and {task} has one stage only: leave it out",
    holds=lambda video: video.stop_after is None,
    schema={"properties": {"stop_after": {"type": "null"}}},
)
_NO_HOLD: Final = RequestRule(
    field="hold_at",
    message="hold_at belongs to a film, and {task} has no storyboard: leave it out",
    holds=lambda video: video.hold_at is None,
    schema={"properties": {"hold_at": {"type": "null"}}},
)
_STAGES_AFTER_STORYBOARD: Final = ("render", "compose")
_HELD_BEFORE_ITS_END: Final = RequestRule(
    field="hold_at",
    message="a film that stops at or before its storyboard cannot wait there: leave out hold_at, or stop_after",
    holds=lambda video: video.hold_at is None or video.stop_after in (None, *_STAGES_AFTER_STORYBOARD),
    schema={"anyOf": [_NO_HOLD.schema, {"properties": {"stop_after": {"enum": [None, *_STAGES_AFTER_STORYBOARD]}}}]},
)
_NO_IMAGES: Final = RequestRule(
    field="images",
    message="images belong to a film, and {task} shows none: leave them out",
    holds=lambda video: not video.images,
    schema={"properties": {"images": {"maxItems": 0}}},
)
_NO_MUSIC: Final = RequestRule(
    field="own_music",
    message="own_music belongs to a film, and {task} makes none: leave it out",
    holds=lambda video: video.own_music is None,
    schema={"properties": {"own_music": {"type": "null"}}},
)
_STOPPED_OR_EXPORTED: Final = RequestRule(
    field="exports",
    message="a film that stops early has no exports: leave out exports, or stop_after",
    holds=lambda video: video.stop_after is None or not video.exports,
    schema={"anyOf": [_NO_STOP.schema, {"properties": {"exports": {"maxItems": 0}}}]},
)
_NO_FILM: Final = (_NO_STOP, _NO_HOLD, _NO_IMAGES, _NO_MUSIC)

RULES: Final[dict[Form, tuple[RequestRule, ...]]] = {
    "film": (TEXT, _STOPPED_OR_EXPORTED, _HELD_BEFORE_ITS_END),
    "text": (TEXT, *_NO_FILM),
    "scenes": (_SOURCE, *_NO_FILM),
    "export": (_SOURCE, _EXPORTS, *_NO_FILM),
    "batch": _NO_FILM,
    "nothing": _NO_FILM,
}
"""The rules by the form of a task."""
DEFAULT_TASK: Final = "generate_video"


def broken_rules(task_name: str, video: VideoRequest) -> list[RequestRule]:
    """List the rules of a task that its `video_request` breaks."""
    return [rule for rule in RULES[TASKS[task_name].form] if not rule.holds(video)]


def _form_schema(form: Form) -> dict[str, Any]:
    """Describe the requests of all tasks of a form."""
    names = sorted(name for name in (*OFFERED_TASKS, *TASK_ALIASES) if TASKS[TASK_ALIASES.get(name, name)].form == form)
    rules = RULES[form]
    required = [] if DEFAULT_TASK in names else ["task_name"]
    properties: dict[str, Any] = {"task_name": {"enum": names}}
    properties["video_request"] = {"allOf": [rule.schema for rule in rules]}
    if any(rule.required for rule in rules):
        required.append("video_request")
    if form == "batch":
        required.append("items")
        properties["items"] = {"minItems": 1}
    return {"required": required, "properties": properties}


REQUEST_SCHEMA: Final[dict[str, Any]] = {
    "allOf": [{"properties": {"items": {"items": TEXT.schema}}}],
    "anyOf": [_form_schema(form) for form in RULES],
}
"""The part of the rules that JSON Schema can express for a whole request."""
