"""Of a user's font only outlines, widths and kerning are read, and only if its maker permits it."""

import random
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont, newTable

from reelwright.errors import ContentError
from reelwright_media.fitting.letters import FAMILY, Letters, kept_font
from reelwright_media.material.fonts import read_letters
from reelwright_media.typography.fontfile import read_font
from tests.unit.media.material.made_fonts import composed, font, square, with_groups


def read(content: bytes, folder: Path, *, most: int = 100) -> Letters:
    """Read a font of these bytes."""
    path = folder / "own"
    path.write_bytes(content)
    return read_letters(path, most=most)


def problem(content: bytes, folder: Path) -> str:
    """Return what the font's owner is told."""
    with pytest.raises(ContentError) as caught:
        read(content, folder)
    return str(caught.value)


def letters_of(found: Letters) -> str:
    """Return the letters of a font."""
    return "".join(map(chr, found.codes.tolist()))


def test_the_outlines_of_letters_come_out_as_they_were_drawn(tmp_path: Path) -> None:
    """A letter is a contour of curves; a space is empty."""
    found = read(font("A "), tmp_path)
    assert letters_of(found) == " A"
    assert (found.units, found.ascent, found.descent) == (1000, 900, 200)
    assert found.advances.tolist() == [700, 700]
    assert (found.contours.tolist(), found.curves.tolist()) == ([0, 1], [4])
    corners = [tuple(curve[2]) for curve in found.points.tolist()]
    assert set(corners) == {(50, 0), (50, 600), (650, 600), (650, 0)}


def test_no_table_and_no_name_of_the_file_is_in_the_font_that_is_written(tmp_path: Path) -> None:
    """Programs of hints, pictures and unknown tables stay out; the same letters give the same bytes."""

    def add_programs(builder: Any) -> None:
        for tag in ("fpgm", "prep", "SVG ", "EBDT", "evil"):
            table = newTable("evil")
            table.data = b"program of a stranger"
            builder.font.tables[tag] = table

    content = font(change=add_programs)
    assert content.count(b"program of a stranger") == 5
    written = kept_font(read(content, tmp_path))
    assert b"stranger" not in written.lower()
    assert set(TTFont(BytesIO(written)).keys()) == {
        *("GlyphOrder", "CFF ", "OS/2", "cmap", "head", "hhea", "hmtx", "maxp", "name", "post")
    }
    assert written == kept_font(read(content, tmp_path))


def test_a_written_font_names_itself_and_its_letters(tmp_path: Path) -> None:
    """The bar, between two of which texts are measured, and the space are always there."""
    path = tmp_path / "own.otf"
    path.write_bytes(kept_font(read(font("Aé"), tmp_path)))
    found = read_font(path)
    assert found.family == FAMILY
    assert [letter for letter in "Aé| Bß" if found.has(letter)] == ["A", "é", "|", " "]


def test_pairs_keep_their_distance(tmp_path: Path) -> None:
    """From `GPOS`, by letters and by classes of letters, or from the older table `kern`."""

    def add_rules(builder: Any) -> None:
        builder.addOpenTypeFeatures("feature kern { pos A v -80; @w = [B v]; pos @w @w -30; } kern;")

    found = read(font(change=add_rules), tmp_path)
    named = {
        tuple(chr(found.codes[one]) for one in pair): value
        for pair, value in zip(found.pairs.tolist(), found.kerns.tolist(), strict=True)
    }
    pairs_of_the_class = {(left, right): -30 for left in "Bv" for right in "Bv"}
    assert named == {("A", "v"): -80, **pairs_of_the_class}
    kern = TTFont(BytesIO(kept_font(found)))["kern"].kernTables[0]
    assert kern["u00041", "u00076"] == -80


def test_letters_that_need_rules_of_their_font_are_left_out(tmp_path: Path) -> None:
    """Joined scripts and loose accents would be drawn wrongly; so would letters without ink and huge ones."""
    found = read(font("Aя中가שسकก\u0301\ue000x", glyphs={"x": square(5000)}), tmp_path)
    assert letters_of(found) == "Aяש中가"
    assert "has no letters" in problem(font("سक"), tmp_path)
    assert letters_of(read(font("abc"), tmp_path, most=2)) == "ab"


@pytest.mark.parametrize(
    ("rights", "said"),
    [(0x2, "restricted licence"), (0x102, "restricted licence"), (0x104, "no subsetting"), (0x200, "bitmaps only")],
)
def test_a_font_whose_maker_does_not_permit_it_is_refused(tmp_path: Path, rights: int, said: str) -> None:
    """The problem names the right and the remedy; editable, and preview and print, are permitted."""
    told = problem(font(rights=rights), tmp_path)
    assert said in told
    assert "Use another font, or a licence" in told
    for permitted in (0, 0x4, 0x8, 0x6):
        assert letters_of(read(font(rights=permitted), tmp_path))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no font"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is no font"),
        (b"wOF2" + bytes(99), "WOFF2"),
        (b"wOFF" + bytes(99), "WOFF"),
        (b"ttcf" + bytes(99), "collection"),
        (b"OTTO" + bytes(99), "is damaged"),
        (b"true\xff\xff" + bytes(99), "is damaged"),
    ],
)
def test_what_is_no_font_is_refused_with_the_remedy(tmp_path: Path, content: bytes, said: str) -> None:
    """Web fonts and collections are named as what they are."""
    told = problem(content, tmp_path)
    assert said in told
    assert "as TTF or OTF" in told


def test_a_font_that_was_cut_or_changed_is_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    """No error of the library reaches the caller, whatever byte is wrong."""
    whole = font("ABv ", glyphs={"B": composed("A", "v")})
    chance = random.Random(5)  # noqa: S311 - the same changes each time
    assert "damaged" in problem(whole[:200], tmp_path)
    for cut in range(len(whole), 4, -13):
        broken = bytearray(whole[:cut])
        for place in chance.sample(range(4, cut), 1):
            broken[place] = chance.randrange(256)
        try:
            kept_font(read(bytes(broken), tmp_path))
        except ContentError:
            continue


def test_parts_of_parts_do_not_multiply(tmp_path: Path) -> None:
    """Thirty glyphs, each twice in the next, would be drawn a thousand million times; one is a part of itself."""
    doubled = {f"p{level}": composed(f"p{level - 1}", f"p{level - 1}") for level in range(1, 30)}
    bomb = font("AB", glyphs={"p0": square(0), **doubled, "A": composed("p29")})
    assert "more than 200 parts" in problem(bomb, tmp_path)
    assert "more than 200 parts" in problem(font("AB", glyphs={"A": composed("A")}), tmp_path)


def test_a_count_of_glyphs_that_the_file_does_not_have_is_refused(tmp_path: Path) -> None:
    """65,535 glyphs in a file of a kilobyte."""
    content = bytearray(font())
    place = TTFont(BytesIO(bytes(content))).reader.tables["maxp"].offset
    content[place + 4 : place + 6] = struct.pack(">H", 65_535)
    assert "damaged" in problem(bytes(content), tmp_path)


def test_a_table_of_letters_that_swells_is_refused(tmp_path: Path) -> None:
    """A table of 12 KB that names all of Unicode a thousand times."""
    assert "names more than 300,000 characters" in problem(with_groups(font(), count=1_000), tmp_path)


def test_cubic_outlines_are_read_as_well(tmp_path: Path) -> None:
    """A font of ours is an OTF: read again, its letters are the same, but for the bar that is always written."""
    first = read(font("Aé "), tmp_path)
    again = read(kept_font(first), tmp_path)
    assert letters_of(again) == " A|é"
    assert again.points.tolist()[:4] == first.points.tolist()[:4]
    assert (again.units, again.ascent, again.descent) == (first.units, first.ascent, first.descent)
