"""Coherence: whether the script keeps to its hook, and each sentence to the one before.

Cosines of sentence vectors are compared with measured ones (USE-multilingual v3, ten hooks and their scripts): a hook has
0.26 with its own script and 0.01 with another; neighbouring sentences have 0.19, unrelated ones 0.00.
"""

from itertools import pairwise
from typing import Final

from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.script.model import ScriptScore
from reelwright.film.text.cleaning import clean
from reelwright.film.text.sentences import split_sentences

MEASURED_LANGUAGES: Final = frozenset("ar zh de en es fr it ja ko nl pl pt ru th tr".split())  # noqa: SIM905 - data
"""Languages that the sentence vectors were trained on (Yang et al., 2019); others are not scored."""
OWN_HOOK_COSINE: Final = 0.26
FOREIGN_HOOK_COSINE: Final = 0.01
OWN_NEIGHBOUR_COSINE: Final = 0.19
FOREIGN_NEIGHBOUR_COSINE: Final = 0.0
_GOOD: Final = 0.6


def weigh_coherence(script: str, embedder: Embedder, language: str = "en") -> ScriptScore:
    """Score the coherence of a script; its first sentence is the hook.

    A script of one sentence scores 1.0. Unknown languages are not measured.
    """
    if language.split("-", maxsplit=1)[0].lower() not in MEASURED_LANGUAGES:
        return ScriptScore(value=0.5, advice="Coherence is not measured in this language.", details={}, measured=False)
    hook, *body = split_sentences(clean(script), language) or ("",)
    if not body:
        return ScriptScore(value=1.0, advice="One sentence needs no bridge.", details={"sentences": 1})
    vectors = embedder.embed([" ".join(body), hook, *body])
    hook_cosine = cosine(vectors[1], vectors[0])
    neighbours = [cosine(left, right) for left, right in pairwise(vectors[1:])]
    mean = sum(neighbours) / len(neighbours)
    kept = _share(hook_cosine, FOREIGN_HOOK_COSINE, OWN_HOOK_COSINE)
    bridged = _share(mean, FOREIGN_NEIGHBOUR_COSINE, OWN_NEIGHBOUR_COSINE)
    weakest = min(range(len(neighbours)), key=lambda index: neighbours[index])
    return ScriptScore(
        value=round((kept + bridged) / 2, 3),
        advice=_advice(kept, bridged, body[weakest]),
        details={
            "hook_cosine": round(hook_cosine, 3),
            "neighbour_cosine": round(mean, 3),
            "weakest_neighbour_cosine": round(neighbours[weakest], 3),
            "weakest_sentence": weakest + 2,
            "sentences": len(body) + 1,
        },
    )


def _advice(kept: float, bridged: float, weakest: str) -> str:
    if kept < _GOOD and kept <= bridged:
        return "Name in the body what the hook promises: the two speak of different things."
    if bridged < _GOOD:
        return f'Tie this sentence to the one before it, or leave it out: "{weakest}"'
    return "The script hangs together; nothing to change."


def _share(cosine: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (cosine - low) / (high - low)))
