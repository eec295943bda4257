"""A stock photograph for a scene: no photograph twice in a film, and its credit kept."""

from reelwright.errors import RequestError
from reelwright.film.makers import StockPictures
from reelwright.film.scenes.model import Scene
from reelwright.providers.stock import FREE, StockHit, TakeOrder
from reelwright_media.steps.checkpoint import store
from reelwright_media.steps.context import StepContext, json_bytes
from reelwright_media.steps.ledger import StepLedger
from reelwright_media.steps.obtain import KeptPicture, PictureFacts, decoded, facts_key, new_raw_key, raw_place
from reelwright_media.steps.searching import SceneSearch, claim, fitting


def photograph(context: StepContext, stock: StockPictures, search: SceneSearch | None, scene: Scene, key: str) -> bytes:
    """Fetch the first fitting photograph that the film does not show yet; store its facts beside its key.

    Raises RequestError, which is no failure of the source, if there is none.
    """
    if search is None:
        raise RequestError(f"{stock.name} is not searched: the request forbids what the scene is about")
    hits = fitting(context, stock, search)
    hit = next((one for one in hits if claim(context, stock.model, one.credit, scene.index)), None)
    if hit is None:
        raise RequestError(f"{stock.name} has no further photograph of “{search.query}”")
    kept = _taken(context, stock, hit)
    picture = decoded(context, stock.name, kept.raw_key, size_bytes=kept.painted.size_bytes)
    facts = PictureFacts(provider=stock.name, model=stock.model, credit=hit.credit)
    # Written first: if the picture exists, its facts exist.
    store(context, facts_key(key), json_bytes(facts))
    return context.tools.stills.fit(picture, width=context.preset.width, height=context.preset.height)


def _taken(context: StepContext, stock: StockPictures, hit: StockHit) -> KeptPicture:
    """Fetch the file once for all jobs of the user."""
    order = TakeOrder(hit=hit)

    def call() -> KeptPicture:
        raw_key = new_raw_key(context)
        return KeptPicture(painted=stock.take(order, raw_place(context, raw_key)), raw_key=raw_key, bill=FREE)

    return StepLedger(context).once(stock.name, order, estimate=FREE, call=call, shape=KeptPicture)
