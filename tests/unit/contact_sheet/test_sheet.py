"""The contact sheet's page and its scripts; the films are made by hand (`python -m tests.contact_sheet`)."""

import numpy as np
import pytest

from reelwright.jobs.request import CreateJob
from tests.contact_sheet.scripts import sheet_scripts
from tests.contact_sheet.sheet import FRAME, FRAMES, MAX_BYTES, jpeg, page, picture_of


def test_there_are_twelve_scripts_and_each_makes_a_request() -> None:
    """Titles, languages and texts are within the API's limits; two are not in English."""
    scripts = sheet_scripts()
    assert len(scripts) == 12
    assert {script.language for script in scripts} == {"en-US", "ar", "fr-FR"}
    for script in scripts:
        video = {"script_content": script.text, "title": script.title, "language": script.language}
        assert CreateJob.model_validate({"video_request": video})


def test_scripts_are_found_by_name() -> None:
    """In the asked order; an unknown name is an error."""
    assert [script.name for script in sheet_scripts(("sport", "poem"))] == ["sport", "poem"]
    with pytest.raises(KeyError):
        sheet_scripts(("none",))


def test_a_page_holds_every_frame_and_fits_its_bound() -> None:
    """Two films a row, four frames each, even where every pixel is noise."""
    noise = np.random.default_rng(1)
    frames = [noise.integers(0, 255, (96, 54, 3), np.uint8) for _ in range(FRAMES)]
    paper = page({f"film {number}": frames for number in range(12)})
    assert paper.shape[0] > 6 * FRAME[1]
    assert paper.shape[1] > 2 * FRAMES * FRAME[0]
    data = jpeg(paper)
    assert len(data) <= MAX_BYTES
    assert picture_of(data).shape == paper.shape
