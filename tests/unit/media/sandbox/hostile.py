"""A decoder that was taken over: started in the sandbox in place of the real one, it runs any Python and reports its answer.

`Sandbox(program=…)` names it; nothing in the product can. It has more libraries at hand than a real decoder.
"""

import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from reelwright_media.sandbox import wire
from reelwright_media.sandbox.inside import run
from reelwright_media.sandbox.task import Decode, DecodeTask

AT_HAND = {
    "ctypes": ctypes,
    "os": os,
    "socket": socket,
    "subprocess": subprocess,
    "threading": threading,
    "time": time,
    "Path": Path,
    "wire": wire,
}


def prepared() -> Decode:
    """Return what runs behind the seals: the code of the first argument, which sets `answer` or writes to `pipe` itself."""

    def decode(task: DecodeTask, pipe: IO[bytes], held: list[str]) -> None:
        names: dict[str, Any] = {**AT_HAND, "task": task, "pipe": pipe, "held": held, "tried": tried}
        exec(sys.argv[1], names)  # noqa: S102 - that is its purpose
        if "answer" in names:
            wire.write_header(pipe, {"problem": json.dumps(names["answer"])})

    return decode


def tried(act: Any) -> str:
    """Return the name of the error that an act meets, or `done`."""
    try:
        act()
    except BaseException as error:  # noqa: BLE001 - any error is an answer
        return type(error).__name__
    return "done"


if __name__ == "__main__":
    run(sys.argv[2:], prepared)
