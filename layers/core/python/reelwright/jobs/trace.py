"""The trace of a job. Its id follows from the job's id, so every function that knows a job writes to the same trace.

No message, row or event has to carry a header over: the table's stream could not, and all attempts and retries of a job, its
webhooks and repairs belong to one trace.
"""

import hashlib
from typing import Final

_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_CHARACTERS: Final = 10
_ULID_CHARACTERS: Final = 26


def trace_id_of(job_id: str) -> str:
    """Build X-Ray's id `1-<seconds>-<96 bits>`: the time of the job's ULID in hexadecimal, and a hash of the id.

    X-Ray refuses ids whose time is more than 30 days ago. An id that is no ULID gets a time from the hash.
    """
    digest = hashlib.sha256(job_id.encode()).hexdigest()
    stamp = job_id[:_TIME_CHARACTERS]
    if len(job_id) != _ULID_CHARACTERS or any(letter not in _CROCKFORD for letter in stamp):
        return f"1-{digest[-8:]}-{digest[:24]}"
    milliseconds = 0
    for letter in stamp:
        milliseconds = milliseconds << 5 | _CROCKFORD.index(letter)
    return f"1-{milliseconds // 1000:08x}-{digest[:24]}"


def is_sampled(job_id: str, share: float) -> bool:
    """Decide once for all functions whether the job's trace is kept; `share` is the part of jobs that are (0-1)."""
    return int(hashlib.sha256(job_id.encode()).hexdigest()[24:32], 16) < share * 2**32


def trace_header(job_id: str, share: float) -> str:
    """Build the header that makes another service continue the trace."""
    return f"Root={trace_id_of(job_id)};Sampled={int(is_sampled(job_id, share))}"
