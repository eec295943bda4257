"""Cursors: what was given out for a list comes back to that list, and nothing else does."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.jobs.cursor import JobFilter, read_cursor, write_cursor
from reelwright.jobs.dead_letter import DeadLetterFilter
from reelwright.jobs.lifecycle import JobState
from reelwright.signing import derive_key
from reelwright.values import Value

KEY = derive_key(b"m" * 64, "cursors")
LIST = JobFilter(user_id="ada", task_name="generate_video")
PLACE = "2026-11-21T12:00:00.000000+00:00#01jd7z"
CURSOR = write_cursor(LIST, PLACE, key=KEY)


def refused(cursor: str, listed: Value = LIST, key: bytes = KEY) -> bool:
    """Return whether a cursor is refused as a wrong request."""
    return read_cursor(listed, cursor, key=key) is None


@given(st.text(max_size=200))
def test_a_place_comes_back_as_it_was(place: str) -> None:
    """Whatever the store calls a place."""
    assert read_cursor(LIST, write_cursor(LIST, place, key=KEY), key=KEY) == place


def test_a_cursor_is_text_for_a_query_string() -> None:
    """Without escaping, and without the padding that some clients lose."""
    assert CURSOR.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "other",
    [
        JobFilter(user_id="eve", task_name="generate_video"),
        JobFilter(user_id="ada"),
        JobFilter(user_id="ada", task_name="generate_video", state=JobState.FAILED),
        DeadLetterFilter(task_name="generate_video"),
    ],
    ids=["user", "task", "state", "letters"],
)
def test_a_cursor_fits_only_its_own_list(other: Value) -> None:
    """Another user's, another filter's, another thing's: refused."""
    assert not refused(CURSOR)
    assert refused(CURSOR, other)


def test_only_the_environment_that_wrote_a_cursor_reads_it() -> None:
    """Another key, also that of another purpose, proves nothing."""
    assert refused(CURSOR, key=derive_key(b"n" * 64, "cursors"))
    assert refused(CURSOR, key=derive_key(b"m" * 64, "webhooks"))


@pytest.mark.parametrize("cut", range(len(CURSOR)))
def test_a_truncated_cursor_is_refused(cut: int) -> None:
    """Wherever it was cut."""
    assert refused(CURSOR[:cut])


@given(st.integers(0, len(base64.urlsafe_b64decode(CURSOR + "==")) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(place: int, flip: int) -> None:
    """In the proof as in the place: a forged place never reaches the table."""
    whole = bytearray(base64.urlsafe_b64decode(CURSOR + "=="))
    whole[place] ^= flip
    assert refused(base64.urlsafe_b64encode(bytes(whole)).decode().rstrip("="))


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "!!", "ü", "[]", "e30", "A" * 5000, CURSOR + "\n", " " + CURSOR, CURSOR + "AAAA", "/+" + CURSOR[2:]],
)
def test_a_garbled_cursor_is_a_wrong_request(cursor: str) -> None:
    """Never a crash, never a page."""
    assert refused(cursor)


@given(st.text(max_size=300))
def test_no_text_is_a_cursor_by_accident(cursor: str) -> None:
    """Sixteen bytes of a hash are not guessed."""
    assert refused(cursor) or cursor == CURSOR
