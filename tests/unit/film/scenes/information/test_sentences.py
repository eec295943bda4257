"""The sentences that information scenes are judged on: which scene each gets, and the text that it shows."""

import json
from pathlib import Path

import pytest

from reelwright.film.scenes.information.figures import timeline_in
from reelwright.film.scenes.information.rules import information_in

ROWS = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "language", "sentence", "shown"), ROWS, ids=[row[2] for row in ROWS])
def test_each_sentence_gets_the_scene_that_it_holds(
    kind: str | None, language: str, sentence: str, shown: list[str]
) -> None:
    """The rule follows from the sentence alone, and everything that the scene shows is written in it."""
    found = information_in(sentence, language)

    assert (found and found.kind) == kind
    assert list(found.shown if found else ()) == shown


@pytest.mark.parametrize(
    ("sentence", "language", "events"),
    [
        (
            "In 1989 the wall came down. In 1990 it was one again.",
            "en",
            ["the wall came down", "it was one again"],
        ),
        (
            "The bridge opened in 1932, closed in 1981, and burned in 1990.",
            "en",
            ["The bridge opened", "closed", "burned"],
        ),
        ("Nel 1950 la città era povera, nel 1993 diventò famosa.", "it", ["la città era povera", "diventò famosa"]),
        ("In 1998 there were six thousand of them in every lake of the whole country, and in 2014 none.", "en", None),
    ],
)
def test_a_timeline_says_what_happened_at_each_date(sentence: str, language: str, events: list[str] | None) -> None:
    """The event is the sentence's own words with its verb; one that is too long leaves no timeline of half its events."""
    found = timeline_in(sentence, language)
    assert (found and [item.label for item in found.items]) == events
