"""One film's rendering on many functions: clock and dollars."""

import pytest

from reelwright.figures.sheet import US_EAST_1
from reelwright.pipeline.steps import STEP_FUNCTIONS
from tests.benchmarks.spreading import RenderWork, Starting, Task, spread

AT_HOME = Starting(cold_seconds=0, warm_seconds=0, task_seconds=0)


def work(**changed: float) -> RenderWork:
    """Return ten minutes of 120 scenes, each four seconds of one core."""
    row = {
        "film_seconds": 600.0,
        "scenes": 120,
        "scene_cpu_seconds": 4.0,
        "cores_used": 1.0,
        "join_cpu_seconds": 30.0,
        "film_megabytes": 200.0,
    }
    return RenderWork.model_validate(row | changed)


def test_the_clock_falls_with_scenes_at_once_down_to_one_scene_and_the_join() -> None:
    """Scenes run in rounds: 120, 15, 3 and 1 of them; beyond one round more functions change nothing."""
    clocks = [spread(work(), at_once, starting=AT_HOME).clock_seconds for at_once in (1, 8, 40, 120, 500)]
    assert clocks == pytest.approx([120 * 4 + 30, 15 * 4 + 30, 3 * 4 + 30, 4 + 30, 4 + 30])


def test_dollars_do_not_depend_on_how_many_run_at_once_but_for_cold_starts() -> None:
    """Every scene costs its own seconds whenever it runs; each function that starts adds its start."""
    alone, together = (spread(work(), at_once, starting=AT_HOME).usd for at_once in (1, 120))
    assert alone == pytest.approx(together)
    cold = Starting(cold_seconds=5, warm_seconds=0, task_seconds=0)
    gigabytes = STEP_FUNCTIONS["media"].memory_mb / 1024
    more = spread(work(), 120, starting=cold).usd - spread(work(), 1, starting=cold).usd
    assert more == pytest.approx(119 * 5 * gigabytes * US_EAST_1.lambda_gb_second, rel=0.01)


def test_a_scene_uses_no_more_cores_than_its_function_has() -> None:
    """A function of 3,008 MB has 1.7 vCPU: a scene that could use four takes as long as one that can use two."""
    two, four, one = (spread(work(cores_used=cores), 120).clock_seconds for cores in (2.0, 4.0, 1.0))
    assert two == four
    assert one > two


def test_the_bill_is_the_sum_of_its_parts_by_the_sheet() -> None:
    """Reckoned by hand: 480 s of a 3,008 MB function with 4 GB of disk, one minute of a task, 128 transitions."""
    found = spread(work(), 8, starting=AT_HOME, task=Task(vcpu=2, memory_gb=4))
    assert found.scenes_usd == pytest.approx(480 * (2.9375 * 0.0000166667 + 3.5 * 0.0000000309) + 120 * 2e-7)
    assert found.join_usd == pytest.approx((2 * 0.04048 + 4 * 0.004445) / 60)
    assert found.other_usd == pytest.approx(128 * 0.000025 + 600 * 4e-7 + 121 * 5e-6 + 400 / 1024 * 0.023)
    assert found.usd == pytest.approx(found.scenes_usd + found.join_usd + found.other_usd)


def test_a_short_film_joins_on_the_function() -> None:
    """Below three minutes no task is started, nor waited for."""
    short = work(film_seconds=20.0, scenes=4, join_cpu_seconds=2.0)
    found = spread(short, 4)
    assert found.clock_seconds == pytest.approx(5 + 4.5 + 2.5)
    assert found.join_usd < spread(work(), 4).join_usd
