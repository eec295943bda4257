"""`python -m infra.local.server`: the emulator's process.

The emulator writes what it remembers only when it is shut down in order. This process has it written every few seconds
as well, so a killed emulator or a machine that lost power comes back with at most that much missing (objects in S3 are
on disk at once). Started by `emulator.start`, which sets the environment that the emulator reads at import.
"""

import importlib
import logging
import os
import threading
from typing import Any, Final

SNAPSHOT_SECONDS: Final = 5.0
_LOG: Final = logging.getLogger("reelwright.local")


def main() -> None:
    """Serve until SIGTERM; leave at once after the state is written, without waiting for handlers that still run."""
    emulator: Any = importlib.import_module("ministack.app")
    stopping = threading.Event()
    writer = threading.Thread(target=_write_snapshots, args=(emulator, stopping), daemon=True)
    writer.start()
    try:
        emulator.main()
    finally:
        stopping.set()
        writer.join(timeout=SNAPSHOT_SECONDS)
        os._exit(0)  # threads of running Lambda invocations would hold the interpreter until they time out


def _write_snapshots(emulator: Any, stopping: threading.Event) -> None:
    """Write every service's state each `SNAPSHOT_SECONDS`, file by file, each whole or not at all."""
    logging.getLogger("persistence").setLevel(logging.WARNING)  # it reports each of some twenty files each time
    while not stopping.wait(SNAPSHOT_SECONDS):
        try:
            emulator.save_all(emulator._build_persistence_save_dict())  # noqa: SLF001 - it has no public way to save
        except Exception:  # noqa: BLE001 - whatever one snapshot meets, the next is tried
            _LOG.exception("a snapshot could not be written; the next one is due in %s s", SNAPSHOT_SECONDS)


if __name__ == "__main__":
    main()
