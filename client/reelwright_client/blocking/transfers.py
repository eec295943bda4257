# Generated from `asynchronous/transfers.py` by `make docs`: edit that file.
"""Files from and to the store: downloads appear whole or not at all, uploads are stored once."""

from collections.abc import Collection
from pathlib import Path

import httpx

from reelwright_client import calls
from reelwright_client.blocking.exchange import Exchange
from reelwright_client.downloading import file_name, file_of, link, wanted
from reelwright_client.errors import DownloadError, UploadError
from reelwright_client.models.creating import Upload
from reelwright_client.models.jobs import Job
from reelwright_client.part_file import PartFile
from reelwright_client.uploading import is_busy, is_stored, opening


def download(exchange: Exchange, job: Job | str, into: Path, *, only: Collection[str]) -> dict[str, Path]:
    """Save a job's files in the folder `into` and return them by name; an empty `only` means all.

    Replaces existing files, each in one step. Raises DownloadError if the job has no result, a wanted file does
    not exist, or one did not arrive whole after retries.
    """
    if isinstance(job, str):
        job = exchange.read(Job, calls.get(job))
    saved = {}
    for name in wanted(job, only):
        saved[name] = _download_one(exchange, job, name, into)
    return saved


def _download_one(exchange: Exchange, job: Job, name: str, into: Path) -> Path:
    file = file_of(job, name)
    is_renewed = False
    with PartFile(into / file_name(name, file)) as part:
        attempt = 0
        while True:
            attempt += 1
            part.restart()
            try:
                fetched = exchange.fetch(link(name, file), part)
            except httpx.RequestError as error:
                trouble = str(error) or type(error).__name__
            else:
                if fetched.is_complete:
                    return part.keep()
                if fetched.is_gone:
                    raise DownloadError(
                        f"{name} is no longer there: results are kept for a limited time. Create the job again."
                    )
                if fetched.is_expired and not is_renewed:
                    is_renewed = True
                    file = file_of(exchange.read(Job, calls.get(job.job_id)), name)
                    continue
                trouble = str(fetched)
            pause = exchange.terms.pause_seconds(attempt)
            if pause is None:
                raise DownloadError(f"{name} could not be downloaded: {trouble}.")
            exchange.sleep(pause)


def upload(exchange: Exchange, file: Path, *, content_type: str | None, purpose: str | None = None) -> Upload:
    """Send a file and return its upload. Raises OSError, UploadError and InvalidRequestError.

    A broken transfer is sent again from the start; the address accepts the file only once.
    """
    opened = exchange.read(Upload, calls.open_upload(opening(file, content_type, purpose)))
    attempt = 0
    while True:
        attempt += 1
        try:
            status_code = exchange.put(opened.url, opened.headers, file)
        except httpx.RequestError as error:
            trouble, may_repeat = str(error) or type(error).__name__, True
        else:
            if is_stored(status_code):
                return opened
            trouble, may_repeat = f"the store answered {status_code}", is_busy(status_code)
        pause = exchange.terms.pause_seconds(attempt) if may_repeat else None
        if pause is None:
            raise UploadError(f"{file.name} could not be sent: {trouble}.")
        exchange.sleep(pause)
