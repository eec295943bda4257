"""Pacing: whether the script fits the requested length, and whether its rhythm varies.

Length comes from `speaking.speech_seconds`; syllables are counted by a vowel rule, which was within one of 139 counted
ones on a 110-word text. Sentences of more than about 22 words, and sentences of equal length, lower the score.
"""

from statistics import mean, pstdev
from typing import Final

from reelwright.film.script.model import ScriptScore
from reelwright.film.text.cleaning import clean
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.speaking import WORDS_PER_MINUTE, speech_seconds
from reelwright.film.text.syllables import syllables
from reelwright.film.text.words import chunks_of

_FREE_MISS: Final = 0.1
"""A film may differ from the requested length by a tenth without a lower score."""
_WORST_MISS: Final = 0.6
_LIVELY_VARIATION: Final = 0.35
"""Coefficient of variation of sentence length (standard deviation / mean) from which a rhythm is audible."""
_LONGEST_EASY_SECONDS: Final = 8.5
"""About 22 English words."""
_BREATHLESS_WORDS_PER_MINUTE: Final = 190


def measure_pacing(script: str, target_seconds: float | None = None, language: str = "en") -> ScriptScore:
    """Score how well the script fits its length (if one is requested) and how much its rhythm varies."""
    sentences = split_sentences(clean(script), language)
    counts = [len(chunks_of(sentence)) for sentence in sentences] or [0]
    lengths = [speech_seconds(sentence) for sentence in sentences] or [0.0]
    seconds = speech_seconds(clean(script))
    variation = pstdev(lengths) / mean(lengths) if mean(lengths) else 0.0
    rhythm = min(1.0, variation / _LIVELY_VARIATION) if len(lengths) > 1 else 1.0
    long_share = sum(length > _LONGEST_EASY_SECONDS for length in lengths) / len(lengths)
    miss = abs(seconds - target_seconds) / target_seconds if target_seconds else 0.0
    fit = 1 - min(1.0, max(0.0, miss - _FREE_MISS) / (_WORST_MISS - _FREE_MISS))
    value = 0.6 * fit + 0.25 * rhythm + 0.15 * (1 - long_share)
    details = {
        "seconds": round(seconds, 1),
        "words": float(sum(counts)),
        "syllables": float(sum(syllables(word) for sentence in sentences for word in chunks_of(sentence))),
        "words_per_sentence": round(mean(counts), 1),
        "sentence_variation": round(variation, 2),
    }
    if target_seconds:
        details["words_per_minute_needed"] = round(WORDS_PER_MINUTE * seconds / target_seconds)
    return ScriptScore(
        value=round(value, 3), advice=_advice(seconds, target_seconds, fit, rhythm, long_share), details=details
    )


def _advice(seconds: float, target: float | None, fit: float, rhythm: float, long_share: float) -> str:
    if target and fit < 1:
        words = round(abs(seconds - target) * WORDS_PER_MINUTE / 60)
        rushed = WORDS_PER_MINUTE * seconds / target > _BREATHLESS_WORDS_PER_MINUTE
        reason = " (it would have to be rushed)" if rushed else ""
        return f"{'Cut' if seconds > target else 'Add'} about {words} words to last {target:.0f} s{reason}."
    if long_share:
        return "Split the sentences of more than 22 words: they leave no time to breathe."
    if rhythm < 1:
        return "Mix in a very short sentence: all are about equally long."
    return "Length and rhythm are good; nothing to change."
