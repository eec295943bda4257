"""Voices without word times are aligned with our own timed reading (C17)."""

import numpy as np
import pytest

from reelwright.errors import ProviderError
from reelwright.providers.speech import SpeechOrder
from reelwright_media.speech.espeak import places_of, timed_reading
from reelwright_media.speech.espeak_library import espeak
from reelwright_media.speech.likeness import aligned_starts, shared_starts

TEXT = "The deepest known point on Earth lies in the Mariana Trench, almost eleven kilometres below the waves."
ORDER = SpeechOrder(text=TEXT, words=tuple(places_of(TEXT, TEXT.split())), language="en-US")


def test_words_of_another_speaker_are_found_within_a_few_frames() -> None:
    """A slower reading by another accent has known times too: on average within 60 ms, ninety percent within 130."""
    other = timed_reading(TEXT, ORDER.words, "en-gb", 0.8)
    found = aligned_starts(other.samples, other.rate, ORDER, provider="x")
    errors = [
        abs(start - span[0]) for start, span in zip(found, other.spans, strict=True) if span and start is not None
    ]
    shared = shared_starts(ORDER, len(other.samples) / other.rate)
    guessed = [
        abs(start - span[0]) for start, span in zip(shared, other.spans, strict=True) if span and start is not None
    ]
    assert len(errors) == len(ORDER.words)
    assert np.mean(errors) < 0.06
    assert np.quantile(errors, 0.9) < 0.13
    assert np.mean(errors) < np.mean(guessed)


@pytest.mark.parametrize("times", [0.3, 3.0])
def test_a_sound_of_another_length_says_something_else(times: float) -> None:
    """A language model may leave out or add sentences."""
    known = timed_reading(TEXT, ORDER.words, "en-us", 1.0)
    samples = np.resize(known.samples, int(len(known.samples) * times))
    with pytest.raises(ProviderError, match="something else"):
        aligned_starts(samples, espeak().rate, ORDER, provider="x")


def test_a_language_without_a_reading_shares_the_time() -> None:
    """Nothing better is known."""
    order = ORDER.model_copy(update={"language": "xx"})
    assert aligned_starts(np.ones(24_000, np.float32), 24_000, order, provider="x") == shared_starts(order, 1.0)
