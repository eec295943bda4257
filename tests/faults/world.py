"""The whole flow in memory: real use cases on watched adapters, with everything that AWS may do in between.

Every method is one thing that can happen. Picks are plain numbers, taken modulo what there is, so that a history stays
valid while Hypothesis shortens it.
"""

# ruff: noqa: D401 - methods here are things that happen, told as sentences

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final, cast

from reelwright.batches.resuming import ResumeBatch
from reelwright.entry.batch_lines import CachedBatchLines
from reelwright.entry.recent_tallies import CachedTallies
from reelwright.errors import JobCancelledError, ReelwrightError
from reelwright.events import Caught, DeadMessage, ExecutionEnded, ExecutionStatus, JobChanged, StepCommand
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Job, parse_execution_name
from reelwright.jobs.request import CreateJob
from reelwright.jobs.scene_edits import SceneEdit
from reelwright.pipeline.queues import QUEUES
from reelwright.pipeline.tasks import TASKS
from reelwright.refusals import Refusal
from reelwright.settings import Settings
from reelwright.usecases.recount_counters import recount_counters
from reelwright_media.steps.context import Tools
from tests.batch_builders import batch_lines, store_lines, weighed
from tests.faults.actors import REAL, Actors
from tests.faults.injection import (
    DOUBLED,
    LOST_END,
    LOST_RECORD,
    Fault,
    Faulty,
    Gate,
    Overtaker,
    ProcessDiedError,
    ServiceDownError,
)
from tests.faults.promises import Ledger
from tests.faults.watched import WatchedArtefacts, WatchedQueues
from tests.faults.works import SCENES, Behaviour, FakeWork, works_of
from tests.memory.breakers import MemoryBreakers
from tests.memory.long_works import MemoryLongWorks
from tests.memory.profiles import MemoryProfiles
from tests.memory.recounts import MemoryRecounts
from tests.memory.uploads import MemoryUploads
from tests.memory.world import world_with

CALLERS: Final = (
    Caller(user_id="free-eve", tier="free"),
    Caller(user_id="standard-bob", tier="standard"),
    Caller(user_id="premium-ada", tier="premium"),
)
TASK_NAMES: Final = ("generate_video", "generate_hook", "generate_audio_tts")
CAPACITY: Final = {"videos": 2, "tasks": 2}
HELD_FILMS: Final = 2
"""One film of so many waits for its owner's approval."""
BATCH_TERMS: Final[tuple[dict[str, Any], ...]] = (
    {"concurrency": 2},
    {"concurrency": 3, "max_cost_usd": 0.5},
    {"concurrency": 2, "stop_after": {"failures": 2}},
    {"concurrency": 1, "expires_after_hours": 1},
    {"concurrency": 2, "start": "on_confirm"},
)
ROUND_RECORDS: Final = 1_000
"""Most records of a round: far more than there ever are, unless a mutant makes records without end."""
RECORD_TRIES: Final = 10
RECORD_AGE: Final = timedelta(hours=1)
SWEEPER_OUTAGE: Final = timedelta(hours=6)
MINUTES_TO_SETTLE: Final = 4
"""Sweeps that bring one forgotten attempt all the way: stop it, end it, publish its outcome."""
REST_ROUNDS: Final = 90
REST_STEP_SECONDS: Final = 400
"""Longer than a queue's visibility time. All rounds together are 10 hours: five retries and a queue that drains, far less
than the 3 days after which a job that was announced is announced again whatever happened."""
ENDS: Final[tuple[tuple[ExecutionStatus, str | None, str | None], ...]] = (
    ("SUCCEEDED", None, None),
    ("FAILED", "ProviderError", "503"),
    ("FAILED", "ContentError", "nothing to speak"),
    ("FAILED", "Lambda.Unknown", "the sandbox died"),
    ("TIMED_OUT", None, None),
    ("ABORTED", None, None),
)


class VirtualClock:
    """A clock that only the history moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        """Return the time it stands at."""
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        """Move on."""
        self.now += timedelta(seconds=seconds)


@dataclass(eq=False)
class Record:
    """A record of the table's stream that waits for its consumer."""

    change: JobChanged
    at: datetime
    tries: int = 0


class World:
    """One history in the making. `retry_scale` 0.01 brings retries back while other handlers still run."""

    def __init__(self, actors: Actors = REAL, *, retry_scale: float = 1.0, seed: int = 0) -> None:
        self.actors = actors
        self.clock = VirtualClock()
        self.settings = Settings(
            environment="local",
            table_name="t",
            bucket_name="b",
            capacity=CAPACITY,
            places_a_shard=1,
            retry_scale=retry_scale,
            limits={"daily_failed_seconds": 10**9},  # a history rests within a day, and must not wait for the next one
        )
        self.happened: Counter[str] = Counter()
        self.ledger = Ledger(self.clock, self.settings)
        self.jobs = actors.jobs(self.clock, self.ledger)
        self.queues = WatchedQueues(self.clock, self.ledger)
        self.executions = actors.executions(self.ledger)
        self.artefacts = WatchedArtefacts(self.ledger)
        self.tallies = actors.tallies()
        self.recounts = MemoryRecounts(self.jobs)
        self.batches = actors.batches(self.jobs, self.clock, self.ledger.batches)
        self.gate = Gate(overtake=self._overtake, watch=self._check_now)
        behind_gate = {
            name: Faulty(port, self.gate)
            for name, port in (
                ("jobs", self.jobs),
                ("queues", self.queues),
                ("executions", self.executions),
                ("artefacts", self.artefacts),
                ("tallies", self.tallies),
                ("recounts", self.recounts),
                ("dead_letters", self.jobs.dead_letters),
                ("quotas", self.jobs.quotas),
                ("uploads", MemoryUploads()),
                ("breakers", MemoryBreakers()),
                ("long_works", MemoryLongWorks()),
                ("batches", self.batches),
            )
        }
        dice = random.Random(seed)  # noqa: S311 - a seeded simulation
        quiet = CachedTallies(self.tallies, clock=self.clock, on_error=lambda _error: None)
        self.world = world_with(
            **behind_gate,
            recent_tallies=quiet,
            batch_lines=CachedBatchLines(behind_gate["artefacts"]),
            profiles=MemoryProfiles(self.clock),
            settings=self.settings,
            clock=self.clock,
            ids=self._id,
            random=dice.random,
        )
        self._made = 0
        self._swept_at = self.clock.now
        self._stream: dict[str, list[Record]] = {}
        self._ends: list[ExecutionEnded] = []
        self._handled: list[Callable[[], None]] = []

    # -- triggers ----------------------------------------------------------------------------------------------

    def submit(self, who: int, task: int, priority: int | None, key: int | None, fault: Fault | None = None) -> None:
        """A client posts a job; after a lost answer it posts it again where it has a key."""
        caller = CALLERS[who % len(CALLERS)]
        name = TASK_NAMES[task % len(TASK_NAMES)]
        text = f"Hello number {self._made}." if key is None else f"Hello again, number {key}."
        hold_at = "storyboard" if name == TASK_NAMES[0] and task % HELD_FILMS else None
        request = CreateJob.model_validate(
            {"task_name": name, "priority": priority, "video_request": {"script_content": text, "hold_at": hold_at}}
        )
        word = None if key is None else f"{key}-{name}-{priority}"
        self.ledger.submitting = None if word is None else (caller.user_id, word)
        named = {"caller": caller, "key": word, "world": self.world}
        answered = self._attempt(fault, lambda: self.actors.create(request, **named))
        if not answered and key is not None:
            self._attempt(None, lambda: self.actors.create(request, **named))
        self.ledger.submitting = None

    def deliver_record(self, pick: int, fault: Fault | None = None, *, twice: bool = False) -> None:
        """The stream hands the oldest waiting record of one job to the outbox: in order for the job, again on failure."""
        waiting = self._records()
        if not waiting:
            return
        job_id = sorted(waiting)[pick % len(waiting)]
        record = waiting[job_id][0]
        record.tries += 1
        handled = self._attempt(fault, lambda: self._follow(record))
        if handled and twice:
            self.happened[DOUBLED] += 1
            handled = self._attempt(None, lambda: self._follow(record))
        if not handled and record.tries >= RECORD_TRIES:
            self.happened[LOST_RECORD] += 1
            handled = True
        left = self._records().get(job_id, [])
        if handled and record in left:
            left.remove(record)

    def lose_record(self, pick: int) -> None:
        """A record ends in the on-failure queue: its consumer failed ten times."""
        waiting = self._records()
        if waiting:
            waiting[sorted(waiting)[pick % len(waiting)]].pop(0)
            self.happened[LOST_RECORD] += 1

    def dispatch(self, fault: Fault | None = None) -> None:
        """Something wakes the dispatcher."""
        self._attempt(fault, lambda: self.actors.dispatch(world=self.world))

    def sweep(self, fault: Fault | None = None) -> None:
        """A minute is over."""
        self._swept_at = self.clock.now
        self._attempt(fault, lambda: self.actors.sweep(world=self.world))

    def recount(self, fault: Fault | None = None) -> None:
        """The sweeper looks at the counters; what it finds off, was off."""
        self._attempt(fault, lambda: self.ledger.recounted(recount_counters(world=self.world)))

    def cancel(self, pick: int, fault: Fault | None = None) -> None:
        """The owner cancels a job, running or not."""
        job = self._job(pick)
        if job is not None:
            caller = Caller(user_id=job.user_id, tier=job.tier)
            self._attempt(fault, lambda: self.actors.cancel(job.job_id, caller=caller, world=self.world))

    def retry(self, pick: int, fault: Fault | None = None) -> None:
        """The owner gives a FAILED job a new attempt."""
        failed = [job for job in self.ledger.last.values() if job.state is JobState.FAILED]
        if failed:
            job = failed[pick % len(failed)]
            caller = Caller(user_id=job.user_id, tier=job.tier)
            self._attempt(fault, lambda: self.actors.retry(job.job_id, caller=caller, world=self.world))

    def approve(self, pick: int, fault: Fault | None = None, *, edits: bool = False) -> None:
        """The owner approves a film that waits, or has its first scene painted again."""
        waiting = [job for job in self.ledger.last.values() if job.held_at is not None]
        if waiting:
            job = waiting[pick % len(waiting)]
            named = {"caller": Caller(user_id=job.user_id, tier=job.tier), "world": self.world}
            again = (SceneEdit(scene=0, repaint=True),)
            if edits:
                self._attempt(fault, lambda: self.actors.edit(job.job_id, again, **named))
            else:
                self._attempt(fault, lambda: self.actors.approve(job.job_id, **named))

    def end_execution(self, pick: int, how: int) -> None:
        """A running execution ends by itself."""
        running = self.executions.running()
        if running:
            status, error, cause = ENDS[how % len(ENDS)]
            self.executions.end(running[pick % len(running)], status, error=error, cause=cause)

    def deliver_end(self, pick: int, fault: Fault | None = None, *, twice: bool = False) -> None:
        """EventBridge hands an end to the lifecycle function, in any order, again on failure."""
        ends = self._waiting_ends()
        if not ends:
            return
        event = ends[pick % len(ends)]
        handled = self._attempt(fault, lambda: self.actors.end(event, world=self.world))
        if handled and twice:
            self.happened[DOUBLED] += 1
        elif handled and event in ends:
            ends.remove(event)

    def lose_end(self, pick: int) -> None:
        """An end never arrives."""
        ends = self._waiting_ends()
        if ends:
            ends.pop(pick % len(ends))
            self.happened[LOST_END] += 1

    def bury(self, pick: int, fault: Fault | None = None, *, twice: bool = False) -> None:
        """A dead letter arrives."""
        full = [name for name in QUEUES if self.queues.dead[name]]
        if not full:
            return
        queue = full[pick % len(full)]
        bodies = self.queues.dead[queue]
        message = DeadMessage(message_id=f"{queue}-{bodies[0]}", queue=queue, body=bodies[0])
        handled = self._attempt(fault, lambda: self.actors.bury(message, world=self.world))
        if handled and twice:
            self.happened[DOUBLED] += 1
        elif handled and bodies:
            bodies.pop(0)

    def double_message(self, pick: int) -> None:
        """SQS delivers a message once more, however old."""
        if self.ledger.messages:
            queue, message = self.ledger.messages[pick % len(self.ledger.messages)]
            self.queues.put_raw(queue, message.model_dump_json())
            self.happened[DOUBLED] += 1

    def kill_message(self, pick: int) -> None:
        """A second copy of a message has been received five times for nothing, and is dead."""
        if self.ledger.messages:
            queue, message = self.ledger.messages[pick % len(self.ledger.messages)]
            self.queues.dead[queue].append(message.model_dump_json())
            self.happened[DOUBLED] += 1

    def poison(self, pick: int) -> None:
        """A stranger's message lies in a queue."""
        self.queues.put_raw(sorted(QUEUES)[pick % len(QUEUES)], "not ours")

    def step(self, pick: int, step: int, behaviour: Behaviour, fault: Fault | None = None) -> None:
        """The state machine runs a step of an attempt; one in three belongs to an attempt that may be over."""
        running = self.executions.running()
        names = [name for name, _ in self.executions.started()] if pick % 3 == 0 else list(running)
        if not names:
            return
        name = names[pick % len(names)]
        job_id, attempt = parse_execution_name(name) or ("", 0)
        job = self.ledger.last.get(job_id)
        if job is None:
            return
        roads = _road(job)
        command = roads[step % len(roads)].model_copy(update={"job_id": job_id, "attempt": attempt})
        ended = self._run_step(command, behaviour, fault)
        if ended is not None and name in running:
            status, error = ended
            self.executions.end(name, status, error=error, cause=json.dumps({"errorMessage": "as told"}))

    def wait(self, seconds: float) -> None:
        """Time passes; records that are an hour old leave the stream."""
        if self.clock.now + timedelta(seconds=seconds) - self._swept_at > SWEEPER_OUTAGE:
            # Where nobody sweeps for a retention's length, ends expire untold: that much outage is beyond the promises.
            for _ in range(MINUTES_TO_SETTLE):
                self.clock.pass_seconds(61)
                self.sweep()
        self.clock.pass_seconds(seconds)
        for records in self._records().values():
            fresh = [one for one in records if self.clock.now - one.at < RECORD_AGE]
            self.happened[LOST_RECORD] += len(records) - len(fresh)
            records[:] = fresh

    # -- whole rounds ------------------------------------------------------------------------------------------

    def round(self) -> None:
        """Every handler does what waits for it, undisturbed."""
        self.settle_ends()
        self.sweep()
        for _ in range(ROUND_RECORDS):
            if not self._records() and not self.batches.changed:
                break
            self.deliver_record(0)
            self.deliver_batch_record(0)
        self.dispatch()
        while any(self.queues.dead.values()):
            self.bury(0)

    def settle_ends(self) -> None:
        """Every end that waits is delivered."""
        while self._waiting_ends():
            self.deliver_end(0)

    def rest(self) -> None:
        """Let everything that was begun come to its end, then check the promises at rest."""
        for _ in range(REST_ROUNDS):
            self.round()
            for pick in range(len(self.ledger.last)):
                self.approve(pick)
            for name in self.executions.running():
                self.executions.end(name)
            quiet = self.ledger.is_quiet() and self.ledger.batches.is_quiet(self.batches)
            if quiet and not self._waiting_ends() and not self._records():
                break
            self.clock.pass_seconds(REST_STEP_SECONDS)
        self.ledger.check_rest(self.jobs)
        self.ledger.batches.check_rest(self.batches, self.artefacts.exists)
        self.ledger.check_tallies(self.tallies)

    def _overtake(self, by: Overtaker) -> None:
        if by is Overtaker.CANCELS:
            for pick in range(len(self.ledger.last)):
                self.cancel(pick)
            return
        if by is Overtaker.FAILURES:
            for name in self.executions.running():
                self.executions.end(name, "FAILED", error="ProviderError", cause="503")
            self.round()
            self.clock.pass_seconds(31)
        self.round()

    # -- batches -----------------------------------------------------------------------------------------------

    def submit_batch(self, who: int, lines: int, terms: int, fault: Fault | None = None) -> None:
        """A client sends a manifest; after a lost answer it sends it again, which is the same batch."""
        caller, name = CALLERS[who % len(CALLERS)], f"batch{self._made:04d}"
        self._made += 1
        store_lines(name, batch_lines(lines), self.artefacts)
        made = weighed(
            name, lines=lines, user_id=caller.user_id, tier=caller.tier, **BATCH_TERMS[terms % len(BATCH_TERMS)]
        )
        if not self._attempt(fault, lambda: self.actors.open_batch(made, world=self.world)):
            self._attempt(None, lambda: self.actors.open_batch(made, world=self.world))

    def deliver_batch_record(self, pick: int, fault: Fault | None = None, *, twice: bool = False) -> None:
        """The stream tells of a batch that moved; a record that fails is lost here, for the sweeper to make up for."""
        if not self.batches.changed:
            return
        batch_id = self.batches.changed.pop(pick % len(self.batches.changed))
        for _ in range(1 + twice):
            if not self._attempt(fault, lambda: self.actors.advance_batch(batch_id, world=self.world)):
                self.happened[LOST_RECORD] += 1

    def end_item(self, pick: int, how: int, fault: Fault | None = None) -> None:
        """A running item of a batch ends, and the record of its end is handed over with a fault."""
        ids = {name: (parse_execution_name(name) or ("", 0))[0] for name in self.executions.running()}
        items = sorted(name for name, job_id in ids.items() if self._is_item(job_id))
        if not items:
            return
        name = items[pick % len(items)]
        status, error, cause = ENDS[how % len(ENDS)]
        self.executions.end(name, status, error=error, cause=cause)
        self.settle_ends()
        waiting = sorted(self._records())
        if ids[name] in waiting:
            self.deliver_record(waiting.index(ids[name]), fault)

    def _is_item(self, job_id: str) -> bool:
        job = self.ledger.last.get(job_id)
        return job is not None and job.parent_job_id is not None

    def control_batch(self, pick: int, how: int, fault: Fault | None = None) -> None:
        """The owner cancels, pauses or resumes a batch."""
        stored = self.batches.stored()
        if not stored:
            return
        batch = stored[pick % len(stored)]
        named = {"caller": Caller(user_id=batch.user_id, tier=batch.tier), "world": self.world}
        which = ResumeBatch(which=("missing", "failed", "all")[how % 3])
        acts: tuple[Callable[[], Any], ...] = (
            lambda: self.actors.cancel_batch(batch.batch_id, **named),
            lambda: self.actors.pause_batch(batch.batch_id, **named),
            lambda: self.actors.resume_batch(batch.batch_id, which, **named),
            lambda: self.actors.resume_batch(batch.batch_id, which, **named),
        )
        self._attempt(fault, acts[how % len(acts)])

    def _check_now(self) -> None:
        self.ledger.check_now(self.jobs)
        self.ledger.batches.check_now(self.batches)

    # -- wiring ------------------------------------------------------------------------------------------------

    def _attempt(self, fault: Fault | None, act: Callable[[], Any]) -> bool:
        """Run a use case; False where its trigger comes again."""
        self.gate.arm(fault)
        try:
            act()
        except (ProcessDiedError, ServiceDownError):
            return False
        except ExceptionGroup as troubles:
            if troubles.split(ServiceDownError)[1] is not None:
                raise  # the sweeper hands on what its repairs met: only the service's faults are expected
            return False
        except Refusal:
            return True
        finally:
            self.gate.arm(None)
            self._raise_broken()
        return True

    def _raise_broken(self) -> None:
        if self.ledger.broken is not None:
            raise self.ledger.broken

    def _follow(self, record: Record) -> None:
        self.actors.follow(record.change, world=self.world)

    def _id(self) -> str:
        self._made += 1
        return f"job{self._made:04d}"

    def _job(self, pick: int) -> Job | None:
        known = [job for job in self.ledger.last.values() if pick % 4 == 0 or job.state not in FINAL_STATES]
        return known[pick % len(known)] if known else None

    def _records(self) -> dict[str, list[Record]]:
        for change in self.ledger.records:
            self._stream.setdefault(change.job_id, []).append(Record(change=change, at=self.clock.now))
        self.ledger.records.clear()
        for job_id in [job_id for job_id, records in self._stream.items() if not records]:
            del self._stream[job_id]
        return self._stream

    def _waiting_ends(self) -> list[ExecutionEnded]:
        self._ends += self.ledger.ends
        self.ledger.ends.clear()
        return self._ends

    def _run_step(
        self, command: StepCommand, behaviour: Behaviour, fault: Fault | None
    ) -> tuple[ExecutionStatus, str | None] | None:
        """Run one step; return how the execution ends by it, None where it goes on."""
        works = works_of(command.step, FakeWork(behaviour, meanwhile=self._meanwhile))
        if command.step == "complete":
            works = works_of("none", FakeWork(Behaviour.WELL, meanwhile=self._meanwhile))
        named = {"tools": cast("Tools", None), "world": self.world}
        error: Exception | None = None
        self.gate.arm(fault)
        try:
            self.actors.step(command, works, **named)
        except ProcessDiedError:
            return None
        except (ReelwrightError, ServiceDownError, ZeroDivisionError) as raised:
            error = raised
        finally:
            self.gate.arm(None)
            self._raise_broken()
        if error is None:
            return ("SUCCEEDED", None) if command.step == "complete" else None
        name = type(error).__name__
        if not isinstance(error, JobCancelledError):
            failure = Caught(Error=name, Cause=str(error))
            told = command.model_copy(update={"step": "record_failure", "scene": None, "failure": failure})
            self._attempt(None, lambda: _forgiving(self.actors.step, told, works, named))
        return ("FAILED", name)

    def _meanwhile(self) -> None:
        self.clock.pass_seconds(2)
        self.round()


def _forgiving(run: Callable[..., Any], command: StepCommand, works: Any, named: dict[str, Any]) -> None:
    """Run the recording step; an attempt that is over needs no record."""
    try:
        run(command, works, **named)
    except JobCancelledError:
        return


def _road(job: Job) -> list[StepCommand]:
    """Return the steps that an attempt of the job's task takes."""
    if TASKS[job.task_name].route != "film":
        places: list[tuple[str, int | None]] = [(job.task_name, None), ("complete", None)]
    else:
        scenes: list[tuple[str, int | None]] = [("render_scene", scene) for scene in range(SCENES)]
        places = [("plan_scenes", None), *scenes, ("compose_final_video", None), ("complete", None)]
    return [StepCommand(job_id="", attempt=0, step=step, scene=scene) for step, scene in places]
