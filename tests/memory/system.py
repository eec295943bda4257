"""A whole system in memory with a clock that the test moves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from reelwright.entry.batch_lines import CachedBatchLines
from reelwright.entry.recent_tallies import CachedTallies
from reelwright.events import ExecutionEnded, ExecutionStatus, StepCommand
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job, StepRow
from reelwright.jobs.request import CreateJob
from reelwright.ports import Courier, MoveOutcome, Secrets
from reelwright.settings import Settings
from reelwright.usecases.advance_job import advance_job
from reelwright.usecases.create_job import Created, create_job
from reelwright.usecases.dispatch_jobs import Dispatched, dispatch_jobs
from reelwright.usecases.end_attempt import end_attempt
from reelwright.usecases.sweep_jobs import Swept, sweep_jobs
from reelwright_media.steps.run_step import Work, run_step
from tests.memory.artefacts import MemoryArtefacts
from tests.memory.batches import MemoryBatches
from tests.memory.breakers import MemoryBreakers
from tests.memory.call_rates import MemoryCallRates
from tests.memory.dead_letters import MemoryDeadLetters
from tests.memory.decoding import MemoryDecoding
from tests.memory.deliveries import MemoryDeliveries
from tests.memory.executions import MemoryExecutions
from tests.memory.jobs import MemoryJobs
from tests.memory.key_rings import MemoryKeyRings
from tests.memory.lanes import MemoryLanes
from tests.memory.languages import MemoryLanguages
from tests.memory.load_history import MemoryLoadHistory
from tests.memory.long_works import MemoryLongWorks
from tests.memory.pages import MemoryPages
from tests.memory.profiles import MemoryProfiles
from tests.memory.queues import MemoryQueues
from tests.memory.quotas import MemoryQuotas
from tests.memory.receiver import Receiver
from tests.memory.recounts import MemoryRecounts
from tests.memory.reservations import MemoryReservations
from tests.memory.secrets import MemorySecrets
from tests.memory.tallies import MemoryTallies
from tests.memory.uploads import MemoryUploads
from tests.memory.user_keys import MemoryUserKeys
from tests.memory.webhook_queue import MemoryWebhookQueue

SETTINGS = Settings(
    environment="local",
    table_name="jobs",
    bucket_name="films",
    capacity={"videos": 2, "tasks": 2},
    is_billed=False,
)

ON_AWS = SETTINGS.model_copy(update={"is_billed": True})
"""The same, where work has a price."""


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        """Return the time it stands at."""
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        """Move on."""
        self.now += timedelta(seconds=seconds)


@dataclass
class System:
    """The real use cases on memory adapters."""

    clock: Clock = field(default_factory=Clock)
    settings: Settings = SETTINGS
    made: int = 0

    def __post_init__(self) -> None:
        self.jobs = MemoryJobs(clock=self.clock)
        self.queues = MemoryQueues(clock=self.clock)
        self.executions = MemoryExecutions()
        self.artefacts = MemoryArtefacts()
        self.batches = MemoryBatches(self.jobs, clock=self.clock)
        self.batch_lines = CachedBatchLines(self.artefacts)
        self.profiles = MemoryProfiles(clock=self.clock)
        self.decoding = MemoryDecoding(self.artefacts)
        self.pages = MemoryPages()
        self.uploads = MemoryUploads()
        self.breakers = MemoryBreakers()
        self.call_rates = MemoryCallRates()
        self.reservations = MemoryReservations()
        self.user_keys = MemoryUserKeys()
        self.long_works = MemoryLongWorks()
        self.languages = MemoryLanguages()
        self.tallies = MemoryTallies()
        self.troubles: list[Exception] = []
        self.recent_tallies = CachedTallies(self.tallies, clock=self.clock, on_error=self.troubles.append)
        self.recounts = MemoryRecounts(self.jobs)
        self.load_history = MemoryLoadHistory()
        self.deliveries = MemoryDeliveries()
        self.key_rings = MemoryKeyRings()
        self.secrets: Secrets = MemorySecrets(b"m" * 64)
        self.courier: Courier = Receiver()
        self.webhook_queue = MemoryWebhookQueue()
        self.lanes = MemoryLanes()
        self.tools: Any = None
        """For the tests whose works reach for tools."""

    @property
    def dead_letters(self) -> MemoryDeadLetters:
        """The dead letters that the moves of the jobs write."""
        return self.jobs.dead_letters

    @property
    def quotas(self) -> MemoryQuotas:
        """The counters of users that the jobs charge, too."""
        return self.jobs.quotas

    def random(self) -> float:
        """Return no jitter."""
        return 0.0

    def ids(self) -> str:
        """Return the next id."""
        self.made += 1
        return f"job{self.made:04d}"

    def create(self, caller: Caller, *, key: str | None = None, **body: Any) -> Created:
        """Accept a job; unless a test says otherwise, one that does its own work although all say the same."""
        body.setdefault("video_request", {"script_content": "Hello there, world."})
        body.setdefault("use_cache", False)
        return create_job(CreateJob.model_validate(body), caller=caller, key=key, world=self)

    def advance(self, job_id: str) -> None:
        """Do what the outbox does for one record."""
        advance_job(job_id, world=self)

    def dispatch(self) -> Dispatched:
        """Run the dispatcher once."""
        return dispatch_jobs(world=self)

    def step(self, job_id: str, work: Work, *, name: str = "plan_scenes", **command: Any) -> dict[str, Any]:
        """Run a step of the job's present attempt, with a work of the test's own."""
        fields = {"job_id": job_id, "attempt": self.job(job_id).attempt, "step": name, **command}
        return run_step(
            StepCommand.model_validate(fields),
            {name: work},
            tools=self.tools,
            world=self,
            sleep=self.clock.pass_seconds,
        )

    def end(self, job_id: str, status: ExecutionStatus = "SUCCEEDED", **details: Any) -> MoveOutcome:
        """Deliver the end of the job's present attempt."""
        job = self.job(job_id)
        event = ExecutionEnded(execution_arn="arn", name=job.execution_name, status=status, **details)
        return end_attempt(event, world=self)

    def sweep(self) -> Swept:
        """Run the sweeper once."""
        return sweep_jobs(world=self)

    def row(self, job_id: str, step: str) -> StepRow:
        """Read the row of a step that must have one."""
        row = self.jobs.step(job_id, step)
        assert row is not None, f"{step} has no row"
        return row

    def content(self, job_id: str, step: str) -> bytes:
        """Read the artefact that a step made."""
        key = self.row(job_id, step).key
        assert key is not None, f"{step} made nothing"
        return self.artefacts.get(key)

    def job(self, job_id: str) -> Job:
        """Return a job that must be there."""
        job = self.jobs.get(job_id)
        assert job is not None
        return job

    def state(self, job_id: str) -> JobState:
        """Return a job's state."""
        return self.job(job_id).state

    def run(self, caller: Caller, **body: Any) -> str:
        """Create a job and bring it to EXECUTING."""
        job_id = self.create(caller, **body).job_id
        self.advance(job_id)
        assert job_id in self.dispatch().started
        return job_id

    def run_above_estimate(self, caller: Caller, **body: Any) -> str:
        """Start a job whose `max_cost_usd` is below its estimate: its providers are set up only after the create."""
        settings, self.settings = self.settings, SETTINGS
        job_id = self.run(caller, **body)
        self.settings = settings
        return job_id

    def fail_for_good(self, caller: Caller, **body: Any) -> str:
        """Create a job, fail it, retry it five times, and fail it again."""
        job_id = self.run(caller, **body)
        for _ in range(5):
            self.end(job_id, "FAILED", error="ProviderThrottledError", cause="slow down")
            self.clock.pass_seconds(8000)
            self.sweep()
            self.advance(job_id)
            self.dispatch()
        self.end(job_id, "FAILED", error="ProviderThrottledError", cause="slow down")
        return job_id
