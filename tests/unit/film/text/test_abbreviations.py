"""One table of abbreviations decides for sentences, captions and voices alike."""

import pytest

from reelwright.film.captions.phrases import parting_cost
from reelwright.film.text.abbreviations import abbreviation_of
from reelwright.film.text.sentences import ends_sentence, split_sentences


@pytest.mark.parametrize(
    ("text", "language", "sentences"),
    [
        ("“No. 5 is alive!” He said no. Then he left.", "en", 3),
        ("See p. 12 and Fig. 3. Then go.", "en", 2),
        ("It is 6 ft. Then it rained on Ft. Worth.", "en", 2),
        ("Roe v. Wade was decided on Jan. 22. Nobody knew.", "en", 2),
        ("El faro mira al mar. Luego gira. El Sr. Pérez lo ve.", "es", 3),
        ("Elle est à l'est. Mme. Curie rit.", "fr", 2),
        ("Das ist Max. Er mag z.B. Hunde. Nr. 5 lebt.", "de", 3),
        ("La sig.ra Rossi vive qui. Il dott. Bianchi no.", "it", 2),
        ("Ele leu a pág. 12. O Dr. Souza riu.", "pt", 2),
    ],
)
def test_a_full_stop_of_an_abbreviation_ends_no_sentence(text: str, language: str, sentences: int) -> None:
    """A word is an abbreviation in its own language only: "mar." ends a Spanish sentence, though it is March in English."""
    assert len(split_sentences(text, language)) == sentences


def test_captions_know_the_same_abbreviations() -> None:
    """A line is not broken behind "Dr." as if a sentence ended there."""
    assert parting_cost("Dr.", "Lee") > 0
    assert parting_cost("No.", "5", before="it:") > 0
    assert parting_cost("1.", "Wake", before="done.") > 0
    assert parting_cost("no.", "Then") == 0
    assert ends_sentence("mar.", "Luego", "es")


def test_a_row_knows_what_a_voice_says_in_its_language() -> None:
    """`Dr.` is said differently; what is said as it is written has no words."""
    assert [getattr(abbreviation_of("Dr.", language), "spoken", "") for language in ("en-GB", "de", "fi")] == [
        "doctor",
        "Doktor",
        None,
    ]
    assert abbreviation_of("whale", "en") is None
