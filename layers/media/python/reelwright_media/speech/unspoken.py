"""Words that a voice leaves out because it cannot read their letters."""

from collections.abc import Sequence

from reelwright.film.text.characters import is_letter_or_digit


def unspoken_words(words: Sequence[str], voiced: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
    """Name the words whose letters the voice drops, without the marks around them.

    `said` is the reading of each word and `voiced` the part that the voice can pronounce. A word whose reading is empty is
    spoken with its neighbours ("1 000 000") and not reported.
    """
    return tuple(
        bare
        for word, heard, reading in zip(words, voiced, said, strict=True)
        if (bare := _bare(word)) and _has_letters(reading) and not _has_letters(heard)
    )


def _has_letters(text: str) -> bool:
    return any(map(is_letter_or_digit, text))


def _bare(word: str) -> str:
    """Strip punctuation around a word."""
    inside = [index for index, character in enumerate(word) if is_letter_or_digit(character)]
    return word[inside[0] : inside[-1] + 1] if inside else ""
