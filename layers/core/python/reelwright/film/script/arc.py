"""The emotional arc: valence and energy from sentence to sentence.

Valence comes from a reader (VADER: English); arousal from rules: exclamation and question marks, words of intensity,
words in capitals, short sentences. Each sentence is smoothed with its neighbours. Named emotions are not reported: such
guesses were right in seven of twelve trials only.
"""

from statistics import mean
from typing import Final, Literal

from reelwright.film.script.meaning import ValenceReader
from reelwright.film.script.model import ScriptScore
from reelwright.film.text.cleaning import clean
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.tokens import letter_runs

Shape = Literal["rise", "fall", "dip and rise", "rise and fall", "flat"]

_INTENSE: Final = frozenset(
    """never always nothing nobody everything everyone only first last suddenly now stop imagine incredible terrifying
    impossible amazing huge enormous deadly crush crushed explode exploded destroy destroyed scream love hate fear
    alone truth secret worst best more most every forever instantly""".split()  # noqa: SIM905 - data
)
_FULL_RANGE: Final = 0.6
"""Range of smoothed valence (maximum minus minimum) that counts as a full arc; flat scripts are below 0.2."""
_FULL_AROUSAL: Final = 0.45
_MARKED: Final = 0.15
_SHORT_SENTENCE: Final = 5
_MARKS_WEIGHT: Final = 0.35
_INTENSITY_WEIGHT: Final = 0.25
_BREVITY_WEIGHT: Final = 0.2


def trace_arc(script: str, valence: ValenceReader, language: str = "en") -> ScriptScore:
    """Score how much valence and energy change in a script; only English is measured."""
    if not language.lower().startswith("en"):
        return ScriptScore(value=0.5, advice="The arc is measured for English only.", details={}, measured=False)
    sentences = split_sentences(clean(script), language)
    if not sentences:
        return ScriptScore(value=0.0, advice="There is nothing to feel: the script is empty.", details={})
    feelings = smoothed([valence.valence(sentence) for sentence in sentences])
    energies = [arousal(sentence) for sentence in sentences]
    span = max(feelings) - min(feelings)
    shape = arc_shape(feelings)
    value = (
        0.5 * min(1.0, span / _FULL_RANGE)
        + 0.35 * min(1.0, max(energies) / _FULL_AROUSAL)
        + 0.15 * (feelings[-1] >= feelings[0] - _MARKED)
    )
    return ScriptScore(
        value=round(value, 3),
        advice=_advice(span, shape, energies),
        details={
            "valence_range": round(span, 3),
            "valence_start": round(feelings[0], 3),
            "valence_end": round(feelings[-1], 3),
            "arousal_mean": round(mean(energies), 3),
            "arousal_peak": round(max(energies), 3),
        },
    )


def arousal(sentence: str) -> float:
    """Score the energy of a sentence (0-1) by its punctuation, its words of intensity, and its length."""
    words = letter_runs(sentence)
    intense = sum(word.lower() in _INTENSE or (len(word) > 3 and word.isupper()) for word in words)  # noqa: PLR2004
    marks = _MARKS_WEIGHT * any(mark in sentence for mark in "!?")
    intensity = min(0.5, _INTENSITY_WEIGHT * intense)
    brevity = _BREVITY_WEIGHT * (0 < len(words) <= _SHORT_SENTENCE)
    return float(min(1.0, marks + intensity + brevity))


def smoothed(values: list[float]) -> list[float]:
    """Average each value with its neighbours; the value itself has weight two."""
    padded = [values[0], *values, values[-1]]
    return [(padded[index] + 2 * padded[index + 1] + padded[index + 2]) / 4 for index in range(len(values))]


def arc_shape(feelings: list[float]) -> Shape:
    """Classify the shape of the arc by its start, middle third and end."""
    start, end = feelings[0], feelings[-1]
    third = max(1, len(feelings) // 3)
    middle = mean(feelings[third:-third] or feelings)
    if middle < min(start, end) - _MARKED:
        return "dip and rise"
    if middle > max(start, end) + _MARKED:
        return "rise and fall"
    if end - start > _MARKED:
        return "rise"
    return "fall" if start - end > _MARKED else "flat"


def _advice(span: float, shape: Shape, energies: list[float]) -> str:
    if span < _FULL_RANGE / 3:
        return "Add contrast: one sentence of trouble before one of relief; the feeling hardly moves."
    if max(energies) < _FULL_AROUSAL / 2:
        return "Add one question or one very short sentence at the turning point."
    if shape == "fall":
        return "End on something the viewer can take along: the mood only sinks."
    return f"The arc works ({shape}); nothing to change."
