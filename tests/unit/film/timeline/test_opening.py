"""The hook: whole lines, a whole sentence where it is short."""

from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.captions.lines import PORTRAIT, caption_lines
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.text.characters import width_of
from reelwright.film.timeline.opening import HOOK_SECONDS, hook_of


def lines_of(text: str, *, each: float = 0.3) -> tuple[CaptionLine, ...]:
    """Return the caption lines of a text, every word as long."""
    words = tuple(
        CaptionWord(text=word, start_seconds=at * each, end_seconds=at * each + each)
        for at, word in enumerate(text.split())
    )
    return caption_lines(words, PORTRAIT, len(words) * each)


def shown(text: str, *, each: float = 0.3) -> str:
    """Return the hook's words as a sentence."""
    hook = hook_of(lines_of(text, each=each), PORTRAIT)
    assert hook is not None
    return " ".join(word.text for word in hook.words)


def test_a_short_first_sentence_is_shown_whole_and_alone() -> None:
    """The second sentence is for the captions."""
    assert shown("Stop waiting for a raise. Pay yourself first.") == "Stop waiting for a raise."


def test_a_long_first_sentence_is_shown_as_far_as_it_is_spoken_in_two_seconds() -> None:
    """The title never grows small: the rest of the sentence follows in captions."""
    text = "Did you know that the deep ocean is darker than any night you have ever lived through"
    hook = shown(text)
    assert text.startswith(hook)
    assert 3 <= len(hook.split()) <= 11


def test_a_first_sentence_of_three_lines_is_whole() -> None:
    """The hook is a thought, not its first words: "In 1943 a ship" says nothing."""
    text = "In 1943 a ship crossed the ocean without a captain."
    assert shown(f"{text} Nobody noticed.") == text


def test_a_sentence_that_is_too_long_ends_with_a_clause() -> None:
    """A clause of one or two words says too little, so it is not the end."""
    assert shown(
        "In 1943, a ship crossed the ocean alone, and for eleven days nobody on the shore or on any other ship noticed it"
    ).endswith("alone,")


def test_words_so_slow_that_no_line_fits_the_time_still_make_a_hook() -> None:
    """The first line, whatever it takes."""
    text = "Breathe in very slowly"
    assert shown(text, each=2.5) == lines_of(text, each=2.5)[0].text


def test_a_silent_film_has_no_hook() -> None:
    """None is no title."""
    assert hook_of((), PORTRAIT) is None


@given(st.lists(st.text("abcdefgh.", min_size=1, max_size=12), min_size=1, max_size=30), st.floats(0.1, 0.9))
def test_a_hook_is_the_first_lines_and_ends_with_the_last_of_them(words: list[str], each: float) -> None:
    """Never part of a line, so that captions can go on with the next; about three lines of text at most."""
    lines = lines_of(" ".join(words), each=each)
    hook = hook_of(lines, PORTRAIT)
    assert hook is not None
    taken = [line for line in lines if line.end_seconds <= hook.end_seconds]
    assert hook.words == tuple(word for line in taken for word in line.words)
    assert hook.end_seconds == taken[-1].end_seconds
    if len(taken) > 1:
        assert sum(width_of(line.text) for line in taken) <= 3 * PORTRAIT.characters
        assert hook.words[0].start_seconds < HOOK_SECONDS
