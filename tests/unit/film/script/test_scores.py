"""Coherence, pacing, arc and the gate say what is wrong."""

import pytest

from reelwright.film.script.arc import arc_shape, arousal, smoothed, trace_arc
from reelwright.film.script.coherence import weigh_coherence
from reelwright.film.script.model import ScriptScore
from reelwright.film.script.pacing import measure_pacing
from reelwright.film.script.quality import LOWEST, passes
from reelwright.film.text.syllables import syllables


class TopicEmbedder:
    """Two axes of meaning: the sea and money."""

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Return (1, 0) for sea texts, (0, 1) for money texts, the diagonal for both."""
        vectors = []
        for text in texts:
            sea, money = float("sea" in text), float("money" in text)
            length = (sea**2 + money**2) ** 0.5 or 1.0
            vectors.append([sea / length, money / length])
        return vectors


class WordValence:
    """`good` is 1, `bad` is -1."""

    def valence(self, text: str) -> float:
        """Return the difference of the two words' counts, at most 1."""
        return max(-1.0, min(1.0, text.count("good") - text.count("bad")))


def test_a_script_that_keeps_its_promise_is_coherent() -> None:
    """Hook and sentences of one subject score 1."""
    assert weigh_coherence("The sea is deep. The sea is cold. Love the sea.", TopicEmbedder()).value == 1.0


def test_a_hook_about_something_else_is_named_in_the_advice() -> None:
    """A foreign hook costs half and the advice says so."""
    score = weigh_coherence("Save money now. The sea is deep. The sea is cold. The sea is old.", TopicEmbedder())
    assert score.value <= 0.5
    assert "hook" in score.advice


def test_the_sentence_that_does_not_belong_is_quoted() -> None:
    """The advice points at the weakest neighbour."""
    score = weigh_coherence("The sea and money. The sea and money. Big house.", TopicEmbedder())
    assert score.details["weakest_sentence"] == 3
    ends = weigh_coherence("The sea. Big house. A door. Old sea.", TopicEmbedder())
    assert "Big house." in ends.advice


def test_an_unknown_language_is_not_judged() -> None:
    """Vectors of languages the model never saw mean nothing."""
    assert not weigh_coherence("Hei. Moi.", TopicEmbedder(), "fi-FI").measured


def test_a_script_twice_too_long_is_told_how_many_words_to_cut() -> None:
    """The advice is in words, which an author can count."""
    score = measure_pacing("This is a plain sentence of eight words. " * 10, target_seconds=15)
    assert score.value < 0.6
    assert score.advice.startswith("Cut about")


def test_a_script_that_fits_needs_no_change() -> None:
    """Right length and lively rhythm give nearly full marks."""
    text = "You have never seen true darkness. Wait. Two hundred meters below the waves, sunlight disappears."
    assert measure_pacing(text, target_seconds=7).value > 0.9


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("ocean", 2),
        ("make", 1),
        ("table", 2),
        ("jumped", 1),
        ("needed", 2),
        ("the", 1),
        ("light,", 1),
        ("1969", 1),
        ("—", 0),
    ],
)
def test_syllables_follow_the_vowel_rule(word: str, count: int) -> None:
    """Silent endings do not count; everything spoken has at least one."""
    assert syllables(word) == count


def test_a_flat_script_is_asked_for_contrast() -> None:
    """No feeling, no arc."""
    score = trace_arc("It is a box. It is a lid. It is a cup.", WordValence())
    assert score.value < 0.5
    assert "contrast" in score.advice


def test_a_dip_before_a_good_end_scores_high() -> None:
    """Trouble, then relief: the arc of most short films."""
    script = "All is good here. Then bad things. Bad, bad luck? It was bad. And now it is good! So good."
    score = trace_arc(script, WordValence())
    assert score.value > 0.8
    assert "dip and rise" in score.advice


def test_the_arc_of_other_languages_is_not_measured() -> None:
    """The valence reader knows English only."""
    assert not trace_arc("Alles gut.", WordValence(), "de").measured


def test_shapes_are_read_from_start_middle_and_end() -> None:
    """Four moving shapes and the flat one."""
    assert [arc_shape(list(feelings)) for feelings in ((0, 0.5, 1), (1, 0.5, 0), (1, -1, 1), (0, 1, 0), (0, 0, 0))] == [
        "rise", "fall", "dip and rise", "rise and fall", "flat",
    ]  # fmt: skip


def test_smoothing_keeps_the_length_and_a_constant() -> None:
    """Averaging with neighbours changes no constant series."""
    assert smoothed([0.5, 0.5]) == [0.5, 0.5]


def test_marks_and_short_sentences_raise_energy() -> None:
    """`Stop!` has more energy than a long plain sentence."""
    assert arousal("Stop now!") > arousal("This is a long and plain sentence about nothing much")


def score(value: float, *, measured: bool = True) -> ScriptScore:
    """Build a score with its value as advice."""
    return ScriptScore(value=value, advice=f"fix {value}", details={}, measured=measured)


def test_a_score_under_its_bar_does_not_pass_and_an_unmeasured_one_decides_nothing() -> None:
    """Each measure has its own bar; a language that cannot be measured is not held against the script."""
    for measure, bar in LOWEST.items():
        assert passes(measure, score(bar))
        assert not passes(measure, score(bar - 0.01))
        assert passes(measure, score(0.0, measured=False))
