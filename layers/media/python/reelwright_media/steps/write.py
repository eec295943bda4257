"""`generate_hook` and `generate_script`: the text of a film that starts from an idea."""

from typing import Final

from reelwright.errors import ContentError, ProviderError
from reelwright.film.script.model import Hook, Idea, TextProvider
from reelwright.film.text.cleaning import clean
from reelwright.film.text.figures import figures_not_in
from reelwright.film.text.recognition import other_language
from reelwright.jobs.outputs import HookOutput, ScoreOutput, ScriptOutput
from reelwright.providers.model import Billed
from reelwright_media.steps.context import StepContext, StepOutcome, json_bytes
from reelwright_media.steps.making import MadeArtefact, make_once
from reelwright_media.steps.sources import source_texts

_READ_CHARACTERS: Final = 500
"""The beginning of a text is enough to recognize its language."""
SHOWN_VARIANTS = 5
"""The number of hook variants in the result, with scores and reasons."""


def generate_hook(context: StepContext) -> StepOutcome:
    """Write the opening sentence and its variants, best first, each with its score and the reasons."""
    made = _hook(context, _idea(context))
    hook = _hook_of(context, made)
    output = HookOutput(hook=hook.text, variants=hook.variants[:SHOWN_VARIANTS])
    return StepOutcome(key=made.key, cached=made.cached, output=output, fallback=made.fallback)


def generate_script(context: StepContext) -> StepOutcome:
    """Write the whole script after the hook; a rewrite gets the advice of the last scores.

    As a single task it writes its own hook first.
    """
    idea, rewrite = _idea(context), context.command.rewrite
    own = _hook(context, idea) if context.job.task_name == "generate_script" else None
    found = Hook.model_validate(context.load(context.key("generate_hook"))) if own is None else _hook_of(context, own)
    hook, advice = found.text, _advice(context) if rewrite else ()

    def write(provider: TextProvider, _key: str) -> bytes:
        return json_bytes({"text": _in_language(context, provider, idea, hook, rewrite=rewrite, advice=advice)})

    made = make_once(
        context,
        "text",
        context.tools.text,
        write,
        inputs={"idea": idea.model_dump(mode="json"), "hook": hook, "rewrite": rewrite, "advice": advice},
        extension="json",
        asked=context.video.asked_provider("text"),
    )
    script = context.load(made.key)["text"]
    output = ScriptOutput(script=script, rewrites=rewrite)
    invented = figures_not_in((idea.prompt, *idea.sources), script) if idea.sources else ()
    if invented:
        output = output.model_copy(update={"figures_not_in_sources": invented})
    return StepOutcome(
        key=made.key,
        cached=made.cached,
        output=output,
        reply={"rewrites": rewrite},
        fallback=made.fallback or (own and own.fallback),
    )


def _in_language(
    context: StepContext, provider: TextProvider, idea: Idea, hook: str, *, rewrite: int, advice: tuple[str, ...]
) -> str:
    """Write the script; once more if a model wrote it in another language. Raises ProviderError if it does so again."""
    text = clean(provider.write_script(idea, hook, rewrite=rewrite, advice=advice))
    other = _other_language(context, provider, text)
    if other is None:
        return text
    more = (*advice, f"The last text was in {other!r}: write in {idea.language!r}, also the first sentence.")
    text = clean(provider.write_script(idea, hook, rewrite=max(1, rewrite), advice=more))
    if _other_language(context, provider, text) is not None:
        raise ProviderError(f"the text model wrote in {other!r} twice, and not in {idea.language!r}")
    return text


def _other_language(context: StepContext, provider: TextProvider, text: str) -> str | None:
    """Detect a language other than the film's; None for local writers, which have only texts of the language."""
    if not isinstance(provider, Billed):
        return None
    return other_language(text, context.video.language, context.world.languages.guess(text[:_READ_CHARACTERS]))


def _idea(context: StepContext) -> Idea:
    video = context.video
    prompt = video.prompt or video.script_content
    if prompt is None:
        raise ContentError("Give video_request.prompt: what the film shall be about.")
    return Idea(
        prompt=clean(prompt),
        language=video.language,
        seconds=video.duration,
        sources=source_texts(context),
        seed=context.seed(prompt),
    )


def _hook(context: StepContext, idea: Idea) -> MadeArtefact:
    def write(provider: TextProvider, _key: str) -> bytes:
        return json_bytes(provider.write_hook(idea))

    return make_once(
        context,
        "text",
        context.tools.text,
        write,
        inputs={"idea": idea.model_dump(mode="json"), "part": "hook"},
        extension="json",
        asked=context.video.asked_provider("text"),
    )


def _hook_of(context: StepContext, made: MadeArtefact) -> Hook:
    return Hook.model_validate(context.load(made.key))


def _advice(context: StepContext) -> tuple[str, ...]:
    judged = ("validate_coherence", "analyze_pacing", "track_emotional_arc")
    return tuple(ScoreOutput.of(context.row(step)).advice for step in judged)
