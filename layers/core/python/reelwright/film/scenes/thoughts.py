"""Cuts a script into thoughts: pieces that are spoken together and shown as one picture.

Dynamic programming finds the cheapest of all possible cuts. Costs are: a thought that is too short or too long, a cut
within a sentence, and a hook joined with other text. So short sentences merge and long ones split only if that improves
the film as a whole.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from reelwright.film.scenes.information import information_in
from reelwright.film.scenes.information.model import HELD_TOGETHER
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


class _Piece(Value):
    """An unbreakable run of words, and the cost of a cut after it."""

    text: str
    cut_cost: float


def split_thoughts(text: str, language: str = "en") -> tuple[str, ...]:
    """Split a cleaned text into thoughts, at most `MOST_SCENES`; no letter is lost or added."""
    return tuple(thought.text for thought in split_passages((PassageText(text=text),), language))


def split_passages(passages: Sequence[PassageText], language: str, *, least: int = 1) -> tuple[Thought, ...]:
    """Split passages into thoughts, at most `MOST_SCENES` in all; no thought spans a pause.

    If there are more passages than scenes, those with the shortest pauses are joined. If the cut gives fewer than
    `least` thoughts, the longest ones are cut between their sentences, as far as there are sentences.
    """
    passages = _fewest(passages)
    longest = LONGEST_SECONDS
    while True:
        thoughts = [thought for passage in passages for thought in _thoughts_of(passage, language, longest)]
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


def _thoughts_of(passage: PassageText, language: str, longest: float) -> list[Thought]:
    texts = _cheapest_cut(_pieces(passage.text, language, longest), longest)
    pauses = [*(0.0 for _ in texts[:-1]), passage.pause_seconds]
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


def _pieces(text: str, language: str, longest: float) -> list[_Piece]:
    pieces: list[_Piece] = []
    for sentence in split_sentences(text, language):
        held = longest < speech_seconds(sentence) <= LONGEST_HELD_SECONDS and _is_held(sentence, language)
        bound = LONGEST_HELD_SECONDS if held else longest
        for clause in split_clauses(sentence) if speech_seconds(sentence) > bound else (sentence,):
            pieces += [_Piece(text=part, cut_cost=_COST_OF_CUTTING_A_CLAUSE) for part in _bounded(clause, bound)]
            pieces[-1] = pieces[-1].model_copy(update={"cut_cost": _COST_OF_CUTTING_A_SENTENCE})
        pieces[-1] = pieces[-1].model_copy(update={"cut_cost": 0.0})
    return pieces


def _is_held(sentence: str, language: str) -> bool:
    """Check whether a sentence states several things that one scene shows together: values by year, ordered steps."""
    information = information_in(sentence, language)
    return information is not None and information.kind in HELD_TOGETHER


def _bounded(clause: str, longest: float) -> list[str]:
    """Cut a clause without punctuation into parts of equal length, between words or spaceless letters."""
    seconds = speech_seconds(clause)
    if seconds <= longest:
        return [clause]
    words = smallest_parts(clause)
    count = min(len(words), int(seconds // longest) + 1)
    edges = [round(index * len(words) / count) for index in range(count + 1)]
    parts = [sentence_of(words[low:high]) for low, high in pairwise(edges)]
    return [part for part in parts if part]


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
    seconds = [speech_seconds(piece.text) for piece in pieces]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        options, length = [], 0.0
        for start in range(end - 1, -1, -1):
            length += seconds[start]
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
