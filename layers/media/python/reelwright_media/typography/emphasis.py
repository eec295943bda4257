"""Which words of a few are coloured, in large type."""

from collections.abc import Sequence


def strongest(words: Sequence[str]) -> set[int]:
    """Return the indices of the words to colour: those with figures, else the longest; never all of several."""
    figures = {index for index, word in enumerate(words) if any(letter.isdigit() for letter in word)}
    if figures and len(figures) < len(words):
        return figures
    longest = max(range(len(words)), key=lambda index: len(words[index]), default=0)
    return {longest}
