"""What a job costs on AWS, and that no shared key becomes hot: measured on the real adapters."""

import re
from pathlib import Path

import pytest

from reelwright.figures.platform import RUNS_A_FILM, RUNS_A_SCENE, attempt_usd
from tests.scale.bill import film_bill
from tests.scale.filters import passes
from tests.scale.limits import LIMITS
from tests.scale.measuring import Measured, measure_film
from tests.scale.page import last_line
from tests.scale.reckoning import AIM_JOBS, AIM_RUNNING, hot_parts, job_parts, running_parts, weakest

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"


@pytest.fixture(scope="module")
def film() -> Measured:
    """Return what a film costs."""
    return measure_film()


def test_the_outbox_makes_twelve_calls_a_job_at_most(film: Measured) -> None:
    """With one record a run; more records a run cannot cost more."""
    assert film.actors["outbox"].call_count <= 12


def test_a_create_is_one_call(film: Measured) -> None:
    """One transaction, nothing else on the path."""
    assert film.actors["api"].calls == {"dynamodb.TransactWriteItems": 1}


def test_a_film_makes_at_most_three_hundred_calls_beside_its_artefacts(film: Measured) -> None:
    """A step's frame reads the job once, and writes its row without reading it again: 214 of them were reads."""
    assert film.calls <= 300


def test_no_shared_key_is_above_half_of_its_limit(film: Measured) -> None:
    """At 200 jobs a second: DynamoDB's limit of a partition key holds whatever the table's own capacity is."""
    assert {part.name: part.now for part in hot_parts(film) if part.now < AIM_JOBS} == {}


def test_our_own_parts_bear_the_load_of_the_aim(film: Measured) -> None:
    """What breaks earlier is a quota, which AWS raises on request."""
    assert weakest(job_parts(film)).now >= AIM_JOBS
    assert weakest(running_parts(film)).now >= AIM_RUNNING


def test_a_report_of_progress_costs_the_same_for_every_script(film: Measured) -> None:
    """The request has a row of its own, which only a create writes."""
    long = measure_film("Bees dance to tell their sisters where flowers are. " * 230)
    assert long.actors["steps"].write_units == film.actors["steps"].write_units
    assert long.actors["api"].write_units > film.actors["api"].write_units


def test_the_price_of_a_films_rows_is_that_of_its_bill(film: Measured) -> None:
    """Runs and attempt by their average use: within a tenth of the counted film, whatever its steps' seconds cost."""
    bill = film_bill(film)
    rest = sum(bill.values()) - bill["Lambda, steps"]
    runs = RUNS_A_FILM + 9 * RUNS_A_SCENE
    assert attempt_usd(0, runs) == pytest.approx(rest, rel=0.1)


def test_the_page_is_current(film: Measured) -> None:
    """`make scale` writes it."""
    text = PAGE.read_text()
    assert text.splitlines()[-1] == last_line(film)
    assert re.fullmatch(r"scale: jobs_per_second \d+ running \d+ outbox_calls_per_job \d+", text.splitlines()[-1])
    assert all(limit.source in text for limit in LIMITS.values())


def test_filters_are_those_of_lambda() -> None:
    """A literal, `exists` and `anything-but`; what is absent matches only `exists: false`."""
    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": {"state": {"S": "QUEUED"}}}}

    def matches(rule: object) -> bool:
        return passes(record, [{"dynamodb": {"NewImage": {"state": {"S": [rule]}}}}])

    assert [matches("QUEUED"), matches("PENDING"), matches({"exists": True})] == [True, False, True]
    assert [matches({"anything-but": ["QUEUED"]}), matches({"anything-but": ["PENDING"]})] == [False, True]
    assert passes(record, [{"dynamodb": {"OldImage": {"state": {"S": [{"exists": False}]}}}}])
    assert not passes(record, [{"eventName": ["INSERT"]}])
