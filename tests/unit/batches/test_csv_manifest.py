"""Manifests in CSV, as spreadsheets of the world write them."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.batches.cells import delimiter_of, guarded, unguarded, written
from reelwright.batches.columns import columns_of
from reelwright.batches.limits import MAX_COLUMNS, MAX_LINE_BYTES
from tests.unit.batches.reading import rows

PLAIN = "custom_id,title,script_content\r\na,Hello,Bees fly.\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["plain", "bom"])
def test_every_delimiter_is_told_from_the_header_with_or_without_a_byte_order_mark(delimiter: str, mark: bytes) -> None:
    """Excel writes `;` in many countries, and a mark before the first column's name."""
    found, errors = rows(mark + PLAIN.replace(",", delimiter).encode())
    assert not errors
    assert [one.item for one in found] == [
        {"custom_id": "a", "video_request": {"title": "Hello", "script_content": "Bees fly."}}
    ]
    assert (found[0].line, found[0].file_line) == (1, 2)


def test_a_delimiter_inside_quotes_is_not_counted() -> None:
    """`"a,b,c";d` is separated by semicolons."""
    assert delimiter_of('"a,b,c";d') == ";"


def test_excels_line_that_names_the_delimiter_is_no_header() -> None:
    """`sep=|` in the first line is for Excel."""
    found, errors = rows("sep=|\ntitle|script_content\nA|B\n")
    assert not errors
    assert (found[0].item, found[0].file_line) == ({"video_request": {"title": "A", "script_content": "B"}}, 3)


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks() -> None:
    """RFC 4180; the next row keeps its true line in the file."""
    found, _ = rows('title,script_content\n"A, ""b""","One.\nTwo."\nC,Three.\n')
    assert found[0].columns == {"title": 'A, "b"', "script_content": "One.\nTwo."}
    assert [(one.line, one.file_line) for one in found] == [(1, 2), (2, 4)]


def test_dotted_columns_are_nested_and_var_columns_are_variables() -> None:
    """Lists are numbered; truth values are words, in any case, as Excel writes them."""
    header = "providers.speech,exports.0,exports.1,images.0.upload,images.0.scene,closing_card,var.city"
    found, errors = rows(f"{header}\nespeak,tiktok,square,u1,2,FALSE,Cairo\n")
    assert not errors
    assert found[0].item == {
        "video_request": {
            "providers": {"speech": "espeak"},
            "exports": ["tiktok", "square"],
            "images": [{"upload": "u1", "scene": "2"}],
            "closing_card": False,
        },
        "variables": {"city": "Cairo"},
    }


def test_an_empty_cell_is_not_given_and_a_row_without_cells_is_no_line() -> None:
    """Spreadsheets leave empty rows at the end, and empty columns at the right."""
    found, errors = rows("title,script_content,,\n,Bees.,,\n , ,,\n,,,\nB,,,\n")
    assert not errors
    assert [one.item for one in found] == [
        {"video_request": {"script_content": "Bees."}},
        {"video_request": {"title": "B"}},
    ]
    assert [one.line for one in found] == [1, 2]


def test_columns_that_begin_with_an_underscore_are_ignored() -> None:
    """They are notes of our own result files."""
    found, errors = rows("_line,title,_error,script_content\n4,A,too long,B\n")
    assert not errors
    assert found[0].columns == {"title": "A", "script_content": "B"}


def test_an_unknown_column_is_reported_once_with_the_nearest_name() -> None:
    """The header is wrong, not each of its rows."""
    found, errors = rows("Script Content,sparkle,title.x\n" + "a,b,c\n" * 50)
    assert len(found) == 50
    assert [(one.line, one.file_line, one.column, one.code) for one in errors] == [
        (None, 1, "Script Content", "unknown_field"),
        (None, 1, "sparkle", "unknown_field"),
        (None, 1, "title.x", "unknown_field"),
    ]
    assert errors[0].hint == "did you mean 'script_content'?"
    assert "var.sparkle" in (errors[1].hint or "")


def test_a_column_that_stands_twice_is_refused() -> None:
    """One of them would win silently."""
    _, errors = rows("title,title\na,b\n")
    assert "twice" in errors[0].message


def test_bytes_in_latin_1_are_named_with_their_offset() -> None:
    """The row is refused, the others are read: é is one byte in Latin-1."""
    body = b"title,script_content\nA,Caf\xe9\nB,Bees.\n"
    found, errors = rows(body)
    assert not errors
    wrong = found[0].errors[0]
    assert (wrong.code, wrong.line, wrong.file_line, wrong.column_number) == ("unreadable_bytes", 1, 2, 6)
    assert f"byte {body.index(0xE9)} of the file (0xe9)" in wrong.message
    assert found[1].item == {"video_request": {"title": "B", "script_content": "Bees."}}


def test_a_file_in_utf_16_is_refused_with_the_remedy() -> None:
    """Excel's "Unicode text" is UTF-16."""
    found, errors = rows(PLAIN.encode("utf-16"))
    assert not found
    assert (errors[0].code, errors[0].line) == ("unreadable_bytes", None)
    assert "CSV UTF-8" in (errors[0].hint or "")


def test_three_hundred_columns_are_too_many() -> None:
    """100 columns are the limit, and it holds at its edge."""
    many = [f"var.v{n}" if n < 40 else f"_note{n}" for n in range(300)]
    assert [one.code for one in rows(",".join(many) + "\n")[1]] == ["too_many_columns"]
    assert rows(",".join(many[:MAX_COLUMNS]) + "\n")[1] == []
    assert [one.code for one in rows(",".join(many[: MAX_COLUMNS + 1]) + "\n")[1]] == ["too_many_columns"]


def test_more_than_fifty_variables_are_too_many() -> None:
    """50 variables are the limit."""
    assert [one.code for one in rows(",".join(f"var.v{n}" for n in range(51)) + "\n")[1]] == ["too_many_columns"]
    assert rows(",".join(f"var.v{n}" for n in range(50)) + "\n")[1] == []


def test_a_row_with_more_cells_than_the_header_is_refused() -> None:
    """An unquoted comma in a script would move all later cells."""
    found, _ = rows("title,script_content\nA,Bees, and flowers\n")
    assert [one.code for one in found[0].errors] == ["too_many_columns"]


def test_a_quote_that_is_not_closed_refuses_the_manifest() -> None:
    """Where the next row begins is a guess from there on."""
    found, errors = rows('title,script_content\nA,B\nC,"D\nE,F\n')
    assert [one.line for one in found] == [1]
    assert [(one.code, one.line, one.file_line) for one in errors] == [("bad_quotes", None, 3)]


def test_a_line_at_the_limit_is_read_and_one_byte_more_is_too_long() -> None:
    """64 KiB, and the lines after a long one are read."""
    fits, over = "a" * MAX_LINE_BYTES, "a" * (MAX_LINE_BYTES + 1)
    found, _ = rows(f"script_content\n{fits}\n{over}\nBees.\n")
    assert [[error.code for error in one.errors] for one in found] == [[], ["too_long"], []]
    assert [one.file_line for one in found] == [2, 3, 4]


def test_a_formula_is_a_text_like_any_other_and_is_written_harmless() -> None:
    """A cell that a spreadsheet would run is read as it is, and gets an apostrophe in files that we write."""
    found, _ = rows('title,script_content\n"=HYPERLINK(""http://x"",""y"")",Bees.\n')
    assert found[0].columns["title"] == '=HYPERLINK("http://x","y")'
    assert written([["=1+1", "+1", "-1", "@a", "\ta", "\ra", "a=1"]]) == "'=1+1,'+1,'-1,'@a,'\ta,\"'\ra\",a=1\r\n"


@given(cell=st.text())
def test_every_cell_comes_back_from_a_guarded_one(cell: str) -> None:
    """Guarding is undone exactly, whatever apostrophes the cell begins with; a guarded cell is never a formula."""
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@given(
    cells=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8),
    delimiter=st.sampled_from(",;\t|"),
)
def test_what_a_csv_writer_writes_is_read_back(cells: list[tuple[str, str, str]], delimiter: str) -> None:
    """Every non-empty cell comes back, without blanks around it; rows without cells are skipped."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "script_content", "var.city"), *cells])
    found, errors = rows(text.getvalue().encode())
    expected = [
        {
            name: cell.strip()
            for name, cell in zip(("title", "script_content", "var.city"), row, strict=True)
            if cell.strip()
        }
        for row in cells
    ]
    assert not errors
    assert [one.columns for one in found] == [row for row in expected if row]
    assert [columns_of(one.item or {}) for one in found] == [one.columns for one in found]
