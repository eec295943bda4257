"""Pasted scripts: what is not meant to be spoken goes and is counted; ordinary prose stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.text.characters import spoken_characters
from reelwright.film.text.cleaning import clean
from reelwright.film.text.markup import LONGEST_PAUSE_SECONDS, unmark, unmark_title


def spoken(script: str, script_format: str = "auto") -> str:
    """Return what is spoken of a script, pauses as `|`."""
    passages = unmark(script, script_format).passages  # tests name the formats
    return "\n".join(one.text + ("|" if one.pause_seconds else "") for one in passages)


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("They point at _food_ with **their bodies**.", "They point at food with their bodies."),
        ("# Why it matters\n\n- Flowers need them.\n- So do we", "Why it matters.\nFlowers need them.\nSo do we."),
        ("Read [our page](https://example.org/?x=1) now.", "Read our page now."),
        ("![a bee](bee.png)\nBees dance.", "Bees dance."),
        ("Before.\n\n***\n\n> He said so.", "Before.\nHe said so."),
        ("Use `pip` well.\n\n```sh\nrm -rf x\n```\nDone.", "Use pip well.\nDone."),
        ("1. Wake up\n2. Drink water", "1. Wake up\n2. Drink water"),
        ("**Top 2**\n\n1. Wake up\n2. Drink water", "Top 2\n1. Wake up.\n2. Drink water."),
        ("| Bird | Speed |\n|---|---|\n| Swift | 110 km/h |", "Bird, Speed.\nSwift, 110 km/h."),
        ("Tom &amp; Jerry<br>ran <b>fast</b>: 10<sup>6</sup> m.", "Tom & Jerry\nran fast: 10⁶ m."),
        ("<!-- draft --><p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("---\ntitle: Bees\ntags: x\n---\nBees dance.", "Bees dance."),
        ("* 一つ目\n* 二つ目", "一つ目。\n二つ目。"),
        ("• One thing\n• Two things", "One thing.\nTwo things."),
        ("- [ ] Wash it\n- [x] Dry it", "Wash it.\nDry it."),
    ],
)
def test_markdown_and_html_leave_their_words(script: str, text: str) -> None:
    """Marks go; headings, items and rows become sentences; a link is its label, and a number of a list stays."""
    assert spoken(script) == text


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("[Scene 1: a dark cave]\nNARRATOR: You wake.\nVOICEOVER (whispering): Run. [cut to black]", "You wake.\nRun."),
        ("[music swells]\nIt began.\n(sighs)\nIt ended *laughs* well.", "It began.\nIt ended well."),
        ("INT. HOUSE - DAY\n\nJOHN\n(quietly)\nWho is there?\n\nCUT TO:\n\nMARY\nMe.", "Who is there?\nMe."),
        ("Anna: Hello!\nBen: Hi.\nAnna: Bye.\nBen: Bye!", "Hello!\nHi.\nBye.\nBye!"),
        ("Scene 1: The cave\nIt is dark.\nScene 2: It is light.", "It is dark.\nIt is light."),
        ("**Scene 1**\n\n**Visual:** a sunrise\n\n**Narrator:** Day begins.", "Day begins."),
        ("Narrador: Hola.\n[Música]\nNarrador: Adiós.", "Hola.\nAdiós."),
        ("Sprecher: Guten Tag.\n(lacht)\nSprecher: Ende.", "Guten Tag.\nEnde."),
        (
            "HOST: Hello.\nCOACH: Hi there.\nHOST: Bye.\n0:45 - Outro\nHOST: Like it.",
            "Hello.\nHi there.\nBye.\nLike it.",
        ),
        ("[00:12] The sea is deep. [00:15] And cold.", "The sea is deep. And cold."),
        ("0:00 - The sea is deep.\n0:05 - And cold.\n1:10 - The end.", "The sea is deep.\nAnd cold.\nThe end."),
        (
            "1\n00:00:01,000 --> 00:00:04,000\nHello there.\n\n2\n00:00:05,000 --> 00:00:07,000\nGeneral.",
            "Hello there.\nGeneral.",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:04.000\n<v Bob>Hello.", "Hello."),
        ("Water is wet.[1][2] He said so[3].", "Water is wet. He said so."),
    ],
)
def test_what_a_script_says_to_its_makers_is_not_spoken(script: str, text: str) -> None:
    """Stage directions, speaker labels, scene headings, production notes and time stamps."""
    assert spoken(script) == text


@pytest.mark.parametrize(
    "script",
    [
        "5 * 3 * 2 is 30, and 5*3*2 too.",
        "Call it snake_case or my_long_name.",
        "Note: this stays. NOTE: so does this.",
        "It began (in 1990) and ended (as always) well.",
        "He goed [sic] home, and [he] told the [former] king.",
        "If x < 3 and y > 2, then a<b and c>d.",
        "Myth: it is flat.\nFact: it is round.\nMyth: it is hot.\nFact: it is cold.",
        "8:00 - wake up\n9:00 - run",
        "Monday: run\nTuesday: swim",
        "- 5 degrees and falling",
        "1990. It was a good year.",
        "Meet me at 8:30 (sharp), Anna: I mean it.",
        "Is C# better than C++? R&D says so; AT&T; too.",
        "The ratio is 3:1. Use f(x) = x^2 and ~5 more.",
        "We have the #1 rule: never stop.",
        "Look at https://example.org/a_b_c?d=1&e=2 now.",
        'She said: "Stop!" — and left…',
        "Remember: breathe.\nRemember: relax.",
    ],
)
def test_ordinary_prose_is_not_touched(script: str) -> None:
    """`auto` takes out only what shows that it is markup or a direction."""
    unmarked = unmark(script, "auto")
    assert [passage.text for passage in unmarked.passages] == [clean(script)]
    assert unmarked.left_out == {}


@given(st.text(alphabet=st.sampled_from("aB 1.,!?'\n-é你好")))
def test_prose_without_signs_of_markup_keeps_every_letter(script: str) -> None:
    """Whatever the words, nothing of them is lost."""
    text = "".join(passage.text for passage in unmark(script, "auto").passages)
    assert spoken_characters(text) == spoken_characters(clean(script))


@given(st.text())
def test_reading_never_fails_and_leaves_clean_text(script: str) -> None:
    """Any text at all, in any format."""
    for script_format in ("auto", "markdown", "plain"):
        for passage in unmark(script, script_format).passages:  # as above
            assert clean(passage.text) == passage.text


def test_plain_speaks_everything() -> None:
    """Who asks for it gets brackets, labels and stars."""
    script = "NARRATOR: *Hi* [music]\n(pause)\n# End"
    assert spoken(script, "plain") == script


def test_markdown_keeps_directions_and_follows_its_own_line_breaks() -> None:
    """A document: a wrapped paragraph is one line, and brackets are its words."""
    assert spoken("Bees **dance** to\ntalk [loudly].\n\n    code()", "markdown") == "Bees dance to talk [loudly]."


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        ("Wait. [pause] Go.", 1.0),
        ("Wait. [pause 2s] Go.", 2.0),
        ("Wait. [pause 500ms] Go.", 0.5),
        ("Wait.\n(pause)\nGo.", 1.0),
        ("Wait. [beat] Go.", 1.0),
        ("Wait. [pause for 1.5 seconds] Go.", 1.5),
        ("Wait. (long pause) Go.", 2.0),
        ("Wait. [pausa 2 segundos] Go.", 2.0),
        ('Wait. <break time="750ms"/> Go.', 0.75),
        ("Wait. [pause 90s] Go.", LONGEST_PAUSE_SECONDS),
        ("Wait. [pause 4s] [pause 4s] Go.", LONGEST_PAUSE_SECONDS),
    ],
)
def test_a_pause_parts_two_passages(script: str, seconds: float) -> None:
    """As long as it says, one second by itself, five at most."""
    first, second = unmark(script, "auto").passages
    assert (first.text, first.pause_seconds, second.text) == ("Wait.", seconds, "Go.")


def test_the_pause_of_a_passage_is_no_word_of_it() -> None:
    """Prose about pauses stays prose."""
    assert len(unmark("We pause here (a pause is good) and go.", "auto").passages) == 1


def test_what_was_left_out_is_counted_by_kind() -> None:
    """Only kinds that there are."""
    script = "# Bees 🔥\n[music]\nNARRATOR: They **dance**. ![x](y.png)\n\n---\n\n[00:12] End <i>now</i>. [pause]"
    assert unmark(script, "auto").left_out == {
        "emoji": 1,
        "formatting": 2,
        "html_tags": 2,
        "images": 1,
        "rules": 1,
        "speaker_labels": 1,
        "stage_directions": 1,
        "timestamps": 1,
    }


@pytest.mark.parametrize("script", ["[music swells]", "NARRATOR:", "![only](a.png)", "(sighs)", "[pause 2s]"])
def test_a_script_of_directions_alone_has_nothing_to_speak(script: str) -> None:
    """Such a script is refused when its job is created."""
    assert unmark(script, "auto").passages == ()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("# Why **bees** dance", "Why bees dance"),
        ("🔥 Top 3 😱", "Top 3"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("C# in 5 minutes: a guide [2024]", "C# in 5 minutes: a guide [2024]"),
        ("5 * 3", "5 * 3"),
        ("*Really?*", "Really?"),
    ],
)
def test_a_title_is_shown_without_markup(title: str, shown: str) -> None:
    """Its brackets and colons stay: they are no directions."""
    assert unmark_title(title) == shown
