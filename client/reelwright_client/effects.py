"""What a flow may want from the world, and the terms it works under.

A *flow* is a generator that yields effects and gets their answers sent in, or the transport's error thrown
in. The clients only perform effects, one blocking, one awaiting; every decision is in the flows, once.
"""

import random
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from reelwright_client.calls import Call
from reelwright_client.models import Job
from reelwright_client.part_file import PartFile
from reelwright_client.retrying import RetryPolicy


@dataclass(frozen=True)
class Send:
    """Send a call; the answer is the read `httpx.Response`."""

    call: Call


@dataclass(frozen=True)
class Pause:
    """Do nothing for some seconds; no answer."""

    seconds: float


@dataclass(frozen=True)
class Notify:
    """Tell the caller that the job changed; no answer."""

    job: Job


@dataclass(frozen=True)
class Fetch:
    """Stream a file into `part`, without any token; the answer is a `Fetched`."""

    url: str
    part: PartFile


@dataclass(frozen=True)
class Fetched:
    """How a fetch went. Sizes in bytes as on the wire; `expected_bytes` is None where none was announced."""

    status_code: int
    expected_bytes: int | None
    received_bytes: int

    @property
    def is_whole(self) -> bool:
        """Return whether everything that was announced has arrived."""
        return self.expected_bytes is None or self.expected_bytes == self.received_bytes


@dataclass(frozen=True)
class Put:
    """Stream a file to a signed address, without any token; the answer is the status code."""

    url: str
    headers: Mapping[str, str]
    file: Path


Effect = Send | Pause | Notify | Fetch | Put
_T = TypeVar("_T")
Flow = Generator[Effect, Any, _T]
"""A flow that ends with a value of the given type."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What every flow works under: patience, a clock in monotonic seconds, and dice uniform in 0-1."""

    policy: RetryPolicy = field(default_factory=RetryPolicy)
    now: Callable[[], float] = time.monotonic
    dice: Callable[[], float] = random.random
