"""Words with several senses: the sentence and the film decide, and where neither helps nothing is shown."""

import pytest

from reelwright.film.scenes.concepts import Concept, ConceptTable, Theme, concept_table
from reelwright.film.scenes.matching import LOWEST_FIT, Match, Matcher


def theme(name: str) -> Theme:
    """Return a theme that means itself."""
    return Theme(name=name, gloss=name, sceneries=("paper",), mood="calm")


def concept(name: str, theme_name: str, *words: str) -> Concept:
    """Return a concept that means itself."""
    return Concept(name=name, theme=theme_name, words=words, looks=((f"fluent:{name}",),), scenery="paper", mood="calm")


TABLE = ConceptTable(
    themes=(theme("news"), theme("sport"), theme("sea")),
    concepts=(
        concept("law", "news", "court", "judge", "verdict", "trial"),
        concept("hoop", "sport", "court", "dunk"),
        concept("wave", "sea", "wave", "ocean swell"),
        concept("judge", "news", "gavel"),
    ),
    idioms=(),
    ambiguous=frozenset({"court", "wave"}),
)


SHARES = dict.fromkeys(concept_table().themes, 0.5)


class Near:
    """An embedder for which texts are alike that share one of these words, and strangers otherwise."""

    topics = (("law", "judge", "verdict", "gavel"), ("hoop", "dunk", "basket"), ("sea", "ocean"))

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Return a unit vector of the first topic that a text names."""
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        named = [float(any(word in text.lower() for word in topic)) for topic in self.topics]
        place = named.index(1.0) if 1.0 in named else len(named)
        return [float(place == index) for index in range(len(named) + 1)]


def matches(text: str, **shares: float) -> tuple[Match, ...]:
    """Return what a sentence shows in a film with these shares of the themes."""
    return Matcher(TABLE, Near(), "en-US", "").matches(text, {"news": 0.0, "sport": 0.0, "sea": 0.0, **shares}, {})


def test_the_film_decides_what_a_word_means() -> None:
    """A court is for the ball in a film on sport, and for the law in one on news; never both in one picture."""
    assert [match.concept.name for match in matches("Onto the court", sport=1.0, news=0.3)] == ["hoop"]
    assert [match.concept.name for match in matches("Onto the court", sport=0.3, news=1.0)] == ["law"]


def test_the_title_decides_before_the_film() -> None:
    """A film on dunks has one court."""
    titled = Matcher(TABLE, Near(), "en-US", "The best dunk").matches(
        "Onto the court", {"news": 1.0, "sport": 0.9, "sea": 0.0}, {}
    )
    assert [match.concept.name for match in titled] == ["hoop"]


def test_the_sentence_decides_against_the_film() -> None:
    """What stands around the word is nearer than what the film is about."""
    named = [match.concept.name for match in matches("A verdict of the court", sport=0.6, news=0.6)]
    assert named == ["law"]
    assert matches("A basket on the court", sport=0.6, news=0.6)[0].concept.name == "hoop"


def test_an_ambiguous_word_without_support_shows_nothing() -> None:
    """Somebody who waves is no sea: a thing of a foreign theme needs the sentence's word for it."""
    assert matches("They wave to us", news=1.0, sea=0.3) == ()
    assert matches("A wave of the ocean", news=1.0)[0].score >= LOWEST_FIT


@pytest.mark.parametrize("text", ["The gavel fell", "A gavel in the ocean"])
def test_a_word_of_one_sense_needs_nobodys_support(text: str) -> None:
    """Concrete words stand for themselves in every film."""
    assert [match.concept.name for match in matches(text, sea=1.0)] == ["judge"]


def test_a_thing_that_only_says_when_makes_room_for_the_others() -> None:
    """Words such as "before the verdict" say a time; they are shown only if the sentence names nothing else."""
    assert [one.concept.name for one in matches("The gavel falls before the verdict", news=1.0)] == ["judge"]
    assert [one.concept.name for one in matches("Nothing happens before the verdict", news=1.0)] == ["law"]


def named(text: str) -> set[str]:
    """Return the names of all concepts that a sentence shows, with the real table."""
    return {one.concept.name for one in Matcher(concept_table(), Near(), "en-US", "").matches(text, SHARES, {})}


@pytest.mark.parametrize(("text", "animal"), [("Bees dance to talk.", "bee"), ("Wolves are running home.", "wolf")])
def test_what_an_animal_does_shows_no_person(text: str, animal: str) -> None:
    """The table has only persons for such a verb: the animal is shown instead."""
    assert animal in named(text)
    assert not any(name.endswith(" person") for name in named(text))


def test_what_a_person_does_shows_a_person() -> None:
    """Without an animal before the verb, a person does it."""
    assert "dancer person" in named("She dances while her dog sleeps.")


@pytest.mark.parametrize(("language", "shown"), [("de", ["hoop"]), ("vi", []), ("cs", [])])
def test_words_are_compared_by_meaning_only_in_languages_that_the_model_knows(language: str, shown: list[str]) -> None:
    """In others a word is near to anything: honey bees in Vietnamese were shown as a hat."""
    concepts = (
        concept("hoop", "sport", "dunk"),
        concept("law", "news", "judge", *"abc"),
        concept("sea", "sea", *"sdef"),
    )
    table = ConceptTable(themes=tuple(TABLE.themes.values()), concepts=concepts, idioms=())
    found = Matcher(table, Near(), language, "").matches("Basket!", {"news": 0.0, "sport": 1.0, "sea": 0.0}, {})
    assert [one.concept.name for one in found] == shown


def shown(text: str, language: str = "en-US") -> list[str]:
    """Return the concepts of the real table that a sentence shows, best first."""
    matcher = Matcher(concept_table(), Near(), language, "")
    return [match.concept.name for match in matcher.matches(text, SHARES, {})]


def test_an_order_to_leave_something_shows_it() -> None:
    """An order is about the thing that one must leave; another negation denies the thing."""
    assert "bread" in shown("Never keep bread in a fridge.")
    assert "gift" not in shown("This is never a gift.")


def test_the_content_is_shown_instead_of_its_vessel() -> None:
    """A pot of tea is tea."""
    assert shown("Brew a bowl of tea.") == ["tea"]


def test_the_first_thing_of_a_sentence_comes_first() -> None:
    """It is mostly the subject."""
    assert shown("Snails eat bread.")[0] == "snail"
    assert shown("Bread with snails.")[0] == "bread"


def test_a_word_keeps_to_the_looks_that_it_names() -> None:
    """An apple is no strawberry, though both may show fruit."""
    apples = Matcher(concept_table(), Near(), "en-US", "").matches("An apple.", SHARES, {})[0].concept
    assert all("apple" in subject for look in apples.looks for subject in look)


def test_a_question_shows_what_it_asks_about() -> None:
    """Its negation denies no thing: "can't open a jar?" is about a jar."""
    matcher = Matcher(concept_table(), Near(), "en-US", "")
    assert [one.concept.name for one in matcher.matches("Can't open a jar?", SHARES, {})] == ["jar"]
    assert not matcher.matches("It is not a jar.", SHARES, {})


def test_a_figure_of_speech_alone_means_nothing() -> None:
    """Not even what its words are near to: a "fire hydrant" is no fire."""
    matcher = Matcher(concept_table(), Near(), "en-US", "")
    assert not matcher.matches("fire hydrants", SHARES, {})
    assert [one.concept.name for one in matcher.matches("time flies", SHARES, {})] == ["hourglass"]


def test_a_word_is_found_by_its_past() -> None:
    """Its last letter may have changed: "cried" is "cry"."""
    assert [one.concept.name for one in concept_table().find("He cried")] == ["sadness"]


class Strange:
    """An embedder for which all texts are strangers."""

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Return a vector of its own for each text."""
        return [[float(place == index) for index in range(len(texts))] for place in range(len(texts))]


@pytest.mark.parametrize(
    ("text", "word", "is_exact"),
    [
        ("There was a coin in the mud.", "coin", True),
        ("Her old car stood there.", "car", True),
        ("He took a train at noon.", "train", True),
        ("He bought a hat for the winter.", "hat", True),
        ("He bought a yellow hat.", "hat", False),
        ("She found the pet in the garden.", "pet", False),
        ("The candle jar is empty.", "candle", False),
        ("The candle, jar and rope.", "candle", True),
    ],
)
def test_a_word_is_exact_if_it_is_the_name_of_what_is_shown(text: str, word: str, is_exact: bool) -> None:  # noqa: FBT001 - a row
    """An icon of another name is only a relative; a colour, or a word that only says which thing, makes it unsure."""
    found = Matcher(concept_table(), Strange(), "en-US", "").matches(text, SHARES, {})
    assert {match.word: match.is_exact for match in found}.get(word) is is_exact
