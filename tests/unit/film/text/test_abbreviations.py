"""One table of abbreviations decides for sentences, captions and voices alike."""

import pytest

from reelwright.film.captions.phrases import parting_cost
from reelwright.film.text.abbreviations import abbreviation_of, abbreviations
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
        ('Dr. Lee said: "No. 5 is alive!"', "en", 1),
        ("The U.S. Senate met Martin Luther King Jr. King spoke.", "en", 1),
        ("She moved to the U.S. It was cold. We met at 5 p.m. Then we left.", "en", 4),
        ("Bring tea, milk, etc. Then stir.", "en", 2),
        ("Es hat z. B. Rost, u. a. Lack usw. Dann fährt es.", "de", 2),
        ("Sie kostet 5 Mio. Euro. Das reicht.", "de", 2),
        ("Come fruta, p. ej. Manzanas. Vive en EE. UU. desde 1990.", "es", 2),
        ("Vive en EE. UU. El clima es seco.", "es", 2),
        ("Trabaja en Telefónica S. A. Madrid.", "es", 1),
        ("Nació en el s. XV. Murió joven.", "es", 2),
        ("En 52 av. J.-C. César gagne.", "fr", 2),
        ("César gagne en 52 av. J.-C. et rentre. Il meurt.", "fr", 2),
        ("La Sig.ra Rossi e la Prof.ssa Bianchi, ecc. Poi basta.", "it", 2),
        ("La Fiat S.p.A. Torino chiude.", "it", 1),
        ("Corre 5 km. Depois dorme. Nasceu no séc. XV. Morreu.", "pt", 4),
    ],
)
def test_a_full_stop_of_an_abbreviation_ends_no_sentence(text: str, language: str, sentences: int) -> None:
    """A word is an abbreviation in its own language only: "mar." ends a Spanish sentence, though it is March in English."""
    assert len(split_sentences(text, language)) == sentences


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "pt"])
def test_every_abbreviation_lets_a_sentence_go_on(language: str) -> None:
    """Before a small letter no full stop of the table ends a sentence, in the middle of a row or behind it."""
    rows = [row.written for row in abbreviations(language) if row.written.endswith(".")]
    assert [row for row in rows if len(split_sentences(f"Aa {row} bb", language)) != 1] == []


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
