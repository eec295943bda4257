"""The large type of a thought says its point whole, in few words."""

import pytest

from reelwright.film.scenes.headline import headline_of
from reelwright.film.scenes.points import denial_of, statement_of


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("They shout when they are hungry.", "en", "They shout when they are hungry"),
        ("You owe nobody a place in your boat just because they waited for it since spring.", "en", None),
        ("He only sings until somebody in the room finally gives him some money.", "en", None),
        ("Plus la nuit est longue, plus la soupe devient froide dans la cave.", "fr", None),
        ("Der Teig ist fertig, wenn er sich langsam vom Rand der Schüssel löst.", "de", None),
        ("Ils dansent quand la lune se lève enfin au-dessus de la vieille forêt.", "fr", None),
    ],
)
def test_no_statement_is_cut_off_before_the_clause_that_completes_it(
    text: str, language: str, shown: str | None
) -> None:
    """Half of a sentence says something else."""
    assert statement_of(text, language, longest=40) == shown


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("She wins the race, and suddenly the whole stadium is silent.", "en", "suddenly the whole stadium is silent"),
        ("The soup is fine for guests, but your spoon has a hole.", "en", "your spoon has a hole"),
        ("Nunca es demasiado tarde, y si dudas de eso, llama a tu padre.", "es", "Nunca es demasiado tarde"),
        ("If your boat leaks every single day, buy a new one.", "en", "buy a new one"),
        ("On dit que la mer est bleue, ou verte, mais c'est faux.", "fr", "c'est faux"),
        ("It costs the mayor nothing and saves the old village a very long walk.", "en", "It costs the mayor nothing"),
        (
            "Das kostet den Bürgermeister nichts und erspart allen im Dorf den Weg.",
            "de",
            "Das kostet den Bürgermeister nichts",
        ),
        ("It isn't the long winter that kills the old apple trees, it's the salt.", "en", "it's the salt"),
        ("Nicht der Bäcker hat den ganzen Kuchen gegessen, sondern der Hund.", "de", "der Hund"),
        ("What would you have done?", "en", "What would you have done?"),
        ("Then she whispered the magic word: thunder.", "en", "thunder"),
        ("Tired or lazy? Write it below this video and send it to me.", "en", "Tired or lazy?"),
        ("It rained again. Grandpa grew to be ninety-nine.", "en", "Grandpa grew to be ninety-nine"),
    ],
)
def test_of_several_clauses_the_point_is_shown(text: str, language: str, shown: str) -> None:
    """It is a denial, a question, what follows a "but", or what comes last."""
    assert statement_of(text, language, longest=40) == shown


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("Whatever happens, don't wake the dog.", "en", "don't wake the dog"),
        ("You're not lost, and it's only a map.", "en", "You're not lost"),
        ("Never feed a goat at night, because it remembers.", "en", "Never feed a goat at night"),
        ("Nade e não compre briga.", "pt", "não compre briga"),
        ("Calma, não tente correr: o touro é mais rápido.", "pt", "não tente correr"),
        ("It is a very solemn promise, not a gift.", "en", None),
        ("The coach did not see it, but the camera did.", "en", None),
        ("Couldn't you open it?", "en", None),
        ("Plus de la moitié dort déjà.", "fr", None),
        ("Basta un minuto di sole.", "it", None),
        ("It is true that the old tower was never white, but grey.", "en", None),
    ],
)
def test_a_denial_and_an_order_not_to_are_shown_with_their_not(text: str, language: str, shown: str | None) -> None:
    """A picture can show no "not". Half of a contrast, what a "but" takes back and a question deny nothing."""
    assert denial_of(text, language, longest=27) == shown


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("After two weeks you save forty dollars.", "en", "forty dollars"),
        ("If ships lived for three years, they would eat forty pans.", "en", "forty pans"),
        ("It drinks thirty-seven hundred liters of milk every year.", "en", "thirty-seven hundred liters"),
        ("After two weeks they sleep forty minutes longer.", "en", "forty minutes"),
        ("Two days later he called the king, and the king didn't answer.", "en", "the king didn't answer"),
        ("They packed three tents, two drums, and ten thousand candles.", "en", "ten thousand candles"),
        ("Twenty thousand walrus came ashore.", "en", "Twenty thousand walrus"),
        ("Ne comprarono più di un milione.", "it", "più di un milione"),
        ("Elige un vaso de al menos treinta centímetros.", "es", "al menos treinta centímetros"),
    ],
)
def test_the_figure_that_is_the_point_is_shown_with_its_noun(text: str, language: str, shown: str) -> None:
    """An amount comes before a span of time; what a condition supposes is no fact."""
    assert headline_of(text, (), language, is_beside=False, is_shown=True) in {shown, text.rstrip(".")}


def test_a_picture_that_shows_the_sentence_needs_no_words() -> None:
    """The caption has them."""
    assert headline_of("The cat sleeps on the warm oven.", (), "en", is_beside=True, is_shown=True) is None


@pytest.mark.parametrize(
    "text", ["Would you wait?", "Start before you are ready.", "Loyal dogs rarely bark, but cats never do."]
)
def test_short_questions_orders_and_sayings_are_set_whole(text: str) -> None:
    """Where nothing can be drawn."""
    assert headline_of(text, (), "en", is_beside=False, is_shown=False) == text.rstrip(".")


def test_a_span_that_describes_a_noun_is_not_the_point() -> None:
    """The years are those of the boys."""
    text = "Se sentó en la segunda fila con muchachos de veinte años."
    assert headline_of(text, (), "es", is_beside=True, is_shown=True) is None


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("如果雪很深\uff0c就再等五天。", "zh", "就再等五天"),
        ("雨の日なら、本を三冊読んでください。", "ja", "本を三冊読んでください"),
    ],
)
def test_a_script_without_spaces_shows_its_last_clause(text: str, language: str, shown: str) -> None:
    """Conditions come first there."""
    assert headline_of(text, (), language, is_beside=False, is_shown=False) == shown
