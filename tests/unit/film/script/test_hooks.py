"""Hooks are ranked by a stated score."""

from reelwright.film.script.hooks import hook_score, ranked_hooks


def test_a_short_question_to_the_viewer_beats_a_long_statement() -> None:
    """Length, tension and the second person count."""
    good, poor = "What are you not seeing in black holes?", " ".join(["word"] * 25) + "."
    assert [variant.text for variant in ranked_hooks((poor, good), None)] == [good, poor]


def test_nearness_in_meaning_decides_between_equals() -> None:
    """The hook that speaks of the prompt wins."""
    ranked = ranked_hooks(("A red thing was there today.", "A blue thing was there today."), (0.1, 0.5))
    assert ranked[0].text.startswith("A blue")


def test_scores_lie_between_zero_and_one() -> None:
    """Even for absurd input."""
    assert 0 <= hook_score("", -1) <= hook_score("Why do you never see the last one?", 5) <= 1


def test_every_score_has_its_reasons_what_helps_first() -> None:
    """Length, topic, tension and address, in words; a score without them could not be argued with."""
    (good,) = ranked_hooks(("What are you not seeing in black holes?",), (0.6,))
    assert good.score == 1.0
    assert good.reasons == (
        "8 words: said in the first seconds",
        "speaks of the topic",
        "holds a question, a figure or a turn",
        "speaks to the viewer",
    )
    (poor,) = ranked_hooks((" ".join(["word"] * 20) + ".",), (0.6,))
    assert poor.reasons == (
        "speaks of the topic",
        "20 words: too many for the first seconds",
        "neither asks nor counts nor turns",
        "does not speak to the viewer",
    )
