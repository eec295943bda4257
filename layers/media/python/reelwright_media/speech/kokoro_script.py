"""The input of Kokoro: passages of symbols, each with the index of its word.

Passage lengths follow the model's notes (VOICES.md of Kokoro-82M): best between 100 and 200 symbols, weak on very short
texts, rushed above 400; 510 is the hard limit. So sentences are joined up to 200 symbols, which also avoids the silence
that the model adds around every passage, and longer sentences are cut at commas and similar marks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reelwright_media.speech.alignment import word_starts
from reelwright_media.speech.kokoro_alphabet import PUNCTUATION, SPACE, SYMBOLS
from reelwright_media.speech.reading import VoicedWord

BEST_SYMBOLS = 200
MOST_SYMBOLS = 400
_BREATHS = frozenset(SYMBOLS[mark] for mark in ",;:\u2014\u2026)")
_ENDS = frozenset(SYMBOLS[mark] for mark in ".!?\u2026")

Phonemizer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One input of the model; `word` is the index of its word, None for spaces and punctuation."""

    number: int
    word: int | None = None


@dataclass(frozen=True, slots=True)
class KokoroPassage:
    """The symbols of one model call. `ends_sentence` selects the pause after it."""

    symbols: tuple[Symbol, ...]
    ends_sentence: bool

    def joined_before(self, index: int) -> bool:
        """Whether only a space separates symbol `index` from the previous word; then the word starts before the space.

        The model gives that space 50 ms, but there is no pause: the next word already sounds. Measured by forced alignment
        of 588 such words, four voices, two texts: starts after the space are 30-53 ms late (median), 63-85 % of them
        within 60 ms; starts before the space are -15 to 0 ms off, 95-100 % within 60 ms.
        """
        return index > 1 and self.symbols[index - 1] == Symbol(SPACE) and self.symbols[index - 2].word is not None


def passages(
    voiced: Sequence[VoicedWord],
    phonemes: Phonemizer,
    *,
    best: int = BEST_SYMBOLS,
    most: int = MOST_SYMBOLS,
) -> list[KokoroPassage]:
    """Split the text into passages; none if nothing is spoken. `phonemes` converts text to Kokoro's symbols."""
    found: list[KokoroPassage] = []
    together: list[Symbol] = []
    for sentence in _sentences(voiced, phonemes):
        for piece in _pieces(sentence, most):
            if together and len(together) + 1 + len(piece) > best:
                found.append(_passage(together))
                together = []
            together = [*together, Symbol(SPACE), *piece] if together else piece
    return [*found, _passage(together)] if together else found


def _passage(symbols: list[Symbol]) -> KokoroPassage:
    return KokoroPassage(tuple(symbols), any(symbol.number in _ENDS for symbol in symbols[-2:]))


def _sentences(voiced: Sequence[VoicedWord], phonemes: Phonemizer) -> Iterator[list[Symbol]]:
    """Yield the symbols of each sentence; a full stop is added if the text does not end with punctuation."""
    sentence: list[Symbol] = []
    for first, last in _clauses(voiced):
        _add_clause(sentence, voiced, first, last, phonemes)
        if voiced[last - 1].ends_sentence and _speaks(sentence):
            yield sentence
            sentence = []
    if _speaks(sentence):
        if sentence[-1].word is not None:
            sentence.append(Symbol(SYMBOLS["."]))
        yield sentence


def _clauses(voiced: Sequence[VoicedWord]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of words between punctuation marks; espeak transcribes each range at once."""
    first = 0
    for index, word in enumerate(voiced):
        if word.before and index > first:
            yield first, index
            first = index
        if word.after:
            yield first, index + 1
            first = index + 1
    if first < len(voiced):
        yield first, len(voiced)


def _add_clause(
    sentence: list[Symbol], voiced: Sequence[VoicedWord], first: int, last: int, phonemes: Phonemizer
) -> None:
    """Append the clause of words `first` to `last` (exclusive)."""
    said = [index for index in range(first, last) if voiced[index].said]
    if sentence and said:
        sentence.append(Symbol(SPACE))
    if said:
        sentence.extend(Symbol(SYMBOLS[mark]) for mark in voiced[first].before)
        sentence.extend(_spoken([voiced[index].said for index in said], said, phonemes))
    if _speaks(sentence):
        sentence.extend(Symbol(SYMBOLS[mark]) for mark in voiced[last - 1].after)


def _spoken(said: list[str], words: list[int], phonemes: Phonemizer) -> Iterator[Symbol]:
    """Yield the symbols of words spoken together."""
    together = phonemes(" ".join(said))
    alone = [together] if len(said) == 1 else [phonemes(word) for word in said]
    beginnings = {
        start: word for start, word in zip(word_starts(together, alone), words, strict=True) if start is not None
    }
    current: int | None = None
    for index, symbol in enumerate(together):
        current = beginnings.get(index, current)
        number = SYMBOLS[symbol]
        yield Symbol(number, None if number == SPACE or symbol in PUNCTUATION else current)


def _speaks(symbols: Sequence[Symbol]) -> bool:
    return any(symbol.word is not None for symbol in symbols)


def _pieces(sentence: list[Symbol], most: int) -> Iterator[list[Symbol]]:
    """Cut a sentence that is too long: after the last mark that allows a breath, else before the last word, else anywhere."""
    rest = sentence
    while len(rest) > most:
        reach = range(most, most // 4, -1)
        cut = next((end for end in reach if rest[end - 1].number in _BREATHS), None) or next(
            (end for end in reach if rest[end].number == SPACE), most
        )
        if _speaks(rest[:cut]):
            yield rest[:cut]
        rest = rest[cut + 1 :] if rest[cut].number == SPACE else rest[cut:]
    if _speaks(rest):
        yield rest
