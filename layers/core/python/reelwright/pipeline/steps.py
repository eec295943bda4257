"""The steps of one attempt: what each state of the state machine runs, where, for how long.

A step is one Lambda invocation (or the Fargate task) that leaves one artefact; its row is read by the step runner
(time limits, progress), by the state machine's construct (state name, timeout, retries) and by the functions' construct
(memory). Progress weights are shares of a film's work as measured on two cores; they only move the bar.
"""

from typing import Final, Literal

from reelwright.values import Value

FunctionName = Literal["generation", "providers", "intake", "media", "processing"]
"""The step functions: Lambda functions that run the one handler of `functions/steps`.

Only `providers` may read the keys of cloud providers and call them; it decodes nothing.
Only `intake` may read users' files. It does not decode them: it invokes `material` (`pipeline.sandbox`).
`media` does all the work on a film's sound and pictures: what is warm from one step serves the next.
"""


class StepFunction(Value):
    """One Lambda function that runs steps. Memory buys CPU: 1,769 MB is one vCPU (AWS Lambda guide)."""

    name: FunctionName
    memory_mb: int
    timeout_seconds: int
    """The longest time limit of its steps: beyond it the state machine has given the step up, and further work only costs."""
    ephemeral_storage_mb: int = 1024


STEP_FUNCTIONS: Final[dict[str, StepFunction]] = {
    row.name: row
    for row in (
        StepFunction(name="generation", memory_mb=1769, timeout_seconds=120),
        StepFunction(name="providers", memory_mb=1769, timeout_seconds=120),
        StepFunction(name="intake", memory_mb=1024, timeout_seconds=840),
        StepFunction(name="media", memory_mb=3008, timeout_seconds=840, ephemeral_storage_mb=4096),
        StepFunction(name="processing", memory_mb=1024, timeout_seconds=300),
    )
}


class Step(Value):
    """One step. `per` says how often a film runs it: once, once a scene, or once an asked export."""

    name: str
    function: FunctionName
    timeout_seconds: int
    weight: float = 0.0
    per: Literal["film", "scene", "export"] = "film"
    message: str = ""
    """The progress message when the step is done; `{n}` and `{total}` count scenes from 1."""

    @property
    def state_name(self) -> str:
        """Convert to the state's name in the state machine: `generate_hook` -> `GenerateHook`."""
        return "".join(word.capitalize() for word in self.name.split("_"))


STEPS: Final[dict[str, Step]] = {
    step.name: step
    for step in (
        Step(
            name="read_sources",
            function="intake",
            timeout_seconds=300,
            message="Read {total} sources",
        ),
        Step(
            name="generate_hook",
            function="providers",
            timeout_seconds=60,
            weight=1,
            message="Wrote the hook",
        ),
        Step(
            name="generate_script",
            function="providers",
            timeout_seconds=120,
            weight=1,
            message="Wrote the script",
        ),
        Step(
            name="validate_coherence",
            function="generation",
            timeout_seconds=120,
            weight=1,
            message="Checked how the script holds together",
        ),
        Step(
            name="analyze_pacing",
            function="generation",
            timeout_seconds=60,
            weight=1,
            message="Measured the pacing",
        ),
        Step(
            name="track_emotional_arc",
            function="generation",
            timeout_seconds=60,
            weight=1,
            message="Traced the emotional arc",
        ),
        Step(
            name="plan_scenes",
            function="generation",
            timeout_seconds=120,
            weight=3,
            message="Planned {total} scenes",
        ),
        Step(
            name="describe_film",
            function="providers",
            timeout_seconds=120,
            message="Described the film",
        ),
        Step(
            name="decode_files",
            function="intake",
            timeout_seconds=840,
            message="Looked at {total} own files",
        ),
        Step(
            name="generate_audio_tts",
            function="media",
            timeout_seconds=300,
            weight=30,
            per="scene",
            message="Generated audio for scene {n}/{total}",
        ),
        Step(
            name="generate_image_imagen",
            function="media",
            timeout_seconds=300,
            weight=14,
            per="scene",
            message="Painted scene {n}/{total}",
        ),
        Step(
            name="generate_video_veo",
            function="media",
            timeout_seconds=600,
            weight=0,
            per="scene",
            message="Filmed scene {n}/{total}",
        ),
        Step(
            name="plan_timeline",
            function="media",
            timeout_seconds=60,
            weight=1,
            message="Laid out the timeline",
        ),
        Step(
            name="render_scene",
            function="media",
            timeout_seconds=600,
            weight=34,
            per="scene",
            message="Rendered scene {n}/{total}",
        ),
        Step(
            name="compose_final_video",
            function="media",
            timeout_seconds=840,
            weight=8,
            message="Composed the film",
        ),
        Step(
            name="generate_thumbnail",
            function="media",
            timeout_seconds=120,
            weight=3,
            message="Designed the thumbnail",
        ),
        Step(
            name="export_video",
            function="media",
            timeout_seconds=840,
            weight=0,
            per="export",
            message="Exported the film",
        ),
        Step(name="process_batch", function="processing", timeout_seconds=300, message="Opened the batch"),
        Step(
            name="cleanup_old_results",
            function="processing",
            timeout_seconds=300,
            message="Removed what had outlived its retention",
        ),
        Step(name="complete", function="media", timeout_seconds=60, weight=1, message="Finished"),
        Step(name="record_failure", function="processing", timeout_seconds=60),
    )
}

SPENDING_STEPS: Final = frozenset(
    {
        *("generate_hook", "generate_script", "describe_film"),
        *("generate_audio_tts", "generate_image_imagen", "generate_video_veo"),
    }
)
"""The steps that call a provider, which may charge money."""
MAX_REWRITES: Final = 2
"""How often the quality gate may send a generated script back."""
SCENE_CONCURRENCY: Final = 20
"""Scenes of one film worked on at the same time on AWS, where the account has room (`infra.concurrency`): a film of a minute
has about seventeen. The local environment sets its own."""
SOFT_LIMIT_SECONDS: Final = 25 * 60
"""After this much of an attempt a step must stop and clean up (J5)."""
HARD_LIMIT_SECONDS: Final = 30 * 60
"""After this the state machine ends the attempt (J5)."""
FARGATE_FROM_SECONDS: Final = 180.0
"""Films at least this long compose on Fargate: beyond it, joining and mixing may outgrow a Lambda's 15 minutes and disk."""
HEARTBEAT_SECONDS: Final = 300
"""A Fargate task without a heartbeat for this long counts as dead. The clock runs from RunTask on, and starts of 40 to 90 s
are usual, longer ones on spare capacity not rare; a container that ends is noticed at once, by ECS."""
