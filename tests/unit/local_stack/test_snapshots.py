"""The emulator's state is saved while it runs."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from infra.local.server import changes, on_loop, read_all, replace_all, watched, write_snapshots


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Yield a loop that runs in a thread of its own."""
    made = asyncio.new_event_loop()
    thread = threading.Thread(target=made.run_forever)
    thread.start()
    yield made
    made.call_soon_threadsafe(made.stop)
    thread.join(10)


async def ignore(*_: Any) -> Any:
    """Stand for the other side of an ASGI app."""
    return {"type": "lifespan.shutdown"}


def test_nothing_is_saved_before_the_saved_state_is_loaded() -> None:
    """A start that outlasts the time between two snapshots keeps what was saved; after an error the next one is tried."""
    loaded: Future[asyncio.AbstractEventLoop] = Future()
    stopping, saved = threading.Event(), threading.Event()
    happened: list[str] = []

    async def slow_start(_scope: Any, _receive: Any, send: Any) -> None:
        await asyncio.sleep(0.2)
        happened.append("loaded")
        await send({"type": "lifespan.startup.complete"})

    def save(_loop: asyncio.AbstractEventLoop) -> None:
        happened.append("saved")
        if len(happened) > 2:
            saved.set()
        raise OSError("the disk is full")

    async def start() -> None:
        await watched(slow_start, loaded, stopping)({"type": "lifespan"}, ignore, ignore)

    writer = threading.Thread(target=write_snapshots, args=(save, loaded, stopping, 0.01))
    writer.start()
    asyncio.run(start())
    assert saved.wait(10)
    stopping.set()
    writer.join(10)
    assert happened[:3] == ["loaded", "saved", "saved"]


def test_no_snapshot_follows_the_state_that_the_emulator_saves_at_its_shutdown() -> None:
    """`stopping` is set before the emulator gets the message."""
    stopping = threading.Event()
    stopped: list[bool] = []

    async def stop(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()
        stopped.append(stopping.is_set())

    asyncio.run(watched(stop, Future(), stopping)({"type": "lifespan"}, ignore, ignore))  # type: ignore[arg-type]
    assert stopped == [True]


def test_a_server_that_ends_before_it_has_loaded_saves_nothing() -> None:
    """A start that failed ends the writer."""
    loaded: Future[asyncio.AbstractEventLoop] = Future()
    loaded.cancel()
    write_snapshots(lambda _: pytest.fail("saved"), loaded, threading.Event(), 10)


def test_work_on_the_loop_is_done_between_two_requests(loop: asyncio.AbstractEventLoop) -> None:
    """It runs in the loop's thread, and its error is the caller's."""
    assert on_loop(loop, threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        on_loop(loop, lambda: 1 // 0)


def test_a_service_that_changes_while_it_is_read_keeps_its_last_file() -> None:
    """The others are saved."""

    def changing() -> None:
        raise RuntimeError("dictionary changed size during iteration")

    assert read_all({"cloudformation": changing, "iam": lambda: {"roles": {}}}) == {"iam": {"roles": {}}}


def test_only_a_state_that_changed_is_written_again() -> None:
    """The first snapshot of a process writes every state; one that says nothing is never written."""
    first = changes({"iam": {"roles": {"a": 1}}, "sqs": {"queues": [1]}, "s3": None}, {})
    assert sorted(first) == ["iam", "sqs"]
    assert sorted(changes({"iam": {"roles": {"a": 1}}, "sqs": {"queues": [2]}, "ecs": {}}, first)) == ["ecs", "sqs"]


def test_a_state_that_cannot_be_compared_is_written_each_time() -> None:
    """Nothing is left out because of what it holds."""
    odd = {"kms": {"lock": threading.Lock()}}
    assert list(changes(odd, changes(odd, {}))) == ["kms"]


def test_all_files_of_a_snapshot_are_replaced_together(tmp_path: Path) -> None:
    """What was written beside them takes their names."""
    parts = [tmp_path / "sqs.part", tmp_path / "dynamodb.part"]
    for part in parts:
        part.write_text("new")
        part.with_suffix(".json").write_text("old")
    replace_all(parts)
    assert [(one.name, one.read_text()) for one in sorted(tmp_path.iterdir())] == [
        ("dynamodb.json", "new"),
        ("sqs.json", "new"),
    ]
