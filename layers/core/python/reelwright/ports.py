"""What the use cases need from the world. Each docstring is a promise that every implementation keeps.

`aws/` keeps them with DynamoDB, SQS, S3 and Step Functions, `memory/` without; one contract suite runs on both.
The media ports (voices, pictures, renderer) stand in `media.py`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from reelwright.events import ExecutionStatus
from reelwright.jobs.dead_letter import DeadLetter, DeadLetterReason
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import HistoryRow, Job, JobFailure, JobResult, Lease, QueueMessage, StepRow
from reelwright.jobs.recount import Census, Reading, RecountRecord, Suspect
from reelwright.jobs.tally import Tally
from reelwright.pipeline.breaker import Permission
from reelwright.values import Value
from reelwright.webhooks.log import Delivery, Outcome
from reelwright.webhooks.signatures import KeyRing


class AddOutcome(Enum):
    """What became of a new job."""

    ADDED = "added"
    REPLAYED = "replayed"
    """The idempotency key was used before with the same body: `AddResult.job_id` is that job."""
    KEY_REUSED = "key_reused"
    """The key was used before with another body."""
    OVER_DAILY_LIMIT = "over_daily_limit"
    OVER_MINUTE_LIMIT = "over_minute_limit"
    """Created too fast; over both limits it is the day's that is named."""


class AddResult(Value):
    """Outcome of `Jobs.add` and the job that stands for the request now (None over a limit).

    `today` counts the user's jobs of the day, this one included, where a daily limit was given; it is read beside the write, so
    it may miss creates of this very moment, and is None where reading took too long.
    """

    outcome: AddOutcome
    job_id: str | None = None
    today: int | None = None


class IdempotencyKey(Value):
    """A client's key with the fingerprint of the body it came with; kept for 24 hours."""

    key: str
    fingerprint: str


class AdmitOutcome(Enum):
    """What became of an admission."""

    ADMITTED = "admitted"
    OVER_LIMIT = "over_limit"
    """The user has enough queued and running jobs; `waiting_reason` says so on the job."""
    LOST = "lost"
    """The job is not PENDING any more."""


class StartOutcome(Enum):
    """What became of a start."""

    STARTED = "started"
    AT_CAPACITY = "at_capacity"
    LOST = "lost"
    """The job is not QUEUED for this attempt any more: the message is late or doubled."""
    ALREADY_STARTED = "already_started"
    """This very attempt holds the lease: an earlier run crashed after the write; go on from there."""


class MoveOutcome(Enum):
    """What became of a conditional move."""

    MOVED = "moved"
    LOST = "lost"
    """The job was not where the move starts from; nothing was written."""


class JobPage(Value):
    """A page of jobs, newest first; `cursor` is the place of the last, None where there are no more behind it."""

    jobs: tuple[Job, ...]
    cursor: str | None = None


class Jobs(Protocol):
    """The table of jobs. Every write is one transaction, conditional on where it came from, and safe to repeat."""

    def add(
        self,
        job: Job,
        *,
        key: IdempotencyKey | None,
        daily_limit: int | None,
        day: str,
        minute_limit: int | None = None,
        minute: str = "",
    ) -> AddResult:
        """Store a PENDING job, its first history row (`created`), the key and one more on the user's day: all or nothing.

        The day's counter is conditional on `daily_limit` (None: uncounted limit, still counted); with `minute_limit` the
        user's jobs of `minute` are counted too, and bounded. A replay counts nothing.
        """

    def get(self, job_id: str) -> Job | None:
        """Return the job, strongly consistent; None where there is none or its `expires_at` is past (see `now` of init)."""

    def list_of_user(
        self,
        user_id: str,
        *,
        state: JobState | None,
        task_name: str | None,
        limit: int,
        cursor: str | None,
        skip: int = 0,
    ) -> JobPage:
        """Return the user's jobs, newest first, eventually consistent: those behind `cursor`, the first `skip` left out.

        Skipping reads index rows alone. Whoever hands a cursor out signs it and takes back only what he signed
        (`jobs.cursor`): here a place is believed.
        """

    def history(self, job_id: str) -> tuple[HistoryRow, ...]:
        """Return every transition in order."""

    def counts_of_user(self, user_id: str, *, task_name: str | None = None) -> dict[JobState, int]:
        """Return how many of the user's jobs (of one task, if named) are in each state."""

    def daily_count(self, user_id: str, day: str) -> int:
        """Return how many jobs the user has created on a UTC day."""

    def admit(self, job: Job, *, active_limit: int, now: datetime) -> AdmitOutcome:
        """PENDING -> QUEUED and one more on the user's active count, within the limit; `due_at` becomes now + 60 s.

        Over the limit the job stays PENDING and `waiting_reason` is set (once).
        """

    def next_pending(self, user_id: str) -> Job | None:
        """Return the user's oldest PENDING job, or None."""

    def mark_announced(self, job_id: str, *, attempt: int, now: datetime, ticket: int | None = None) -> MoveOutcome:
        """Note on a QUEUED job that the message for its next attempt (`attempt`) was sent; LOST otherwise.

        `ticket` (`jobs.waiting`) stays with the job while it is QUEUED: the first one holds.
        """

    def start(self, job_id: str, *, attempt: int, lease: Lease, capacity: int, now: datetime) -> StartOutcome:
        """QUEUED -> EXECUTING with this attempt number, plus the lease, within the pool's capacity: one transaction.

        The job must be QUEUED with `attempt - 1` attempts behind it and not be asked to cancel.
        """

    def served(self, pool: str) -> int:
        """Return how many starts the pool has ever made: the turn that `polling_order` reads."""

    def note_execution(self, job_id: str, *, attempt: int, execution_arn: str) -> None:
        """Write the execution's ARN on the job and its lease; a no-op when the attempt is over."""

    def finish(
        self,
        job_id: str,
        *,
        attempt: int,
        event: JobEvent,
        now: datetime,
        result: JobResult | None = None,
        error: JobFailure | None = None,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        waiting_reason: str | None = None,
        metadata: dict[str, Any] | None = None,
        fingerprint: str | None = None,
        dead_letter: DeadLetterReason | None = None,
    ) -> MoveOutcome:
        """Move EXECUTING -> COMPLETED, FAILED, CANCELLED or RETRYING: job, history, lease and active count in one transaction.

        Conditional on state EXECUTING and `attempt`: of doubled and late calls one moves, the others are LOST.
        COMPLETED sets progress to 1; RETRYING sets `due_at` and, by `retry_scheduled`, adds 1 to `retry_count`; by
        `postponed` it spends no retry: the wait is added to `waited_seconds`. With `fingerprint` the same transaction
        makes a completed job the one that `finished_like` finds. RETRYING is LOST for a job that is asked to cancel.
        With `dead_letter` (FAILED only) the same transaction writes the job's dead letter.
        """

    def finished_like(self, user_id: str, fingerprint: str) -> Job | None:
        """Return the user's job that last completed under the fingerprint, strongly consistent; None once it has expired."""

    def answer(
        self, job: Job, *, source: Job, result: JobResult, fingerprint: str, now: datetime, expires_at: datetime
    ) -> MoveOutcome:
        """PENDING -> COMPLETED with what `source` left: `result`, and copies of its finished steps, which cost nothing.

        Conditional on PENDING and `job.attempt`; nothing is counted or freed. The steps are there once the job is
        COMPLETED, and the job is then the one that `finished_like` finds.
        """

    def cancel_waiting(self, job: Job, *, now: datetime, expires_at: datetime) -> MoveOutcome:
        """PENDING, QUEUED or RETRYING -> CANCELLED, conditional on `job.state` and `job.attempt`; frees the active count."""

    def fail_queued(self, job: Job, *, error: JobFailure, now: datetime, expires_at: datetime) -> MoveOutcome:
        """QUEUED -> FAILED, conditional on `job.attempt`: its message is dead. Frees the active count.

        The same transaction writes the job's dead letter (`poison_message`).
        """

    def request_cancel(self, job_id: str, *, attempt: int, now: datetime) -> MoveOutcome:
        """Set `cancel_requested` on an EXECUTING job; MOVED again when it is set already; LOST when the attempt is over."""

    def requeue(self, job: Job, *, event: JobEvent, now: datetime) -> MoveOutcome:
        """RETRYING -> PENDING (`retry_due`) or FAILED -> PENDING (`retried`), conditional on state and attempt.

        The same transaction removes the dead letter of a job that is `retried`; LOST for a job that has expired.
        """

    def due(self, state: JobState, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return jobs of a waiting state whose `due_at` is past, most overdue first, eventually consistent."""

    def unpublished(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return ended jobs whose outcome nobody noted and whose `due_at` is past, eventually consistent."""

    def mark_published(self, job: Job) -> MoveOutcome:
        """Note that the outcome of an ended job lies in the bucket: `due_at` goes.

        Conditional on state, attempt and `completed_at`: LOST where the job has moved on. Noted already is MOVED, unwritten.
        """

    def leases(self) -> tuple[Lease, ...]:
        """Return every lease, strongly consistent."""

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Remove a lease that outlived its attempt (the job is not EXECUTING with it) and free its capacity."""

    def expired(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return finished jobs whose `expires_at` is past."""

    def remove(self, job: Job) -> None:
        """Remove a finished job with its history and steps; a no-op when it is gone."""

    def steps(self, job_id: str) -> tuple[StepRow, ...]:
        """Return the job's steps by name."""

    def step(self, job_id: str, name: str) -> StepRow | None:
        """Return one step, strongly consistent."""

    def save_step(self, job_id: str, row: StepRow, *, weight: float, message: str | None, now: datetime) -> MoveOutcome:
        """Write a step and add `weight` x (growth of its fraction) to the job's progress, with `message`: one transaction.

        `weight` is a share 0-1 of the whole job. The stored fraction never falls: a lower one keeps the old, so a
        repeated or late write adds nothing. LOST when the job is not EXECUTING with `row.attempt` (the attempt is over);
        the job's cost grows by `row.cost_usd` when the step becomes done and was not before.
        """

    def check(self) -> None:
        """Read one item; raises what the table raises. For the health route."""


OnDeadLetter = Callable[[DeadLetter], None]
"""Hears of each dead letter that was written, once it is: for a metric. A crash right after the write loses the call."""


def nobody_listens(_letter: DeadLetter) -> None:
    """Hear of a dead letter and do nothing."""


class DeadLetterPage(Value):
    """A page of dead letters, newest first; `cursor` is the place of the last, None where there are no more behind it."""

    letters: tuple[DeadLetter, ...]
    cursor: str | None = None


class DeadLetters(Protocol):
    """What was given up. Letters of jobs come and go with the moves of `Jobs`; expired ones (14 days) are not returned."""

    def page(self, *, task_name: str | None, limit: int, cursor: str | None) -> DeadLetterPage:
        """Return letters behind `cursor`, newest first, eventually consistent; the place is believed, as in `Jobs`."""

    def get(self, letter_id: str) -> DeadLetter | None:
        """Return one letter, strongly consistent, or None."""

    def add(self, letter: DeadLetter) -> bool:
        """Store the letter of a message without job; False, and no change, where one of its id is there."""

    def remove(self, letter: DeadLetter) -> bool:
        """Remove this letter and return whether it was there; a newer one of the same job stays."""


OnCounted = Callable[[Tally], None]
"""Hears once of what each count added, when it is written: for metrics. A crash right after the write loses the call."""


def counted_in_silence(_added: Tally) -> None:
    """Hear of a count and do nothing."""


class Tallies(Protocol):
    """The counters of jobs (`jobs.tally`), kept by the outbox from committed changes alone."""

    def count(self, job: Job, history: Sequence[HistoryRow]) -> bool:
        """Add what the job's history (all rows, read after the job) holds beyond what was counted; False for nothing new.

        Guarded by how many rows were counted: a doubled or late change adds nothing, and one that nobody heard of is made
        up for by the next. One transaction with the guard, the queue's and task's shard, and the user's counters.
        """

    def forget(self, job_id: str) -> None:
        """Take a removed job out of the states it was counted in; what it added for ever stays. A no-op when done twice."""

    def all(self) -> tuple[Tally, ...]:
        """Return one tally a queue and task, eventually consistent, shards summed."""

    def of_user(self, user_id: str) -> Tally:
        """Return what was counted of one user's jobs."""


class Recounts(Protocol):
    """What the hourly recount compares (`jobs.recount`): counters that block work where they are wrong, and the rows."""

    def readings(self, counters: Sequence[str]) -> dict[str, Reading]:
        """Return the counters of pools and users by their names, strongly consistent; 0 for those never written."""

    def census(self, *, ended: bool) -> Census:
        """Count the rows: leases strongly, waiting jobs and (with `ended`) ended ones through an index that may lag.

        What moves on its way while it is counted is counted once, or is gone.
        """

    def correct(self, suspect: Suspect) -> MoveOutcome:
        """Take `off_by` off a pool's or user's counter, if it still stands as `seen`; LOST otherwise, and when done twice."""

    def last(self) -> RecountRecord | None:
        """Return what the last recount left, strongly consistent."""

    def save(self, record: RecountRecord, *, after: RecountRecord | None) -> MoveOutcome:
        """Leave a record in the place of `after`; LOST where another has done so first."""


class Secrets(Protocol):
    """The environment's one master secret, and keys derived from it."""

    def key(self, purpose: str) -> bytes:
        """Return 32 bytes that only this environment knows, always the same for one purpose (HMAC-SHA256 of its name)."""


class Deliveries(Protocol):
    """The log of webhooks. Rows lie with their job and are removed with it."""

    def begin(self, delivery: Delivery) -> bool:
        """Write a try down before it is sent; False, and no change, where another has begun the try of this number.

        The same try (by its `sender`) again is True: its first answer was lost.
        """

    def end(self, delivery: Delivery) -> bool:
        """Write down how a try ended, or what is noted on it later; False where its row is gone."""

    def of_job(self, job_id: str) -> tuple[Delivery, ...]:
        """Return the job's tries by event and number, strongly consistent."""

    def allow_test(self, user_id: str, *, now: datetime, every: timedelta) -> bool:
        """Return whether the user may send a test webhook now, and note it; of calls within `every` one is allowed."""


class KeyRings(Protocol):
    """Which generations of a user's webhook secret there are; a user without a row has the first."""

    def ring(self, user_id: str) -> KeyRing:
        """Return the user's ring, strongly consistent."""

    def turn(self, user_id: str, *, seen: KeyRing, to: KeyRing) -> bool:
        """Store `to` where the ring is still the one that was seen; False, and no change, where another turned it."""


class Reply(Value):
    """What came back of a webhook. `excerpt`: the beginning of the answer's text; `detail`: a sentence where it failed."""

    outcome: Outcome
    milliseconds: int
    status: int | None = None
    retry_after_seconds: float | None = None
    detail: str | None = None
    excerpt: str = ""


class Courier(Protocol):
    """Sends one webhook over HTTPS, to public addresses only."""

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Reply:
        """Send once and return what came back, in 15 seconds at most. Every failure is a reply, none is raised.

        Redirects are not followed. A URL or an address that is none that we call is REFUSED, and nothing was sent.
        """


class WebhookQueue(Protocol):
    """The queue of webhooks, beyond what its trigger does."""

    def postpone(self, handle: str, *, seconds: float) -> None:
        """Hide a message in hand for so long (1 s to 12 h, rounded up); a no-op when it is gone."""

    def keep(self, body: str) -> None:
        """Put a message of what was given up into the dead-letter queue, at least once."""


class Queues(Protocol):
    """The SQS work queues, by the names of `pipeline.queues`."""

    def send(self, queue: str, message: QueueMessage, *, user_id: str) -> None:
        """Send at least once. `user_id` is the fairness group inside the queue."""

    def receive(self, queue: str, *, limit: int) -> list["Received"]:
        """Return up to `limit` (1-10) messages, hidden from others for the queue's visibility time; may be empty."""

    def delete(self, received: "Received") -> None:
        """Remove a received message; a no-op when it is gone."""

    def give_back(self, received: "Received") -> None:
        """Make a received message visible again at once."""

    def depth(self, queue: str) -> int:
        """Return about how many messages wait."""

    def dead_depth(self, queue: str) -> int:
        """Return about how many messages of the queue were given up and are not read yet."""


class Received(Value):
    """A message in hand. `message` None: the body is not ours (poison); it goes back and on to the dead letters."""

    queue: str
    handle: str
    message: QueueMessage | None
    receive_count: int


class Executions(Protocol):
    """The state machine's executions."""

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Start an execution and return its ARN; the same name again returns the same ARN and starts nothing."""

    def find(self, name: str) -> str | None:
        """Return the ARN of the execution that was started under a name; None where none was, some seconds ago or ever."""

    def stop(self, execution_arn: str, *, reason: str) -> None:
        """Stop it and its Fargate tasks; a no-op when it is over."""

    def status(self, execution_arn: str) -> "ExecutionState":
        """Return how it stands."""


class ExecutionState(Value):
    """How an execution stands; `error` and `cause` where it ended badly."""

    status: ExecutionStatus
    error: str | None = None
    cause: str | None = None


class ObjectFacts(Value):
    """An object without its content; `etag` changes with it."""

    size_bytes: int
    etag: str


class SignedUpload(Value):
    """Where one file may be sent by `PUT`, with exactly these headers."""

    url: str
    headers: dict[str, str]


class Artefacts(Protocol):
    """The bucket. Keys are made by the core; writes to an artefact key happen once."""

    def exists(self, key: str) -> bool:
        """Return whether the object is there."""

    def put_once(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write the object unless it is there (`If-None-Match: *`): the first writer wins, the others are content."""

    def put_file_once(self, key: str, path: Path, *, content_type: str) -> None:
        """Do the same from a file, streaming."""

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write the object, replacing it: for `outputs/`, whose content is the same each time."""

    def get(self, key: str) -> bytes:
        """Return the object; raises MissingArtefactError where there is none."""

    def fetch(self, key: str, path: Path) -> Path:
        """Write the object into a file and return it; raises MissingArtefactError where there is none."""

    def copy(self, source: str, target: str) -> None:
        """Copy within the bucket, replacing; raises MissingArtefactError where the source is gone."""

    def remove_prefix(self, prefix: str) -> int:
        """Remove every object under a prefix; return how many. The prefix must not be empty."""

    def facts(self, key: str) -> ObjectFacts | None:
        """Return what is known of the object without reading it, or None where there is none."""

    def upload(self, key: str, *, seconds: int, content_type: str, size_bytes: int) -> SignedUpload:
        """Return a signed PUT that takes one object of this type and length, once, within `seconds`."""

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """Return a signed GET URL that offers the object under a file name."""

    def check(self) -> None:
        """Ask for the bucket's head; raises what it raises. For the health route."""


class Breakers(Protocol):
    """The circuit breakers of all providers (`pipeline.breaker`), shared by every process.

    Who wants to call a provider asks first, and brings the permission back with the call's end: success, failure by the
    provider's fault, or neither. What is recorded is atomic: of racing writers none is overwritten, and an answer that was
    lost does not count twice. Recording never raises what the store raises: what a provider made is worth more than a
    count, and a probe whose end is lost is replaced after its lease.
    """

    def allow(self, provider: str, *, now: datetime) -> Permission:
        """Return whether the provider may be called; of all who ask when its wait is over, exactly one is the probe.

        Otherwise what is read may be up to 5 s old. A provider that nobody has failed at costs one read and no write.
        """

    def record_success(self, permission: Permission, *, now: datetime) -> None:
        """Forget the failures in a row; the probe's success closes the breaker."""

    def record_failure(self, permission: Permission, *, now: datetime) -> bool:
        """Count a failure, and return whether it was the one that opened the breaker; the probe's opens it again."""

    def give_back(self, permission: Permission, *, now: datetime) -> None:
        """End a call that says nothing about the provider; the next to ask may be the probe at once."""


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return now, UTC, timezone-aware."""


class Ids(Protocol):
    """Makes job ids."""

    def __call__(self) -> str:
        """Return a new id: unguessable, at most 40 characters of `[a-z0-9]`, sorting by time."""
