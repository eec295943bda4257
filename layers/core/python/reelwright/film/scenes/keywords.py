"""Keywords of a script and of its scenes, found by statistics alone.

The scoring follows the ideas of YAKE (Campos et al., Information Sciences 509, 2020): a word counts when it comes early,
comes back in several sentences and is written with a capital inside a sentence; a phrase counts as much as its words.
Stop words of six languages are data; other languages go by word length. Scripts without spaces are cut at the
little words of Chinese and Japanese.
"""

import math
import re
from typing import Final

from reelwright.film.text.characters import APOSTROPHES, is_spaceless
from reelwright.film.text.stopwords import stop_words

_LONGEST_PHRASE: Final = 3
_STRAIGHT: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_SHORTEST_WORD: Final = 3
_SHORTEST_WORD_WITHOUT_STOP_WORDS: Final = 4
_WORD: Final = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}\-.][^\W_]+)*")
_SPACELESS_BREAK: Final = re.compile(
    r"[的了是在和有我你他她它们这那就不也都很与及或为被把从到对于而之其所以让会能要个]"
    r"|[のはをがにでともやへ]|です|ます|した|する|して|から|まで|ない|こと|もの|これ|それ"
)
_ARABIC: Final = re.compile(r"[\u0620-\u064a]")
_ARABIC_PRONOUN: Final = re.compile(r"(?:كما|هما|ك|كم|كن|ه|ها|هم|هن|نا|ي)$")  # noqa: RUF001 - Arabic itself
_SPACELESS_LENGTHS: Final = range(1, 7)


def content_words(text: str, language: str) -> list[str]:
    """Return the words of the text that carry meaning, as written, in order and with repeats."""
    stops = stop_words(language)
    shortest = _SHORTEST_WORD if stops else _SHORTEST_WORD_WITHOUT_STOP_WORDS
    words: list[str] = []
    for token in _WORD.findall(text):
        if is_spaceless(token[0]):
            words += [part for part in _SPACELESS_BREAK.split(token) if len(part) in _SPACELESS_LENGTHS]
        elif _carries_meaning(token, stops, shortest):
            words.append(token)
    return words


def word_variants(word: str) -> tuple[str, ...]:
    """Return the word and, for Arabic, the word without an attached pronoun, which hides it from word vectors."""
    if not _ARABIC.match(word):
        return (word,)
    stem = _ARABIC_PRONOUN.sub("", word)
    if stem == word or len(stem) < _SHORTEST_WORD:
        return (word,)
    return (word, stem[:-1] + "ة" if stem.endswith("ت") else stem)


def word_weights(sentences: tuple[str, ...], language: str) -> dict[str, float]:
    """Return how much each meaningful word (case-folded) matters to the whole script; the best has 1."""
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
    """Return the best phrases of one to three words in the text, best first, none within another.

    `weights` come from the whole script (`word_weights`); words it does not know count little.
    """
    stops = stop_words(language)
    scored: dict[str, tuple[float, str]] = {}
    for run in _runs(text, language, stops):
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
        words = set(written.casefold().split())
        if not words & taken:
            chosen.append(written)
            taken |= words
    return tuple(chosen[:count])


def _phrase_score(phrase: list[str], weights: dict[str, float]) -> float:
    """Mean weight of the words, a little more for phrases: two good words together say more than either."""
    mean = sum(weights.get(word.casefold(), 0.1) for word in phrase) / len(phrase)
    return float(mean * (1 + 0.25 * (len(phrase) - 1)))


def _runs(text: str, language: str, stops: frozenset[str]) -> list[list[str]]:
    """Return the runs of meaningful words that stand together without a stop word or mark between them."""
    shortest = _SHORTEST_WORD if stops else _SHORTEST_WORD_WITHOUT_STOP_WORDS
    runs: list[list[str]] = [[]]
    end = 0
    for match in _WORD.finditer(text):
        token = match.group()
        if is_spaceless(token[0]):
            runs += [[part] for part in content_words(token, language)]
            runs.append([])
        elif not _carries_meaning(token, stops, shortest):
            runs.append([])
        elif text[end : match.start()].strip():
            runs.append([token])
        else:
            runs[-1].append(token)
        end = match.end()
    return [run for run in runs if run]


def _carries_meaning(token: str, stops: frozenset[str], shortest: int) -> bool:
    if any(character.isdigit() for character in token):
        return False
    folded = token.casefold().translate(_STRAIGHT)
    return len(token) >= shortest and folded not in stops
