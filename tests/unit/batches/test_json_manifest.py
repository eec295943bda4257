"""Manifests in JSON: one object a line, or one document."""

import io
import json

import pytest

from reelwright.batches.json_manifest import read_json_options
from reelwright.batches.limits import MAX_LINE_BYTES
from tests.unit.batches.reading import rows

ITEM = {"custom_id": "a", "video_request": {"script_content": "Bees fly."}}


def test_each_line_of_jsonl_is_an_item_and_empty_lines_are_skipped() -> None:
    """Lines are counted without the empty ones; the line in the file is kept beside."""
    body = "\ufeff" + json.dumps(ITEM) + "\n\n  \n" + json.dumps(ITEM)
    found, errors = rows(body, "jsonl")
    assert not errors
    assert [(one.line, one.file_line, one.item) for one in found] == [(1, 1, ITEM), (2, 4, ITEM)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"custom_id": "a",}', "not_json"),
        ("{'custom_id': 1}", "not_json"),
        ('{"priority": NaN}', "not_json"),
        ("[" * 60_000, "not_json"),
        ("[1]", "not_an_object"),
        ('"x"', "not_an_object"),
        ("null", "not_an_object"),
        ('{"custom_id": "\\ud800"}', "not_json"),
        ('{"video_request": {"\\ud800": 1}}', "not_json"),
        ('["\\ud800"]', "not_an_object"),
        ("1" * (MAX_LINE_BYTES + 1), "too_long"),
    ],
)
def test_a_wrong_line_does_not_disturb_the_others(text: str, code: str) -> None:
    """A line that is JSON but no object is refused, too, and the next line is read."""
    found, errors = rows(f"{text}\n{json.dumps(ITEM)}\n", "jsonl")
    assert not errors
    assert [[one.code for one in line.errors] for line in found] == [[code], []]
    assert found[1].item == ITEM


def test_a_line_of_jsonl_at_the_limit_is_read() -> None:
    """64 KiB without its line feed; one byte more is `too_long`."""
    empty = len(json.dumps({"custom_id": ""}))
    fits, over = (json.dumps({"custom_id": "a" * (MAX_LINE_BYTES - empty + more)}) for more in (0, 1))
    found, errors = rows(f"{fits}\n{over}\n{json.dumps(ITEM)}\n", "jsonl")
    assert not errors
    assert [[one.code for one in line.errors] for line in found] == [[], ["too_long"], []]


def test_the_place_of_a_syntax_error_is_named() -> None:
    """Column from 1, as editors count."""
    found, _ = rows('{"a": 1,,}\n', "jsonl")
    error = found[0].errors[0]
    assert (error.file_line, error.column_number) == (1, 9)


def test_latin_1_in_jsonl_is_named_with_its_offset() -> None:
    """The offset counts bytes of the file from 0."""
    body = json.dumps(ITEM).encode() + b'\n{"custom_id": "caf\xe9"}\n'
    found, _ = rows(body, "jsonl")
    assert found[1].errors[0].code == "unreadable_bytes"
    assert f"byte {body.index(0xE9)} " in found[1].errors[0].message


@pytest.mark.parametrize("wrap", ["{}", '{{"template": {{"title": "T"}}, "items": {}, "name": "spring"}}'])
def test_a_document_is_a_list_or_an_object_with_items(wrap: str) -> None:
    """Items are read one by one, wherever the buffer ends within them."""
    items = [{"custom_id": f"row-{n}", "variables": {"text": "é" * (n % 900)}} for n in range(2_000)]
    body = wrap.format(json.dumps(items, indent=1, ensure_ascii=False))
    found, errors = rows(body, "json")
    assert not errors
    assert [one.item for one in found] == items
    assert [one.line for one in found] == list(range(1, 2_001))


def test_options_of_a_document_are_read_wherever_they_stand() -> None:
    """JSON has no order: a template behind the items counts."""
    body = {"name": "spring", "items": [ITEM] * 3, "template": {"title": "T"}}
    assert read_json_options(io.BytesIO(json.dumps(body).encode())) == {"name": "spring", "template": {"title": "T"}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"a": 1},\n {"a": }]', "not_json"),
        ('[{"a": 1}', "not_json"),
        ('[{"a": 1}] x', "not_json"),
        ("hello", "not_json"),
        ("", "not_json"),
        (f'["{"x" * (MAX_LINE_BYTES + 1)}"]', "too_long"),
    ],
)
def test_a_document_with_a_syntax_error_is_refused_whole(text: str, code: str) -> None:
    """Nothing behind the error can be read."""
    _, errors = rows(text, "json")
    assert [(one.code, one.line) for one in errors] == [(code, None)]


def test_a_syntax_error_of_a_document_names_its_line() -> None:
    """The line of the file, from 1."""
    _, errors = rows('[{"a": 1},\n\n {"a": ?}]', "json")
    assert errors[0].file_line == 3


def test_a_document_in_latin_1_is_refused_with_the_offset() -> None:
    """The offset is that of the file, whatever chunk it was read in."""
    items = "".join(f'{{"custom_id": "{"é" * 25_000}"}},' for _ in range(12))
    body = f"[{items}".encode() + b"\xe9"
    _, errors = rows(body, "json")
    assert errors[-1].code == "unreadable_bytes"
    assert f"byte {len(body) - 1} " in errors[-1].message
