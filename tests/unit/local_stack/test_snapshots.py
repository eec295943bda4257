"""The emulator's state is saved while it runs."""

import asyncio
import threading
from typing import Any

from infra.local.server import setting_at_start, write_snapshots


def test_nothing_is_saved_before_the_saved_state_is_loaded() -> None:
    """A start that outlasts the time between two snapshots keeps what was saved; after an error the next one is tried."""
    loaded, stopping, saved = threading.Event(), threading.Event(), threading.Event()
    happened: list[str] = []

    async def slow_start(_scope: Any, _receive: Any, send: Any) -> None:
        await asyncio.sleep(0.2)
        happened.append("loaded")
        await send({"type": "lifespan.startup.complete"})

    def save() -> None:
        happened.append("saved")
        if len(happened) > 2:
            saved.set()
        raise OSError("the disk is full")

    async def ignore(*_: Any) -> Any:
        return None

    async def start() -> None:
        await setting_at_start(slow_start, loaded)({"type": "lifespan"}, ignore, ignore)

    writer = threading.Thread(target=write_snapshots, args=(save, loaded, stopping, 0.01))
    writer.start()
    asyncio.run(start())
    assert saved.wait(10)
    stopping.set()
    writer.join(10)
    assert happened[:3] == ["loaded", "saved", "saved"]


def test_a_server_that_ends_before_it_has_loaded_saves_nothing() -> None:
    """Both events at once end the writer."""
    loaded, stopping = threading.Event(), threading.Event()
    stopping.set()
    loaded.set()
    write_snapshots(lambda: (_ for _ in ()).throw(AssertionError), loaded, stopping, 10)
