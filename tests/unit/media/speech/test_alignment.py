"""Words and their share of a sound."""
# ruff: noqa: RUF001 - phonemes and letters of many scripts are the subject here

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright_media.speech.alignment import slots, word_starts


@pytest.mark.parametrize(
    ("together", "alone", "starts"),
    [
        ("ðə kˈæt sˈæt", ["ðə", "kˈæt", "sˈæt"], [0, 3, 8]),
        ("ˈɛnd ʌvðə wˈɜld", ["ˈɛnd", "ˈʌv", "ðə", "wˈɜld"], [0, 5, 7, 10]),
        ("kɹˈʌʃ ə kˈɑɹ", ["kɹˈʌʃ", "ˈA", "kˈɑɹ"], [0, 6, 8]),
        ("wˈʌn θˈWzᵊnd dˈAz", ["wˈʌn θˈWzᵊnd", "dˈAz"], [0, 13]),
        ("nˈO nˈO nˈO", ["nˈO", "nˈO", "nˈO"], [0, 4, 8]),
        ("ðə kˈæt", ["ðə", "", "kˈæt"], [0, None, 3]),
        ("ab", ["xy", "zw", "q"], [None, 0, 1]),
        ("", ["a"], [None]),
        ("ðˌænən ˈWəɹ", ["ðən", "æn", "ˈWəɹ"], [0, 4, 7]),
    ],
    ids=["plain", "melted", "weakened", "number", "repeated", "silent", "too few", "none", "taken"],
)
def test_each_word_finds_its_first_phoneme(together: str, alone: list[str], starts: list[int | None]) -> None:
    """A word begins where its phonemes do in the sentence, though words melt, weaken and grow there."""
    assert word_starts(together, alone) == starts


@given(st.lists(st.text("abcdeˈ ", max_size=6), max_size=8), st.text("abcdeˈ ", max_size=40))
def test_starts_rise_whatever_the_phonemes(alone: list[str], together: str) -> None:
    """Each start lies in the phonemes and after the one before it."""
    starts = [start for start in word_starts(together, alone) if start is not None]
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(together) for start in starts)


def test_a_silent_word_takes_the_pause_it_stands_in() -> None:
    """A dash between two words is shown while nobody speaks."""
    assert slots([(0.0, 1.0), None, (1.5, 2.0)], 2.0) == [(0.0, 1.0), (1.0, 1.5), (1.5, 2.0)]


def test_a_silent_word_without_a_pause_takes_from_its_neighbour() -> None:
    """Where no time is left, the word before gives a moment; at the start the word after does."""
    assert slots([(0.0, 1.0), None, (1.0, 2.0)], 2.0) == [(0.0, 0.96), (0.96, 1.0), (1.0, 2.0)]
    assert slots([None, (0.0, 1.0)], 1.0) == [(0.0, 0.04), (0.04, 1.0)]


def test_silent_words_alone_share_the_sound() -> None:
    """A text of emoji is shown evenly."""
    assert slots([None, None], 0.5) == [(0.0, 0.25), (0.25, 0.5)]


spans = st.tuples(st.floats(0, 9), st.floats(0, 9)).map(lambda ends: (min(ends), max(ends)))


@given(st.lists(st.none() | spans, min_size=1, max_size=12))
def test_slots_rise_and_are_never_empty(found: list[tuple[float, float] | None]) -> None:
    """However odd the times a voice reports, words come in order, do not overlap, and each is seen."""
    result = slots(found, 10.0)
    assert len(result) == len(found)
    assert all(start < end for start, end in result)
    assert all(before[1] <= after[0] for before, after in pairwise(result))
    assert result[0][0] >= 0
    assert result[-1][1] <= 10.0
