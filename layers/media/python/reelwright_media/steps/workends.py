"""How a piece of long work ends without a clip: written once, freed where nothing is owed, and never begun again blindly."""

from typing import Final

from reelwright.errors import ContentRefusedError, ProviderError, ReelwrightError
from reelwright.film.makers import OrderedClips
from reelwright.pipeline.breaker import Permission, provider_key
from reelwright.providers.clips import Handle
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.workfiles import EndKind, Generation, WorkEnd, WorkFiles

_MOST_SUBMITS: Final = 2
"""Submits of one order that ended without a clip, within the life of its files."""


def end_work(
    context: StepContext,
    files: WorkFiles,
    generation: Generation,
    kind: EndKind,
    reason: str,
    *,
    usd: float | None = None,
) -> None:
    """Write that the generation left no clip. What may have been paid is booked by its price, or by `usd`."""
    intent = generation.intent
    paid = intent.usd if kind in ("lost", "spoilt") else 0.0
    end = WorkEnd(
        kind=kind,
        reason=reason[:300],
        job_id=context.job.job_id,
        attempt=context.job.attempt,
        usd=paid if usd is None else usd,
    )
    files.put(f"{generation.number}.end", end)
    if not paid:
        context.world.reservations.release(intent.job_id, intent.token, intent.usd)


def refuse_repetition(generations: list[Generation], context: StepContext, name: str) -> None:
    """Raise the error of earlier work if the order is not to be submitted again: refused, or failed in this attempt."""
    ends = [one.end for one in generations if one.end is not None]
    if not ends:
        return
    last = ends[-1]
    if last.kind == "refused":
        raise ContentRefusedError(last.reason)
    used = sum(end.kind in ("lost", "failed", "spoilt") for end in ends)
    is_now = last.job_id == context.job.job_id and last.attempt == context.job.attempt
    if used >= _MOST_SUBMITS or (is_now and last.kind in ("failed", "spoilt")):
        raise ProviderError(f"{name}: {last.reason}")


def note_success(context: StepContext, files: WorkFiles, number: int, provider: OrderedClips) -> None:
    """Tell the breaker that the work has succeeded: it forgets failures, and closes if the work was its probe."""
    key = provider_key("clip", provider.name)
    permission = Permission(provider=key, granted=True, probe=files.probe(number), failures=1)
    context.world.breakers.record_success(permission, now=context.world.clock())


def stop(provider: OrderedClips, handle: Handle) -> None:
    """Stop abandoned work where the provider can; best effort."""
    if provider.facts.cancellable:
        try:
            provider.cancel(handle)
        except ReelwrightError:
            return
