"""Result files on this disk: safe names, and what an answer of the store means. Pure; both clients share it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import httpx

from reelwright_client.errors import DownloadError
from reelwright_client.models.jobs import Job, ResultFile

_LINK_EXPIRED: Final = frozenset({400, 401, 403})
"""What S3 answers to a signature that is too old or whose session ended (AWS, "Error responses")."""
_GONE: Final = frozenset({404, 410})


def file_name(name: str, file: ResultFile) -> str:
    """Return a name for a result file on this disk: `video` with key `outputs/7/film.mp4` -> `video.mp4`.

    It keeps only letters, digits, `_`, `-` and `.`, and never starts with a dot, so a server can neither write
    outside the folder nor hide a file.
    """
    path = file.key or urlsplit(file.url or "").path
    safe = safe_name(name)
    suffix = re.sub(r"[^A-Za-z0-9.]", "", PurePosixPath(path).suffix)
    return safe if safe.endswith(suffix) else safe + suffix


def safe_name(name: str) -> str:
    """Return a name that is one ordinary path segment on every system."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name).lstrip(".") or "file"


def wanted(job: Job, only: Collection[str]) -> list[str]:
    """Select files by name; an empty `only` means all. Raises DownloadError if the job lacks one, or has none."""
    files = job.result.files if job.result is not None else {}
    if not files:
        raise DownloadError(f"Job {job.job_id} has no files (state {job.state}).")
    missing = sorted(set(only) - set(files))
    if missing:
        raise DownloadError(f"Job {job.job_id} has no {', '.join(missing)}; it has {', '.join(sorted(files))}.")
    return [name for name in files if not only or name in only]


def file_of(job: Job, name: str) -> ResultFile:
    """Look up one file; raises DownloadError if the job no longer has it."""
    if job.result is None or name not in job.result.files:
        raise DownloadError(f"Job {job.job_id} no longer has {name}.")
    return job.result.files[name]


def link(name: str, file: ResultFile) -> str:
    """Require a download link over http(s); raises DownloadError if the server gave none."""
    if file.url is None or urlsplit(file.url).scheme not in ("http", "https"):
        raise DownloadError(f"The server gave no download link for {name}.")
    return file.url


@dataclass(frozen=True)
class Fetched:
    """What the store sent. Sizes in bytes as on the wire; `expected_bytes` is None if the store announced none."""

    status_code: int
    expected_bytes: int | None
    received_bytes: int

    @classmethod
    def of(cls, response: httpx.Response) -> "Fetched":
        """Describe a streamed download whose body was read."""
        announced = response.headers.get("content-length", "")
        return cls(
            status_code=response.status_code,
            expected_bytes=int(announced) if announced.isdecimal() else None,
            received_bytes=response.num_bytes_downloaded,
        )

    @property
    def is_complete(self) -> bool:
        """Whether the file is there and every announced byte arrived."""
        is_whole = self.expected_bytes is None or self.expected_bytes == self.received_bytes
        return self.status_code == httpx.codes.OK and is_whole

    @property
    def is_gone(self) -> bool:
        """Whether the store no longer has the file: another try cannot help."""
        return self.status_code in _GONE

    @property
    def is_expired(self) -> bool:
        """Whether the signed link is too old: a fresh one can help."""
        return self.status_code in _LINK_EXPIRED

    def __str__(self) -> str:
        if self.status_code != httpx.codes.OK:
            return f"the store answered {self.status_code}"
        return f"{self.received_bytes} of {self.expected_bytes} bytes arrived"
