"""Cuts a script into thoughts: pieces that are spoken together and shown as one picture.

Dynamic programming finds the cheapest of all possible cuts. Costs are: a thought that is too short or too long, a cut
within a sentence, and a hook joined with other text. So short sentences merge and long ones split only if that improves
the film as a whole.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from reelwright.film.scenes.information.model import HELD_TOGETHER
from reelwright.film.scenes.information.rules import information_in
from reelwright.film.text.markup import PassageText
from reelwright.film.text.sentences import split_clauses, split_sentences
from reelwright.film.text.speaking import speech_seconds
from reelwright.film.text.words import sentence_of, smallest_parts
from reelwright.values import Value

SHORTEST_SECONDS: Final = 2.5
LONGEST_SECONDS: Final = 7.0
"""Longest scene that suits short videos; a thought may exceed it if its words allow no better cut."""
LONGEST_HELD_SECONDS: Final = 12.0
"""Longest sentence that is not cut because its information belongs together; something new appears in it all the time."""
MOST_SCENES: Final = 60
"""More scenes would cost storage and task starts without use to viewers; long scripts get longer scenes instead."""
_GROWTH: Final = 1.25
_TINY: Final = 1 / 8
"""Share of the longest scene below which neighbours are joined."""
_LONGEST_EVER_SECONDS: Final = 3600.0
"""Upper bound of the growth: scenes of this length hold any script."""
_COST_OF_CUTTING_A_SENTENCE: Final = 1.2
_COST_OF_CUTTING_A_CLAUSE: Final = 4.0
_HOOK_ALONE_BONUS: Final = 0.8
_HOOK_SECONDS: Final = 1.4


class Thought(Value):
    """The text of one scene, and the pause after it in seconds."""

    text: str
    pause_seconds: float = 0.0


class _Piece(NamedTuple):
    """An unbreakable run of words, its speaking time, and the cost of a cut after it."""

    text: str
    seconds: float
    cut_cost: float


class _Sentence:
    """A sentence, measured and cut into clauses once, however often the longest scene grows."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.seconds = speech_seconds(text)
        self._language = language

    @cached_property
    def clauses(self) -> tuple[tuple[str, float], ...]:
        """Each clause with its speaking time."""
        return tuple((clause, speech_seconds(clause)) for clause in split_clauses(self.text))

    @cached_property
    def is_held(self) -> bool:
        """Whether it states several things that one scene shows together: values by year, ordered steps."""
        information = information_in(self.text, self._language)
        return information is not None and information.kind in HELD_TOGETHER

    def pieces(self, longest: float) -> list[_Piece]:
        """Cut the sentence at its clauses if it is longer than a scene, and longer clauses between words."""
        held = longest < self.seconds <= LONGEST_HELD_SECONDS and self.is_held
        bound = LONGEST_HELD_SECONDS if held else longest
        pieces: list[_Piece] = []
        for clause, seconds in self.clauses if self.seconds > bound else ((self.text, self.seconds),):
            pieces += [_Piece(*part, _COST_OF_CUTTING_A_CLAUSE) for part in _bounded(clause, seconds, bound)]
            pieces[-1] = pieces[-1]._replace(cut_cost=_COST_OF_CUTTING_A_SENTENCE)
        pieces[-1] = pieces[-1]._replace(cut_cost=0.0)
        return pieces


def split_thoughts(text: str, language: str = "en") -> tuple[str, ...]:
    """Split a cleaned text into thoughts, at most `MOST_SCENES`; no letter is lost or added."""
    return tuple(thought.text for thought in split_passages((PassageText(text=text),), language))


def split_passages(passages: Sequence[PassageText], language: str, *, least: int = 1) -> tuple[Thought, ...]:
    """Split passages into thoughts, at most `MOST_SCENES` in all; no thought spans a pause.

    If there are more passages than scenes, those with the shortest pauses are joined. If the cut gives fewer than
    `least` thoughts, the longest ones are cut between their sentences, as far as there are sentences.
    """
    passages = _fewest(passages)
    measured = [[_Sentence(text, language) for text in split_sentences(passage.text, language)] for passage in passages]
    longest = LONGEST_SECONDS
    while True:
        thoughts = [
            thought
            for passage, sentences in zip(passages, measured, strict=True)
            for thought in _thoughts_of(sentences, passage.pause_seconds, longest)
        ]
        if len(thoughts) <= MOST_SCENES or longest > _LONGEST_EVER_SECONDS:
            return tuple(_cut_further(thoughts, min(least, MOST_SCENES), language))
        longest *= _GROWTH


def _cut_further(thoughts: list[Thought], least: int, language: str) -> list[Thought]:
    """Cut the longest thoughts between two sentences until there are `least`, or no thought has two sentences."""
    while len(thoughts) < least:
        cuttable = [index for index, one in enumerate(thoughts) if len(split_sentences(one.text, language)) > 1]
        if not cuttable:
            break
        place = max(cuttable, key=lambda index: speech_seconds(thoughts[index].text))
        sentences = split_sentences(thoughts[place].text, language)
        middle = (len(sentences) + 1) // 2
        halves = [Thought(text=sentence_of(half)) for half in (sentences[:middle], sentences[middle:])]
        halves[1] = halves[1].model_copy(update={"pause_seconds": thoughts[place].pause_seconds})
        thoughts = [*thoughts[:place], *halves, *thoughts[place + 1 :]]
    return thoughts


def _thoughts_of(sentences: Sequence[_Sentence], pause_seconds: float, longest: float) -> list[Thought]:
    pieces = [piece for sentence in sentences for piece in sentence.pieces(longest)]
    texts = _cheapest_cut(pieces if longest == LONGEST_SECONDS else _coarser(pieces, longest), longest)
    pauses = [*(0.0 for _ in texts[:-1]), pause_seconds]
    return [Thought(text=text, pause_seconds=pause) for text, pause in zip(texts, pauses, strict=bool(texts))]


def _fewest(passages: Sequence[PassageText]) -> list[PassageText]:
    kept = list(passages)
    while len(kept) > MOST_SCENES:
        place = min(range(len(kept) - 1), key=lambda index: kept[index].pause_seconds)
        joined = PassageText(
            text=f"{kept[place].text}\n{kept[place + 1].text}", pause_seconds=kept[place + 1].pause_seconds
        )
        kept[place : place + 2] = [joined]
    return kept


def _bounded(clause: str, seconds: float, longest: float) -> list[tuple[str, float]]:
    """Cut a clause without punctuation into parts of equal length, between words or spaceless letters; with their times."""
    if seconds <= longest:
        return [(clause, seconds)]
    words = smallest_parts(clause)
    count = min(len(words), int(seconds // longest) + 1)
    edges = [round(index * len(words) / count) for index in range(count + 1)]
    parts = [sentence_of(words[low:high]) for low, high in pairwise(edges)]
    return [(part, speech_seconds(part)) for part in parts if part]


def _coarser(pieces: Sequence[_Piece], longest: float) -> list[_Piece]:
    """Join neighbours that are tiny beside a scene, so that a cut has a bounded number of places: linear in the text.

    Only for scenes that have grown. A script of thousands of "Hi." took seconds otherwise.
    """
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and joined[-1].seconds + piece.seconds < longest * _TINY:
            before = joined.pop()
            joined.append(
                _Piece(sentence_of([before.text, piece.text]), before.seconds + piece.seconds, piece.cut_cost)
            )
        else:
            joined.append(piece)
    return joined


def _cost(seconds: float, longest: float) -> float:
    if seconds < SHORTEST_SECONDS:
        return (SHORTEST_SECONDS - seconds) * 1.5
    ideal = longest * 0.75
    if seconds <= ideal:
        return 0.0
    if seconds <= longest:
        return (seconds - ideal) * 0.3
    return (longest - ideal) * 0.3 + (seconds - longest) * 3


def _cheapest_cut(pieces: list[_Piece], longest: float) -> tuple[str, ...]:
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        options, length = [], 0.0
        for start in range(end - 1, -1, -1):
            length += pieces[start].seconds
            if length > longest * 2 and start < end - 1:
                break
            cost = best[start][0] + _cost(length, longest) + pieces[end - 1].cut_cost
            if start == 0 and end == 1 and length >= _HOOK_SECONDS and pieces[0].cut_cost == 0:
                cost = -_HOOK_ALONE_BONUS
            options.append((cost, start))
        best.append(min(options))
    cuts, end = [], len(pieces)
    while end > 0:
        start = best[end][1]
        cuts.append(sentence_of([piece.text for piece in pieces[start:end]]))
        end = start
    return tuple(reversed(cuts))
