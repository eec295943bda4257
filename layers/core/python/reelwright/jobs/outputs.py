"""What each step leaves in its row, as models that the steps write and that later steps and the job's result read.

A row stores a plain JSON object of the facts that the step set. Facts that a model does not know are ignored on reading, and
missing ones have their defaults, so rows of older and newer releases load.
"""

from typing import Any, Final, Self

from reelwright.film.script.describing import Publishing
from reelwright.film.script.model import HookVariant
from reelwright.jobs.model import JobFailure, JobResult, StepRow
from reelwright.providers.pictures import Credit
from reelwright.values import Value


class StepOutput(Value):
    """The output of any step."""

    files: dict[str, str] = {}
    """Result files of the job, name to artefact key."""

    @classmethod
    def of(cls, row: StepRow) -> Self:
        """Read a stored row's output."""
        return cls.model_validate({name: fact for name, fact in row.output.items() if name in cls.model_fields})

    def stored(self) -> dict[str, Any]:
        """Convert to the JSON object that a row keeps: the facts that the step set, and no defaults."""
        facts = self.model_dump(mode="json")
        return {name: fact for name, fact in facts.items() if name in self.model_fields_set}


class HookOutput(StepOutput):
    """The output of `generate_hook`; the client sees it whole."""

    hook: str
    variants: tuple[HookVariant, ...]
    """Best first."""


class ScriptOutput(StepOutput):
    """The output of `generate_script`; the client sees it whole."""

    script: str
    rewrites: int
    """0 for the first version."""
    figures_not_in_sources: tuple[str, ...] = ()
    """Figures of the script that neither the sources nor the prompt have; always empty without sources."""


class ScoreOutput(StepOutput):
    """The output of a step that scores the script: its `ScriptScore`. The client sees it whole."""

    value: float | None = None
    advice: str = ""
    """How to improve the script."""
    details: dict[str, float] = {}
    measured: bool = True
    passes: bool | None = None
    """Whether the quality gate lets the script through."""


class PlanOutput(StepOutput):
    """The output of `plan_scenes`."""

    total: int | None = None
    """The number of scenes."""
    left_out: dict[str, int] = {}
    """What is not read aloud, by kind, with how often."""
    shows: dict[str, str] = {}
    """By scene: why it shows information or an act, in words; scenes that show a picture alone are absent."""
    images: dict[str, str] | None = None
    """Which scene shows which of the user's own files."""
    unused_images: tuple[str, ...] | None = None
    """The user's own files that no scene shows."""


class DescriptionOutput(StepOutput):
    """The output of `describe_film`; its artefact holds what each picture shows."""

    publishing: Publishing | None = None


class SpeechOutput(StepOutput):
    """The output of `generate_audio_tts`."""

    seconds: float | None = None
    provider: str = ""
    voice: str = ""
    wav_key: str | None = None
    """The key of the sound; the row's own key is the record of the speech."""
    unspoken: tuple[str, ...] = ()
    """Words that the voice could not read, in order."""
    left_out: dict[str, int] = {}
    """What of a single task's script is not read aloud, by kind, with how often."""


class PictureOutput(StepOutput):
    """The output of `generate_image_imagen`."""

    material: str | None = None
    """The user's own file that the scene shows."""
    clip_key: str | None = None
    """The user's own clip, in the film's shape."""
    diorama_key: str | None = None
    """The planes of a picture that was painted in planes."""
    provider: str = ""
    """The cloud provider that made the picture, with its model, its seed, and whose picture it is."""
    model: str = ""
    seed: int | None = None
    credit: Credit | None = None
    preview_key: str | None = None
    """The picture in the size of a card of the storyboard."""


class ClipOutput(StepOutput):
    """The output of `generate_video_veo`."""

    picture_key: str = ""
    """The picture that the clip begins with."""
    provider: str = ""
    """The provider whose long work the step waits for."""
    work: str = ""
    """The prefix of the files of that work."""
    credit: Credit | None = None
    """Whose clip it is, if it is one of stock; for a single task else whose picture it moves."""


class TimelineOutput(StepOutput):
    """The output of `plan_timeline`."""

    seconds: float


class SegmentOutput(StepOutput):
    """The output of `render_scene`."""

    frames: int


class FilmOutput(StepOutput):
    """The output of `compose_final_video`."""

    seconds: float | None = None
    scenes: int | None = None


class BatchOutput(StepOutput):
    """The output of `process_batch`; the client sees it whole."""

    batch_id: str
    """The opened batch: it says what became of its items."""
    items: int
    estimated_cost_usd: float


class CleanupOutput(StepOutput):
    """The output of `cleanup_old_results`; the client sees it whole."""

    removed_jobs: int


class CompletedOutput(StepOutput):
    """The output of `complete`."""

    result: JobResult = JobResult()


class FailureOutput(StepOutput):
    """The output of `record_failure`."""

    error: JobFailure


OUTPUTS: Final[dict[str, type[StepOutput]]] = {
    "read_sources": StepOutput,
    "generate_hook": HookOutput,
    "generate_script": ScriptOutput,
    "validate_coherence": ScoreOutput,
    "analyze_pacing": ScoreOutput,
    "track_emotional_arc": ScoreOutput,
    "plan_scenes": PlanOutput,
    "describe_film": DescriptionOutput,
    "decode_files": StepOutput,
    "generate_audio_tts": SpeechOutput,
    "generate_image_imagen": PictureOutput,
    "generate_video_veo": ClipOutput,
    "plan_timeline": TimelineOutput,
    "render_scene": SegmentOutput,
    "mix_sound": StepOutput,
    "compose_final_video": FilmOutput,
    "generate_thumbnail": StepOutput,
    "export_video": StepOutput,
    "process_batch": BatchOutput,
    "cleanup_old_results": CleanupOutput,
    "complete": CompletedOutput,
    "record_failure": FailureOutput,
}
"""The model of every step's output."""
