"""`python -m infra.local.server`: the emulator's process.

The emulator writes its state only at an orderly shutdown. This process also writes it every `SNAPSHOT_SECONDS`, so a killed
emulator loses at most that much (S3 objects are written at once). `emulator.start` starts it, with the environment that
the emulator reads at import.
"""

import importlib
import logging
import os
import threading
from typing import Any, Final

SNAPSHOT_SECONDS: Final = 5.0
_LOG: Final = logging.getLogger("reelwright.local")


def main() -> None:
    """Serve until SIGTERM. Then exit as soon as the state is written, without waiting for running handlers."""
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
    """Write the state of every service each `SNAPSHOT_SECONDS`; each file is replaced atomically."""
    logging.getLogger("persistence").setLevel(logging.WARNING)  # it logs about twenty files for each snapshot
    while not stopping.wait(SNAPSHOT_SECONDS):
        try:
            emulator.save_all(emulator._build_persistence_save_dict())  # noqa: SLF001 - it has no public way to save
        except Exception:  # noqa: BLE001 - after any error the next snapshot is tried
            _LOG.exception("a snapshot could not be written; the next attempt is in %s s", SNAPSHOT_SECONDS)


if __name__ == "__main__":
    main()
