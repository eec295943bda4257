"""Whether a sentence denies a word: "not a gift" shows no gift."""

from typing import Final

from reelwright.film.text.languages import primary_language
from reelwright.film.text.negation import negates
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.wordlists import phrases
from reelwright.film.text.words import chunks_of

_ELIDING: Final = frozenset({"fr", "it"})
"""Languages whose short words become a letter before a vowel, which counts for nothing: "non c'era acqua"."""
_QUESTION: Final = ("?", "\uff1f")


def is_denied(spoken: list[str], position: int, text: str, language: str, *, reach: int) -> bool:
    """Check whether a negation stands among the `reach` words before the word at this position.

    An order to leave something ("never put bread in a bag") and a question ("can't open a jar?") are about the
    thing; they deny nothing.
    """
    whole = [word for word in spoken[:position] if len(word) > 1 or primary_language(language) not in _ELIDING]
    before = whole[-reach:]
    return negates(" ".join(before), language) and not (
        _is_ordered(spoken[position], text, language) or _is_asked(spoken[position], text, language)
    )


def _is_asked(word: str, text: str, language: str) -> bool:
    """Check whether the word stands in a question that begins with its negation: "No time to cook?"."""
    return any(
        sentence.endswith(_QUESTION)
        and word in sentence.casefold()
        and negates("".join(chunks_of(sentence)[:1]), language)
        for sentence in split_sentences(text, language)
    )


def _is_ordered(word: str, text: str, language: str) -> bool:
    """Check whether the word stands in a sentence that begins like an order not to do something."""
    orders = phrases("orders", language)
    return bool(orders) and any(
        sentence.casefold().startswith(orders) and word in sentence.casefold()
        for sentence in split_sentences(text, language)
    )
