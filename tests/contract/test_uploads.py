"""The opened uploads: counted when they are opened, free of the unused bytes when they are used or dropped."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.upload import OpenUpload, UploadLimits, UploadUsage
from reelwright.ports import OpenOutcome, Uploads
from tests.contract.racing import at_once

if TYPE_CHECKING:
    from tests.contract.conftest import Clock, Place

DAY = "2026-11-21"
LIMITS = UploadLimits(files=5, bytes=1_000, open_bytes=600)
CALLERS = 12


@pytest.fixture
def uploads(place: "Place") -> Uploads:
    """Return an empty store of uploads."""
    return place.uploads()


def upload(clock: "Clock", name: str, size: int = 100, *, user_id: str = "ada") -> OpenUpload:
    """Return an upload that is dropped after a day."""
    return OpenUpload(upload_id=name, user_id=user_id, size_bytes=size, drop_at=clock() + timedelta(hours=24))


def opened(uploads: Uploads, one: OpenUpload, limits: UploadLimits = LIMITS, day: str = DAY) -> OpenOutcome:
    """Open an upload."""
    return uploads.open(one, limits=limits, day=day)


def test_an_opened_upload_is_counted_once_however_often_it_is_opened(uploads: Uploads, clock: "Clock") -> None:
    """A repeat of the same call after a lost response changes nothing, even where nothing more would fit."""
    assert [opened(uploads, upload(clock, "u1", 600)) for _ in range(3)] == [OpenOutcome.OPENED] * 3
    assert uploads.usage("ada", DAY) == UploadUsage(files=1, bytes=600, open_bytes=600)
    assert uploads.usage("eve", DAY) == UploadUsage()


@pytest.mark.parametrize(
    ("limits", "outcome"),
    [
        ({"files": 1}, OpenOutcome.OVER_FILES),
        ({"bytes": 150}, OpenOutcome.OVER_BYTES),
        ({"open_bytes": 150}, OpenOutcome.OVER_OPEN_BYTES),
        ({"files": 1, "bytes": 150, "open_bytes": 150}, OpenOutcome.OVER_FILES),
        ({"bytes": 150, "open_bytes": 150}, OpenOutcome.OVER_BYTES),
    ],
)
def test_over_a_limit_nothing_is_counted(
    uploads: Uploads, clock: "Clock", limits: dict[str, int], outcome: OpenOutcome
) -> None:
    """The outcome names the first limit that is exceeded; other users have their own."""
    tight = LIMITS.model_copy(update=limits)
    assert opened(uploads, upload(clock, "u1"), tight) is OpenOutcome.OPENED
    assert opened(uploads, upload(clock, "u2"), tight) is outcome
    assert uploads.usage("ada", DAY) == UploadUsage(files=1, bytes=100, open_bytes=100)
    assert opened(uploads, upload(clock, "u3", user_id="eve"), tight) is OpenOutcome.OPENED


def test_a_file_larger_than_a_limit_never_fits(uploads: Uploads, clock: "Clock") -> None:
    """Also as the first one of the day."""
    assert opened(uploads, upload(clock, "u1", 1_001)) is OpenOutcome.OVER_BYTES
    assert opened(uploads, upload(clock, "u2", 601)) is OpenOutcome.OVER_OPEN_BYTES


def test_the_next_day_counts_anew_but_unused_bytes_stay(uploads: Uploads, clock: "Clock") -> None:
    """Midnight gives back the day, not the space that unused files take."""
    assert opened(uploads, upload(clock, "u1", 600)) is OpenOutcome.OPENED
    assert opened(uploads, upload(clock, "u2"), day="2026-11-22") is OpenOutcome.OVER_OPEN_BYTES
    uploads.use("ada", ["u1"])
    assert opened(uploads, upload(clock, "u2"), day="2026-11-22") is OpenOutcome.OPENED
    assert uploads.usage("ada", "2026-11-22") == UploadUsage(files=1, bytes=100, open_bytes=100)


def test_a_used_upload_frees_its_bytes_once_and_is_never_dropped(uploads: Uploads, clock: "Clock") -> None:
    """Unknown ids and those of others are no-ops."""
    one, other = upload(clock, "u1", 300), upload(clock, "u1", 300, user_id="eve")
    for each in (one, other):
        opened(uploads, each)
    for _ in range(2):
        uploads.use("ada", ["u1", "u1", "nowhere", ""])
    assert uploads.usage("ada", DAY) == UploadUsage(files=1, bytes=300, open_bytes=0)
    assert uploads.usage("eve", DAY).open_bytes == 300
    assert not uploads.drop(one)
    assert uploads.unused(before=clock() + timedelta(days=2), limit=10) == (other,)


def test_an_unused_upload_is_found_when_its_time_is_over_and_dropped_once(uploads: Uploads, clock: "Clock") -> None:
    """Not a moment before, the oldest first; a dropped one cannot be used any more."""
    first = upload(clock, "u1", 200)
    opened(uploads, first)
    clock.pass_seconds(60)
    second = upload(clock, "u2", 300)
    opened(uploads, second)
    assert uploads.unused(before=first.drop_at - timedelta(seconds=1), limit=10) == ()
    assert uploads.unused(before=first.drop_at, limit=10) == (first,)
    assert uploads.unused(before=second.drop_at, limit=10) == (first, second)
    assert uploads.unused(before=second.drop_at, limit=1) == (first,)
    assert [uploads.drop(first) for _ in range(2)] == [True, False]
    uploads.use("ada", ["u1"])
    assert uploads.usage("ada", DAY).open_bytes == 300


def test_a_hundred_uploads_are_used_in_one_call(uploads: Uploads, clock: "Clock") -> None:
    """A batch names more files than a transaction may write."""
    names = [f"u{number}" for number in range(100)]
    wide = UploadLimits(files=1_000, bytes=10**6, open_bytes=10**6)
    for name in names:
        assert opened(uploads, upload(clock, name), wide) is OpenOutcome.OPENED
    uploads.use("ada", names)
    assert uploads.usage("ada", DAY) == UploadUsage(files=100, bytes=10_000, open_bytes=0)


def test_racing_opens_never_exceed_a_limit(uploads: Uploads, clock: "Clock") -> None:
    """Of twelve at the same time exactly five are opened."""
    calls = [partial(opened, uploads, upload(clock, f"u{number}")) for number in range(CALLERS)]
    assert Counter(at_once(calls)) == {OpenOutcome.OPENED: 5, OpenOutcome.OVER_FILES: CALLERS - 5}
    assert uploads.usage("ada", DAY) == UploadUsage(files=5, bytes=500, open_bytes=500)


def test_of_a_drop_and_a_use_at_the_same_time_one_wins(uploads: Uploads, clock: "Clock") -> None:
    """The bytes are given back once."""
    one = upload(clock, "u1", 300)
    opened(uploads, one)
    calls: list[Callable[[], object]] = [partial(uploads.drop, one), partial(uploads.use, "ada", ["u1"])]
    at_once(calls)
    assert uploads.usage("ada", DAY).open_bytes == 0
