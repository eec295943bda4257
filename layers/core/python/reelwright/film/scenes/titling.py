"""A title for a film without one: words of its own script, in its language, with whole quantities."""

from itertools import accumulate
from typing import Final

from reelwright.film.captions.phrases import parting_cost
from reelwright.film.scenes.headline import phrases_of
from reelwright.film.scenes.quoting import bare, marked, tears
from reelwright.film.text.characters import width_of
from reelwright.film.text.quantities import held_together, quantities_of
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.words import on_one_line, sentence_of, words_of

_LONGEST: Final = 46
"""Characters of a title that stays large on a thumbnail: four lines."""
_SHORTEST: Final = 8
"""A shorter sentence ("Listen.") does not name what the film is about."""
_SHORTEST_PART: Final = 18
"""A shorter part of a sentence ("Did you know") says nothing."""
_EARLY_SENTENCES: Final = 3
"""A later sentence gives away the end."""
_DEAREST_CUT: Final = 2.0
"""No title ends after an article, a preposition or inside a name."""
_ELLIPSIS: Final = "\u2026"


def title_of(script: str, language: str) -> str:
    """Choose the first sentence if it fits, else a clause of it, another early sentence, or the first words.

    Questions and exclamations keep their mark. "" only for a script whose first words are too long for any title.
    """
    sentences = split_sentences(script, language)[:_EARLY_SENTENCES]
    whole = [marked(sentence) for sentence in sentences]
    titles = [
        *(title for title in whole[:1] if _fits(title)),
        *_clauses(sentences[:1], language),
        *(title for title in whole[1:] if _fits(title)),
        *_beginnings(sentences, language),
        *(title for title in whole if title and width_of(title) <= _LONGEST),
    ]
    return _capitalised(titles[0]) if titles else ""


def _fits(title: str, shortest: int = _SHORTEST) -> bool:
    return shortest <= width_of(title) <= _LONGEST


def _clauses(sentences: tuple[str, ...], language: str) -> list[str]:
    """List the parts of sentences that fit, in their order: later clauses often lack their subject."""
    parts = (
        on_one_line(phrase)
        for sentence in sentences
        for phrase in phrases_of(sentence, language)
        if not tears(phrase, sentence, quantities_of(sentence, language))
    )
    return [part for part in parts if _fits(part, _SHORTEST_PART)]


def _beginnings(sentences: tuple[str, ...], language: str) -> list[str]:
    """List a beginning of each sentence, with an ellipsis, that ends where a line ends best; the longest of equals."""
    return [f"{beginning}{_ELLIPSIS}" for sentence in sentences for beginning in _cheapest_cut(sentence, language)]


def _cheapest_cut(sentence: str, language: str) -> list[str]:
    words = words_of(sentence, language)
    held = held_together(words, language)
    starts = [bare(start) for start in accumulate(words, lambda taken, word: sentence_of([taken, word]))]
    priced = [
        (parting_cost(words[place], words[place + 1], language=language), -width_of(start), start)
        for place, start in enumerate(starts[:-1])
        if place not in held and _fits(f"{start}{_ELLIPSIS}", _SHORTEST_PART)
    ]
    return [start for cost, _, start in sorted(priced)[:1] if cost < _DEAREST_CUT]


def _capitalised(title: str) -> str:
    """Write the first letter as a capital, unless the word has capitals of its own: "iPhone"."""
    first = title.split(" ", 1)[0]
    return title if any(letter.isupper() for letter in first) else title[0].upper() + title[1:]
