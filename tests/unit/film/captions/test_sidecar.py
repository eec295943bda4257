"""Sidecar files follow their formats to the letter."""

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.sidecar import srt, vtt


def line(text: str, start: float, end: float) -> CaptionLine:
    """Build a line of the words of `text`."""
    words = tuple(CaptionWord(text=word, start_seconds=start, end_seconds=end) for word in text.split())
    return CaptionLine(words=words, start_seconds=start, end_seconds=end)


def test_srt_numbers_cues_and_writes_times_with_a_comma() -> None:
    """SubRip as players read it."""
    assert srt((line("Hello sea", 0.25, 1.5), line("Bye", 3661.0005, 3662.9996))) == (
        "1\n00:00:00,250 --> 00:00:01,500\nHello sea\n\n2\n01:01:01,000 --> 01:01:03,000\nBye\n"
    )


def test_vtt_has_its_header_and_escapes_markup() -> None:
    """WebVTT would read `<b>` as a tag and `&` as an entity."""
    assert vtt((line("Salt & <b>", 0, 1),), "en-US") == (
        "WEBVTT\nLanguage: en-US\n\n00:00:00.000 --> 00:00:01.000\nSalt &amp; &lt;b&gt;\n"
    )


def test_srt_holds_no_markup() -> None:
    """L2: SubRip has no escapes, so what players would read as a tag begins with a full-width form; `5 < 6` stays."""
    cue = srt((line(r"<b>loud</b> <i {\an8}top 5 < 6 {x}", 0, 1),)).splitlines()[2]
    less, brace = "\N{FULLWIDTH LESS-THAN SIGN}", "\N{FULLWIDTH LEFT CURLY BRACKET}"
    assert cue == rf"{less}b>loud{less}/b> {less}i {brace}\an8}}top 5 < 6 {{x}}"


def test_an_arrow_in_the_text_does_not_end_the_cue() -> None:
    """`-->` is the one thing that a cue may not hold."""
    assert vtt((line("a --> b", 0, 1),)).count("-->") == 1
    assert srt((line("a --> b", 0, 1),)).count("-->") == 1


def test_a_language_cannot_smuggle_lines_into_the_header() -> None:
    """Only letters, digits and hyphens are written."""
    assert "evil" not in vtt((), "en\n\nevil")


def test_no_lines_give_an_empty_file() -> None:
    """A film without words has a header at most."""
    assert srt(()) == ""
    assert vtt(()) == "WEBVTT\n"


def test_vtt_places_its_cues_where_they_are_asked_to_stand() -> None:
    """The setting `line` is a share of the frame from the top; without a height the player chooses."""
    placed = vtt((line("Hello", 0, 1),), height=0.222)
    assert "00:00:01.000 line:22%\nHello" in placed
    assert placed.replace(" line:22%", "") == vtt((line("Hello", 0, 1),))


def test_times_are_those_of_the_words() -> None:
    """A cue begins with its first word, to the millisecond, and ends with the line."""
    spoken = line("One two", 1.2344, 2.3456)
    for text in (srt((spoken,)).replace(",", "."), vtt((spoken,))):
        assert "00:00:01.234 --> 00:00:02.346" in text
