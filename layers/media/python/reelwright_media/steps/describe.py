"""`describe_film`: words for publishing, and what the pictures of a film show, by a configured text model."""

from reelwright.film.script.describing import DescribingProvider, FilmText, PictureWords, Publishing
from reelwright.jobs.outputs import DescriptionOutput
from reelwright.usecases.want_description import draws_by_model
from reelwright.values import Value
from reelwright_media.steps.context import StepContext, StepOutcome, json_bytes
from reelwright_media.steps.making import make_once


class FilmDescription(Value):
    """The artefact of `describe_film`. `pictures` has one entry for each scene, or none if no model draws the pictures."""

    publishing: Publishing | None = None
    pictures: tuple[PictureWords, ...] = ()


def describe_film(context: StepContext) -> StepOutcome:
    """Describe the planned film: for publishing on request, and its pictures if a picture model draws them.

    The film completes without a description: if this step fails, `fallbacks` of the result says so.
    """
    plan, video = context.plan(), context.video
    film = FilmText(text=" ".join(scene.text for scene in plan.scenes), title=video.title, language=video.language)
    scenes = tuple(scene.text for scene in plan.scenes) if draws_by_model(video, context.settings.providers) else ()
    wants_words = video.publishing

    def describe(provider: DescribingProvider, _key: str) -> bytes:
        publishing = provider.publishing(film) if wants_words else None
        pictures = provider.pictures(film, scenes) if scenes else ()
        return json_bytes(FilmDescription(publishing=publishing, pictures=pictures))

    made = make_once(
        context,
        "text",
        {name: model for name, model in context.tools.text.items() if isinstance(model, DescribingProvider)},
        describe,
        inputs={"film": film.model_dump(mode="json"), "scenes": scenes, "publishing": wants_words},
        extension="json",
        asked=video.asked_provider("text"),
    )
    publishing = FilmDescription.model_validate(context.load(made.key)).publishing
    output = DescriptionOutput() if publishing is None else DescriptionOutput(publishing=publishing)
    return StepOutcome(key=made.key, cached=made.cached, output=output, fallback=made.fallback)


def picture_words(context: StepContext) -> tuple[PictureWords, ...]:
    """Return what each scene's picture shows; empty if the film has no description."""
    found = context.jobs.step(context.job.job_id, "describe_film")
    if found is None or found.state != "done" or found.key is None:
        return ()
    return FilmDescription.model_validate(context.load(found.key)).pictures
