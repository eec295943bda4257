# Generated from `asynchronous/batches.py` by `make docs`: edit that file.
"""The calls about batches: `client.batches`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from reelwright_client import calls
from reelwright_client.blocking import transfers
from reelwright_client.blocking.exchange import Exchange
from reelwright_client.blocking.waiting import follow
from reelwright_client.errors import DownloadError
from reelwright_client.models.batches import (
    BatchAccepted,
    BatchResumption,
    BatchStatus,
    BatchTrial,
    ErrorKind,
    ErrorKinds,
)
from reelwright_client.part_file import PartFile
from reelwright_client.watching import OnBatchChange


class BatchCalls:
    """Creates, follows and controls batches. Besides what it names, every method raises what those of the client raise."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def create(
        self, manifest: Path | str | None = None, *, idempotency_key: str | None = None, **options: Any
    ) -> BatchAccepted:
        """Create a batch from a manifest (CSV, JSONL or JSON), or from `items=` as a list.

        `options` are the fields of the request, such as `template`, `on_invalid` and `max_cost_usd`. Without a key, the same
        manifest with the same options is the same batch. Raises BatchInvalidError with every wrong line, OSError, UploadError.
        """
        body = self._body(manifest, options)
        return self._exchange.read(BatchAccepted, calls.create_batch(body, idempotency_key))

    def dry_run(self, manifest: Path | str | None = None, **options: Any) -> BatchTrial:
        """Check and price a batch; create nothing. Raises what `create` raises."""
        return self._exchange.read(BatchTrial, calls.try_batch(self._body(manifest, options)))

    def get(self, batch_id: str) -> BatchStatus:
        """Read a batch. Raises NotFoundError."""
        return self._exchange.read(BatchStatus, calls.get_batch(batch_id))

    def errors(self, batch_id: str) -> tuple[ErrorKind, ...]:
        """Read the kinds of errors of a batch, the largest first. Raises NotFoundError."""
        return (self._exchange.read(ErrorKinds, calls.batch_errors(batch_id))).groups

    def confirm(self, batch_id: str) -> BatchStatus:
        """Start a batch that waits for its confirmation. Raises NotFoundError, ConflictError."""
        return self._exchange.read(BatchStatus, calls.control_batch(batch_id, "confirm"))

    def pause(self, batch_id: str) -> BatchStatus:
        """Pause a batch; films that run go on. Raises NotFoundError, ConflictError."""
        return self._exchange.read(BatchStatus, calls.control_batch(batch_id, "pause"))

    def cancel(self, batch_id: str) -> BatchStatus:
        """Cancel a batch and its open films. Raises NotFoundError, ConflictError."""
        return self._exchange.read(BatchStatus, calls.control_batch(batch_id, "cancel"))

    def resume(self, batch_id: str, *, dry_run: bool = False, **choice: Any) -> BatchResumption:
        """Resume a batch: `which="missing"`, `"failed"` or `"all"`, `groups=[...]`, `lines=[...]`, `max_cost_usd=...`.

        Raises NotFoundError, ConflictError, InvalidRequestError.
        """
        call = calls.resume_batch(batch_id, choice, dry_run=dry_run)
        return self._exchange.read(BatchResumption, call)

    def results(self, batch_id: str, into: Path | str, *, file_format: str = "csv", only_failed: bool = False) -> Path:
        """Save the results in a folder, as CSV or JSONL, and return the path. Raises NotFoundError, DownloadError, OSError.

        `only_failed` saves the lines without a film as a CSV that can be corrected and sent again.
        """
        only = "failed" if only_failed else "all"
        answer = self._exchange.send(calls.batch_results(batch_id, file_format=file_format, only=only))
        name = "failed" if only_failed else "results"
        with PartFile(Path(into) / f"{name}.{file_format}") as part:
            try:
                fetched = self._exchange.fetch(answer.headers["location"], part)
            except httpx.RequestError as error:
                raise DownloadError(f"The results could not be downloaded: {error}.") from error
            if not fetched.is_complete:
                raise DownloadError(f"The results could not be downloaded: {fetched}.")
            return part.keep()

    def wait(
        self, batch_id: str, *, timeout_seconds: float | None = None, on_change: OnBatchChange | None = None
    ) -> BatchStatus:
        """Wait until a batch has ended, pauses, or waits for its confirmation.

        `on_change` gets the first view and every change. After `timeout_seconds` the last view is returned; the batch goes on.
        Raises NotFoundError.
        """
        return follow(
            self._exchange,
            BatchStatus,
            lambda etag, hold: calls.get_batch(batch_id, etag=etag, hold_seconds=hold),
            timeout_seconds=timeout_seconds,
            on_change=on_change,
        )

    def _body(self, manifest: Path | str | None, options: Mapping[str, Any]) -> dict[str, Any]:
        if manifest is None:
            return dict(options)
        upload = transfers.upload(self._exchange, Path(manifest), content_type=None)
        return {"upload_id": upload.upload, **options}
