"""The dispatcher under a flood, in the simulation that the benchmark measures: `tests/benchmarks/flood.py`."""

import pytest

from tests.benchmarks import flood


@pytest.mark.parametrize("scenario", flood.SCENARIOS)
def test_no_place_is_idle_while_jobs_wait_and_every_job_starts(scenario: str) -> None:
    """In each scenario, until the last of two hundred."""
    figures = flood.main(scenario, 200)
    assert (figures["jobs"], figures["idle_places"]) == (200, 0)


def test_while_all_queues_are_full_they_get_their_weights() -> None:
    """By then all of high and half as many of default have started, and a tenth as many of low."""
    shares = flood.main("all", 900)["shares"]
    assert (shares["videos-high"], shares["videos-default"]) == (300, 150)
    assert 28 <= shares["videos-low"] <= 31
