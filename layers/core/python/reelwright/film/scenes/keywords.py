"""Keywords of a script and of its scenes, found by statistics without a model.

The scoring follows the ideas of YAKE (Campos et al., Information Sciences 509, 2020): a word scores higher if it
occurs early, occurs in several sentences, or has a capital inside a sentence; the score of a phrase is that of its words.
`text.tokens` decides which words carry meaning.
"""

import math
from typing import Final

from reelwright.film.text.characters import is_spaceless
from reelwright.film.text.tokens import content_parts, content_words, tokens_of
from reelwright.film.text.words import chunks_of

_LONGEST_PHRASE: Final = 3


def word_weights(sentences: tuple[str, ...], language: str) -> dict[str, float]:
    """Weigh each meaningful word (case-folded) by its importance in the whole script; the best has 1."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    spread: dict[str, set[int]] = {}
    capitals: dict[str, int] = {}
    for number, sentence in enumerate(sentences):
        for word in content_words(sentence, language):
            folded = word.casefold()
            counts[folded] = counts.get(folded, 0) + 1
            first.setdefault(folded, number)
            spread.setdefault(folded, set()).add(number)
            capitals[folded] = capitals.get(folded, 0) + (word[0].isupper() and not sentence.startswith(word))
    raw = {
        word: (1 + math.log(count))
        * (1 + len(spread[word]) / len(sentences))
        * (1 + 0.5 * (capitals[word] > 0))
        / math.log(math.e + first[word])
        for word, count in counts.items()
    }
    top = max(raw.values(), default=1.0)
    return {word: weight / top for word, weight in raw.items()}


def keywords(text: str, language: str, weights: dict[str, float], count: int) -> tuple[str, ...]:
    """Find the best phrases of one to three words in the text, best first, none within another.

    `weights` come from the whole script (`word_weights`); words without a weight score low.
    """
    scored: dict[str, tuple[float, str]] = {}
    for run in _runs(text, language):
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + _LONGEST_PHRASE) + 1):
                phrase = run[start:end]
                score = _phrase_score(phrase, weights)
                written = " ".join(phrase)
                folded = written.casefold()
                if score > scored.get(folded, (0.0, ""))[0]:
                    scored[folded] = (score, written)
    chosen: list[str] = []
    taken: set[str] = set()
    for _, written in sorted(scored.values(), key=lambda pair: (-pair[0], pair[1])):
        words = set(chunks_of(written.casefold()))
        if not words & taken:
            chosen.append(written)
            taken |= words
    return tuple(chosen[:count])


def _phrase_score(phrase: list[str], weights: dict[str, float]) -> float:
    """Mean weight of the words, a little more for phrases, because two good words are more specific than one."""
    mean = sum(weights.get(word.casefold(), 0.1) for word in phrase) / len(phrase)
    return float(mean * (1 + 0.25 * (len(phrase) - 1)))


def _runs(text: str, language: str) -> list[list[str]]:
    """Find the runs of adjacent meaningful words, without a stop word or punctuation between them."""
    runs: list[list[str]] = [[]]
    end = 0
    for token in tokens_of(text):
        parts = content_parts(token.text, language)
        if is_spaceless(token.text[0]):
            runs += [*([part] for part in parts), []]
        elif not parts:
            runs.append([])
        elif text[end : token.start].strip():
            runs.append(parts)
        else:
            runs[-1] += parts
        end = token.end
    return [run for run in runs if run]
