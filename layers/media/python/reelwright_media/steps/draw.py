"""`generate_image_imagen`: the picture of a scene."""

from reelwright.film.makers import DioramaProvider, OrderedPictures, PictureProvider, StockPictures
from reelwright.film.scenes.model import PictureBrief, Scene, ScenePlan
from reelwright.jobs.outputs import PictureOutput
from reelwright.providers.pictures import PictureOrder
from reelwright_media.steps.checkpoint import store
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.decode import OwnFile, font_key, own_file
from reelwright_media.steps.making import MadeArtefact, make_once
from reelwright_media.steps.material import fit_picture
from reelwright_media.steps.obtain import facts_of, obtain, picture_order
from reelwright_media.steps.photographs import photograph
from reelwright_media.steps.plan import plan_of_text
from reelwright_media.steps.searching import SceneSearch, claim, scene_search

PREVIEW_WIDTH = 320
"""Pixels; a card of the storyboard is half as wide."""


def shown_scene(context: StepContext) -> tuple[ScenePlan, Scene]:
    """Return the plan, and the scene to show: in a film this step's, for a single task the first of its text."""
    if context.command.scene is None:
        plan = plan_of_text(context, context.video.script_content or context.video.prompt or "")
        return plan, plan.scenes[0]
    plan = context.plan()
    return plan, plan.scenes[context.scene]


def brief_of(context: StepContext) -> tuple[PictureBrief, OwnFile | None]:
    """Return the picture brief and the user's own file for it, if there is one.

    In a film both are the scene's; a single task shows the first scene of its text.
    """
    _, scene = shown_scene(context)
    return scene.brief, None if scene.material is None else own_file(context, scene.material)


def generate_image_imagen(context: StepContext) -> StepOutcome:
    """Draw one picture in the film's shape, or crop the user's own; a user's clip comes with its first picture.

    A provider that paints in planes also stores them, under the picture's key with the ending `.zip`.
    """
    brief, own = brief_of(context)
    made = draw_picture(context, brief, own)
    output = _shown(context, made) if own is None else _own(own)
    output = output.model_copy(update={"preview_key": _preview(context, made.key)})
    files = {"picture": made.key} if context.command.scene is None else {}
    return StepOutcome(key=made.key, files=files, cached=made.cached, fallback=made.fallback, output=output)


def _own(own: OwnFile) -> PictureOutput:
    if own.clip_key is None:
        return PictureOutput(material=own.name)
    return PictureOutput(material=own.name, clip_key=own.clip_key)


def _shown(context: StepContext, made: MadeArtefact) -> PictureOutput:
    """Name the planes of a picture, if it has some. Those of an earlier step are looked up in the bucket."""
    facts = facts_of(context, made.key)
    if facts is not None:
        if facts.credit is not None:
            claim(context, facts.model, facts.credit, shown_scene(context)[1].index)
        return PictureOutput(**facts.model_dump())
    diorama_key = _diorama_key(made.key)
    exists = context.artefacts.exists(diorama_key) if made.cached else diorama_key in context.stored
    return PictureOutput(diorama_key=diorama_key) if exists else PictureOutput()


def _preview(context: StepContext, picture_key: str) -> str:
    """Store the picture in the size of a card; return its key. It lives as long as the picture."""
    preset = context.preset
    width, height = PREVIEW_WIDTH, round(PREVIEW_WIDTH * preset.height / preset.width)
    key = picture_key.removesuffix(".jpg") + "-preview.jpg"
    if picture_key in context.stored or not context.artefacts.exists(key):
        store(context, key, context.tools.stills.fit(context.read(picture_key), width=width, height=height))
    return key


def _diorama_key(picture_key: str) -> str:
    """Build the key of a picture's planes, for providers that paint in planes."""
    return picture_key.removesuffix("jpg") + "zip"


def draw_picture(context: StepContext, brief: PictureBrief, own: OwnFile | None) -> MadeArtefact:
    """Make the scene's picture: the user's own, or else one by the requested or first available provider."""
    width, height = context.preset.width, context.preset.height
    if own is not None:
        return MadeArtefact(*fit_picture(context, own, width=width, height=height), fallback=None)

    own_font = font_key(context)
    font = None if own_font is None else context.fetch(own_font)
    orders, searches = _orders(context), _searches(context)

    def paint(provider: PictureProvider | OrderedPictures | StockPictures, key: str) -> bytes:
        if isinstance(provider, OrderedPictures):
            return obtain(context, provider, orders[provider.name], key)
        if isinstance(provider, StockPictures):
            return photograph(context, provider, searches[provider.name], shown_scene(context)[1], key)
        if not isinstance(provider, DioramaProvider):
            return provider.paint(brief, width=width, height=height, font=font)
        painted = provider.paint_diorama(brief, width=width, height=height, font=font)
        # Written first: if the picture exists, its planes exist.
        store(context, _diorama_key(key), painted.diorama)
        return painted.picture

    return make_once(
        context,
        "picture",
        context.tools.pictures,
        paint,
        inputs={
            "brief": brief.model_dump(mode="json"),
            "size": [width, height],
            **({"font": own_font} if own_font else {}),
        },
        extension="jpg",
        asked=context.video.asked_provider("picture"),
        further={
            name: None if one is None else one.model_dump(mode="json") for name, one in {**orders, **searches}.items()
        },
    )


def _orders(context: StepContext) -> dict[str, PictureOrder]:
    """Write the order of the scene's picture for each cloud provider; nothing is planned or read without one."""
    names = [name for name, one in context.tools.pictures.items() if isinstance(one, OrderedPictures)]
    if not names:
        return {}
    return dict.fromkeys(names, picture_order(context, *shown_scene(context)))


def _searches(context: StepContext) -> dict[str, SceneSearch | None]:
    """Choose the search words of the scene for each source of photographs."""
    names = [name for name, one in context.tools.pictures.items() if isinstance(one, StockPictures)]
    return dict.fromkeys(names, scene_search(context, shown_scene(context)[1])) if names else {}
