"""Moods of a film and of its scenes, from themes, cue words and valence."""

from typing import Final

from reelwright.film.scenes.model import Mood
from reelwright.film.text.negation import negates
from reelwright.film.text.tokens import folded_tokens, letter_runs
from reelwright.film.text.wordlists import phrases
from reelwright.film.text.words import chunks_of

CUES: Final[dict[Mood, frozenset[str]]] = {
    "awe": frozenset(
        """astonishing incredible vast infinite wonder mystery ancient universe billion unimaginable""".split()  # noqa: SIM905 - words read better than quotes
    ),
    "calm": frozenset(
        """breathe slowly gently relax quiet soft peace peaceful rest inhale exhale calm still""".split()  # noqa: SIM905 - words read better than quotes
    ),
    "upbeat": frozenset(
        """fun easy love happy delicious enjoy celebrate yes fresh bright favorite favourite""".split()  # noqa: SIM905 - words read better than quotes
    ),
    "comedy": frozenset(
        """funny hilarious joke ridiculous laugh weird awkward apparently staff drama judging""".split()  # noqa: SIM905 - words read better than quotes
    ),
    "tense": frozenset(
        """never danger deadly warning crash crush dark fear terrifying killed attack emergency""".split()  # noqa: SIM905 - words read better than quotes
    ),
    "drive": frozenset(
        """start stop now push win faster train discipline invest goal harder build action""".split()  # noqa: SIM905 - words read better than quotes
    ),
}
"""English words that indicate a mood; other languages use theme and valence only."""

_CUE_WEIGHT: Final = 0.35
_MARKED_VALENCE: Final = 0.5
_LOUD: Final = 0.3


def mood_votes(text: str, theme_mood: Mood | None, valence: float) -> dict[Mood, float]:
    """Score each mood for a text; `valence` is -1 to 1, 0 if unknown."""
    votes: dict[Mood, float] = dict.fromkeys(CUES, 0.0)
    if theme_mood is not None:
        votes[theme_mood] += 1.0
    words = folded_tokens(text)
    for mood, cues in CUES.items():
        votes[mood] += _CUE_WEIGHT * sum(word in cues for word in words)
    if valence <= -_MARKED_VALENCE:
        votes["tense"] += _LOUD
        votes["upbeat"] -= _LOUD
    if valence >= _MARKED_VALENCE:
        votes["upbeat"] += _LOUD
        votes["tense"] -= _LOUD
    if "!" in text:
        votes["upbeat"] += _LOUD / 2
        votes["drive"] += _LOUD / 2
    return votes


def is_sorrowful(text: str, language: str) -> bool:
    """Check whether a sentence speaks of death, tears or loss, in one of seven languages; no smiling face goes with it."""
    spoken = f" {' '.join(letter_runs(text.casefold()))} "
    found = (spoken.find(f" {phrase} ") for phrase in phrases("sorrow", language))
    return any(at >= 0 and not negates(" ".join(chunks_of(spoken[:at])[-2:]), language) for at in found)


def strongest_mood(votes: dict[Mood, float], lean: Mood | None = None, bonus: float = 0.0) -> Mood:
    """Choose the mood with the most votes; `lean` gets `bonus` additional votes, and the order of `CUES` breaks ties."""
    return max(CUES, key=lambda mood: votes[mood] + (bonus if mood == lean else 0.0))
