"""Ranking hooks.

The score is a fixed weighting, not a forecast of views: 35 % length (six to eleven words are said within the first two to four
seconds), 25 % nearness in meaning to the prompt, 20 % a question, figure or pair of short sentences, 20 % the second
person. Without an embedder nearness counts as 0.5 for all.
"""

from typing import Final

from reelwright.film.script.model import HookVariant
from reelwright.film.text.tokens import letter_runs
from reelwright.film.text.words import chunks_of

_BEST_WORDS: Final = range(6, 12)
_FADE_WORDS: Final = 8
_NEAR_COSINE: Final = 0.6
"""Cosine of a hook that quotes a short topic. Higher values add no score: such a hook only repeats the topic."""
_SECOND_PERSON: Final = frozenset({"you", "your", "yours", "yourself"})
_TENSE_WORDS: Final = frozenset({"three", "one", "first", "last", "never", "nobody", "everyone"})
_TURNS: Final = (". ", ": ")


def ranked_hooks(texts: tuple[str, ...], nearness: tuple[float, ...] | None) -> tuple[HookVariant, ...]:
    """Score and sort hooks, with reasons, best first; equal ones keep their order.

    `nearness` holds the cosine of each hook to the prompt, or is None without an embedder.
    """
    near = nearness or (_NEAR_COSINE / 2,) * len(texts)
    variants = [
        HookVariant(text=text, score=round(hook_score(text, cosine), 3), reasons=hook_reasons(text, cosine))
        for text, cosine in zip(texts, near, strict=True)
    ]
    return tuple(sorted(variants, key=lambda variant: -variant.score))


def hook_reasons(text: str, cosine: float) -> tuple[str, ...]:
    """List the strengths of the hook, then its weaknesses, by the four parts of the score."""
    words = len(chunks_of(text))
    too_long, too_short = words >= _BEST_WORDS.stop, words < _BEST_WORDS.start
    length = (
        "too many for the first seconds"
        if too_long
        else "few to say much"
        if too_short
        else "said in the first seconds"
    )
    near, tense, to_viewer = cosine >= _NEAR_COSINE / 2, _has_tension(text), _speaks_to_viewer(text)
    judged = (
        (not (too_long or too_short), f"{words} words: {length}"),
        (near, "speaks of the topic" if near else "hardly speaks of the topic"),
        (tense, "holds a question, a figure or a turn" if tense else "neither asks nor counts nor turns"),
        (to_viewer, "speaks to the viewer" if to_viewer else "does not speak to the viewer"),
    )
    return tuple(words for _, words in sorted(judged, key=lambda pair: not pair[0]))


def _has_tension(text: str) -> bool:
    text = text.rstrip(".")
    return (
        "?" in text
        or any(character.isdigit() for character in text)
        or any(turn in text for turn in _TURNS)
        or not _TENSE_WORDS.isdisjoint(map(str.casefold, letter_runs(text)))
    )


def _speaks_to_viewer(text: str) -> bool:
    return not _SECOND_PERSON.isdisjoint(map(str.casefold, letter_runs(text)))


def hook_score(text: str, cosine: float) -> float:
    """Score one hook (0-1); see the top of this file for the parts."""
    words = len(chunks_of(text))
    excess = max(_BEST_WORDS.start - words, words - _BEST_WORDS.stop + 1, 0)
    length = max(0.0, 1 - excess / _FADE_WORDS)
    relevance = min(1.0, max(0.0, cosine / _NEAR_COSINE))
    return 0.35 * length + 0.25 * relevance + 0.2 * _has_tension(text) + 0.2 * _speaks_to_viewer(text)
