"""Histories of the flow, drawn by Hypothesis: what happens next, and which fault strikes where."""

# ruff: noqa: D401 - methods here are things that happen, told as sentences

from collections import Counter
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.faults.actors import REAL, Actors
from tests.faults.injection import Fault, FaultKind, Overtaker
from tests.faults.works import Behaviour
from tests.faults.world import World

picks = st.integers(min_value=0, max_value=255)
KINDS = (*FaultKind, FaultKind.OVERTAKEN, FaultKind.OVERTAKEN, FaultKind.CRASH_AFTER)
"""Most guards stand against somebody who came in between."""
CALLS = (0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 9)
"""Which call of a use case a fault strikes: most make three or four."""
STAGES = ("admission", "cancel", "step", "end", "fail", "retry", "sweep", "expire", "outcome")
blows = st.builds(Fault, st.sampled_from(KINDS), st.sampled_from(CALLS), st.sampled_from(Overtaker))
faults = st.one_of(st.none(), blows, blows)
WAITS = (1, 31, 61, 400, 1900, 8000, 90_000, 300_000)
"""Seconds: a moment, settled, a sweep, a visibility time, a lease, the longest retry, past retention, past message trust."""


class FlowMachine(RuleBasedStateMachine):
    """One history. `actors` is set by subclasses that play a mutant; the tallies are of all histories of the class."""

    actors: ClassVar[Actors] = REAL
    histories: ClassVar[int] = 0
    steps: ClassVar[int] = 0
    jobs: ClassVar[int] = 0
    calls: ClassVar[int] = 0
    fired: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.actors)
        self.length = 0

    @initialize(
        scale=st.sampled_from((1.0, 0.01)),
        seed=picks,
        crowd=st.lists(st.tuples(picks, picks), min_size=1, max_size=5),
        rounds=st.integers(min_value=0, max_value=2),
    )
    def begin(self, scale: float, seed: int, crowd: list[tuple[int, int]], rounds: int) -> None:
        """Choose how fast retries come back, and who is there already."""
        self.world = World(self.actors, retry_scale=scale, seed=seed)
        for who, task in crowd:
            self.world.submit(who, task, None, None)
        for _ in range(rounds):
            self.world.round()

    @rule(
        who=picks,
        task=picks,
        priority=st.sampled_from((None, None, 2, 5)),
        key=st.none() | st.integers(0, 2),
        fault=faults,
    )
    def submit(self, who: int, task: int, priority: int | None, key: int | None, fault: Fault | None) -> None:
        """A client posts a job."""
        self.length += 1
        self.world.submit(who, task, priority, key, fault)

    @rule(pick=picks, fault=faults, twice=st.booleans())
    def deliver_record(self, pick: int, fault: Fault | None, twice: bool) -> None:  # noqa: FBT001 - drawn by name
        """A stream record arrives."""
        self.length += 1
        self.world.deliver_record(pick, fault, twice=twice)

    @rule(pick=picks, fault=faults)
    def deliver_and_dispatch(self, pick: int, fault: Fault | None) -> None:
        """A record arrives, and its own write wakes the dispatcher."""
        self.length += 1
        self.world.deliver_record(pick)
        self.world.dispatch(fault)

    @rule()
    def turn(self) -> None:
        """Every handler does what waits for it."""
        self.length += 1
        self.world.round()

    @rule(fault=faults)
    def dispatch(self, fault: Fault | None) -> None:
        """The dispatcher wakes."""
        self.length += 1
        self.world.dispatch(fault)

    @rule(task=picks, blow=blows)
    def crowd(self, task: int, blow: Fault) -> None:
        """More wait than may run, and the dispatcher is struck or overtaken by another one."""
        self.length += 1
        for _ in range(4):
            self.world.submit(2, task, None, None)
        for pick in range(8):
            self.world.deliver_record(pick)
        self.world.dispatch(blow)

    @rule(fault=faults)
    def sweep(self, fault: Fault | None) -> None:
        """The sweeper wakes."""
        self.length += 1
        self.world.sweep(fault)

    @rule(first=faults, second=faults)
    def recount(self, first: Fault | None, second: Fault | None) -> None:
        """Mostly an hour is over: the counters are looked at, and again a minute later while everybody works."""
        self.length += 1
        self.world.wait(3000)  # less than a record's age, which would lose all that wait
        self.world.recount(first)
        self.world.wait(61)
        self.world.round()
        self.world.recount(second)

    @rule(pick=picks, fault=faults)
    def cancel(self, pick: int, fault: Fault | None) -> None:
        """An owner cancels."""
        self.length += 1
        self.world.cancel(pick, fault)

    @rule(pick=picks, fault=faults)
    def retry(self, pick: int, fault: Fault | None) -> None:
        """An owner tries a failed job again."""
        self.length += 1
        self.world.retry(pick, fault)

    @rule(pick=picks, fault=faults, edits=st.booleans())
    def approve(self, pick: int, fault: Fault | None, edits: bool) -> None:  # noqa: FBT001 - drawn by name
        """An owner approves a storyboard, or changes it."""
        self.length += 1
        self.world.approve(pick, fault, edits=edits)

    @rule(pick=picks, how=picks, fault=faults, twice=st.booleans())
    def end(self, pick: int, how: int, fault: Fault | None, twice: bool) -> None:  # noqa: FBT001 - drawn by name
        """An execution ends, and a waiting end is delivered: not always the same one."""
        self.length += 1
        self.world.end_execution(pick, how)
        self.world.deliver_end(how, fault, twice=twice)

    @rule(pick=picks, how=picks)
    def end_in_silence(self, pick: int, how: int) -> None:
        """An execution ends; its event is late."""
        self.length += 1
        self.world.end_execution(pick, how)

    @rule(pick=picks, record=st.booleans())
    def lose(self, pick: int, record: bool) -> None:  # noqa: FBT001 - drawn by name
        """A record or an end is lost for good."""
        self.length += 1
        (self.world.lose_record if record else self.world.lose_end)(pick)

    @rule(pick=picks, fault=faults, twice=st.booleans())
    def bury(self, pick: int, fault: Fault | None, twice: bool) -> None:  # noqa: FBT001 - drawn by name
        """A dead letter arrives."""
        self.length += 1
        self.world.bury(pick, fault, twice=twice)

    @rule(pick=picks, how=st.sampled_from(("double", "double", "kill", "poison")))
    def message(self, pick: int, how: str) -> None:
        """SQS delivers twice, gives up a copy, or holds something that is not ours."""
        self.length += 1
        does = {"double": self.world.double_message, "kill": self.world.kill_message, "poison": self.world.poison}
        does[how](pick)

    @rule(pick=picks, blow=blows)
    def kill_and_bury(self, pick: int, blow: Fault) -> None:
        """A copy dies and arrives while its job may be starting."""
        self.length += 1
        self.world.kill_message(pick)
        self.world.bury(pick, blow)

    @rule(who=picks, task=picks, then=st.sampled_from(STAGES), how=picks, blow=blows)
    def attempt(self, who: int, task: int, then: str, how: int, blow: Fault) -> None:
        """A job comes as far as its admission, a cancel, a step, an end, a retry, a sweep, outcome: there the fault strikes."""
        self.length += 1
        self.world.submit(who, task, None, None)
        if then == "admission":
            self.world.deliver_record(who, blow)
            return
        if then == "cancel":
            self.world.deliver_record(who)
            self.world.cancel(4 * how + 1, blow)
            return
        self.world.round()
        if then == "step":
            self.world.step(8 * how + 1, how, Behaviour.WELL, blow)
            return
        if then == "sweep":
            self.world.wait(31)
        elif then == "expire":
            self.world.end_execution(how, 0)
            self.world.round()
            self.world.wait(90_000)
        else:
            self.world.end_execution(how, {"end": how, "outcome": 0}.get(then, 1))
        if then == "retry":
            self.world.deliver_end(0)
            self.world.wait(8000)
        if then == "fail":  # the fence of attempts: the next one runs before this one's end is written
            self.world.deliver_end(0, Fault(FaultKind.OVERTAKEN, blow.at, Overtaker.FAILURES))
        elif then == "end":
            self.world.deliver_end(0, blow)
        elif then == "outcome":
            self.world.deliver_end(0)
            self.world.deliver_record(who, blow)
        else:
            self.world.sweep(blow)

    @rule(who=picks, task=picks, at=st.sampled_from(CALLS), cancels=st.booleans())
    def overtake(self, who: int, task: int, at: int, cancels: bool) -> None:  # noqa: FBT001 - drawn by name
        """An admission is overtaken by its owner's cancel, or a look at a lease by the job's next attempt."""
        self.length += 1
        self.world.submit(who, task, None, None)
        if cancels:
            self.world.deliver_record(who, Fault(FaultKind.OVERTAKEN, at, Overtaker.CANCELS))
        else:
            self.world.round()
            self.world.sweep(Fault(FaultKind.OVERTAKEN, at, Overtaker.FAILURES))

    @rule(pick=picks, step=picks, behaviour=st.sampled_from(Behaviour), fault=faults)
    def step(self, pick: int, step: int, behaviour: Behaviour, fault: Fault | None) -> None:
        """A step runs."""
        self.length += 1
        self.world.step(pick, step, behaviour, fault)

    @rule(fault=faults, times=st.integers(1, 5))
    def wear_out(self, fault: Fault | None, times: int) -> None:
        """The dispatcher fails again and again, a visibility time apart: the road to the dead letters."""
        self.length += 1
        for _ in range(times):
            self.world.dispatch(fault)
            self.world.wait(400)

    @rule(seconds=st.sampled_from(WAITS))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.length += 1
        self.world.wait(seconds)

    def teardown(self) -> None:
        """Bring the history to rest and add it to the tallies."""
        if self.world.ledger.broken is None:
            self.world.rest()
        kind = type(self)
        kind.histories += 1
        kind.steps += self.length
        kind.jobs += self.world.ledger.accepted
        kind.calls += self.world.gate.calls
        kind.fired.update(self.world.gate.fired + self.world.happened)
