"""Result files to disk: named safely, whole or not at all, over links that expire."""

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import httpx

from reelwright_client import calls
from reelwright_client.effects import Fetch, Fetched, Flow, Pause, Terms
from reelwright_client.errors import DownloadError
from reelwright_client.flows import read
from reelwright_client.models import Job, ResultFile
from reelwright_client.part_file import PartFile

_LINK_EXPIRED: Final = frozenset({400, 401, 403})
"""What S3 answers to a signature that is too old or whose session ended (AWS, "Error responses")."""
_GONE: Final = frozenset({404, 410})
_OK: Final = 200


def file_name(name: str, file: ResultFile) -> str:
    """Return a name for a result file on this disk: `video` with key `outputs/7/film.mp4` -> `video.mp4`.

    Only letters, digits, `_`, `-` and `.` survive and it never starts with a dot, so nothing that a server
    says can leave the folder or hide.
    """
    path = file.key or urlsplit(file.url or "").path
    safe = safe_name(name)
    suffix = re.sub(r"[^A-Za-z0-9.]", "", PurePosixPath(path).suffix)
    return safe if safe.endswith(suffix) else safe + suffix


def safe_name(name: str) -> str:
    """Return a name that is one ordinary path segment on every system."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name).lstrip(".") or "file"


def download(job: Job | str, into: Path, terms: Terms, *, only: Collection[str] = ()) -> Flow[dict[str, Path]]:
    """Save a job's files in the folder `into` and return them by name; an empty `only` means all.

    Files that are there are replaced, each in one step. Raises DownloadError where the job has no result, a
    wanted file does not exist, or one did not arrive whole after retries.
    """
    if isinstance(job, str):
        job = yield from read(Job, calls.get(job), terms)
    files = job.result.files if job.result is not None else {}
    if not files:
        raise DownloadError(f"Job {job.job_id} has no files (state {job.state}).")
    missing = sorted(set(only) - set(files))
    if missing:
        raise DownloadError(f"Job {job.job_id} has no {', '.join(missing)}; it has {', '.join(sorted(files))}.")
    saved = {}
    for name in files:
        if not only or name in only:
            saved[name] = yield from _download_one(job, name, into, terms)
    return saved


def _download_one(job: Job, name: str, into: Path, terms: Terms) -> Flow[Path]:
    file = _file_of(job, name)
    refreshed = False
    with PartFile(into / file_name(name, file)) as part:
        attempt = 0
        while True:
            attempt += 1
            part.restart()
            try:
                fetched: Fetched = yield Fetch(_link(name, file), part)
            except httpx.RequestError as error:
                trouble = str(error) or type(error).__name__
            else:
                if fetched.status_code == _OK and fetched.is_whole:
                    return part.keep()
                if fetched.status_code in _GONE:
                    raise DownloadError(
                        f"{name} is no longer there; results are kept for a limited time. Make it again."
                    )
                if fetched.status_code in _LINK_EXPIRED and not refreshed:
                    refreshed = True
                    file = _file_of((yield from read(Job, calls.get(job.job_id), terms)), name)
                    continue
                trouble = _trouble(fetched)
            pause = terms.policy.pause_seconds(attempt, None, terms.dice())
            if pause is None:
                raise DownloadError(f"{name} could not be downloaded: {trouble}.")
            yield Pause(pause)


def _file_of(job: Job, name: str) -> ResultFile:
    if job.result is None or name not in job.result.files:
        raise DownloadError(f"Job {job.job_id} no longer has {name}.")
    return job.result.files[name]


def _link(name: str, file: ResultFile) -> str:
    if file.url is None or urlsplit(file.url).scheme not in ("http", "https"):
        raise DownloadError(f"The server gave no download link for {name}.")
    return file.url


def _trouble(fetched: Fetched) -> str:
    if fetched.status_code != _OK:
        return f"the store answered {fetched.status_code}"
    return f"{fetched.received_bytes} of {fetched.expected_bytes} bytes arrived"
