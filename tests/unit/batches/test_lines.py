"""Lines of a batch: their parts and the ids of their jobs."""

from hypothesis import given
from hypothesis import strategies as st

from reelwright.batches.limits import PART_LINES
from reelwright.batches.lines import BatchLine, child_id, lines_of_part, part_key, part_of
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest


@given(line=st.integers(1, 100_000))
def test_every_line_has_one_place_in_one_part(line: int) -> None:
    """Parts hold 1,000 lines each, in order: part and place give the line back."""
    part, place = part_of(line)
    assert part * PART_LINES + place + 1 == line
    assert 0 <= place < PART_LINES


def test_a_part_gives_its_lines_back() -> None:
    """A line break in a script does not end the line of a part."""
    video = VideoRequest(script_content="One.\nTwo.\u2028Three.", language="de")
    request = CreateJob(task_name="process_batch_item", video_request=video)
    line = BatchLine(line=7, file_line=12, custom_id="row-7", columns={"var.city": "Kairo"}, request=request)
    body = (line.model_dump_json(exclude_unset=True) + "\n").encode()
    assert lines_of_part(body + body) == (line, line)


def test_ids_of_children_sort_like_their_lines() -> None:
    """The id of a line's job is the same each time, so that a line has at most one job."""
    assert child_id("b1", 7) == "b1n000007"
    assert child_id("b1", 99) < child_id("b1", 100)
    assert part_key("b1", 2) == "batches/b1/items-00002.jsonl"
