"""Vectors of meaning, from the real encoder."""

import math

import pytest

from reelwright_media.writing.use import UniversalSentenceEmbedder


def cosine(one: list[float], other: list[float]) -> float:
    """Return the cosine of two unit vectors."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_related_texts_are_nearer_than_foreign_ones() -> None:
    """The same thought is near in other words and in another language; another thought is not; order is kept."""
    embedder = UniversalSentenceEmbedder()
    vectors = embedder.embed(
        ["The cat sleeps on the sofa.", "El gato duerme en el sofá.", "A kitten naps on the couch.", "Rates rise.", ""]
    )
    cat, gato, kitten, rates, _ = vectors
    assert cosine(cat, gato) > 0.7
    assert cosine(cat, kitten) > 0.4
    assert cosine(cat, rates) < 0.2
    assert all(math.hypot(*vector) == pytest.approx(1.0) for vector in vectors)
    assert {len(vector) for vector in vectors} == {512}
    assert cosine(embedder.embed(["Rates rise."])[0], rates) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_give_no_vectors() -> None:
    """An empty script is no error, and loads nothing."""
    assert UniversalSentenceEmbedder().embed([]) == []
