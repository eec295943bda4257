"""Open an upload: a signed URL for one of the caller's own files."""

from datetime import datetime, timedelta
from typing import Final

from reelwright.jobs.caller import Caller
from reelwright.jobs.quota import DAY_SECONDS, Allowance, Window, WindowName, day_of, seconds_to_reset
from reelwright.jobs.upload import (
    BRAND,
    MANIFEST,
    UNUSED_LIFE,
    UPLOAD_SECONDS,
    OpenUpload,
    UploadLimits,
    UploadRequest,
    UploadUsage,
    is_manifest,
)
from reelwright.ports import OpenOutcome, SignedUpload, World
from reelwright.refusals import LimitReached
from reelwright.values import Value

_MEGABYTE: Final = 2**20
_REFUSED_BY: Final[dict[OpenOutcome, WindowName]] = {
    OpenOutcome.OVER_FILES: "uploads",
    OpenOutcome.OVER_BYTES: "upload-bytes",
    OpenOutcome.OVER_OPEN_BYTES: "open-upload-bytes",
}


class Upload(Value):
    """An opened upload. Send the file to `target` before `expires_at`; requests then name it by `upload_id`."""

    upload_id: str
    target: SignedUpload
    expires_at: datetime
    windows: tuple[Window, ...] = ()
    """The limits of the caller's uploads after this one."""


def open_upload(request: UploadRequest, *, caller: Caller, world: World) -> Upload:
    """Count the file and sign a URL to which the caller may send it once.

    The file is checked when a job uses it: by its content, not by the type declared here. Unless a job uses it, it is
    dropped after 24 hours. Raises LimitReached over a limit of files or bytes; nothing is counted then.
    """
    now, allowance = world.clock(), world.settings.allowance(caller.tier)
    kind = MANIFEST if is_manifest(request.content_type) else BRAND if request.purpose == "brand" else ""
    upload = OpenUpload(
        upload_id=kind + world.ids(), user_id=caller.user_id, size_bytes=request.bytes, drop_at=now + UNUSED_LIFE
    )
    outcome = world.uploads.open(upload, limits=_limits(allowance), day=day_of(now))
    windows = _windows(allowance, world.uploads.usage(caller.user_id, day_of(now)), now)
    if outcome is not OpenOutcome.OPENED:
        raise _over_limit(_REFUSED_BY[outcome], windows, request=request, caller=caller)
    target = world.artefacts.upload(
        upload.key,
        seconds=UPLOAD_SECONDS,
        content_type=request.content_type,
        size_bytes=request.bytes,
    )
    expires_at = now + timedelta(seconds=UPLOAD_SECONDS)
    return Upload(upload_id=upload.upload_id, target=target, expires_at=expires_at, windows=windows)


def _limits(allowance: Allowance) -> UploadLimits:
    return UploadLimits(
        files=allowance.daily_uploads,
        bytes=allowance.daily_upload_bytes,
        open_bytes=allowance.open_upload_bytes,
    )


def _windows(allowance: Allowance, usage: UploadUsage, now: datetime) -> tuple[Window, ...]:
    """List the limits. Bytes of unused files are free again when the files are dropped, after a day at the latest."""
    rows: tuple[tuple[WindowName, int, int, int], ...] = (
        ("uploads", allowance.daily_uploads, usage.files, seconds_to_reset(now)),
        ("upload-bytes", allowance.daily_upload_bytes, usage.bytes, seconds_to_reset(now)),
        ("open-upload-bytes", allowance.open_upload_bytes, usage.open_bytes, DAY_SECONDS),
    )
    return tuple(
        Window(
            name=name,
            limit=limit,
            length_seconds=DAY_SECONDS,
            remaining=max(0, limit - used),
            reset_seconds=reset_seconds,
        )
        for name, limit, used, reset_seconds in rows
    )


def _over_limit(
    name: WindowName, windows: tuple[Window, ...], *, request: UploadRequest, caller: Caller
) -> LimitReached:
    full = next(one for one in windows if one.name == name)
    allowed = f"The {caller.tier} tier allows"
    if name == "uploads":
        text = f"{allowed} {full.limit} uploads a day; the limit resets in {full.reset_seconds} s."
    elif name == "upload-bytes":
        text = (
            f"{allowed} {_megabytes(full.limit)} of uploads a day. {_megabytes(full.remaining)} are left, and this file has "
            f"{_megabytes(request.bytes)}; the limit resets in {full.reset_seconds} s."
        )
    else:
        text = (
            f"{allowed} {_megabytes(full.limit)} of uploads that no job has used. {_megabytes(full.remaining)} are left, and "
            f"this file has {_megabytes(request.bytes)}. Use the files in a job, or wait: an unused file is dropped 24 hours "
            "after it was opened."
        )
    return LimitReached(text, windows=windows, retry_after_seconds=full.reset_seconds)


def _megabytes(size: int | None) -> str:
    return f"{(size or 0) / _MEGABYTE:.1f} MB"
