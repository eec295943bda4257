"""Histories with batches: everything of the flow, and manifests, records of batches, owners who cancel, pause and resume."""

# ruff: noqa: D401 - methods here are things that happen, told as sentences

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.faults.injection import Fault
from tests.faults.machine import FlowMachine, blows, faults, picks


class BatchMachine(FlowMachine):
    """One history with batches among the jobs."""

    @rule(who=picks, lines=st.integers(1, 9), terms=picks, fault=faults)
    def submit_batch(self, who: int, lines: int, terms: int, fault: Fault | None) -> None:
        """A client sends a manifest."""
        self.length += 1
        self.world.submit_batch(who, lines, terms, fault)

    @rule(pick=picks, fault=faults, twice=st.booleans())
    def deliver_batch_record(self, pick: int, fault: Fault | None, twice: bool) -> None:  # noqa: FBT001 - drawn by name
        """The stream tells of a batch."""
        self.length += 1
        self.world.deliver_batch_record(pick, fault, twice=twice)

    @rule(pick=picks, how=picks, fault=faults)
    def control_batch(self, pick: int, how: int, fault: Fault | None) -> None:
        """An owner cancels, pauses or resumes."""
        self.length += 1
        self.world.control_batch(pick, how, fault)

    @rule(who=picks, size=st.tuples(st.integers(2, 9), st.integers(0, 3)), terms=picks, how=picks, blow=blows)
    def strike_batch(self, who: int, size: tuple[int, int], terms: int, how: int, blow: Fault) -> None:
        """A batch comes some way: then a settlement, a release, a sweep or its owner is struck."""
        self.length += 1
        lines, ends = size
        self.world.submit_batch(who, lines, terms)
        if how % 5 == 0:
            self.world.deliver_batch_record(how, blow)
        self.world.round()
        for _ in range(ends):
            self.world.end_execution(how, how % 3)
            self.world.round()
        if how % 4 == 0:
            self.world.control_batch(who, how, blow)
        elif how % 4 == 1:
            self.world.wait(61)
            self.world.sweep(blow)
        else:
            self.world.end_item(who, how % 3, blow)

    @rule(pick=picks, how=picks, blow=blows)
    def end_item(self, pick: int, how: int, blow: Fault) -> None:
        """An item ends while something strikes."""
        self.length += 1
        self.world.end_item(pick, how, blow)
