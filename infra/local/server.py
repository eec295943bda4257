"""`python -m infra.local.server`: the emulator's process.

The emulator writes its state only at an orderly shutdown. This process also writes it every `SNAPSHOT_SECONDS`, so a killed
emulator loses at most that much (S3 objects are written at once). `emulator.start` starts it, with the environment that
the emulator reads at import.

The guard wraps the emulator's app. Files that the process writes are readable by their owner only.
"""

import importlib
import logging
import os
import threading
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Final

from infra.local.guard.app import Guard
from infra.local.guard.requests import App, Receive, Scope, Send
from infra.local.guard.signatures import SecretOf
from infra.local.place import ACCOUNT, PRIVATE_UMASK
from infra.local.root import ROOT_KEY
from infra.local.row_conditions import condition_on_rows

SNAPSHOT_SECONDS: Final = 5.0
_LOG: Final = logging.getLogger("reelwright.local")


def main() -> None:
    """Serve until SIGTERM. Then exit as soon as the state is written, without waiting for running handlers."""
    os.umask(PRIVATE_UMASK)
    secret = os.environ["AWS_SECRET_ACCESS_KEY"]
    emulator: Any = importlib.import_module("ministack.app")
    loaded, stopping = threading.Event(), threading.Event()
    emulator.app = Guard(setting_at_start(emulator.app, loaded), secret_of=known_secrets(secret))
    key_sessions_of_functions(secret)
    condition_on_rows()
    writer = threading.Thread(target=write_snapshots, args=(_saver(emulator), loaded, stopping), daemon=True)
    writer.start()
    try:
        emulator.main()
    finally:
        stopping.set()
        loaded.set()
        writer.join(timeout=SNAPSHOT_SECONDS)
        os._exit(0)  # threads of running Lambda invocations would hold the interpreter until they time out


def setting_at_start(app: App, started: threading.Event) -> App:
    """Wrap an ASGI app: `started` is set when its startup is complete. By then the emulator has loaded its saved state."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_and_set(message: MutableMapping[str, Any]) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                started.set()

        await app(scope, receive, send_and_set if scope["type"] == "lifespan" else send)

    return serve


def known_secrets(root_secret: str) -> SecretOf:
    """Build the lookup of secrets: of root by `ROOT_KEY`, of all other keys as the emulator issued them.

    The emulator also accepts an empty key and any twelve digits as root. These have no secret here.
    """
    evaluator: Any = importlib.import_module("ministack.core.iam_evaluator")

    def secret_of(key: str, token: str) -> str | None:
        if key == ROOT_KEY:
            return None if token else root_secret
        if evaluator.is_root_access_key(key):
            return None
        found = evaluator.resolve_credential(key, ACCOUNT, token)
        return None if isinstance(found, evaluator.CredentialResolutionError) else str(found.secret_access_key)

    return secret_of


def key_sessions_of_functions(root_secret: str) -> None:
    """Derive the credentials of Lambda functions from the stack's secret too.

    The emulator (1.5.33) hashes the ARNs of function and role, which are the same in every checkout. Here the hash includes
    the secret, as the version at the end of the ARN.
    """
    modules = [importlib.import_module(f"ministack.{name}") for name in ("core.lambda_runtime", "services.lambda_svc")]
    issue: Callable[[Mapping[str, Any]], dict[str, str]] = modules[0].execution_credentials

    def issue_keyed(config: Mapping[str, Any]) -> dict[str, str]:
        return issue({**config, "FunctionArn": f"{config['FunctionArn']}:{root_secret}"})

    for module in modules:
        if module.execution_credentials is not issue:
            raise RuntimeError(f"{module.__name__} does not issue the credentials of functions as expected")
        module.execution_credentials = issue_keyed  # type: ignore[attr-defined] # the emulator has no hook for it


def _saver(emulator: Any) -> Callable[[], None]:
    logging.getLogger("persistence").setLevel(logging.WARNING)  # it logs about twenty files for each snapshot
    return lambda: emulator.save_all(emulator._build_persistence_save_dict())  # noqa: SLF001 - it has no public way to save


def write_snapshots(
    save: Callable[[], None],
    loaded: threading.Event,
    stopping: threading.Event,
    every_seconds: float = SNAPSHOT_SECONDS,
) -> None:
    """Save the state of every service each `every_seconds`, until `stopping`; each file is replaced atomically.

    Nothing is saved before `loaded`: a service whose state is not loaded yet would replace the saved one by nothing.
    """
    loaded.wait()
    while not stopping.wait(every_seconds):
        try:
            save()
        except Exception:  # noqa: BLE001 - after any error the next snapshot is tried
            _LOG.exception("a snapshot could not be written; the next attempt is in %s s", every_seconds)


if __name__ == "__main__":
    main()
