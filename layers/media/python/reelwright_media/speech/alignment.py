"""Which part of a sound belongs to which word."""

from collections.abc import Sequence
from difflib import SequenceMatcher

Span = tuple[float, float]  # seconds: from, to

_SHORTEST_SECONDS = 0.04  # about one frame of film: less would never be seen highlighted
_STRESS = "\u02c8\u02cc"
_UNMATCHED = frozenset(_STRESS + " ")  # stress comes and goes with the sentence: it says nothing about borders
_SNAP = 2  # phonemes: linking sounds ("far away" gets an r) shift a border by one or two


def word_starts(phonemes: str, words: Sequence[str]) -> list[int | None]:
    """Return at which index of `phonemes` each word begins; None for a word that is not heard.

    `words` are the phonemes of each word spoken alone. In a sentence they melt ("of the" is one group), are weakened ("a")
    or gain linking sounds, so both are matched like two versions of a text, and borders are pulled to a space nearby.
    Starts rise strictly. Takes time in the product of the lengths at worst; a clause has some ten words.
    """
    heard = [index for index, symbol in enumerate(phonemes) if symbol not in _UNMATCHED]
    alone = ["".join(symbol for symbol in word if symbol not in _UNMATCHED) for word in words]
    matched = _matched("".join(alone), "".join(phonemes[index] for index in heard))
    groups = [place for place, index in enumerate(heard) if " " in phonemes[max(0, index - 2) : index]]
    found = {matched[at] for at in _firsts(alone) if at in matched}
    groups = [place for place in groups if place not in found]  # another word begins there
    to_come = sum(map(bool, alone))
    starts: list[int | None] = []
    first = 0  # index of the word's first phoneme among those of all words
    free = 0  # first place that no earlier word has taken
    for word in alone:
        to_come -= bool(word)
        latest = len(heard) - to_come - 1  # every later word needs a place too
        if not word or free > latest:
            starts.append(None)
        else:
            place = _place(matched, first, first + len(word)) if free else 0
            if free and first not in matched:  # reckoned, not found: a space nearby is the better border
                near = min(groups, key=lambda group: abs(group - place), default=place)
                place = near if abs(near - place) <= _SNAP else place
            place = min(max(place, free), latest)
            starts.append(_with_stress(phonemes, heard[place]))
            free = place + 1
        first += len(word)
    return starts


def slots(spans: Sequence[Span | None], total_seconds: float) -> list[Span]:
    """Return one span a word: in order, never overlapping, none empty.

    A word without a span (an emoji, a dash, a foreign word the voice passes over) gets the pause it stands in; where
    there is none, it takes a moment from the end of the word before or from the start of the word after.
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
    """Return the index of each heard word's first phoneme among those of all words."""
    return [sum(map(len, alone[:number])) for number, word in enumerate(alone) if word]


def _matched(alone: str, together: str) -> dict[int, int]:
    """Return which phoneme of `alone` is which of `together`."""
    blocks = SequenceMatcher(None, alone, together, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _place(matched: dict[int, int], first: int, end: int) -> int:
    """Return where the word of phonemes `first` to `end` begins.

    It is reckoned from its first phoneme that was found again; where none was, it follows the last one found before it.
    """
    for index in range(first, end):
        if index in matched:
            return max(0, matched[index] - (index - first))
    return max((place + 1 for index, place in matched.items() if index < first), default=0)


def _with_stress(phonemes: str, index: int) -> int:
    """Return the index of the stress mark that stands before a phoneme, else the phoneme's own."""
    return index - 1 if index and phonemes[index - 1] in _STRESS else index


def _ordered(spans: Sequence[Span | None], total_seconds: float) -> list[Span | None]:
    """Return the spans inside the sound, each starting no earlier than the one before ends, none empty."""
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
    """Append slots for the silent words `first` to `last` (exclusive), taking time from neighbours where needed."""
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
