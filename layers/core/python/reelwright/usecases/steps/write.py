"""`generate_hook` and `generate_script`: words for a film that started from an idea."""

from typing import Any

from reelwright.errors import ContentError
from reelwright.jobs.model import Fallback
from reelwright.script.model import Hook, Idea, TextProvider
from reelwright.script.sentences import clean
from reelwright.usecases.steps.checkpoint import artefact_key, checkpoint
from reelwright.usecases.steps.choose import use_first_able
from reelwright.usecases.steps.context import StepContext, StepOutcome, document
from reelwright.usecases.steps.plan import seed_of


def generate_hook(context: StepContext) -> StepOutcome:
    """Write the opening sentence and its variants."""
    idea = _idea(context)
    key = artefact_key(context, _inputs(context, idea), "json")

    def use(provider: TextProvider) -> Hook:
        return provider.write_hook(idea)

    def make() -> bytes:
        hook, fallback = _use(context, use)
        return document({"hook": hook.model_dump(mode="json"), "fallback": fallback and fallback.model_dump()})

    cached = checkpoint(context, key, make)
    found = context.load(key)
    hook = Hook.model_validate(found["hook"])
    output = {"hook": hook.text, "variants": [variant.model_dump() for variant in hook.variants[:5]]}
    return StepOutcome(key=key, cached=cached, output=output, fallback=found["fallback"])


def generate_script(context: StepContext) -> StepOutcome:
    """Write the whole script around the hook; a rewrite follows the advice of the last scores."""
    idea, rewrite = _idea(context), context.command.rewrite
    hook = _hook(context, idea)
    advice = _advice(context) if rewrite else ()
    inputs = {**_inputs(context, idea), "hook": hook, "rewrite": rewrite, "advice": advice}
    key = artefact_key(context, inputs, "json")

    def use(provider: TextProvider) -> str:
        return provider.write_script(idea, hook, rewrite=rewrite, advice=advice)

    def make() -> bytes:
        text, fallback = _use(context, use)
        return document({"text": clean(text), "fallback": fallback and fallback.model_dump()})

    cached = checkpoint(context, key, make)
    found = context.load(key)
    output = {"script": found["text"], "rewrites": rewrite}
    return StepOutcome(key=key, cached=cached, output=output, reply={"rewrites": rewrite}, fallback=found["fallback"])


def _idea(context: StepContext) -> Idea:
    video = context.video
    prompt = video.prompt or video.script_content
    if prompt is None:
        raise ContentError("Give video_request.prompt: what the film shall be about.")
    return Idea(prompt=clean(prompt), language=video.language, seconds=video.duration, seed=seed_of(prompt))


def _inputs(context: StepContext, idea: Idea) -> dict[str, Any]:
    video = context.video
    asked = video.providers.get("text")
    return {"idea": idea.model_dump(mode="json"), "asked": asked, "providers": list(context.tools.text)}


def _use(context: StepContext, use: Any) -> tuple[Any, Fallback | None]:
    return use_first_able(context, "text", context.tools.text, use, asked=context.video.providers.get("text"))


def _hook(context: StepContext, idea: Idea) -> str:
    """Return the hook of the film's own step; a single `generate_script` writes its own."""
    if context.job.task_name == "generate_script":
        return str(_use(context, lambda provider: provider.write_hook(idea))[0].text)
    return str(context.load(context.key("generate_hook"))["hook"]["text"])


def _advice(context: StepContext) -> tuple[str, ...]:
    judged = ("validate_coherence", "analyze_pacing", "track_emotional_arc")
    return tuple(str(context.row(step).output["advice"]) for step in judged)
