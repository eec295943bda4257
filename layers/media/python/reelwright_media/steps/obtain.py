"""A picture of a cloud provider: ordered where the keys are, decoded where there are no rights, fitted here.

The bytes go from the function `providers` to a signed place below `raw/`, from there through the sandbox of users' files, and
come back as a picture of our own encoding. So no codec meets them outside of the sandbox, whatever a provider sends.
"""

from typing import Final

from reelwright.errors import ProviderError
from reelwright.film.decoding import DecodeCommand, StillOrder
from reelwright.film.makers import OrderedPictures
from reelwright.film.scenes.model import Scene, ScenePlan
from reelwright.film.scenes.picturing import prompt_of, style_of
from reelwright.film.text.bans import bans_in
from reelwright.jobs.video_request import LARGEST_SEED
from reelwright.pipeline.sandbox import RAW, URL_SECONDS
from reelwright.providers.calls import RawPlace
from reelwright.providers.model import Bill
from reelwright.providers.pictures import MOST_RAW_BYTES, Credit, Painted, PictureOrder
from reelwright.values import Value
from reelwright_media.steps.checkpoint import CONTENT_TYPES, artefact_key, artefact_prefix, store
from reelwright_media.steps.context import StepContext, json_bytes, row_name
from reelwright_media.steps.describe import picture_words
from reelwright_media.steps.ledger import StepLedger

RAW_TYPE: Final = "application/octet-stream"
"""The bytes are of no known type until they are decoded."""


class KeptPicture(Value):
    """A paid answer: the facts, and the key of the bytes."""

    painted: Painted
    raw_key: str
    bill: Bill


class BegunPicture(Value):
    """A picture that a provider may be at work on, which can stop."""

    provider: str
    order: PictureOrder


class PictureFacts(Value):
    """Stored beside a picture or clip of a provider: who made it, by which model and seed, and whose it is."""

    provider: str
    model: str
    seed: int | None = None
    credit: Credit | None = None


def obtain(context: StepContext, provider: OrderedPictures, order: PictureOrder, key: str) -> bytes:
    """Make the picture, and store its facts beside its key. A repeated step pays nothing."""

    def call() -> KeptPicture:
        raw_key = new_raw_key(context)
        painted = provider.paint(order, raw_place(context, raw_key))
        return KeptPicture(painted=painted, raw_key=raw_key, bill=painted.bill)

    if provider.is_cancellable:
        begun = BegunPicture(provider=provider.name, order=order)
        name = row_name(context.command.step, context.command.scene)
        context.artefacts.put(
            begun_key(context.job.user_id, context.job.job_id, name), json_bytes(begun), content_type="application/json"
        )
    kept = StepLedger(context, of=("picture", provider.name)).once(
        f"{provider.name}:{provider.model}", order, estimate=provider.estimate(order), call=call, shape=KeptPicture
    )
    painted = kept.painted
    picture = decoded(context, provider.name, kept.raw_key, size_bytes=painted.size_bytes)
    facts = PictureFacts(provider=provider.name, model=provider.model, seed=painted.seed, credit=painted.credit)
    # Written first: if the picture exists, its facts exist.
    store(context, facts_key(key), json_bytes(facts))
    return context.tools.stills.fit(picture, width=order.width, height=order.height)


def picture_order(context: StepContext, plan: ScenePlan, scene: Scene) -> PictureOrder:
    """Order a scene's picture: one style and one seed for the film; a repainted scene gets the next seed."""
    banned = bans_in(context.video.prompt or "", context.video.language)
    seed = context.seed("\n".join((plan.title, *(one.text for one in plan.scenes))))
    words = picture_words(context)
    repaints = next((one.repaints for one in context.job.scene_edits if one.scene == scene.index), 0)
    return PictureOrder(
        prompt=prompt_of(scene, words[scene.index] if scene.index < len(words) else None, title=plan.title),
        style=style_of(plan, seed=seed, banned=banned),
        width=context.preset.width,
        height=context.preset.height,
        seed=(seed + repaints) & LARGEST_SEED,
        language=plan.language,
    )


def new_raw_key(context: StepContext) -> str:
    """Build a new key for the bytes of one answer: a lost answer never shares its bytes with the next one."""
    return f"{artefact_prefix(context.job.user_id)}{RAW}{context.world.ids()}"


def raw_place(context: StepContext, raw_key: str) -> RawPlace:
    """Sign the place for the bytes of an answer."""
    signed = context.artefacts.upload(raw_key, seconds=URL_SECONDS, content_type=RAW_TYPE, size_bytes=None)
    return RawPlace(url=signed.url, headers=signed.headers)


def decoded(context: StepContext, provider: str, raw_key: str, *, size_bytes: int) -> bytes:
    """Have the bytes decoded in the sandbox; return a JPEG of our own. Raises ProviderError for what is no picture."""
    order = StillOrder()
    key = artefact_key(context, {"raw": raw_key, "order": order.model_dump()}, "jpg")
    if size_bytes > MOST_RAW_BYTES:
        raise ProviderError(f"the picture of {provider} is too large")
    if not context.artefacts.exists(key):
        content_type = CONTENT_TYPES["jpg"]
        target = context.artefacts.upload(key, seconds=URL_SECONDS, content_type=content_type, size_bytes=None)
        reply = context.world.decoding.decode(
            DecodeCommand(
                source_url=context.artefacts.url(raw_key, seconds=URL_SECONDS, filename="raw"),
                target_url=target.url,
                target_headers=target.headers,
                most_bytes=size_bytes,
                order=order,
            )
        )
        if reply.facts is None or reply.facts.kind != "picture":
            raise ProviderError(f"the picture of {provider} {reply.problem or 'is a film'}")
    return context.artefacts.get(key)


def begun_key(user_id: str, job_id: str, row: str) -> str:
    """Build the key of the order that a step's provider may be at work on."""
    return f"{artefact_prefix(user_id)}begun/{job_id}/{row}.json"


def facts_key(key: str) -> str:
    """Build the key of the facts of a picture or clip."""
    return key.rpartition(".")[0] + ".facts.json"


def facts_of(context: StepContext, key: str) -> PictureFacts | None:
    """Read the facts of a picture or clip; None for one of our own."""
    found = facts_key(key)
    return PictureFacts.model_validate(context.load(found)) if context.artefacts.exists(found) else None
