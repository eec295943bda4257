"""Read batches, their items and their errors. Every read checks ownership; others' batches are not found."""

from typing import Final

from reelwright.batches.limits import PART_LINES
from reelwright.batches.lines import BatchLine, part_of
from reelwright.batches.model import Batch, BatchItem, ErrorGroup, ItemError
from reelwright.batches.refused_lines import RefusedLines, as_error_group, error_of_line, groups_of_line
from reelwright.batches.states import ItemState
from reelwright.batches.triage import Groups, SharedTrait, facts_of_job, traits_of
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import JobFailure
from reelwright.ports import BatchPage, World
from reelwright.refusals import InvalidField, NotFound
from reelwright.usecases.sign_cursor import cursor_at, place_of
from reelwright.values import Value

MOST_SUSPECTED: Final = 10_000
"""Lines of a batch whose groups are searched for suspects: the search reads all of them."""


SHOWN_GROUPS: Final = 5


class BatchFilter(Value):
    """The list of a user's batches, for its signed cursor."""

    user_id: str


class ItemFilter(Value):
    """The items of a batch; None matches all."""

    batch_id: str
    state: ItemState | None = None
    group: str | None = None

    def admits(self, item: "ListedItem") -> bool:
        """Check whether the item passes all filters."""
        return self.state in (None, item.state) and (self.group is None or self.group in item.groups)


class ListedItem(Value):
    """One line: its row if it was released, and why it has no film: the error of its job or of its refused line."""

    line: int
    custom_id: str | None
    state: ItemState
    row: BatchItem | None = None
    error: ItemError | None = None
    groups: tuple[str, ...] = ()
    """The groups of its errors: of its job's one, or of all of a refused line."""


class ItemPage(Value):
    """A page of items in line order; `cursor`, signed, is the next page's. A page may be short: each reads a thousand lines."""

    items: tuple[ListedItem, ...]
    cursor: str | None = None


def get_batch(batch_id: str, *, caller: Caller, world: World) -> Batch:
    """Return the caller's batch; raises NotFound, also for others' batches."""
    batch = world.batches.get(batch_id)
    if batch is None or not caller.may_see(batch.user_id):
        raise NotFound(f"Batch {batch_id[:64]!r} was not found among yours; ended batches are removed after a day.")
    return batch


def list_batches(*, limit: int, cursor: str | None, caller: Caller, world: World) -> BatchPage:
    """Return a page of the caller's batches, newest first; raises InvalidField for a cursor of another list."""
    listed = BatchFilter(user_id=caller.user_id)
    page = world.batches.list_of_user(caller.user_id, limit=limit, cursor=place_of(cursor, listed=listed, world=world))
    return page.model_copy(update={"cursor": cursor_at(page.cursor, listed=listed, world=world)})


def list_items(listed: ItemFilter, *, limit: int, cursor: str | None, caller: Caller, world: World) -> ItemPage:
    """Return a page of a batch's items; raises InvalidField for a cursor of another list, NotFound as `get_batch`.

    It reads the rest of one stored part of a thousand lines, so a filter may leave a page short or empty before the end.
    """
    batch = get_batch(listed.batch_id, caller=caller, world=world)
    first = _first_line(place_of(cursor, listed=listed, world=world))
    part, _ = part_of(first)
    if part >= batch.parts:
        return ItemPage(items=())
    last = (part + 1) * PART_LINES
    found: list[ListedItem] = []
    for item in items_of(batch, part, first=first, world=world):
        if listed.admits(item):
            found.append(item)
        if len(found) == limit:
            last = item.line
            break
    following = str(last + 1) if last < batch.lines else None
    return ItemPage(items=tuple(found), cursor=cursor_at(following, listed=listed, world=world))


def items_of(batch: Batch, part: int, *, first: int, world: World) -> list[ListedItem]:
    """Return the items of a stored part from line `first` on: lines and their rows."""
    last = (part + 1) * PART_LINES
    rows = {row.line: row for row in world.batches.items(batch.batch_id, first=first, last=last)}
    lines = world.batch_lines.part(batch.batch_id, part)
    return [listed_item(batch, line, rows.get(line.line)) for line in lines if line.line >= first]


def listed_item(batch: Batch, line: BatchLine, row: BatchItem | None) -> ListedItem:
    """Join a line and its row. A row that waits to be run again shows its last end."""
    unreleased = ItemState.REFUSED if line.is_refused else batch.unreleased_state
    state = unreleased if row is None else row.state
    of_job = None if row is None else row.error
    groups = groups_of_line(line) if of_job is None else (of_job.group,)
    error = of_job or error_of_line(line)
    return ListedItem(line=line.line, custom_id=line.custom_id, state=state, row=row, error=error, groups=groups)


class ErrorsOfBatch(Value):
    """The groups of errors, largest first, and what the lines of a group have in common, by group."""

    groups: tuple[ErrorGroup, ...]
    suspects: dict[str, tuple[SharedTrait, ...]] = {}


def read_errors(batch_id: str, *, caller: Caller, world: World) -> ErrorsOfBatch:
    """Return the groups of errors, with suspects: traits that a group's lines share and others lack.

    The errors of jobs and of the lines that were refused at the start; of a batch over MOST_SUSPECTED lines only of jobs.
    """
    batch = get_batch(batch_id, caller=caller, world=world)
    groups = world.batches.groups(batch_id)
    if not (groups or batch.refused) or batch.lines > MOST_SUSPECTED:
        return ErrorsOfBatch(groups=groups)
    seen, names, refused = Groups(), {}, RefusedLines()
    for part in range(batch.parts):
        for item, line in zip(
            items_of(batch, part, first=part * PART_LINES + 1, world=world),
            world.batch_lines.part(batch_id, part),
            strict=True,
        ):
            refused.see(line)
            if item.row is None or item.state is ItemState.OPEN:
                continue
            traits = traits_of(line.columns)
            seen.see(traits)
            error = item.row.error
            if error is not None:
                failure = JobFailure(**error.model_dump(exclude={"group"}))
                names[seen.add(facts_of_job(failure), line.line, traits)] = error.group
    of_lines = refused.all()
    every = groups + tuple(as_error_group(one, batch.created_at) for one in of_lines)
    suspects = {names[one.group]: one.suspects for one in seen.all()}
    suspects |= {one.group: one.suspects for one in of_lines}
    return ErrorsOfBatch(groups=tuple(sorted(every, key=lambda group: -group.count)), suspects=suspects)


def _first_line(place: str | None) -> int:
    if place is None:
        return 1
    if not place.isdigit():
        raise InvalidField("cursor", "it does not belong to this list; start from the first page")
    return int(place)


class WatchedBatch(Value):
    """A batch with the sum of its open jobs' own progress and its largest groups of errors."""

    batch: Batch
    fractions: float
    groups: tuple[ErrorGroup, ...]


def watch_batch(batch: Batch, *, world: World) -> WatchedBatch:
    """Read what a status of the batch shows beside its row: at most a window of jobs, and the groups."""
    jobs = [world.jobs.get(opened.job_id) for opened in batch.open_items]
    fractions = sum(job.progress for job in jobs if job is not None)
    groups = world.batches.groups(batch.batch_id) if batch.settled.failed else ()
    return WatchedBatch(batch=batch, fractions=fractions, groups=groups[:SHOWN_GROUPS])
