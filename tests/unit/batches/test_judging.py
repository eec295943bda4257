"""What is wrong with a line: the same rules as for a single job, with line, column, value and hint."""

from typing import Any

import pytest

from reelwright.batches.limits import MAX_VARIABLE_BYTES
from reelwright.batches.lines import BatchLine
from reelwright.batches.manifest import inline_lines
from reelwright.batches.request import CreateBatch
from tests.unit.batches.reading import judge_of, judged, judged_items


def film(**fields: object) -> dict[str, object]:
    """Build an item with a script."""
    return {"video_request": {"script_content": "Bees fly.", **fields}}


def codes(*lines: BatchLine) -> list[list[str]]:
    """List the error codes of each line."""
    return [[one.code for one in line.errors] for line in lines]


def test_a_good_line_is_a_request_of_the_item_task_with_its_price() -> None:
    """Labels of the batch go into each request; the item's own priority and limit stay its own."""
    line = judged_items({**film(), "custom_id": "a", "priority": 3, "max_cost_usd": 1}, metadata={"k": 1})[0]
    assert not line.errors
    assert line.request is not None
    assert line.estimate is not None
    assert (line.request.task_name, line.request.priority, line.request.max_cost_usd) == ("process_batch_item", 3, 1)
    assert line.request.metadata == {"k": 1}
    assert line.estimate.cost_usd > 0


@pytest.mark.parametrize("asked", [True, False])
def test_items_call_the_receiver_only_if_asked(asked: bool) -> None:  # noqa: FBT001 - the parameter
    """`item_callbacks` gives each item the URL of its batch."""
    url = "https://example.com/hook"
    line = judged_items(film(), callback_url=url, item_callbacks=asked)[0]
    assert line.request is not None
    assert line.request.callback_url == (url if asked else None)


@pytest.mark.parametrize(
    ("item", "code", "pointer"),
    [
        ({"films": 1}, "unknown_field", "/films"),
        (film(langauge="de"), "unknown_field", "/video_request/langauge"),
        ({}, "missing_field", "/video_request/script_content"),
        (film(duration="long"), "wrong_type", "/video_request/duration"),
        (film(closing_card="yes"), "wrong_type", "/video_request/closing_card"),
        (film(duration=2), "out_of_range", "/video_request/duration"),
        (film(title="x" * 201), "too_long", "/video_request/title"),
        (film(platform="myspace"), "wrong_value", "/video_request/platform"),
        (film(voice="bob"), "wrong_value", "/video_request/voice"),
        (film(language="tlh"), "unsupported_language", "/video_request/language"),
        (film(script_content="漢字を読む", language="ja"), "unsupported_language", "/video_request/script_content"),
        (film(script_content="word " * 3_000, platform="tiktok"), "too_long", "/video_request/script_content"),
        ({**film(), "max_cost_usd": 0.000001}, "over_budget", "/max_cost_usd"),
        (film(user_id="bob"), "wrong_value", "/video_request/user_id"),
        ({**film(), "variables": {"City": "x"}}, "wrong_value", "/variables/City/[key]"),
        ({**film(), "variables": {"city": "x" * (MAX_VARIABLE_BYTES + 1)}}, "too_long", "/variables/city"),
        ({**film(), "custom_id": 7}, "wrong_type", "/custom_id"),
    ],
)
def test_each_mistake_has_its_code_and_place(item: object, code: str, pointer: str) -> None:
    """A code a kind of mistake; the pointer leads to it."""
    (line,) = judged_items(item)
    assert [(one.code, one.pointer) for one in line.errors] == [(code, pointer)]
    assert line.is_refused


def test_a_misspelt_field_gets_the_nearest_name_as_a_hint() -> None:
    """As a compiler does."""
    (line,) = judged_items(film(langauge="de"))
    assert line.errors[0].hint == "did you mean 'language'?"


def test_all_mistakes_of_a_line_are_found_at_once() -> None:
    """One round trip corrects them all."""
    (line,) = judged_items(film(duration=2, platform="myspace", title="x" * 201))
    assert len(line.errors) == 3


def test_a_custom_id_stands_once() -> None:
    """The second line is wrong, and names the first."""
    lines = judged_items({**film(), "custom_id": "a"}, {**film(), "custom_id": "b"}, {**film(), "custom_id": "a"})
    assert codes(*lines) == [[], [], ["duplicate_custom_id"]]
    assert "line 1" in lines[2].errors[0].message


def test_errors_of_a_csv_name_the_column_and_show_the_value() -> None:
    """The value is cut at 40 characters."""
    (line,) = judged(f"custom_id,script_content,duration\na,Bees.,{'x' * 60}\n")
    error = line.errors[0]
    assert (error.line, error.file_line, error.custom_id, error.column) == (1, 2, "a", "duration")
    assert error.value_preview == "x" * 40
    assert error.pointer is None


TEMPLATE = {"title": "Hi {{first_name}}", "script_content": "{{ first_name }} lives in {{city}}. {{brand}}!"}


def test_a_template_is_filled_with_the_variables_of_batch_and_line() -> None:
    """Later wins: template, variables of the batch, variables of the line, the line's own fields."""
    lines = judged(
        "var.first_name,var.city,var.brand,title\nAmira,Cairo,,\nBo,Oslo,Bo Ltd,Own title\n",
        template=TEMPLATE,
        variables={"brand": "Acme"},
    )
    first, second = (line.request.video_request for line in lines if line.request is not None)
    assert (first.title, first.script_content) == ("Hi Amira", "Amira lives in Cairo. Acme!")
    assert (second.title, second.script_content) == ("Own title", "Bo lives in Oslo. Bo Ltd!")


def test_a_variable_without_a_value_and_a_value_without_a_use_are_errors_of_their_line() -> None:
    """Variables are strict: a slip in a name would leave a hole in a film."""
    lines = judged(
        "var.first_name,var.city,var.town\nAmira,Cairo,\nBo,,Oslo\n", template=TEMPLATE, variables={"brand": "Acme"}
    )
    assert codes(*lines) == [[], ["unknown_variable", "unused_variable"]]
    assert [one.column for one in lines[1].errors] == ["var.city", "var.town"]


def test_objects_of_template_and_line_are_merged_and_lists_are_replaced() -> None:
    """A line that names its voice's provider keeps the template's provider of pictures."""
    template = {"providers": {"picture": "painter"}, "exports": ["square", "tiktok"]}
    (line,) = judged_items(film(providers={"speech": "espeak"}, exports=["square"]), template=template)
    assert line.request is not None
    assert line.request.video_request.providers == {"picture": "painter", "speech": "espeak"}
    assert line.request.video_request.exports == ("square",)


def test_a_template_with_wrong_names_and_unused_variables_of_the_batch_refuse_the_manifest() -> None:
    """They are wrong for every line, so they are said once."""
    batch = CreateBatch.model_validate(
        {"items": [{}], "template": {"title": "{{First Name}}"}, "variables": {"x": "1"}}
    )
    errors = judge_of(batch, is_csv=False).of_template()
    assert [(one.line, one.code) for one in errors] == [(None, "unknown_variable"), (None, "unused_variable")]


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_lines_are_judged_alike_one_by_one_and_many_at_once(at_once: int) -> None:
    """Custom ids are remembered, and each error stays with its line, however the lines are cut."""
    items: list[dict[str, Any]] = [
        {**film(), "custom_id": "a"},
        film(voice="bob"),
        {**film(title=7), "custom_id": "a"},
        {**film(voice="bob"), "variables": {"city": "Oslo"}},
        film(title="last"),
    ]
    batch = CreateBatch.model_validate({"items": items})
    whole = judge_of(batch, is_csv=False).judge(list(inline_lines(batch.items or ())))
    judge, lines = judge_of(batch, is_csv=False), list(inline_lines(batch.items or ()))
    cut = [one for start in range(0, len(lines), at_once) for one in judge.judge(lines[start : start + at_once])]
    assert cut == whole
    assert codes(*whole) == [
        [],
        ["wrong_value"],
        ["duplicate_custom_id", "wrong_type"],
        ["unused_variable", "wrong_value"],
        [],
    ]
    assert [line.request is not None for line in whole] == [True, False, False, False, True]
