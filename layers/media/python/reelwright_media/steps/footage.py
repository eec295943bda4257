"""A stock clip for a scene: longer than the scene, no clip twice in a film, and its credit kept."""

from reelwright.errors import ProviderError, RequestError
from reelwright.film.makers import StockClips
from reelwright.film.scenes.model import Scene
from reelwright.providers.clips import FetchedClip
from reelwright.providers.model import Bill
from reelwright.providers.stock import FREE, StockHit, TakeOrder
from reelwright.values import Value
from reelwright_media.steps.checkpoint import store
from reelwright_media.steps.context import StepContext, json_bytes
from reelwright_media.steps.cutting import cut_clip
from reelwright_media.steps.ledger import StepLedger
from reelwright_media.steps.obtain import PictureFacts, facts_key, new_raw_key, raw_place
from reelwright_media.steps.searching import SceneSearch, claim, fitting


class KeptClip(Value):
    """A fetched file: its facts, and the key of the bytes."""

    fetched: FetchedClip
    raw_key: str
    bill: Bill


def footage(
    context: StepContext, stock: StockClips, search: SceneSearch | None, scene: Scene, key: str, *, seconds: float
) -> None:
    """Store the first `seconds` of the first fitting clip that the film does not show yet, and its facts beside its key.

    A clip that is shorter than the scene is passed over: none is shown twice, joined or slowed down. Raises RequestError,
    which is no failure of the source, if there is none, and where the scene has a file of the user's own.
    """
    if scene.material is not None:
        raise RequestError(f"{stock.name} is not searched: the scene shows a file of yours")
    if search is None:
        raise RequestError(f"{stock.name} is not searched: the request forbids what the scene is about")
    hits = fitting(context, stock, search, seconds=seconds)
    hit = next((one for one in hits if claim(context, stock.model, one.credit, scene.index)), None)
    if hit is None:
        raise RequestError(f"{stock.name} has no further clip of “{search.query}” that lasts {seconds:.1f} s or more")
    kept = _taken(context, stock, hit)
    # Written first: if the clip exists, its facts exist.
    store(context, facts_key(key), json_bytes(PictureFacts(provider=stock.name, model=stock.model, credit=hit.credit)))
    problem = cut_clip(context, kept.raw_key, key, size_bytes=kept.fetched.size_bytes, seconds=seconds)
    if problem is not None:
        raise ProviderError(f"the clip of {stock.name} {problem}")


def _taken(context: StepContext, stock: StockClips, hit: StockHit) -> KeptClip:
    """Fetch the file once for all jobs of the user."""
    order = TakeOrder(hit=hit)

    def call() -> KeptClip:
        raw_key = new_raw_key(context)
        return KeptClip(fetched=stock.take(order, raw_place(context, raw_key)), raw_key=raw_key, bill=FREE)

    return StepLedger(context).once(stock.name, order, estimate=FREE, call=call, shape=KeptClip)
