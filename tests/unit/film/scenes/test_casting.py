"""Casting with restraint: what stands in a picture, and what does not."""

import pytest

from reelwright.film.scenes.casting import SHOWN, Casting, Part, acts
from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.counting import ThingCount
from reelwright.film.scenes.matching import Match
from reelwright.film.scenes.moods import is_sorrowful
from reelwright.film.scenes.people import ICONS, Sex, cast_person, has_sexes, is_other_sex
from reelwright.film.scenes.places import is_graphic, stands_in
from reelwright.film.scenes.pronouns import sex_in

TABLE = concept_table()


def cast(*names: str, theme: str = "people", seed: int = 1) -> Part:
    """Cast a sentence that names these concepts, the first one most clearly."""
    matches = tuple(Match(concept=TABLE.named(name), score=1.2 - 0.05 * place) for place, name in enumerate(names))
    return Casting(TABLE.themes[theme], TABLE.themes, seed).cast(matches)


def test_two_things_of_one_theme_share_a_picture() -> None:
    """Both are named, and they belong together."""
    assert set(cast("egg", "salt").subjects) == {"fluent:egg", "fluent:salt"}


def test_a_thing_of_another_theme_stays_out() -> None:
    """A cup needs no diving mask beside it."""
    assert len(cast("coffee", "diving").subjects) == 1


def test_a_living_being_may_handle_a_thing() -> None:
    """The cat sits on the laptop; the student wears the shirt."""
    assert cast("cat", "laptop").subjects == ("noto:cat", "fluent:laptop")
    assert cast("student person", "clothes").subjects[1] == "fluent:t-shirt"


def test_a_person_that_is_busy_stands_alone() -> None:
    """Who runs does not hold a bed."""
    assert len(cast("runner person", "bed").subjects) == 1


@pytest.mark.parametrize("name", ["conversation", "growth", "start", "time", "fast"])
def test_an_abstract_concept_is_no_picture(name: str) -> None:
    """It is said by words, on a plain ground."""
    assert TABLE.named(name).weight < SHOWN
    assert cast(name).subjects == ()


def test_a_place_is_shown_by_its_scenery() -> None:
    """No icon of a street in a street."""
    part = cast("street place")
    assert (part.scenery, part.subjects) == ("street", ())


def test_a_thing_is_shown_at_the_place_that_the_sentence_names() -> None:
    """A shirt in the office."""
    assert cast("clothes", "office").scenery == "office"


def test_no_square_tile_is_a_subject() -> None:
    """Icons that are framed pictures of a scenery read as app icons."""
    tiles = {
        "cityscape",
        "motorway",
        "sunrise",
        "sunset",
        "night-with-stars",
        "bridge-at-night",
        "foggy",
        "railway-track",
    }
    subjects = {subject.partition(":")[2] for one in TABLE.concepts for look in one.looks for subject in look}
    assert not subjects & tiles


def test_a_role_has_one_face_in_a_film_and_several_in_many() -> None:
    """The cook of the first scene comes back; other films have other cooks, in every skin tone."""
    assert cast_person("person:cook", 7) == cast_person("person:cook", 7)
    faces = {cast_person("person:cook", seed) for seed in range(60)}
    assert {face.removeprefix("people:") for face in faces} <= ICONS
    assert len(faces) == 10
    assert cast_person("fluent:egg", 7) == "fluent:egg"


def test_weather_is_the_place_of_another_thing() -> None:
    """A car in the rain, not a car on a sunny road."""
    part = cast("car", "rain", theme="travel")
    assert (part.scenery, part.subjects[0]) == (TABLE.named("rain").scenery, "fluent:automobile")


def test_a_head_alone_stands_nowhere() -> None:
    """A head without a body on a street or a table reads as a mistake, also where the sentence names the place."""
    assert is_graphic(cast("neighbour person").scenery)
    assert is_graphic(cast("mother person", "office").scenery)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("The customer was angry, and he left.", "man"),
        ("Ella es médica.", "woman"),
        ("He and she agreed.", None),
        ("The customer left.", None),
    ],
)
def test_pronouns_choose_who_is_shown(text: str, sex: Sex | None) -> None:
    """A film that says "he" shows a man, in each of its scenes."""
    assert sex_in(text, "es" if text.startswith("Ella") else "en-US") == sex


@pytest.mark.parametrize("sex", ["woman", "man"])
def test_a_role_is_cast_with_the_sex_of_its_pronoun(sex: Sex) -> None:
    """Where the family has pictures of both."""
    assert {cast_person("person:cook", seed, sex).split("-")[0] for seed in range(20)} == {f"people:{sex}"}
    assert cast_person("person:baby", 3, sex).startswith("people:baby")


def test_nobody_smiles_in_a_sad_scene() -> None:
    """An adult frowns and keeps sex and skin tone; a child, who could only smile, is not shown."""
    sad = cast_person("person:woman", 7, sad=True)
    assert sad == cast_person("person:woman", 7).replace("woman-", "woman-frowning-", 1)
    child = (Match(concept=TABLE.named("child person"), score=1.2),)
    casting = Casting(TABLE.themes["people"], TABLE.themes)
    assert casting.cast(child, sad=True).subjects == ()
    assert casting.cast(child).subjects != ()


@pytest.mark.parametrize(
    ("text", "language", "sad"),
    [
        ("Four hundred children died that year.", "en-US", True),
        ("She lost her hand in a machine.", "en-US", True),
        ("Nobody died.", "en-US", False),
        ("She laughs in the supermarket.", "en-US", False),
        ("In één jaar stierven vierhonderd kinderen.", "nl-NL", True),
        ("Die Mutter weinte drei Tage.", "de-DE", True),
    ],
)
def test_sorrow_is_read_from_words(text: str, language: str, sad: bool) -> None:  # noqa: FBT001 - a row of a table
    """A denied death is none."""
    assert is_sorrowful(text, language) == sad


def test_a_building_stands_outside() -> None:
    """A house in a room is a toy."""
    assert not any(cast("house", seed=seed).scenery in {"room", "kitchen", "office"} for seed in range(9))


def test_a_second_subject_can_be_where_the_first_is() -> None:
    """No deer swims beside a fish."""
    assert (
        cast("fish", "deer").scenery not in {"underwater", "abyss", "trench"} or len(cast("fish", "deer").subjects) == 1
    )


def test_an_unsure_thing_is_no_second_subject() -> None:
    """A word with several senses may mean another thing."""
    sure, unsure = (Match(concept=TABLE.named("salt"), score=1.1, certain=certain) for certain in (True, False))
    egg = Match(concept=TABLE.named("egg"), score=1.2)
    seen = [Casting(TABLE.themes["food"], TABLE.themes).cast((egg, other)).subjects for other in (sure, unsure)]
    assert [len(subjects) for subjects in seen] == [2, 1]


def named(name: str, place: int, *, is_exact: bool = True, certain: bool = True) -> Match:
    """Return the match of the word at a place of the sentence, the earlier the better."""
    score = 1.3 - 0.05 * place
    concept = TABLE.named(name)
    return Match(concept=concept, score=score, is_exact=is_exact, certain=certain, position=place, word=name)


def cast_named(*matches: Match, theme: str = "people", counted: ThingCount | None = None) -> Part:
    """Cast a sentence with these matches."""
    return Casting(TABLE.themes[theme], TABLE.themes, 1).cast(matches, counted=counted)


def test_things_named_by_their_own_names_share_a_picture() -> None:
    """Whatever their themes, three at most, the first one large and the others in the order of the sentence."""
    part = cast_named(named("bed", 0), named("egg", 1), named("guitar", 2), named("candle", 3))
    assert part.subjects == ("fluent:bed", "fluent:egg", "fluent:guitar")


def test_a_relative_of_another_kind_stays_out() -> None:
    """A word that is not the name of what is shown puts nothing beside a thing of another theme."""
    assert len(cast_named(named("bed", 0), named("guitar", 1, is_exact=False)).subjects) == 1


@pytest.mark.parametrize("name", ["nose", "police", "japan temple", "rain cloud"])
def test_what_is_around_or_belongs_to_a_being_is_not_beside_it(name: str) -> None:
    """No nose beside a dog that has one; no signal, no landmark of a country, no cloud."""
    assert cast_named(named("dog", 0), named(name, 12, is_exact=name != "japan temple")).subjects == ("noto:dog",)


def test_no_bed_stands_upon_a_bed() -> None:
    """The painted bedroom has one."""
    assert cast("bed").scenery != "bedroom"
    assert cast("sleeper person").scenery != "bedroom"
    assert cast("bed", "bedroom place").scenery != "bedroom"


def test_a_feather_handles_nothing() -> None:
    """It is a thing, though its theme is that of animals; nobody refers to a heart as "he" either."""
    assert len(cast_named(named("feather", 0), named("bed", 1, is_exact=False)).subjects) == 1
    assert not acts(TABLE.named("heart"))
    assert acts(TABLE.named("dog"))


@pytest.mark.parametrize(
    ("name", "number", "subjects"),
    [
        ("candle", 3, ("fluent:candle",) * 3),
        ("candle", 2, ("fluent:candle", "fluent:candle", "fluent:bed")),
        ("candle", 4, ("fluent:candle", "fluent:bed")),
    ],
)
def test_two_or_three_of_a_thing_are_shown_as_often(name: str, number: int, subjects: tuple[str, ...]) -> None:
    """A picture has room for three things; more of one would be a false number."""
    match = named(name, 0)
    assert cast_named(match, named("bed", 1), counted=ThingCount(match=match, number=number)).subjects == subjects


def test_other_things_beside_a_subject_make_it_less_dull() -> None:
    """The dog of the film comes again with what the sentence names, not the thing alone."""
    casting = Casting(TABLE.themes["pets"], TABLE.themes, 1)
    for _ in range(2):
        casting.cast((named("dog", 0),))
    assert casting.cast((named("dog", 1), named("bed", 0))).subjects == ("noto:dog", "fluent:bed")


def test_a_she_is_no_father() -> None:
    """A pronoun refers to nobody of the other sex; a doctor may be either."""
    assert is_other_sex("person:man", "woman")
    assert not is_other_sex("person:man", "man")
    assert not is_other_sex("person:health-worker", "woman")
    assert has_sexes("person:health-worker")
    assert not has_sexes("person:raised-hand")


def test_things_of_a_list_are_shown_together() -> None:
    """Up to three, whatever their themes, where all of them can be."""
    listed = tuple(TABLE.named(name) for name in ("egg", "guitar", "bed"))
    part = Casting(TABLE.themes["people"], TABLE.themes).cast((), listed=listed)
    assert part.subjects == tuple(one.looks[0][0] for one in listed)
    assert all(stands_in(one.looks[0][0], one.theme, part.scenery) for one in listed)
