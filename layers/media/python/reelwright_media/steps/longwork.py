"""Clips of cloud providers in a step: submitted once, looked at, fetched, and decoded where there are no rights.

Each run of the step goes one stretch of the way and ends: no function waits for a provider. What was reached is in files
(`workfiles`), so a crash at any place pays once. Only where the answer of a submit was lost, and the provider cannot find the
work, is it submitted a second time, and the first one booked as a doubt.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NoReturn

from reelwright.errors import (
    ContentRefusedError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    ReelwrightError,
)
from reelwright.film.makers import OrderedClips
from reelwright.pipeline.breaker import Permission
from reelwright.pipeline.steps import SOFT_LIMIT_SECONDS
from reelwright.providers.clips import FootageOrder, Handle, Search, Standing, Submission
from reelwright.providers.waits import SHORTEST_SECONDS, next_wait
from reelwright_media.steps.checkpoint import artefact_prefix
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.cutting import cut_clip
from reelwright_media.steps.obtain import new_raw_key, raw_place
from reelwright_media.steps.pending import PendingWorkError
from reelwright_media.steps.turns import in_turn
from reelwright_media.steps.workends import end_work, note_success, refuse_repetition, stop
from reelwright_media.steps.workfiles import (
    EndKind,
    Generation,
    WorkBegun,
    WorkFiles,
    WorkIntent,
    WorkProbe,
    WorkResult,
)
from reelwright_media.steps.workmoney import book, reserve

GIVE_UP_SECONDS: Final = 40 * 60
"""Work that has not ended after so long is abandoned and booked as a doubt: another provider makes the clip."""
_SUBMIT_SECONDS: Final = 180
"""An intent without a handle is older than this only if its worker died: a submit and its function take less."""
_THROTTLED_SECONDS: Final = 600
"""How long a film waits for a provider that takes no further work, before another one makes the clip."""
_UNSEEN_SECONDS: Final = 300
"""How long looks at work may be refused (credentials, an unknown id) before the work is abandoned."""
_MARGIN_SECONDS: Final = 60
_TURN_SECONDS: Final = 2.0
"""How long a step waits for the turn of its submit; longer waits are the state machine's."""
_KINDS: Final[dict[str, EndKind]] = {"refused": "refused", "failed": "failed"}


class LongClips:
    """The long work of one step. `length` is what the clip is cut to, in seconds."""

    def __init__(self, context: StepContext, order: Callable[[OrderedClips], FootageOrder], *, length: float) -> None:
        self._context, self._order, self._length = context, order, length
        self._tried: list[WorkFiles] = []

    def resume(self, provider: object, key: str) -> bool:
        """Go on with work that was submitted; return whether the clip is stored under its key.

        Raises PendingWorkError while the provider works. False: there is no work, or it ended without a clip.
        """
        if not isinstance(provider, OrderedClips):
            return False
        files = self._files(key)
        self._tried.append(files)
        generations = files.generations()
        if not generations or generations[-1].end is not None:
            return False
        last = generations[-1]
        result = files.result() or self._fetched(provider, files, last)
        return result is not None and self._decoded(provider, files, last, result, key)

    def begin(self, provider: OrderedClips, key: str) -> NoReturn:
        """Submit the work. Always raises, PendingWorkError if it has begun."""
        files, order, now = self._files(key), self._order(provider), self._now
        generations = files.generations()
        refuse_repetition(generations, self._context, provider.name)
        number, usd = len(generations), provider.price(order).usd
        token = f"{files.prefix.rstrip('/').rsplit('/', 1)[-1]}_{number}"
        reserve(self._context, provider.name, token, usd)
        intent = WorkIntent(job_id=self._context.job.job_id, token=token, usd=usd, at=now)
        if not files.put(f"{number}.intent", intent):
            raise self._pending(provider, files, SHORTEST_SECONDS)
        since = generations[0].intent.at if generations else now
        patient = (now - since).total_seconds() < _THROTTLED_SECONDS
        self._submit(provider, files, Generation(number, intent, None, None), order, patient=patient)

        def keep(permission: Permission) -> None:
            if permission.probe is not None:
                files.put(f"{number}.probe", WorkProbe(probe=permission.probe))

        raise self._pending(provider, files, next_wait(0), keep=keep)

    def book(self) -> None:
        """Book the bills of this job's work with the step."""
        book(self._context, self._tried)

    def _submit(
        self, provider: OrderedClips, files: WorkFiles, mine: Generation, order: FootageOrder, *, patient: bool
    ) -> None:
        """Make the call. A lost answer leaves the intent alone; any other error is no work, and nothing is paid."""
        try:
            submission = Submission(order=order, token=mine.intent.token)
            handle = in_turn(
                self._context, "clip", provider.name, lambda: provider.submit(submission), most_seconds=_TURN_SECONDS
            )
        except ProviderTimeoutError:
            raise
        except ReelwrightError as error:
            kind: EndKind = "refused" if isinstance(error, ContentRefusedError) else "unpaid"
            end_work(self._context, files, mine, kind, str(error))
            if patient and isinstance(error, ProviderThrottledError):
                raise self._pending(provider, files, next_wait(0, error.retry_after_seconds)) from error
            raise
        files.put(f"{mine.number}.handle", WorkBegun(handle=handle, at=self._now))

    def _fetched(self, provider: OrderedClips, files: WorkFiles, last: Generation) -> WorkResult | None:
        """Look at the work, and fetch it if it is ready; None if it ended without a result."""
        begun = last.begun or self._recovered(provider, files, last)
        if begun is None:
            return None
        elapsed = (self._now - begun.at).total_seconds()
        standing = _look(provider, begun.handle, elapsed)
        if standing.state == "ready":
            return self._fetch(provider, files, last, begun.handle, elapsed)
        if standing.state == "working" and elapsed < GIVE_UP_SECONDS:
            raise self._pending(provider, files, next_wait(elapsed, standing.wait_seconds))
        kind, reason = _KINDS.get(standing.state, "spoilt"), standing.reason or "the work did not end"
        end_work(self._context, files, last, kind, reason)
        if standing.state == "working":
            stop(provider, begun.handle)
        return None

    def _fetch(
        self, provider: OrderedClips, files: WorkFiles, last: Generation, handle: Handle, elapsed: float
    ) -> WorkResult | None:
        """Fetch the bytes; None if they cannot be had."""
        raw_key = new_raw_key(self._context)
        try:
            fetched = provider.fetch(handle, raw_place(self._context, raw_key))
        except ReelwrightError as error:
            if elapsed < GIVE_UP_SECONDS and not isinstance(error, ProviderRefusedError):
                raise self._pending(provider, files, next_wait(elapsed)) from error
            end_work(self._context, files, last, "spoilt", str(error))
            return None
        files.put("result", WorkResult(job_id=self._context.job.job_id, fetched=fetched, raw_key=raw_key))
        note_success(self._context, files, last.number, provider)
        return files.result()

    def _recovered(self, provider: OrderedClips, files: WorkFiles, last: Generation) -> WorkBegun | None:
        """Find work whose worker died in the submit, or whose answer was lost; None if it is lost."""
        age = (self._now - last.intent.at).total_seconds()
        try:
            handle = _found(provider, self._order(provider), last.intent)
        except ProviderRefusedError:
            handle = None
        except ReelwrightError as error:
            if age < GIVE_UP_SECONDS:
                raise self._pending(provider, files, next_wait(age)) from error
            handle = None
        if handle is None and age < _SUBMIT_SECONDS:
            raise self._pending(provider, files, max(SHORTEST_SECONDS, round(_SUBMIT_SECONDS - age)))
        if handle is None:
            end_work(self._context, files, last, "lost", "the answer of the submit was lost")
            return None
        begun = WorkBegun(handle=handle, at=self._now)
        files.put(f"{last.number}.handle", begun)
        return begun

    def _decoded(
        self, provider: OrderedClips, files: WorkFiles, last: Generation, result: WorkResult, key: str
    ) -> bool:
        """Have the bytes decoded in the sandbox into the clip; what it cannot use is spoilt."""
        size = result.fetched.size_bytes
        problem = cut_clip(self._context, result.raw_key, key, size_bytes=size, seconds=self._length)
        if problem is None:
            return True
        # The bill is that of the result, so the end has none.
        end_work(self._context, files, last, "spoilt", f"the clip of {provider.name} {problem}", usd=0.0)
        return False

    def _pending(
        self, provider: OrderedClips, files: WorkFiles, wait: int, *, keep: Callable[[Permission], None] | None = None
    ) -> Exception:
        """Build the end of this run. An attempt whose time is nearly over ends: the job comes back, and its lease is free."""
        started, until = self._context.command.execution_started_at, self._now + timedelta(seconds=wait)
        if started is not None and until > started + timedelta(seconds=SOFT_LIMIT_SECONDS - _MARGIN_SECONDS):
            return ProviderUnavailableError(f"the clip of {provider.name} is not ready yet", until=until)
        return PendingWorkError(provider.name, wait_seconds=wait, work=files.prefix, keep=keep)

    @property
    def _now(self) -> datetime:
        return self._context.world.clock()

    def _files(self, key: str) -> WorkFiles:
        fingerprint = key.rsplit("/", 1)[-1].split(".", 1)[0]
        return WorkFiles(self._context.artefacts, f"{artefact_prefix(self._context.job.user_id)}works/{fingerprint}/")


def _look(provider: OrderedClips, handle: Handle, elapsed: float) -> Standing:
    """Ask how the work stands. Failures to tell are no end of the work: it may be paid."""
    try:
        return provider.poll(handle)
    except ProviderThrottledError as error:
        return Standing(state="working", wait_seconds=error.retry_after_seconds)
    except ProviderRefusedError as error:
        return Standing(state="working" if elapsed < _UNSEEN_SECONDS else "failed", reason=str(error))
    except ReelwrightError:
        return Standing(state="working")


def _found(provider: OrderedClips, order: FootageOrder, intent: WorkIntent) -> Handle | None:
    """Find lost work by its token, where the provider can: by a search, or by the same submit again."""
    if provider.facts.finds:
        found = provider.find(Search(token=intent.token, since=intent.at, seconds=order.seconds)).handle
        if found is not None:
            return found
    if provider.facts.idempotent:
        return provider.submit(Submission(order=order, token=intent.token))
    return None
