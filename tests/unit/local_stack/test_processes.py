"""A process id alone is never trusted, and nothing but the stack's own processes is ended."""

import signal
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.processes import Process, Record, belonging, end, recorded


@dataclass
class FakeTable:
    """A machine whose processes end on SIGTERM unless they are stubborn."""

    processes: dict[int, Process]
    stubborn: frozenset[int] = frozenset()
    signals: list[tuple[int, signal.Signals]] = field(default_factory=list)

    def all(self) -> tuple[Process, ...]:
        """Return every process."""
        return tuple(self.processes.values())

    def find(self, pid: int) -> Process | None:
        """Return one."""
        return self.processes.get(pid)

    def send(self, pid: int, number: signal.Signals) -> None:
        """Remember the signal, and let the process end by it."""
        self.signals.append((pid, number))
        if number is signal.SIGKILL or pid not in self.stubborn:
            self.processes.pop(pid, None)


def process(pid: int = 4_000_001, *, started: str = "boot:7", stack: str | None = "/stack") -> Process:
    """Return a process whose id is beyond what this machine gives out."""
    return Process(pid=pid, group=pid, started=started, stack=stack)


def table_of(*processes: Process, stubborn: frozenset[int] = frozenset()) -> FakeTable:
    """Return a machine with these processes."""
    return FakeTable({each.pid: each for each in processes}, stubborn)


def test_a_recorded_process_is_found_again(tmp_path: Path) -> None:
    """A record leads to its process while that lives."""
    Record(pid=4_000_001, started="boot:7").write(tmp_path / "one.json")
    assert recorded(tmp_path / "one.json", table_of(process())) == process()


def test_a_stranger_with_the_same_id_is_not_taken_for_ours(tmp_path: Path) -> None:
    """Ids are used again: a process that started at another time is somebody else's."""
    Record(pid=4_000_001, started="boot:7").write(tmp_path / "one.json")
    assert recorded(tmp_path / "one.json", table_of(process(started="boot:9"))) is None


def test_damaged_or_missing_records_mean_that_nothing_runs(tmp_path: Path) -> None:
    """A start that was cut off may leave half a record: it counts as none."""
    (tmp_path / "half.json").write_text('{"pid": 40', encoding="utf-8")
    (tmp_path / "empty.json").touch()
    for name in ("half", "empty", "missing"):
        assert recorded(tmp_path / f"{name}.json", table_of(process())) is None


def test_only_processes_of_the_same_folder_belong() -> None:
    """Two stacks on one machine, and everybody else, leave each other alone."""
    ours, other, stranger = process(4_000_001), process(4_000_002, stack="/other"), process(4_000_003, stack=None)
    assert belonging(Path("/stack"), table_of(ours, other, stranger)) == (ours,)


def test_who_ends_when_asked_is_not_killed() -> None:
    """SIGTERM comes first and is enough for most."""
    table = table_of(process())
    end((process(),), table, grace_seconds=1)
    assert table.signals == [(4_000_001, signal.SIGTERM)]


def test_who_does_not_end_is_killed() -> None:
    """After the grace SIGKILL follows."""
    table = table_of(process(), stubborn=frozenset({4_000_001}))
    end((process(),), table, grace_seconds=0.1)
    assert table.signals == [(4_000_001, signal.SIGTERM), (4_000_001, signal.SIGKILL)]


def test_a_process_that_was_replaced_gets_no_signal() -> None:
    """Between looking and ending, an id may have passed to a stranger."""
    table = table_of(process(started="boot:9"))
    end((process(started="boot:7"),), table, grace_seconds=0.1)
    assert table.signals == []
