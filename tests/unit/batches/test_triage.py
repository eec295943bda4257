"""Errors are grouped by what they say, not by which line, id or number they name."""

import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.batches.limits import MAX_GROUPS
from reelwright.batches.triage import (
    OTHER,
    ErrorFacts,
    Groups,
    advice_for,
    fingerprint,
    is_retryable,
    normal,
    traits_of,
)
from reelwright.errors import ContentError, ProviderThrottledError


def test_ten_thousand_messages_that_differ_in_ids_and_numbers_are_one_group() -> None:
    """Samples are the first three lines and the last two."""
    draw, groups = random.Random(7), Groups()  # noqa: S311 - a drawn test
    for line in range(1, 10_001):
        job = "".join(draw.choices("0123456789abcdefghjkmnpqrstvwxyz", k=26))
        request, seconds = uuid.UUID(int=draw.getrandbits(128)), draw.random() * 100
        text = f"job {job}n{line:06d}: request {request} took {seconds:.2f} s of {draw.randrange(10**9)}"
        groups.add(ErrorFacts("provider_failed", text, "ProviderError", "generate_audio_tts", "espeak"), line)
    (group,) = groups.all()
    assert (group.count, group.samples) == (10_000, (1, 2, 3, 9_999, 10_000))


@given(first=st.integers(), second=st.integers(), long=st.text("ab ", max_size=400))
def test_numbers_never_make_a_group(first: int, second: int, long: str) -> None:
    """However long they are, and wherever the message is cut."""
    texts = [f"{long}: scene {number} of film {number}.5 failed {long}" for number in (first, second)]
    assert normal(texts[0]) == normal(texts[1])


@given(message=st.text(max_size=50))
def test_two_codes_are_never_one_group(message: str) -> None:
    """Nor two types, steps or providers."""
    facts = [
        ErrorFacts("a", message),
        ErrorFacts("b", message),
        ErrorFacts("a", message, type="T"),
        ErrorFacts("a", message, step="T"),
        ErrorFacts("a", message, provider="T"),
    ]
    assert len({fingerprint(one) for one in facts}) == len(facts)


@pytest.mark.parametrize(
    ("message", "same"),
    [
        ("GET https://a.example/x?y=1 failed", "get <url> failed"),
        ("no object s3://films/uploads/a/b", "no object <key>"),
        ("outputs/job1/film.mp4 is missing", "<key> is missing"),
        ("sent to amira@example.com", "sent to <mail>"),
        ("at 2026-11-28T00:22:11.5Z and on 2026-11-28", "at <time> and on <time>"),
        ("voice 'bob' isn't \"good\"", "voice <text> isn't <text>"),
        ("wrote /tmp/a/b.wav", "wrote <path>"),
        ("digest 0aa34f99ab", "digest #"),
        ("status 429 after 3 tries", "status 429 after # tries"),
        ("HTTP 500,  retry", "http 500, retry"),
        ("images.3.upload: -7.5 is too small", "images.#.upload: # is too small"),
    ],
)
def test_details_are_replaced_in_order(message: str, same: str) -> None:
    """An HTTP status stays, because it says what went wrong."""
    assert normal(message) == same


def test_more_than_two_hundred_groups_fold_into_one_and_sums_hold() -> None:
    """The page stays readable, and no error is lost from the count."""
    groups = Groups()
    for line in range(1, 1_001):
        groups.add(ErrorFacts(f"code_{line % 300}", "x"), line)
    found = groups.all()
    assert len(found) == MAX_GROUPS + 1
    assert sum(one.count for one in found) == 1_000
    assert max(found, key=lambda one: one.count).group == OTHER


def test_two_equal_errors_of_a_line_count_once() -> None:
    """A group counts lines."""
    groups = Groups()
    for line in (1, 1, 2):
        groups.add(ErrorFacts("too_long", f"exports.{line}: too long"), line)
    assert groups.all()[0].count == 2


def test_a_trait_of_nearly_all_lines_of_a_group_and_few_others_is_a_suspect() -> None:
    """The voice is suspect, the platform is everywhere."""
    groups = Groups()
    for line in range(1, 101):
        bad = line <= 20
        traits = {
            "voice": "bob" if bad and line != 1 else "eve",
            "platform": "tiktok",
            "language": "de" if bad else "en",
        }
        groups.see(traits)
        if bad:
            groups.add(ErrorFacts("provider_failed", "x"), line, traits)
    (group,) = groups.all()
    assert [(one.name, one.value, one.share, one.elsewhere) for one in group.suspects] == [
        ("language", "de", 1.0, 0.0),
        ("voice", "bob", 0.95, 0.0),
    ]


def test_scripts_and_titles_are_no_traits() -> None:
    """Every line has its own; choices and variables are compared."""
    cells = {"script_content": "x", "title": "y", "language": "de", "var.city": "Cairo", "var.text": "z" * 100}
    assert traits_of(cells) == {"language": "de", "var.city": "Cairo"}


def test_advice_comes_from_the_error_itself() -> None:
    """Of a job by its class, of a line by its code; only what can succeed unchanged is retryable."""
    failed = ErrorFacts("unusable_content", "x", "ContentError")
    assert advice_for(failed) == ContentError.__doc__
    assert not is_retryable(failed)
    assert is_retryable(ErrorFacts("provider_throttled", "x", ProviderThrottledError.__name__))
    assert "custom_id" in advice_for(ErrorFacts("duplicate_custom_id", "x"))
    assert advice_for(ErrorFacts("of_a_later_release", "x", "NewError"))
