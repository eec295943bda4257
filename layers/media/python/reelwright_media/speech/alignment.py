"""Aligns words with phonemes, and gives each word a time span in the sound."""

from collections.abc import Sequence
from difflib import SequenceMatcher

Span = tuple[float, float]  # seconds: from, to

_SHORTEST_SECONDS = 0.04  # about one frame of film: a shorter highlight would be invisible
_STRESS = "\u02c8\u02cc"
_UNMATCHED = frozenset(_STRESS + " ")  # stress changes with the sentence, so it does not help matching
_SNAP = 2  # phonemes: linking sounds ("far away" gets an r) shift a word boundary by one or two


def word_starts(phonemes: str, words: Sequence[str]) -> list[int | None]:
    """Find the index in `phonemes` at which each word starts; None for a word without phonemes of its own.

    `words` are the phonemes of each word spoken alone. In a sentence, words merge ("of the" is one group), are reduced ("a")
    or gain linking sounds. So both are matched like two versions of a text, and boundaries move to a nearby space.
    Starts rise strictly. Worst case: time proportional to the product of the lengths; a clause has about ten words.
    """
    heard = [index for index, symbol in enumerate(phonemes) if symbol not in _UNMATCHED]
    alone = ["".join(symbol for symbol in word if symbol not in _UNMATCHED) for word in words]
    matched = _matched("".join(alone), "".join(phonemes[index] for index in heard))
    groups = [place for place, index in enumerate(heard) if " " in phonemes[max(0, index - 2) : index]]
    found = {matched[at] for at in _firsts(alone) if at in matched}
    groups = [place for place in groups if place not in found]  # already the start of another word
    to_come = sum(map(bool, alone))
    starts: list[int | None] = []
    first = 0  # index of the word's first phoneme in `alone`, joined
    free = 0  # first position that no earlier word has taken
    for word in alone:
        to_come -= bool(word)
        latest = len(heard) - to_come - 1  # every later word needs a position too
        if not word or free > latest:
            starts.append(None)
        else:
            place = _place(matched, first, first + len(word)) if free else 0
            if free and first not in matched:  # estimated, not matched: prefer a nearby space
                near = min(groups, key=lambda group: abs(group - place), default=place)
                place = near if abs(near - place) <= _SNAP else place
            place = min(max(place, free), latest)
            starts.append(_with_stress(phonemes, heard[place]))
            free = place + 1
        first += len(word)
    return starts


def slots(spans: Sequence[Span | None], total_seconds: float) -> list[Span]:
    """Give each word one span: in order, without overlaps, none empty; seconds, rounded to milliseconds.

    A word without a span (an emoji, a dash, a foreign word that the voice skips) gets the pause around it. Without a pause,
    it takes a short time from the end of the previous word or the start of the next one.
    """
    placed = _ordered(spans, total_seconds)
    result: list[Span] = []
    index = 0
    while index < len(placed):
        span = placed[index]
        if span is not None:
            result.append(span)
            index += 1
            continue
        last = index
        while last < len(placed) and placed[last] is None:
            last += 1
        _fill(result, placed, index, last, total_seconds)
        index = last
    return [(round(start, 3), round(end, 3)) for start, end in result]


def _firsts(alone: Sequence[str]) -> list[int]:
    """List the index of each non-empty word's first phoneme in the joined phonemes of all words."""
    return [sum(map(len, alone[:number])) for number, word in enumerate(alone) if word]


def _matched(alone: str, together: str) -> dict[int, int]:
    """Map phoneme indices of `alone` to matching ones of `together`."""
    blocks = SequenceMatcher(None, alone, together, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _place(matched: dict[int, int], first: int, end: int) -> int:
    """Estimate the start of the word with phonemes `first` to `end`.

    It is counted back from the word's first matched phoneme; without one, it follows the last matched phoneme before it.
    """
    for index in range(first, end):
        if index in matched:
            return max(0, matched[index] - (index - first))
    return max((place + 1 for index, place in matched.items() if index < first), default=0)


def _with_stress(phonemes: str, index: int) -> int:
    """Return the index of the stress mark before a phoneme, or else of the phoneme itself."""
    return index - 1 if index and phonemes[index - 1] in _STRESS else index


def _ordered(spans: Sequence[Span | None], total_seconds: float) -> list[Span | None]:
    """Clip the spans to the sound, in order, without overlaps, none empty."""
    ordered: list[Span | None] = []
    free = 0.0
    heard_after = sum(span is not None for span in spans)
    for span in spans:
        if span is None:
            ordered.append(None)
            continue
        heard_after -= 1
        latest = max(free, total_seconds - _SHORTEST_SECONDS * (heard_after + 1))
        start = min(max(span[0], free), latest)
        end = max(min(span[1], total_seconds), start + _SHORTEST_SECONDS)
        ordered.append((start, end))
        free = end
    return ordered


def _fill(result: list[Span], placed: list[Span | None], first: int, last: int, total_seconds: float) -> None:
    """Append slots for the silent words `first` to `last` (exclusive), taking time from neighbours if necessary."""
    count = last - first
    needed = count * _SHORTEST_SECONDS
    start = result[-1][1] if result else 0.0
    after = placed[last] if last < len(placed) else None
    end = after[0] if after else max(total_seconds, start)
    if end - start < needed and result:
        before = result[-1]
        start = max((before[0] + before[1]) / 2, end - needed)
        result[-1] = (before[0], start)
    if end - start < needed and after:
        end = min((after[0] + after[1]) / 2, start + needed)
        placed[last] = (end, after[1])
    step = (end - start) / count
    result.extend((start + step * number, start + step * (number + 1)) for number in range(count))
