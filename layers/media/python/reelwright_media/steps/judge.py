"""`validate_coherence`, `analyze_pacing`, `track_emotional_arc`: scores of a script, and whether it passes the quality gate."""

from collections.abc import Callable

from reelwright.film.script.arc import trace_arc
from reelwright.film.script.coherence import weigh_coherence
from reelwright.film.script.model import ScriptScore
from reelwright.film.script.pacing import measure_pacing
from reelwright.film.script.quality import Measure, passes
from reelwright.jobs.outputs import ScoreOutput
from reelwright_media.steps.checkpoint import artefact_key, checkpoint
from reelwright_media.steps.context import StepContext, StepOutcome, json_bytes


def validate_coherence(context: StepContext) -> StepOutcome:
    """Score how the hook leads into the script and each sentence into the next."""
    return _judged(context, "coherence", lambda text: weigh_coherence(text, context.tools.embedder, _language(context)))


def analyze_pacing(context: StepContext) -> StepOutcome:
    """Score whether the script fits its length; a user's own script is compared with the requested length."""
    target = float(context.video.duration)
    return _judged(context, "pacing", lambda text: measure_pacing(text, target, _language(context)))


def track_emotional_arc(context: StepContext) -> StepOutcome:
    """Score how the sentiment changes from sentence to sentence."""
    return _judged(context, "arc", lambda text: trace_arc(text, context.tools.valence, _language(context)))


def _judged(context: StepContext, measure: Measure, score: Callable[[str], ScriptScore]) -> StepOutcome:
    """Store the score. The state machine's quality gate reads `passes` for generated scripts."""
    text = _text(context)
    inputs = {"text": text, "language": context.video.language, "duration": context.video.duration}
    key = artefact_key(context, inputs, "json")
    cached = checkpoint(context, key, lambda: json_bytes(score(text)))
    found = ScriptScore.model_validate(context.load(key))
    stays = passes(measure, found)
    output = ScoreOutput(
        value=found.value, advice=found.advice, details=found.details, measured=found.measured, passes=stays
    )
    return StepOutcome(key=key, cached=cached, output=output, reply={"passes": stays})


def _text(context: StepContext) -> str:
    """Read the film's script; in a single task the request's script or prompt."""
    if context.job.task_name == context.command.step:
        return context.video.text or context.video.prompt or ""
    return context.script()


def _language(context: StepContext) -> str:
    return context.video.language
