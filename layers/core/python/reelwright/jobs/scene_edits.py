"""Changes of single scenes of a film that waits for its owner's approval."""

from typing import Annotated, Any, Final, Self

from pydantic import ConfigDict, Field, StrictBool, StringConstraints, model_validator

from reelwright.jobs.spoken import SPEAKABLE, SPOKEN_SCHEMA
from reelwright.jobs.upload import OwnImage, UploadId
from reelwright.values import NO_FLAG, Value

MAX_SCENE_CHARACTERS: Final = 500
"""Longer than any scene that the planner cuts; the changes are stored in the job's own row."""
MAX_EDITS: Final = 50


def _states_rule(schema: dict[str, Any]) -> None:
    given = {"text": {"type": "string"}, "upload": {"type": "string"}, "repaint": {"const": True}}
    schema["anyOf"] = [{"required": [name], "properties": {name: shape}} for name, shape in given.items()]


class SceneEdit(Value):
    """A change of one scene: other words, another picture, or both."""

    model_config = ConfigDict(json_schema_extra=_states_rule)

    scene: Annotated[int, Field(ge=0, lt=1000), NO_FLAG]
    """The number of the scene from 0."""
    text: (
        Annotated[
            str,
            StringConstraints(max_length=MAX_SCENE_CHARACTERS),
            SPEAKABLE,
            Field(json_schema_extra=SPOKEN_SCHEMA),
        ]
        | None
    ) = None
    """The words to speak instead; the picture follows them, unless the scene shows your own file."""
    upload: UploadId | None = None
    """The id of an upload of yours that the scene shows."""
    repaint: StrictBool = False
    """True paints the same idea in another way."""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.text is None and self.upload is None and not self.repaint:
            raise ValueError("give text, upload or repaint")
        return self


class EditScenes(Value):
    """The scenes to change."""

    scenes: Annotated[tuple[SceneEdit, ...], Field(min_length=1, max_length=MAX_EDITS)]


class EditedScene(Value):
    """All changes of one scene so far."""

    scene: int
    text: str | None = None
    upload: str | None = None
    repaints: int = 0


def merged(stored: tuple[EditedScene, ...], edits: tuple[SceneEdit, ...]) -> tuple[EditedScene, ...]:
    """Apply new changes on top of the stored ones, scene by scene."""
    scenes = {one.scene: one for one in stored}
    for edit in edits:
        known = scenes.get(edit.scene, EditedScene(scene=edit.scene))
        scenes[edit.scene] = EditedScene(
            scene=edit.scene,
            text=edit.text or known.text,
            upload=edit.upload or known.upload,
            repaints=known.repaints + edit.repaint,
        )
    return tuple(scenes[number] for number in sorted(scenes))


def with_uploads(images: tuple[OwnImage, ...], edited: tuple[EditedScene, ...]) -> tuple[OwnImage, ...]:
    """Let the edited scenes show their uploads, instead of the files that the request gives them."""
    shown = {one.scene: one.upload for one in edited if one.upload is not None}
    kept = tuple(image for image in images if image.scene not in shown)
    return (*kept, *(OwnImage(upload=upload, scene=scene) for scene, upload in shown.items()))
