"""One folder for each Lambda layer, from which all workers import.

The emulator (1.5.33) unpacks every layer again for each worker, and removes it with the worker: for a first film more than
10,000 files, under the interpreter lock that also serves its requests. On AWS `/opt` is read-only, so workers can share it.
"""

import hashlib
import importlib
import io
import os
import tempfile
import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

Resolve = Callable[[str | dict[str, Any]], bytes | None]
_FOLDERS: Final = "_LAMBDA_LAYERS_DIRS"
"""The variable by which the emulator's Python worker finds its layers."""
_UNPACKING: Final = threading.Lock()


def share_layers(folder: Path) -> None:
    """Let every worker that starts from now on import its layers from folders below `folder`."""
    runtime: Any = importlib.import_module("ministack.core.lambda_runtime")
    resolve: Resolve = importlib.import_module("ministack.services.lambda_svc")._resolve_layer_zip  # noqa: SLF001 - no hook
    spawn: Callable[[Any], None] = runtime.Worker._spawn  # noqa: SLF001 - as above

    def spawn_shared(worker: Any) -> None:
        own = worker.config
        worker.config = with_folders(own, folders_of(own, resolve, folder))
        try:
            spawn(worker)
        finally:
            worker.config = own

    runtime.Worker._spawn = spawn_shared  # noqa: SLF001 - as above


def folders_of(config: Mapping[str, Any], resolve: Resolve, folder: Path) -> list[Path]:
    """Unpack the layers of a function's configuration that are not unpacked yet; return their folders in their order."""
    archives = (resolve(layer) for layer in config.get("Layers", ()))
    return [unpacked(archive, folder) for archive in archives if archive]


def with_folders(config: Mapping[str, Any], folders: Sequence[Path]) -> dict[str, Any]:
    """Give a configuration the folders of its layers instead of the layers."""
    environment = config.get("Environment", {})
    variables = {**environment.get("Variables", {}), _FOLDERS: os.pathsep.join(map(str, folders))}
    return {**config, "Layers": [], "Environment": {**environment, "Variables": variables}}


def unpacked(archive: bytes, folder: Path) -> Path:
    """Unpack a zip file below `folder`, once; the name of its own folder is the hash of its bytes.

    A folder has its name only when it is complete. Workers that start at the same time wait for the first one.
    """
    target = folder / hashlib.sha256(archive).hexdigest()[:32]
    with _UNPACKING:
        if not target.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            scratch = tempfile.mkdtemp(dir=folder)
            with zipfile.ZipFile(io.BytesIO(archive)) as files:
                files.extractall(scratch)
            Path(scratch).rename(target)
    return target
