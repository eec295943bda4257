"""Words of other languages name icons: by labels, by tags that few icons share, never by likeness."""

import pytest

from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.lexicon import CONCEPT, IconNames, Lexicon, concept_names


def names(icon: str, label: str, *tags: str, theme: str = "food") -> IconNames:
    """Return the names of one icon."""
    return IconNames(icon=icon, label=label, tags=tags, theme=theme)


SPANISH = Lexicon(
    (
        names("noto:giraffe", "jirafa", "animal", theme="animals"),
        names("fluent:cheese-wedge", "cuña de queso", "queso", "trozo"),
        names("fluent:wine-glass", "copa de vino", "beber", "copa"),
        names("fluent:cooking", "cocinar", "freír", "huevo", "sartén"),
        *(names(f"noto:{animal}", animal, "animal", theme="animals") for animal in ("perro", "gato", "vaca")),
    ),
    "es",
)


def found(lexicon: Lexicon, text: str) -> list[str]:
    """List the icons that a text names."""
    return [one.icon for one in lexicon.find(text)]


@pytest.mark.parametrize(
    ("text", "icons"),
    [
        ("Dos quesos y una copa de vino.", ["fluent:cheese-wedge", "fluent:wine-glass"]),
        ("El faro gira toda la noche.", []),
        ("La sartén caliente", ["fluent:cooking"]),
        ("Un animal enorme", []),
    ],
)
def test_labels_and_rare_tags_name_icons(text: str, icons: list[str]) -> None:
    """Plurals count, longer names win, a verb that only looks alike is nothing, a tag of many icons is too broad."""
    assert found(SPANISH, text) == icons


@pytest.mark.parametrize(
    ("language", "label", "text", "is_found"),
    [
        ("es", "tomate", "Tres tomates maduros.", True),
        ("es", "tomate", "Un tomate maduro.", True),
        ("de", "Eimer", "Zwischen zwei Eimern.", True),
        ("it", "bara", "Una bara vuota.", True),
        ("it", "bara", "Un bar vuoto.", False),
        ("ja", "くり", "くりをゆでる。", False),
        ("ja", "どんぐり", "どんぐりをひろう。", True),
    ],
)
def test_a_name_is_found_in_its_plural_and_not_in_another_word(
    language: str,
    label: str,
    text: str,
    is_found: bool,  # noqa: FBT001 - a row of a table
) -> None:
    """Stemmers cut singular and plural differently; a noun does not lose its vowel; two hiragana are in many words."""
    lexicon = Lexicon((names("fluent:thing", label, theme="home"),), language)
    assert bool(found(lexicon, text)) is is_found


def test_a_name_by_tag_is_marked() -> None:
    """The matcher asks for more evidence then."""
    assert [one.is_label for one in SPANISH.find("la sartén, una copa de vino")] == [False, True]


def test_the_longest_name_is_found_in_a_text_without_spaces() -> None:
    """Single characters are too ambiguous."""
    chinese = Lexicon((names("fluent:ambulance", "救护车", "车"), names("fluent:automobile", "汽车", "车")), "zh")
    assert found(chinese, "第一批通过的是救护车和汽车。") == ["fluent:ambulance", "fluent:automobile"]


@pytest.mark.parametrize("language", ["es", "fr", "it", "pt", "de", "nl", "pl", "ru", "hi", "zh", "ja", "ko"])
def test_places_are_named_in_twelve_languages(language: str) -> None:
    """Each leads to a place of the concept table."""
    places = concept_names(language)
    assert len({one.icon for one in places}) >= 25
    assert all(concept_table().named(one.icon.removeprefix(CONCEPT)).looks for one in places)


def test_a_stop_word_names_nothing() -> None:
    """Italian "per" (for) has the stem of "pera" (pear)."""
    italian = Lexicon((names("fluent:pear", "pera", "frutta"),), "it")
    assert found(italian, "Una bevanda per restare svegli") == []
    assert found(italian, "Una pera verde") == ["fluent:pear"]


def test_a_noun_that_several_labels_share_needs_evidence() -> None:
    """A face is no face of a monkey; cheese is in one label only."""
    faces = (
        names(f"noto:{one}-face", f"cara de {animal}", "cara") for one, animal in (("cat", "gato"), ("cow", "vaca"))
    )
    assert [one.shared for one in Lexicon(faces, "es").find("Se lavó la cara")] == [True, True]
    assert [one.shared for one in SPANISH.find("un queso")] == [False]


def test_a_noun_is_shared_with_labels_that_do_not_have_it_as_tag() -> None:
    """A machine is no slot machine, though only that label has the tag."""
    machines = (
        names("fluent:slot-machine", "máquina tragaperras", "juego", "máquina", theme="sport"),
        names("fluent:fax-machine", "máquina de fax", "fax", theme="home"),
    )
    assert [(one.icon, one.shared) for one in Lexicon(machines, "es").find("La máquina escribe")] == [
        ("fluent:slot-machine", True)
    ]


def test_of_two_labels_with_one_stem_the_one_that_is_written_alike_wins() -> None:
    """French chopsticks are "baguettes"."""
    french = Lexicon(
        (
            names("fluent:chopsticks", "baguettes", "couvert"),
            names("fluent:baguette-bread", "baguette", "pain", "français"),
        ),
        "fr",
    )
    assert found(french, "une baguette") == ["fluent:baguette-bread"]
    assert found(french, "deux baguettes") == ["fluent:chopsticks"]


@pytest.mark.parametrize(
    ("text", "icons"), [("Die Mauer fiel.", []), ("Zwei Hunde.", ["noto:dog"]), ("Die Maus.", ["noto:mouse"])]
)
def test_a_short_german_word_keeps_its_ending(text: str, icons: list[str]) -> None:
    """`er` and `s` belong to a word of three other letters: a wall is no mouse."""
    german = Lexicon((names("noto:mouse", "Maus", theme="animals"), names("noto:dog", "Hund", theme="animals")), "de")
    assert found(german, text) == icons


def test_german_things_have_a_capital() -> None:
    """The verb "arbeite" is no worker."""
    german = Lexicon((names("fluent:worker", "Arbeit", theme="people"),), "de")
    assert found(german, "Dann arbeite eine Stunde.") == []
    assert found(german, "Dann beginnt die Arbeit.") == ["fluent:worker"]


def test_an_english_word_with_the_same_icons_is_the_counterpart() -> None:
    """Tags of the same cups translate each other; a tag of one icon proves nothing."""
    cups = tuple(
        IconNames(icon=f"fluent:{cup}", label=cup, tags=("चाय",), english=("cup", "tea"), theme="food")
        for cup in ("teacup", "teapot", "bubble-tea")
    )
    others = (IconNames(icon="fluent:mug", label="mug", tags=("एक-कप",), english=("cup", "beer"), theme="food"),)
    hindi = Lexicon((*cups, *others), "hi")
    assert [one.word for one in hindi.find("चाय")[0].counterparts] == ["tea", "cup"]
    assert hindi.find("एक-कप")[0].counterparts == ()


def test_hindi_plurals_keep_their_vowel() -> None:
    """Elephants are no hands."""
    hindi = Lexicon((names("noto:elephant", "हाथी", theme="animals"), names("fluent:hand", "हाथ", theme="body")), "hi")
    assert found(hindi, "हाथियों ने") == ["noto:elephant"]


def test_a_word_that_qualifies_a_noun_is_no_name() -> None:
    """French puts it behind: a "chien guide" is a dog, whereas a word of two telephones is one of them."""
    french = Lexicon(
        (
            names("noto:guide-dog", "chien guide", "chien", "guide", theme="animals"),
            names("fluent:mobile-phone", "téléphone portable", "portable", theme="home"),
            names("fluent:mobile-phone-with-arrow", "appel", "portable", theme="home"),
        ),
        "fr",
    )
    assert found(french, "avec un guide") == []
    assert found(french, "un chien") == ["noto:guide-dog"]
    assert found(french, "le portable") != []


def test_a_korean_noun_that_ends_like_a_particle_is_found_behind_a_particle() -> None:
    """The last syllable of "고양이" (cat) is none, but its stem is cut all the same."""
    names = (IconNames(icon="noto:cat", label="고양이", theme="pets"),)
    assert [one.icon for one in Lexicon(names, "ko").find("고양이는 당신을 사랑하지만")] == ["noto:cat"]


def test_a_korean_noun_of_one_syllable_is_found_with_its_particles() -> None:
    """Alone it would be found inside of other words."""
    lexicon = Lexicon(concept_names("ko"), "ko")
    assert [one.icon for one in lexicon.find("책을 읽는다")] == ["concept:book"]
    assert [one.icon for one in lexicon.find("문에서 소리가 났다")] == ["concept:door"]


@pytest.mark.parametrize(
    ("language", "text", "concepts"),
    [
        ("fr", "Pierre est parti.", []),
        ("fr", "Il pose la pierre.", ["rock"]),
        ("fr", "Deux billets d'avion.", ["ticket"]),
        ("fr", "Il compte ses billets.", ["money"]),
        ("es", "Alba se fue.", []),
        ("es", "Se fue al alba.", ["sunrise"]),
        ("pt", "A cadeia alimentar.", []),
        ("pt", "Ele acabou na cadeia.", ["prison"]),
    ],
)
def test_a_word_with_two_senses_names_a_concept_only_with_what_tells_them_apart(
    language: str, text: str, concepts: list[str]
) -> None:
    """Pierre and Alba are persons; a chain is no prison; a ticket is no money."""
    lexicon = Lexicon(concept_names(language), language)
    assert [one.icon.removeprefix(CONCEPT) for one in lexicon.find(text)] == concepts
