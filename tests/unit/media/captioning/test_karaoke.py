"""Which word is lit when."""

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright_media.captioning.karaoke import ENTRANCE_STEPS, state_at


def line(*times: tuple[float, float]) -> CaptionLine:
    """Return a line of words at these times, shown a little longer than it is spoken."""
    words = tuple(CaptionWord(text="word", start_seconds=start, end_seconds=end) for start, end in times)
    return CaptionLine(words=words, start_seconds=times[0][0] - 0.1, end_seconds=times[-1][1] + 0.5)


def test_a_word_is_lit_from_its_start_to_its_end() -> None:
    """Before the first word, in a long pause and after the last word nothing is lit."""
    shown = line((1.0, 1.3), (2.0, 2.4))
    lit = [state_at(shown, seconds).spoken for seconds in (0.95, 1.0, 1.29, 1.5, 2.0, 2.39, 2.6)]
    assert lit == [None, 0, 0, None, 1, 1, None]


def test_a_tiny_gap_does_not_flicker() -> None:
    """A silence of a few frames keeps the word before it lit."""
    assert state_at(line((1.0, 1.3), (1.4, 1.8)), 1.35).spoken == 0


def test_a_line_grows_into_its_place_once() -> None:
    """The entrance takes a few frames, never shrinks, and ends at full size and opacity."""
    shown = line((1.0, 3.0))
    states = [state_at(shown, 0.9 + frame / 30) for frame in range(12)]
    scales = [state.scale for state in states]
    assert scales == sorted(scales)
    assert scales[0] < 1
    assert (states[5].step, states[5].scale, states[5].opacity) == (ENTRANCE_STEPS, 1, 1)
