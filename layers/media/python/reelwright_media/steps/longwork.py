"""Clips of cloud providers in a step: submitted once, looked at, fetched, and decoded where there are no rights.

Each run of the step goes one stretch of the way and ends: no function waits for a provider. What was reached is in files
(`workfiles`), so a crash at any place pays once. Only where the answer of a submit was lost, and the provider cannot find the
work, is it submitted a second time, and the first one booked as a doubt.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, NoReturn

from reelwright.errors import (
    BudgetExceededError,
    ContentRefusedError,
    ProviderError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    ReelwrightError,
)
from reelwright.film.makers import OrderedClips
from reelwright.pipeline.breaker import Permission, provider_key
from reelwright.pipeline.sandbox import RAW
from reelwright.pipeline.steps import SOFT_LIMIT_SECONDS
from reelwright.providers.clips import FootageOrder, Search, Standing, Submission
from reelwright.providers.model import Bill
from reelwright.providers.waits import SHORTEST_SECONDS, next_wait
from reelwright_media.steps.checkpoint import artefact_prefix
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.cutting import cut_clip
from reelwright_media.steps.obtain import raw_place
from reelwright_media.steps.pending import PendingWorkError
from reelwright_media.steps.workfiles import (
    EndKind,
    Generation,
    WorkBegun,
    WorkEnd,
    WorkFiles,
    WorkIntent,
    WorkProbe,
    WorkResult,
)

GIVE_UP_SECONDS: Final = 40 * 60
"""Work that has not ended after so long is abandoned and booked as a doubt: another provider makes the clip."""
_SUBMIT_SECONDS: Final = 180
"""An intent without a handle is older than this only if its worker died: a submit and its function take less."""
_THROTTLED_SECONDS: Final = 600
"""How long a film waits for a provider that takes no further work, before another one makes the clip."""
_UNSEEN_SECONDS: Final = 300
"""How long looks at work may be refused (credentials, an unknown id) before the work is abandoned."""
_MOST_SUBMITS: Final = 2
"""Submits of one order that ended without a clip, within the life of its files."""
_MARGIN_SECONDS: Final = 60


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
        if files.result() is None and not self._fetched(provider, files, last):
            return False
        return self._decoded(provider, files, last, key)

    def begin(self, provider: OrderedClips, key: str) -> NoReturn:
        """Submit the work. Always raises, PendingWorkError if it has begun."""
        files, order = self._files(key), self._order(provider)
        generations = files.generations()
        _refuse_repetition(generations, self._context, provider.name)
        number, usd = len(generations), provider.price(order).usd
        token = f"{files.prefix.rstrip('/').rsplit('/', 1)[-1]}_{number}"
        self._reserve(provider.name, token, usd)
        now = self._context.world.clock()
        intent = WorkIntent(job_id=self._context.job.job_id, token=token, usd=usd, at=now)
        if not files.put(f"{number}.intent", intent):
            raise self._pending(provider, files, SHORTEST_SECONDS)
        mine = Generation(number, intent, None, None)
        since = generations[0].intent.at if generations else now
        self._submit(provider, files, mine, order, patient=(now - since).total_seconds() < _THROTTLED_SECONDS)
        raise self._pending(provider, files, next_wait(0), begun=mine)

    def book(self) -> None:
        """Add the bills of this job's work, also of work that left no clip, to those of the step; free its reservations."""
        job_id = self._context.job.job_id
        for files in {one.prefix: one for one in self._tried}.values():
            result = files.result()
            if result is not None and result.job_id == job_id:
                self._context.bills.append(result.fetched.bill)
            for generation in files.generations():
                end = generation.end
                if end is not None and end.job_id == job_id and end.usd:
                    self._context.bills.append(Bill(usd=end.usd, exact=False))
                if generation.intent.job_id == job_id:
                    self._context.settled.append((generation.intent.token, generation.intent.usd))

    def _submit(
        self, provider: OrderedClips, files: WorkFiles, mine: Generation, order: FootageOrder, *, patient: bool
    ) -> None:
        """Make the call. A lost answer leaves the intent alone; any other error is no work, and nothing is paid."""
        try:
            handle = provider.submit(Submission(order=order, token=mine.intent.token))
        except ProviderTimeoutError:
            raise
        except ReelwrightError as error:
            kind: EndKind = "refused" if isinstance(error, ContentRefusedError) else "unpaid"
            self._end(files, mine, kind, str(error))
            if patient and isinstance(error, ProviderThrottledError):
                raise self._pending(provider, files, next_wait(0, error.retry_after_seconds)) from error
            raise
        files.put(f"{mine.number}.handle", WorkBegun(handle=handle, at=self._context.world.clock()))

    def _fetched(self, provider: OrderedClips, files: WorkFiles, last: Generation) -> bool:
        """Look at the work, and fetch it if it is ready; False if it ended without a result."""
        begun = last.begun or self._recovered(provider, files, last)
        if begun is None:
            return False
        last = last._replace(begun=begun)
        elapsed = (self._context.world.clock() - begun.at).total_seconds()
        standing = self._look(provider, last, elapsed)
        if standing.state == "ready":
            return self._fetch(provider, files, last, elapsed)
        if standing.state == "working" and elapsed < GIVE_UP_SECONDS:
            raise self._pending(provider, files, next_wait(elapsed, standing.wait_seconds))
        kinds: dict[str, EndKind] = {"refused": "refused", "failed": "failed"}
        self._end(files, last, kinds.get(standing.state, "spoilt"), standing.reason or "the work did not end")
        if standing.state == "working":
            self._stop(provider, begun)
        return False

    def _look(self, provider: OrderedClips, last: Generation, elapsed: float) -> Standing:
        """Ask how the work stands. Failures to tell are no end of the work: it may be paid."""
        assert last.begun is not None  # noqa: S101 - for mypy: the caller has put it there
        try:
            return provider.poll(last.begun.handle)
        except ProviderThrottledError as error:
            return Standing(state="working", wait_seconds=error.retry_after_seconds)
        except ProviderRefusedError as error:
            return Standing(state="working" if elapsed < _UNSEEN_SECONDS else "failed", reason=str(error))
        except ReelwrightError:
            return Standing(state="working")

    def _fetch(self, provider: OrderedClips, files: WorkFiles, last: Generation, elapsed: float) -> bool:
        context = self._context
        assert last.begun is not None  # noqa: S101 - as above
        raw_key = f"{artefact_prefix(context.job.user_id)}{RAW}{context.world.ids()}"
        try:
            fetched = provider.fetch(last.begun.handle, raw_place(context, raw_key))
        except ProviderRefusedError as error:
            self._end(files, last, "spoilt", str(error))
            return False
        except ReelwrightError as error:
            if elapsed < GIVE_UP_SECONDS:
                raise self._pending(provider, files, next_wait(elapsed)) from error
            self._end(files, last, "spoilt", str(error))
            return False
        files.put("result", WorkResult(job_id=context.job.job_id, fetched=fetched, raw_key=raw_key))
        self._end_probe(files, last, provider, succeeded=True)
        return True

    def _recovered(self, provider: OrderedClips, files: WorkFiles, last: Generation) -> WorkBegun | None:
        """Find work whose worker died in the submit, or whose answer was lost; None if it is lost."""
        context, intent = self._context, last.intent
        handle = None
        if provider.facts.idempotent:
            handle = provider.submit(Submission(order=self._order(provider), token=intent.token))
        elif provider.facts.finds:
            handle = provider.find(
                Search(token=intent.token, since=intent.at, seconds=self._order(provider).seconds)
            ).handle
        age = (context.world.clock() - intent.at).total_seconds()
        if handle is None and age < _SUBMIT_SECONDS:
            raise self._pending(provider, files, max(SHORTEST_SECONDS, round(_SUBMIT_SECONDS - age)))
        if handle is None:
            self._end(files, last, "lost", "the answer of the submit was lost")
            return None
        begun = WorkBegun(handle=handle, at=context.world.clock())
        files.put(f"{last.number}.handle", begun)
        return begun

    def _decoded(self, provider: OrderedClips, files: WorkFiles, last: Generation, key: str) -> bool:
        """Have the bytes decoded in the sandbox into the clip; what it cannot use is spoilt."""
        result = files.result()
        if result is None:
            return False
        problem = cut_clip(
            self._context, result.raw_key, key, size_bytes=result.fetched.size_bytes, seconds=self._length
        )
        if problem is None:
            return True
        # The bill is that of the result, so the end has none.
        self._end(files, last, "spoilt", f"the clip of {provider.name} {problem}", usd=0.0)
        return False

    def _end(
        self, files: WorkFiles, generation: Generation, kind: EndKind, reason: str, *, usd: float | None = None
    ) -> None:
        """Write that the generation left no clip. What may have been paid is booked by its price."""
        context, intent = self._context, generation.intent
        paid = intent.usd if kind in ("lost", "spoilt") else 0.0
        files.put(
            f"{generation.number}.end",
            WorkEnd(
                kind=kind,
                reason=reason[:300],
                job_id=context.job.job_id,
                attempt=context.job.attempt,
                usd=paid if usd is None else usd,
            ),
        )
        if not paid:
            context.world.reservations.release(intent.job_id, intent.token, intent.usd)

    def _end_probe(self, files: WorkFiles, last: Generation, provider: OrderedClips, *, succeeded: bool) -> None:
        """Tell the breaker of the end of the work: a success forgets failures, and closes a breaker whose probe it is."""
        permission = Permission(
            provider=provider_key("clip", provider.name), granted=True, probe=files.probe(last.number), failures=1
        )
        if succeeded:
            self._context.world.breakers.record_success(permission, now=self._context.world.clock())

    def _reserve(self, name: str, token: str, usd: float) -> None:
        """Reserve the price: scenes that submit side by side keep to `max_cost_usd` together."""
        job = self._context.jobs.get(self._context.job.job_id) or self._context.job
        most = job.request.max_cost_usd
        if most is None or usd <= 0:
            return
        spent = job.cost_usd + self._context.spent_usd
        if not self._context.world.reservations.reserve(job.job_id, token, usd, room_usd=most - spent):
            raise BudgetExceededError(
                f"a clip of {name} may cost {usd:.4f} USD; the job has cost {spent:.4f}, has other clips in work, and may cost "
                f"{most:.4f} (max_cost_usd)"
            )

    def _stop(self, provider: OrderedClips, begun: WorkBegun) -> None:
        if provider.facts.cancellable:
            try:
                provider.cancel(begun.handle)
            except ReelwrightError:
                return

    def _pending(
        self, provider: OrderedClips, files: WorkFiles, wait: int, *, begun: Generation | None = None
    ) -> Exception:
        """Build the end of this run. An attempt whose time is nearly over ends: the job comes back, and its lease is free."""
        context, now = self._context, self._context.world.clock()
        started = context.command.execution_started_at
        until = now + timedelta(seconds=wait)
        if started is not None and until > started + timedelta(seconds=SOFT_LIMIT_SECONDS - _MARGIN_SECONDS):
            return ProviderUnavailableError(f"the clip of {provider.name} is not ready yet", until=until)

        def keep(permission: Permission) -> None:
            if begun is not None and permission.probe is not None:
                files.put(f"{begun.number}.probe", WorkProbe(probe=permission.probe))

        return PendingWorkError(
            provider.name, wait_seconds=wait, work=files.prefix, keep=None if begun is None else keep
        )

    def _files(self, key: str) -> WorkFiles:
        fingerprint = key.rsplit("/", 1)[-1].split(".", 1)[0]
        return WorkFiles(self._context.artefacts, f"{artefact_prefix(self._context.job.user_id)}works/{fingerprint}/")


def _refuse_repetition(generations: list[Generation], context: StepContext, name: str) -> None:
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
