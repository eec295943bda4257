"""Selects the emphasised words of large type."""

from collections.abc import Sequence


def strongest(words: Sequence[str]) -> set[int]:
    """Select the words to colour by index: those with digits, else the longest; never all of several words."""
    figures = {index for index, word in enumerate(words) if any(letter.isdigit() for letter in word)}
    if figures and len(figures) < len(words):
        return figures
    longest = max(range(len(words)), key=lambda index: len(words[index]), default=0)
    return {longest}
