"""The facts that later steps and the job's result read from a step's stored output."""

from typing import Self

from pydantic import ConfigDict

from reelwright.jobs.model import JobResult, StepRow
from reelwright.values import Value


class StepOutput(Value):
    """A step's output by name. A step sets only its own facts; the others keep their defaults.

    The stored row keeps the plain dictionary: clients see some outputs whole (scores, texts), with facts that nothing
    reads by name. Those are ignored here, so rows of older and newer releases load.
    """

    model_config = ConfigDict(extra="ignore")

    files: dict[str, str] = {}
    """Result files of the job, name to artefact key."""
    total: int | None = None
    """The number of scenes, from the plan."""
    seconds: float | None = None
    """The length of what was spoken or composed."""
    wav_key: str | None = None
    """The key of the sound; the row's own key is the record of the speech."""
    unspoken: tuple[str, ...] = ()
    """Words that the voice could not read, in order."""
    left_out: dict[str, int] = {}
    """What was not read aloud, by kind, with how often."""
    images: dict[str, str] | None = None
    """Which scene shows which of the user's own files."""
    unused_images: tuple[str, ...] | None = None
    """The user's own files that no scene shows."""
    clip_key: str | None = None
    """The user's own clip, in the film's shape."""
    diorama_key: str | None = None
    """The planes of a picture that was painted in planes."""
    advice: str = ""
    """How to improve the script, from a step that scores it."""
    result: JobResult = JobResult()
    """The job's result, from the `complete` step."""

    @classmethod
    def of(cls, row: StepRow) -> Self:
        """Read a stored row's output."""
        return cls.model_validate(row.output)
