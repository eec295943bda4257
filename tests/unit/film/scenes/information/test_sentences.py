"""The sentences that information scenes are judged on: which scene each gets, and the text that it shows."""

import json
from pathlib import Path

import pytest

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
