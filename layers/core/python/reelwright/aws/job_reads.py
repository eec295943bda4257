"""The reads of jobs.

A list takes its keys from an index (eventually consistent, small rows) and the jobs themselves from the table (strongly
consistent): index rows whose job the table no longer holds are left out.
"""

from collections import Counter
from datetime import datetime
from operator import itemgetter
from typing import Final

from reelwright.aws import keys
from reelwright.aws.items import Item, history_of, job_of, lease_of, owner_state
from reelwright.aws.table import SortRange, Table
from reelwright.jobs.cursor import JobFilter, position
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.listing import MOST_READ
from reelwright.jobs.model import HistoryRow, Job, Lease, PoolCounts, RecordedJob
from reelwright.jobs.moves import is_expired
from reelwright.pipeline.queues import shard_name
from reelwright.pipeline.table import (
    BY_DUE,
    BY_OWNER,
    BY_OWNER_STATE,
    DUE_ORDER,
    EXPIRING,
    OWNER_ORDER,
    PARTITION_KEY,
    SORT_KEY,
    UNPUBLISHED,
    due_shards,
    stamp,
)
from reelwright.pipeline.tasks import ITEM_TASK
from reelwright.ports import Clock, JobPage

_PENDING_PAGE: Final = 5
_SCAN_PAGE: Final = 100
"""Index rows per read if a filter may drop most of them."""
_AFTER_ALL: Final = "~"
"""Greater than every sort key of a list: they begin with a time."""
_READ_AT_ONCE: Final = 50
"""Jobs per read if titles are compared: two rows each, of the hundred that one call returns."""


class JobReader:
    """The reads of `ports.Jobs`, and a counter that only tests read. `clock` decides what has expired."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def get(self, job_id: str) -> Job | None:
        """Return the job unless it is gone or expired."""
        return self._read(self._rows(job_id, first=keys.META))

    def recorded(self, job_id: str) -> RecordedJob | None:
        """Return the job with its history: their rows are neighbours, so one query reads them."""
        rows = self._rows(job_id, first=keys.HISTORY_PREFIX)
        history = [row for row in rows if row[SORT_KEY].startswith(keys.HISTORY_PREFIX)]
        job = self._read(rows[len(history) :])
        return None if job is None else RecordedJob(job=job, history=tuple(map(history_of, history)))

    def _rows(self, job_id: str, *, first: str) -> list[Item]:
        """Read a job's rows from a sort key on, up to its request."""
        rows = SortRange("BETWEEN", first, keys.REQUEST)
        return [item for page in self._table.pages(keys.job_partition(job_id), sort=rows) for item in page]

    def _read(self, rows: list[Item]) -> Job | None:
        job = job_of(rows)
        return None if job is None or is_expired(job, now=self._clock()) else job

    def finished_like(self, user_id: str, fingerprint: str) -> Job | None:
        """Return the user's job that last completed under the fingerprint, unless it has expired."""
        item = self._table.get(keys.result_key(user_id, fingerprint))
        return None if item is None else self.get(item["job_id"])

    def list_of_user(
        self,
        user_id: str,
        *,
        state: JobState | None,
        task_name: str | None,
        limit: int,
        cursor: str | None,
        skip: int = 0,
        title: str = "",
        since: datetime | None = None,
        most_read: int = MOST_READ,
    ) -> JobPage:
        """Return a page of the user's jobs, newest first."""
        if since is not None and cursor is not None and cursor < stamp(since):
            return JobPage(jobs=())
        listed = JobFilter(user_id=user_id, state=state, task_name=task_name, title=title)
        index = BY_OWNER if state is None else BY_OWNER_STATE
        found: list[Job] = []
        unread, read, size = skip, 0, _READ_AT_ONCE if title else limit + 1
        for entries in self._table.pages(
            user_id if state is None else owner_state(user_id, state),
            index=index,
            sort=_between(since, cursor),
            forward=False,
            page_size=_SCAN_PAGE if task_name or title or skip else min(_SCAN_PAGE, limit + 1),
        ):
            others = (entry for entry in self._unexpired(entries) if entry[OWNER_ORDER] != cursor)
            wanted = [entry for entry in others if task_name in (None, entry["task_name"])]
            wanted, unread = wanted[unread:], max(0, unread - len(wanted))
            for start in range(0, len(wanted), size):
                chunk = wanted[start : start + size]
                found += [job for job in self._visible(chunk) if listed.admits(job)]
                read += len(chunk)
                if len(found) > limit:
                    return JobPage(jobs=tuple(found[:limit]), cursor=position(found[limit - 1]))
                if title and read >= most_read:
                    return JobPage(jobs=tuple(found), cursor=chunk[-1][OWNER_ORDER])
        return JobPage(jobs=tuple(found))

    def history(self, job_id: str) -> tuple[HistoryRow, ...]:
        """Return every transition in order."""
        return tuple(history_of(item) for item in self._table.children(job_id, keys.HISTORY_PREFIX))

    def counts_of_user(self, user_id: str, *, task_name: str | None = None) -> dict[JobState, int]:
        """Return how many of the user's jobs are in each state; every state has its row."""
        counts = Counter(
            JobState(entry["state"])
            for entries in self._table.pages(user_id, index=BY_OWNER, only=("state", "task_name", "expires_at"))
            for entry in self._unexpired(entries)
            if task_name in (None, entry["task_name"])
        )
        return {state: counts[state] for state in JobState}

    def daily_count(self, user_id: str, day: str) -> int:
        """Return how many jobs the user has created on a UTC day."""
        return self._count(keys.quota_key(user_id, day), "created_count")

    def active(self, user_id: str) -> int:
        """Return the number of the user's jobs that count against their limit."""
        return self._count(keys.active_key(user_id), "active")

    def counts_of_pool(self, pool: str, *, shards: int) -> PoolCounts:
        """Return the running attempts of each shard, and how many starts the pool has ever made."""
        wanted = [keys.pool_key(shard_name(pool, shard)) for shard in range(shards)]
        rows = {item[PARTITION_KEY]: item for item in self._table.get_many(wanted)}
        found = [rows.get(key.pk, {}) for key in wanted]
        return PoolCounts(
            running=tuple(int(row.get("running", 0)) for row in found),
            served=sum(int(row.get("served", 0)) for row in found),
        )

    def next_pending(self, user_id: str) -> Job | None:
        """Return the user's oldest PENDING job outside batches, else the oldest item of one, or None.

        Few items of a batch are PENDING at a time (its window), so the other jobs are never far behind them.
        """
        partition = owner_state(user_id, JobState.PENDING)
        item: Job | None = None
        for entries in self._table.pages(partition, index=BY_OWNER_STATE, page_size=_PENDING_PAGE):
            wanted = [entry for entry in entries if item is None or entry["task_name"] != ITEM_TASK]
            for job in self._visible(wanted):
                if job.state is not JobState.PENDING:
                    continue
                if job.task_name != ITEM_TASK:
                    return job
                item = item or job
        return item

    def due(self, state: JobState, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return jobs of a waiting state whose time has come, most overdue first."""
        jobs = self._due(state.value, before, limit)
        return tuple(job for job in jobs if job.state is state and job.due_at is not None and job.due_at <= before)

    def expired(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return finished jobs that have outlived their retention: oldest first, those without a noted outcome last."""
        found: list[Job] = []
        for kind in (EXPIRING, UNPUBLISHED):
            if len(found) < limit:
                found += (job for job in self._due(kind, before, limit - len(found)) if is_expired(job, now=before))
        return tuple(found)

    def unpublished(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return ended jobs whose outcome was not noted in time, most overdue first."""
        now = self._clock()
        ended = (job for job in self._due(UNPUBLISHED, before, limit) if not is_expired(job, now=now))
        return tuple(job for job in ended if job.due_at is not None and job.due_at <= before)

    def leases(self) -> tuple[Lease, ...]:
        """Return every lease."""
        return tuple(lease_of(item) for page in self._table.pages_of(keys.LEASES) for item in page)

    def lease(self, job_id: str) -> Lease | None:
        """Return the job's lease, or None."""
        item = self._table.get(keys.lease_key(job_id))
        return None if item is None else lease_of(item)

    def _due(self, kind: str, before: datetime, limit: int) -> list[Job]:
        """Read the first jobs of all shards of a kind of due work."""
        sort = SortRange("<=", stamp(before))
        shards = due_shards(kind)
        entries = [row for shard in shards for row in self._table.first(shard, index=BY_DUE, sort=sort, limit=limit)]
        return self._jobs(sorted(entries, key=itemgetter(DUE_ORDER))[:limit])

    def _jobs(self, entries: list[Item]) -> list[Job]:
        """Read the jobs of index rows in their order, each with its request."""
        ids = [entry["job_id"] for entry in entries]
        rows: dict[str, list[Item]] = {keys.job_partition(job_id): [] for job_id in ids}
        for item in self._table.get_many(key(job_id) for job_id in ids for key in (keys.job_key, keys.request_key)):
            rows[item[PARTITION_KEY]].append(item)
        return [job for items in rows.values() if (job := job_of(items)) is not None]

    def _unexpired(self, entries: list[Item]) -> list[Item]:
        now = stamp(self._clock())
        return [entry for entry in entries if "expires_at" not in entry or entry["expires_at"] > now]

    def _visible(self, entries: list[Item]) -> list[Job]:
        now = self._clock()
        return [job for job in self._jobs(entries) if not is_expired(job, now=now)]

    def _count(self, key: keys.Key, counter: str) -> int:
        item = self._table.get(key)
        return 0 if item is None else int(item.get(counter, 0))


def _between(since: datetime | None, cursor: str | None) -> SortRange | None:
    """Build the range of a list's sort keys, newest before the cursor, which the range of two bounds includes."""
    if since is None:
        return None if cursor is None else SortRange("<", cursor)
    return SortRange("BETWEEN", stamp(since), cursor or _AFTER_ALL)
