"""`python -m infra.local.server`: the emulator's process.

The emulator writes its state only at an orderly shutdown. This process also writes it every `SNAPSHOT_SECONDS`, so a killed
emulator loses at most that much (S3 objects are written at once). `emulator.start` starts it, with the environment that
the emulator reads at import.

The guard wraps the emulator's app. Files that the process writes are readable by their owner only.
"""

import asyncio
import importlib
import json
import logging
import os
import pickle
import threading
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any, Final, TypeVar

from infra.local.encryption_conditions import condition_on_encryption
from infra.local.guard.app import Guard
from infra.local.guard.requests import App, Receive, Scope, Send
from infra.local.guard.signatures import SecretOf
from infra.local.place import ACCOUNT, PRIVATE_UMASK
from infra.local.root import ROOT_KEY
from infra.local.row_conditions import condition_on_rows
from infra.local.shared_layers import share_layers

T = TypeVar("T")
Save = Callable[[asyncio.AbstractEventLoop], None]
SNAPSHOT_SECONDS: Final = 5.0
_OF_ONE_MOMENT: Final = ("dynamodb", "sqs")
_LOG: Final = logging.getLogger("reelwright.local")


def main() -> None:
    """Serve until SIGTERM. Then exit as soon as the state is written, without waiting for running handlers."""
    os.umask(PRIVATE_UMASK)
    secret = os.environ["AWS_SECRET_ACCESS_KEY"]
    emulator: Any = importlib.import_module("ministack.app")
    loaded: Future[asyncio.AbstractEventLoop] = Future()
    stopping = threading.Event()
    emulator.app = Guard(watched(emulator.app, loaded, stopping), secret_of=known_secrets(secret))
    key_sessions_of_functions(secret)
    condition_on_rows()
    condition_on_encryption()
    share_layers(Path(os.environ["TMPDIR"]) / "layers")
    save = _saver(emulator, Path(os.environ["STATE_DIR"]), stopping)
    writer = threading.Thread(target=write_snapshots, args=(save, loaded, stopping), daemon=True)
    writer.start()
    try:
        emulator.main()
    finally:
        stopping.set()
        loaded.cancel()
        writer.join(timeout=SNAPSHOT_SECONDS)
        os._exit(0)  # threads of running Lambda invocations would hold the interpreter until they time out


def watched(app: App, loaded: Future[asyncio.AbstractEventLoop], stopping: threading.Event) -> App:
    """Wrap an ASGI app: `loaded` gets its event loop when its startup is complete, `stopping` is set before its shutdown.

    At the first the emulator has loaded its saved state; at the second it saves it itself, and no older snapshot may follow.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def receive_and_set() -> MutableMapping[str, Any]:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                stopping.set()
            return message

        async def send_and_set(message: MutableMapping[str, Any]) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                loaded.set_result(asyncio.get_running_loop())

        is_lifespan = scope["type"] == "lifespan"
        await app(scope, receive_and_set if is_lifespan else receive, send_and_set if is_lifespan else send)

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


def _saver(emulator: Any, folder: Path, stopping: threading.Event) -> Save:
    """Build the function that takes a snapshot: table and queues of one moment, and all files replaced in one moment.

    A job whose message was noted, but is in no queue, would wait for `moves.MESSAGE_TRUST`: queues lose nothing on AWS.
    The state of a service that has not changed is not written again.
    """
    written: dict[str, bytes] = {}
    persistence: Any = importlib.import_module("ministack.core.persistence")

    def document(name: str, state: Any) -> str:
        version = persistence._state_format_version(name)  # noqa: SLF001 - it has no public way to save
        return json.dumps({"__ministack_format__": version, "payload": state}, default=persistence._json_default)  # noqa: SLF001

    def save(loop: asyncio.AbstractEventLoop) -> None:
        getters = emulator._build_persistence_save_dict()  # noqa: SLF001 - as above
        together = [name for name in _OF_ONE_MOMENT if name in getters]
        states = read_all({name: get for name, get in getters.items() if name not in together})
        states |= on_loop(loop, lambda: {name: getters[name]() for name in together})
        changed = changes(states, written)
        parts = [folder / f"{name}.part" for name in changed]
        for part in parts:
            # What was compared: a service may return its live state, which goes on changing.
            pickled = changed[part.stem]
            state = pickle.loads(pickled) if pickled else states[part.stem]  # noqa: S301 - made above
            part.write_text(document(part.stem, state), encoding="utf-8")
        on_loop(loop, lambda: None if stopping.is_set() else replace_all(parts))
        written.update(changed)

    return save


def read_all(getters: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Read the states of services while these work; one that changes meanwhile is left out, so that its last file stays."""
    states = {}
    for name, get in getters.items():
        try:
            states[name] = get()
        except RuntimeError as error:  # "dictionary changed size during iteration"
            _LOG.info("the state of %s is not in this snapshot: %s", name, error)
    return states


def changes(states: Mapping[str, Any], written: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the pickled states that differ from those written last; one that cannot be pickled counts as changed.

    Equal bytes are equal states. Most of what the emulator holds is the deployment, which stays as it is while films are made:
    its JSON takes four times as long as its pickle.
    """
    found = {name: _pickled(state) for name, state in states.items() if state is not None}
    return {name: pickled for name, pickled in found.items() if not pickled or pickled != written.get(name)}


def _pickled(state: Any) -> bytes:
    try:
        return pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError):
        return b""


def on_loop(loop: asyncio.AbstractEventLoop, work: Callable[[], T]) -> T:
    """Do some work between two requests of the emulator, and return what it returns."""

    async def done() -> T:
        return work()

    return asyncio.run_coroutine_threadsafe(done(), loop).result()


def replace_all(parts: Sequence[Path]) -> None:
    """Let each `<name>.part` become `<name>.json`."""
    for part in parts:
        part.replace(part.with_suffix(".json"))


def write_snapshots(
    save: Save,
    loaded: Future[asyncio.AbstractEventLoop],
    stopping: threading.Event,
    every_seconds: float = SNAPSHOT_SECONDS,
) -> None:
    """Save the state of every service each `every_seconds`, until `stopping`.

    Nothing is saved before `loaded`, which gives the emulator's event loop: a service whose state is not loaded yet would
    replace the saved one by nothing. A cancelled `loaded` ends the writer.
    """
    try:
        loop = loaded.result()
    except CancelledError:
        return
    while not stopping.wait(every_seconds):
        try:
            save(loop)
        except Exception:  # noqa: BLE001 - after any error the next snapshot is tried
            _LOG.exception("a snapshot could not be written; the next attempt is in %s s", every_seconds)


if __name__ == "__main__":
    main()
