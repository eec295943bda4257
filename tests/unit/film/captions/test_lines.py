"""Lines keep every word in order, never overlap, and break where one pauses."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.captions.lines import (
    CLOSED_GAP_SECONDS,
    PORTRAIT,
    SHORTEST_LINE_SECONDS,
    WIDE,
    caption_lines,
    fewer_words,
    line_shape,
)
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.text.characters import width_of


def timed(*texts: str, seconds: float = 0.4, gap: float = 0.0) -> tuple[CaptionWord, ...]:
    """Build words of equal length, one after the other."""
    step = seconds + gap
    return tuple(
        CaptionWord(text=text, start_seconds=round(index * step, 4), end_seconds=round(index * step + seconds, 4))
        for index, text in enumerate(texts)
    )


WORDS = st.lists(
    st.tuples(
        st.sampled_from(["a", "sea,", "whale.", "darkness", "extraordinarily", "你", "好。"]),
        st.floats(0.05, 1),
        st.floats(0, 0.8),
    ),
    min_size=1,
    max_size=25,
)


def spaced(parts: list[tuple[str, float, float]]) -> tuple[CaptionWord, ...]:
    """Build words with their own lengths and gaps."""
    words, now = [], 0.0
    for text, seconds, gap in parts:
        words.append(CaptionWord(text=text, start_seconds=now, end_seconds=now + seconds))
        now += seconds + gap
    return tuple(words)


@given(WORDS)
def test_every_word_is_shown_once_and_in_order(parts: list[tuple[str, float, float]]) -> None:
    """Cutting lines loses nothing."""
    words = spaced(parts)
    lines = caption_lines(words, PORTRAIT, words[-1].end_seconds + 1)
    assert tuple(word for line in lines for word in line.words) == words


@given(WORDS)
def test_lines_never_overlap_and_cover_their_words(parts: list[tuple[str, float, float]]) -> None:
    """One line at a time, there as long as it is spoken, gone before the end."""
    words = spaced(parts)
    end = words[-1].end_seconds + 1
    lines = caption_lines(words, PORTRAIT, end)
    assert all(left.end_seconds <= right.start_seconds for left, right in pairwise(lines))
    assert all(line.start_seconds <= line.words[0].start_seconds for line in lines)
    assert all(line.words[-1].end_seconds <= line.end_seconds <= end for line in lines)


@given(WORDS)
def test_no_short_gap_flickers(parts: list[tuple[str, float, float]]) -> None:
    """Between lines there is no gap or one that is clearly a pause."""
    lines = caption_lines(spaced(parts), PORTRAIT, 100)
    gaps = [right.start_seconds - left.end_seconds for left, right in pairwise(lines)]
    holds = [right.words[0].start_seconds - left.words[-1].end_seconds for left, right in pairwise(lines)]
    assert all(gap == 0 for gap, hold in zip(gaps, holds, strict=True) if hold <= CLOSED_GAP_SECONDS)


@given(WORDS)
def test_lines_hold_at_most_what_fits(parts: list[tuple[str, float, float]]) -> None:
    """Only a single long word may be wider."""
    lines = caption_lines(spaced(parts), PORTRAIT, 100)
    assert all(width_of(line.text) <= PORTRAIT.characters for line in lines if len(line.words) > 1)


def test_lines_break_at_marks_rather_than_in_the_middle() -> None:
    """A comma ends a line, a full stop always does."""
    lines = caption_lines(timed("When", "it", "rains,", "we", "stay", "home.", "Always."), PORTRAIT, 10)
    assert [line.text for line in lines] == ["When it rains,", "we stay home.", "Always."]


def test_a_line_does_not_end_with_a_word_that_leans_on_the_next() -> None:
    """`the` belongs to its noun."""
    lines = caption_lines(timed("Look", "at", "the", "whales", "of", "the", "north", "sea"), PORTRAIT, 10)
    assert all(line.words[-1].text not in {"the", "of", "at"} for line in lines)


def test_a_pause_in_speech_parts_lines() -> None:
    """What is spoken apart is shown apart."""
    words = (
        CaptionWord(text="Wait", start_seconds=0, end_seconds=0.5),
        CaptionWord(text="for", start_seconds=1.5, end_seconds=1.9),
        CaptionWord(text="it", start_seconds=1.9, end_seconds=2.4),
    )
    assert [line.text for line in caption_lines(words, PORTRAIT, 4)] == ["Wait", "for it"]


def test_a_short_word_is_rarely_a_line_of_its_own() -> None:
    """It looks lost where the line before it could be shorter."""
    words = timed("Lighthouses", "burned", "again", "with", "their", "red", "mountain.")
    assert [line.text for line in caption_lines(words, PORTRAIT, 10)][-1] == "their red mountain."


def test_a_lone_short_word_stays_long_enough_to_be_read() -> None:
    """Half a second at least, where there is room."""
    line = caption_lines(timed("No", seconds=0.1), PORTRAIT, 5)[0]
    assert line.end_seconds - line.start_seconds >= SHORTEST_LINE_SECONDS


def test_chinese_is_written_without_spaces() -> None:
    """A line of Chinese reads as Chinese, and Latin words keep their spaces."""
    line = CaptionLine(words=timed("我", "家", "的", "猫。"), start_seconds=0, end_seconds=2)
    assert line.text == "我家的猫。"
    assert CaptionLine(words=timed("my", "cat"), start_seconds=0, end_seconds=1).text == "my cat"


def test_wide_letters_count_double() -> None:
    """Ten Chinese characters fill a phone's line."""
    lines = caption_lines(timed(*"我家的猫每天早上五点叫醒我她很", seconds=0.2), PORTRAIT, 9)
    assert all(len(line.text) <= 10 for line in lines)
    assert width_of("我a") == 3


def test_the_shape_follows_the_platform() -> None:
    """Few words on a phone, longer lines on wide screens."""
    assert line_shape(PRESETS["tiktok"]) == PORTRAIT
    assert line_shape(PRESETS["youtube_wide"]) == WIDE
    assert PORTRAIT.characters < line_shape(PRESETS["square"]).characters < WIDE.characters


def test_no_words_give_no_lines() -> None:
    """Silence has no captions."""
    assert caption_lines((), PORTRAIT, 5) == ()


NOUNS = st.sampled_from(["sea", "whale", "darkness", "light,", "extraordinary", "fish."])
ARTICLES = st.sampled_from(["the", "a", "an"])


@given(st.lists(st.tuples(ARTICLES, NOUNS) | st.tuples(NOUNS, NOUNS), min_size=1, max_size=8), st.floats(0.1, 0.8))
def test_an_article_ends_a_line_only_where_its_noun_does_not_fit(pairs: list[tuple[str, str]], seconds: float) -> None:
    """No widow `the`: whatever else the cut costs."""
    lines = caption_lines(timed(*(word for pair in pairs for word in pair), seconds=seconds), PORTRAIT, 99)
    for line, after in pairwise(lines):
        last = line.words[-1].text
        assert last not in {"the", "a", "an"} or width_of(f"{last} {after.words[0].text}") > PORTRAIT.characters


@given(WORDS)
def test_large_type_takes_the_same_words_in_shorter_lines(parts: list[tuple[str, float, float]]) -> None:
    """A wide screen's line becomes several that a phone could show, at the same times, within its own."""
    words = spaced(parts)
    for line in caption_lines(words, WIDE, words[-1].end_seconds + 1):
        shorter = fewer_words(line)
        assert tuple(word for one in shorter for word in one.words) == line.words
        assert all(width_of(one.text) <= PORTRAIT.characters for one in shorter if len(one.words) > 1)
        assert line.start_seconds <= shorter[0].start_seconds
        assert shorter[-1].end_seconds <= line.end_seconds


def test_the_lines_of_a_phone_are_few_words_already() -> None:
    """What fits is not cut again."""
    line = caption_lines(timed("Into", "the", "sea"), PORTRAIT, 5)[0]
    assert fewer_words(line) == (line,)


def test_pieces_of_unspaced_scripts_keep_their_particles() -> None:
    """Japanese lines end behind a particle, not before it."""
    words = timed("多", "くの", "生き", "物が", "自分", "で", "光を", "作り", "ます。", seconds=0.3)
    lines = caption_lines(words, PORTRAIT, 9)
    assert all(line.words[0].text not in {"で", "くの", "ます。"} for line in lines)
