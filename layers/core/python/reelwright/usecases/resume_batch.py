"""Resume a batch: choose lines, price them, and start the next generation."""

from typing import Final

from reelwright.batches import moves
from reelwright.batches.model import Batch
from reelwright.batches.plan import LinesPlan, plan_key
from reelwright.batches.resuming import ResumeBatch
from reelwright.batches.states import BatchState
from reelwright.jobs.caller import Caller
from reelwright.jobs.quota import Charge, day_of
from reelwright.ports import MoveOutcome, World
from reelwright.refusals import Conflict, TryAgain
from reelwright.usecases.read_batches import get_batch
from reelwright.usecases.weigh_request import limits_of, over_limit
from reelwright.values import Value

_TRIES: Final = 5
_RESUMABLE: Final = frozenset({BatchState.PAUSED, BatchState.ENDED})


class Resumed(Value):
    """The batch after the resume, or before a dry run. `lines` run, at an estimated price."""

    batch: Batch
    lines: int
    estimated_cost_usd: float


def resume_batch(batch_id: str, request: ResumeBatch, *, caller: Caller, world: World, is_dry: bool = False) -> Resumed:
    """Run the chosen lines of a PAUSED or ENDED batch as its next generation; on a RUNNING one only change the terms.

    Lines that had a job before count on their owner's day again. Nothing is written in a dry run. Raises Conflict if there is
    nothing to run, for a batch in another state, and over the limit of open batches; LimitReached over the day's limit.
    """
    for _ in range(_TRIES):
        batch = get_batch(batch_id, caller=caller, world=world)
        if batch.state is BatchState.RUNNING:
            move = moves.adjust(batch, terms=request.terms, now=world.clock())
            if is_dry or not request.terms or world.batches.commit(move) is MoveOutcome.MOVED:
                after = batch if is_dry or not request.terms else move.after
                return Resumed(batch=after, lines=0, estimated_cost_usd=0.0)
            continue
        if batch.state not in _RESUMABLE:
            raise Conflict(f"The batch is {batch.state.value}; only a PAUSED or ENDED batch can be resumed.")
        chosen = _Chosen(batch, request, world=world)
        if not chosen.lines and batch.state is BatchState.ENDED:
            raise Conflict("No line of the batch matches; look at its items, or choose which: all.")
        if is_dry:
            return chosen.result(batch)
        outcome, after = chosen.commit()
        if outcome is MoveOutcome.MOVED:
            return chosen.result(after)
        if outcome is MoveOutcome.OVER_LIMIT:
            chosen.refuse(caller)
    raise TryAgain("The batch changed during the request; try again in a second.")


class _Chosen:
    """The lines that a resume runs. They are read after the batch: a line that moves in between makes the commit fail."""

    def __init__(self, batch: Batch, request: ResumeBatch, *, world: World) -> None:
        self._batch, self._request, self._world = batch, request, world
        self._items = {item.line: item for item in world.batches.items(batch.batch_id, first=1, last=batch.lines)}
        self.lines: list[int] = []
        self.estimated_cost_usd = 0.0
        for part in range(batch.parts):
            for line in world.batch_lines.part(batch.batch_id, part):
                item = self._items.get(line.line)
                if line.estimate is not None and request.chooses(line.line, item):
                    self.lines.append(line.line)
                    self.estimated_cost_usd += line.estimate.cost_usd

    def result(self, batch: Batch) -> Resumed:
        """Describe the resume."""
        return Resumed(batch=batch, lines=len(self.lines), estimated_cost_usd=round(self.estimated_cost_usd, 6))

    def commit(self) -> tuple[MoveOutcome, Batch]:
        """Store the plan, then start the generation."""
        world, batch = self._world, self._batch
        allowance = world.settings.allowance(batch.tier)
        plan, now = LinesPlan.of(self.lines), world.clock()
        key = plan_key(batch.batch_id, world.ids())
        world.artefacts.put_once(key, plan.model_dump_json().encode(), content_type="application/json")
        terms = self._request.terms
        if "concurrency" in terms:
            terms["concurrency"] = min(terms["concurrency"], max(1, allowance.active_items))
        again = sum(line in self._items for line in self.lines)
        charge = Charge(counter="daily", period=day_of(now), amount=again, limit=allowance.daily_jobs)
        move = moves.resume(
            batch,
            plan_key=key,
            planned=len(plan),
            terms=terms,
            open_limit=allowance.open_batches,
            charges=(charge,) if again else (),
            repeats_completed=self._request.which == "all",
            now=now,
        )
        return world.batches.commit(move), move.after

    def refuse(self, caller: Caller) -> None:
        """Raise the refusal of the limit that is reached."""
        world, now = self._world, self._world.clock()
        limits = limits_of(caller, world.settings)
        again = sum(line in self._items for line in self.lines)
        spent = world.quotas.spent(self._batch.user_id, "daily", day_of(now))
        if limits.daily is not None and spent + again > limits.daily:
            raise over_limit(limits, used_up="daily", caller=caller, now=now)
        most = world.settings.allowance(self._batch.tier).open_batches
        raise Conflict(f"Your tier allows {most} open batches; wait until one has ended, or cancel it.")
