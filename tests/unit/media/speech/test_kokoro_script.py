"""From words to the passages that Kokoro speaks."""
# ruff: noqa: RUF001 - phonemes and letters of many scripts are the subject here

from reelwright_media.speech.kokoro_alphabet import SYMBOLS, spelled
from reelwright_media.speech.kokoro_script import KokoroPassage, passages
from reelwright_media.speech.reading import voiced_words

LETTERS = {number: symbol for symbol, number in SYMBOLS.items()}


def as_written(piece: str) -> str:
    """Speak letters as they stand: a phonemizer whose results can be read."""
    return "".join(mark for mark in piece.lower() if mark in SYMBOLS)


def spoken(text: str, *, best: int = 200, most: int = 400) -> list[KokoroPassage]:
    """Return the passages of a text."""
    return passages(voiced_words(text.split()), as_written, best=best, most=most)


def written(passage: KokoroPassage) -> str:
    """Return the symbols of a passage as a text."""
    return "".join(LETTERS[symbol.number] for symbol in passage.symbols)


def test_marks_and_spaces_stand_as_the_model_learned_them() -> None:
    """Marks cling to the word they follow; a dash of its own stands between spaces."""
    (passage,) = spoken("so “it” ends, later — or (never)!")
    assert written(passage) == "so “it” ends, later— or (never)!"


def test_every_symbol_knows_its_word() -> None:
    """Phonemes carry the index of their word; marks and spaces none; silent words own no symbol."""
    (passage,) = spoken("ab 👋 cd.")
    assert [symbol.word for symbol in passage.symbols] == [0, 0, None, 2, 2, None]


def test_words_of_one_breath_are_joined() -> None:
    """Only a bare space between two sounds joins them: a mark is a pause, and inside a word nothing is joined."""
    (passage,) = spoken("ab cd, ef")
    assert written(passage) == "ab cd, ef."
    assert [index for index in range(len(passage.symbols)) if passage.joined_before(index)] == [3]


def test_an_open_end_is_closed() -> None:
    """A text without a last mark gets a full stop, so that the voice falls."""
    assert [written(passage) for passage in spoken("the end")] == ["the end."]


def test_short_sentences_are_spoken_together_up_to_the_best_length() -> None:
    """Passages fill up sentence by sentence and never break one that fits."""
    found = spoken("aaaa aaaa. bbbb bbbb. cccc cccc.", best=22)
    assert [written(passage) for passage in found] == ["aaaa aaaa. bbbb bbbb.", "cccc cccc."]
    assert [passage.ends_sentence for passage in found] == [True, True]


def test_a_long_sentence_is_cut_at_a_breath() -> None:
    """Over the limit a sentence breaks after its last comma in reach, without ending."""
    found = spoken("aaaa aaaa, bbbb bbbb bbbb.", best=16, most=16)
    assert [written(passage) for passage in found] == ["aaaa aaaa,", "bbbb bbbb bbbb."]
    assert [passage.ends_sentence for passage in found] == [False, True]


def test_a_long_sentence_without_a_breath_is_cut_between_words() -> None:
    """With no comma in reach the cut falls before a word."""
    assert [written(passage) for passage in spoken("aaaa bbbb cccc dddd", best=12, most=12)] == [
        "aaaa bbbb",
        "cccc dddd.",
    ]


def test_a_word_longer_than_the_limit_is_cut_anywhere() -> None:
    """Nothing a user writes makes a passage longer than the model takes."""
    found = spoken("a" * 1000)
    assert [len(passage.symbols) for passage in found] == [400, 400, 201]
    assert {symbol.word for passage in found for symbol in passage.symbols} == {0, None}


def test_nothing_said_gives_no_passage() -> None:
    """Marks and emoji alone are no speech."""
    assert spoken("!!! … — 👋") == []


def test_spellings_follow_the_accent() -> None:
    """The same tied phonemes become other symbols in American, British and Romance languages; unknown ones vanish."""
    assert spelled("fˈo^ʊn t^ʃˈa^ɪld", "en-us") == "fˈOn ʧˈIld"
    assert spelled("ðˈe^ə fˈə^ʊn", "en-gb") == "ðˈɛː fˈQn"
    assert spelled("bˈʌʔn\u0329", "en-us") == "bˈʌtn"
    assert spelled("kazn\u0329", "en-us") == "kazᵊn"
    assert spelled("mˈut^ʃo pe", "es") == "mˈuʧo pe"
    assert spelled("a\U0001f44bb", "es") == "ab"


def test_the_alphabet_is_the_models_own() -> None:
    """114 symbols with distinct numbers below the 178 of the embedding table; spot checks against config.json."""
    assert len(SYMBOLS) == len(set(SYMBOLS.values())) == 114
    assert max(SYMBOLS.values()) == SYMBOLS["ᵻ"] == 177
    assert (SYMBOLS[";"], SYMBOLS[" "], SYMBOLS["A"], SYMBOLS["ˈ"], SYMBOLS["ʤ"]) == (1, 16, 24, 156, 82)
