"""A zip function as it is shipped: the folders that its archive and its layers become, with their byte code."""

import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from infra.assets import function_folder, layer_folder
from infra.bytecode import interpreter
from infra.canary import CANARY
from infra.functions import TRIGGER_FUNCTIONS
from infra.vendored import vendored_folder
from tests.benchmarks.handler_environment import ENVIRONMENT

FUNCTIONS: Final = (*TRIGGER_FUNCTIONS, CANARY.name)
_IMPORT: Final = """
import sys
sys.path[:0] = {folders!r}
import functions.{name}.handler
import time
print(time.process_time(), len(sys.modules))
"""


class Imported(NamedTuple):
    """What one import took: CPU seconds from the start of the interpreter, and how many modules are loaded."""

    cpu: float
    modules: int


def imported(name: str, python: str) -> Imported:
    """Import a function's handler in a new interpreter of a Python version, from nothing but its archive and layers.

    Raises LookupError if this machine has no such interpreter.
    """
    program = interpreter(python)
    if program is None:
        raise LookupError(f"this machine has no Python {python}")
    folders = [function_folder(name, python), *(_layer / "python" for _layer in _layers(python))]
    code = _IMPORT.format(folders=[str(folder) for folder in folders], name=name)
    command = [program, "-I", "-S", "-c", code]
    ended = subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True)  # noqa: S603 - fixed
    cpu, modules = ended.stdout.split()
    return Imported(float(cpu), int(modules))


def _layers(python: str) -> tuple[Path, Path]:
    return layer_folder("core", python), vendored_folder(python)
