"""What a scene searches stock for: once a day for all films, and nothing that the film shows already."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from reelwright.film.makers import StockClips, StockPictures
from reelwright.film.scenes.model import Scene
from reelwright.film.scenes.picturing import mentions, query_of
from reelwright.film.text.bans import bans_in
from reelwright.film.text.tokens import letter_runs
from reelwright.providers.pictures import Credit
from reelwright.providers.stock import SearchOrder, StockAnswer, StockHit
from reelwright.values import Value
from reelwright_media.steps.checkpoint import artefact_prefix, fingerprint_of
from reelwright_media.steps.context import StepContext, json_bytes
from reelwright_media.steps.describe import picture_words
from reelwright_media.steps.turns import in_turn

SEARCHES: Final = "artefacts/@searches/"
"""Of the whole deployment. No user's prefix begins like this: ids are quoted, and "@" is not."""
FRESH: Final = timedelta(hours=24)
"""Pexels advises, and Pixabay demands, to keep the answers of searches for a day."""
_LEAST_SHARE: Final = 0.5
"""The least part of the film's width that a crop must have in its own pixels."""
_MOST_SOURCE_SECONDS: Final = 60.0
"""A longer clip is passed over: only its beginning would be shown, and all of it be downloaded."""
_ROUNDED_SECONDS: Final = 0.5
"""The sources tell whole seconds."""


class KeptSearch(Value):
    """The answer of a search, and when it was asked for."""

    searched_at: datetime
    found: StockAnswer


class SceneSearch(Value):
    """What a scene is searched by: words, their language, and what must not be shown."""

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


def fitting(
    context: StepContext, stock: StockPictures | StockClips, search: SceneSearch, *, seconds: float = 0.0
) -> Iterator[StockHit]:
    """Search, and yield the hits that have pixels enough, last long enough and show nothing that is forbidden, best first."""
    width, height = context.preset.width, context.preset.height
    order = SearchOrder(query=search.query, language=search.language, width=width, height=height)
    for hit in _found(context, "clip" if seconds else "picture", stock, order).hits:
        lasts = hit.seconds is None or seconds + _ROUNDED_SECONDS <= hit.seconds <= _MOST_SOURCE_SECONDS
        if lasts and _covers(hit, width, height) and not mentions(hit.about, search.banned):
            yield hit


def claim(context: StepContext, kind: str, credit: Credit, scene: int) -> bool:
    """Reserve a photograph or clip for a scene of this job; return whether it is the scene's: of the first that asks.

    A repainted scene does not get what it had. `kind` is the source's model: its photographs and clips have ids of their own.
    """
    repaints = next((one.repaints for one in context.job.scene_edits if one.scene == scene), 0)
    claimant = f"{scene}.{repaints}".encode()
    name = f"{credit.provider}-{kind}-{quote(credit.id, safe='')}"
    key = f"{artefact_prefix(context.job.user_id)}shown/{context.job.job_id}/{name}.json"
    is_first = context.artefacts.put_once(key, claimant, content_type="application/json")
    return is_first or context.artefacts.get(key) == claimant


def _found(context: StepContext, capability: str, stock: StockPictures | StockClips, order: SearchOrder) -> StockAnswer:
    """Return the answer of the last 24 hours to this search, of any user, else search."""
    words = (stock.name, stock.model, order.query, order.language, order.width, order.height)
    key = f"{SEARCHES}{fingerprint_of(*words)}.json"
    files, now = context.artefacts, context.world.clock()
    if files.exists(key):
        kept = KeptSearch.model_validate_json(files.get(key))
        if now - kept.searched_at < FRESH:
            return kept.found
    found = in_turn(context, capability, stock.name, lambda: stock.search(order))
    files.put(key, json_bytes(KeptSearch(searched_at=now, found=found)), content_type="application/json")
    return found


def _covers(hit: StockHit, width: int, height: int) -> bool:
    """Check whether a crop to the film's shape has enough pixels of its own."""
    return min(hit.width, hit.height * width / height) >= width * _LEAST_SHARE
