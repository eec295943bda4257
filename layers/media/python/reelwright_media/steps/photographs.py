"""A stock photograph for a scene: searched once a day for all films, no photograph twice in a film, and its credit kept."""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from reelwright.errors import RequestError
from reelwright.film.makers import StockPictures
from reelwright.film.scenes.model import Scene
from reelwright.film.scenes.picturing import mentions, query_of
from reelwright.film.text.bans import bans_in
from reelwright.film.text.tokens import letter_runs
from reelwright.providers.model import Bill
from reelwright.providers.pictures import Credit
from reelwright.providers.stock import FREE, SearchOrder, StockAnswer, StockHit, TakeOrder
from reelwright.values import Value
from reelwright_media.steps.checkpoint import artefact_prefix, fingerprint_of, store
from reelwright_media.steps.context import StepContext, json_bytes
from reelwright_media.steps.describe import picture_words
from reelwright_media.steps.ledger import StepLedger
from reelwright_media.steps.obtain import KeptPicture, PictureFacts, decoded, facts_key, new_raw_key, raw_place

SEARCHES: Final = "artefacts/@searches/"
"""Of the whole deployment. No user's prefix begins like this: ids are quoted, and "@" is not."""
FRESH: Final = timedelta(hours=24)
"""Pexels advises, and Pixabay demands, to keep the answers of searches for a day."""
_LEAST_SHARE: Final = 0.5
"""The least part of the film's width that a crop of a photograph must have in its own pixels."""


class KeptSearch(Value):
    """The answer of a search, and when it was asked for."""

    searched_at: datetime
    found: StockAnswer


class SceneSearch(Value):
    """What a scene is searched by: words, their language, and what its photograph must not show."""

    query: str
    language: str
    banned: tuple[str, ...] = ()


def scene_search(context: StepContext, scene: Scene) -> SceneSearch | None:
    """Choose the search words of a scene; None if the request forbids them all."""
    banned = bans_in(context.video.prompt or "", context.video.language)
    words = picture_words(context)
    chosen = query_of(scene, words[scene.index] if scene.index < len(words) else None, banned=banned)
    if chosen is None:
        return None
    return SceneSearch(query=" ".join(letter_runs(chosen[0].casefold())), language=chosen[1], banned=banned)


def photograph(context: StepContext, stock: StockPictures, search: SceneSearch | None, scene: Scene, key: str) -> bytes:
    """Fetch the first fitting photograph that the film does not show yet; store its facts beside its key.

    Raises RequestError, which is no failure of the source, if there is none.
    """
    width, height = context.preset.width, context.preset.height
    if search is None:
        raise RequestError(f"{stock.name} is not searched: the request forbids what the scene is about")
    order = SearchOrder(query=search.query, language=search.language, width=width, height=height)
    hits = _found(context, stock, order).hits
    fitting = (hit for hit in hits if _covers(hit, width, height) and not mentions(hit.about, search.banned))
    hit = next((one for one in fitting if claim(context, one.credit, scene.index)), None)
    if hit is None:
        raise RequestError(f"{stock.name} has no further photograph of “{search.query}”")
    kept = _taken(context, stock, hit)
    picture = decoded(context, stock.name, kept.raw_key, size_bytes=kept.painted.size_bytes)
    facts = PictureFacts(provider=stock.name, model=stock.model, credit=hit.credit)
    # Written first: if the picture exists, its facts exist.
    store(context, facts_key(key), json_bytes(facts))
    return context.tools.stills.fit(picture, width=width, height=height)


def claim(context: StepContext, credit: Credit, scene: int) -> bool:
    """Reserve a photograph for a scene of this job; return whether it is the scene's, as it is for the first that asks.

    A repainted scene does not get the photograph that it had.
    """
    repaints = next((one.repaints for one in context.job.scene_edits if one.scene == scene), 0)
    claimant = f"{scene}.{repaints}".encode()
    name = f"{credit.provider}-{quote(credit.id, safe='')}"
    key = f"{artefact_prefix(context.job.user_id)}shown/{context.job.job_id}/{name}.json"
    is_first = context.artefacts.put_once(key, claimant, content_type="application/json")
    return is_first or context.artefacts.get(key) == claimant


def _found(context: StepContext, stock: StockPictures, order: SearchOrder) -> StockAnswer:
    """Return the answer of the last 24 hours to this search, of any user, else search."""
    shape = "wide" if order.width > order.height else "tall" if order.width < order.height else "square"
    key = f"{SEARCHES}{fingerprint_of(stock.name, order.query, order.language, shape)}.json"
    files, now = context.artefacts, context.world.clock()
    if files.exists(key):
        kept = KeptSearch.model_validate_json(files.get(key))
        if now - kept.searched_at < FRESH:
            return kept.found
    found = stock.search(order)
    files.put(key, json_bytes(KeptSearch(searched_at=now, found=found)), content_type="application/json")
    return found


def _taken(context: StepContext, stock: StockPictures, hit: StockHit) -> KeptPicture:
    """Fetch the file once for all jobs of the user."""
    order = TakeOrder(hit=hit)

    def call() -> KeptPicture:
        raw_key = new_raw_key(context)
        return KeptPicture(painted=stock.take(order, raw_place(context, raw_key)), raw_key=raw_key, bill=FREE)

    free = Bill(usd=0.0)
    return StepLedger(context).once(stock.name, order, estimate=free, call=call, shape=KeptPicture)


def _covers(hit: StockHit, width: int, height: int) -> bool:
    """Check whether a crop to the film's shape has enough pixels of its own."""
    return min(hit.width, hit.height * width / height) >= width * _LEAST_SHARE
