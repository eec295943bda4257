"""Speaking time is guessed from letters."""

import pytest

from reelwright.film.text.speaking import speech_seconds

PASSAGE = (
    "You have never seen true darkness. Two hundred meters below the waves, sunlight disappears. Animals in the deep "
    "ocean make their own light. Imagine fifty jumbo jets stacked on your chest. We have better maps of Mars than of our "
    "own sea floor. Next time you swim, remember what begins at your feet."
)


def test_english_prose_is_read_at_about_155_words_a_minute() -> None:
    """The guess agrees with the pace it states, pauses included, within a tenth."""
    assert speech_seconds(PASSAGE) == pytest.approx(len(PASSAGE.split()) / 155 * 60, rel=0.1)


def test_a_slower_pace_takes_longer_in_proportion() -> None:
    """Half the words a minute, twice the time."""
    assert speech_seconds(PASSAGE, 77.5) == pytest.approx(2 * speech_seconds(PASSAGE))


def test_chinese_is_counted_by_character() -> None:
    """Twenty-six characters are about six seconds, though they are one chunk between spaces."""
    assert 5 < speech_seconds("我家的猫每天早上五点叫醒我她检查每一个快递开会的时候") < 8


def test_figures_take_longer_than_their_letters() -> None:
    """`10,994` is nine syllables."""
    assert speech_seconds("10,994") > speech_seconds("ten")
