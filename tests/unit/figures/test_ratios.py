"""What past runs say about estimates."""

import random

import pytest

from reelwright.figures.counters import ratio_bucket
from reelwright.figures.ratios import FEWEST_RUNS, PRIOR, PRIOR_SPREAD, Ratios, ratios_of
from reelwright.figures.tally import Tally


def _tally(ratios: list[float], *, queue: str = "videos-low", task_name: str = "generate_video") -> Tally:
    counters: dict[str, float] = {}
    for ratio in ratios:
        name = ratio_bucket(ratio)
        counters[name] = counters.get(name, 0) + 1
    return Tally(queue=queue, task_name=task_name, counters=counters)


def _value(ratios: Ratios, share: float, *, above: float = 0.0) -> float:
    found = ratios.quantile(share, above=above)
    assert found is not None
    return found


def test_before_there_are_runs_the_prior_speaks_with_its_stated_width() -> None:
    """The median is the estimate itself; four of five lie between 1/2.5 and 2.5 of it."""
    assert ratios_of("generate_video", ()) is PRIOR
    assert _value(PRIOR, 0.5) == pytest.approx(1.0, rel=0.03)
    assert _value(PRIOR, 0.1) == pytest.approx(1 / PRIOR_SPREAD, rel=0.03)
    assert _value(PRIOR, 0.9) == pytest.approx(PRIOR_SPREAD, rel=0.03)


def test_a_handful_of_runs_does_not_replace_the_prior() -> None:
    """Seven runs say nothing about one in ten; eight do."""
    assert ratios_of("generate_video", [_tally([0.3] * (FEWEST_RUNS - 1))]) is PRIOR
    learnt = ratios_of("generate_video", [_tally([0.3] * FEWEST_RUNS)])
    assert learnt.runs == FEWEST_RUNS
    assert 0.28 <= _value(learnt, 0.5) <= 0.4


def test_runs_of_a_task_are_learnt_from_in_whichever_queue() -> None:
    """A tier changes how long a job waits, not how long it runs; other tasks say nothing."""
    tallies = [
        _tally([1.5] * 5),
        _tally([1.5] * 5, queue="videos-high"),
        _tally([0.1] * 50, queue="media", task_name="generate_audio_tts"),
    ]
    learnt = ratios_of("generate_video", tallies)
    assert learnt.runs == 10
    assert 1.1 <= _value(learnt, 0.5) <= 1.6


def test_learnt_quantiles_are_those_of_the_runs_within_a_bucket() -> None:
    """Half an octave is the promise of the buckets: no quantile is off by more than a factor of the square root of two."""
    dice = random.Random(7)  # noqa: S311 - the same draws each time
    drawn = sorted(dice.lognormvariate(0.4, 0.5) for _ in range(2000))
    learnt = ratios_of("generate_video", [_tally(drawn)])
    for share in (0.1, 0.5, 0.9):
        assert _value(learnt, share) == pytest.approx(drawn[int(share * len(drawn))], rel=0.15)


def test_what_already_took_longer_is_compared_with_what_took_longer_still() -> None:
    """Half of the runs take 0.5, half take 3: who is beyond 1 is one of the slow ones."""
    learnt = ratios_of("generate_video", [_tally([0.5] * 10 + [3.0] * 10)])
    assert _value(learnt, 0.5) < 1
    assert 2.2 <= _value(learnt, 0.1, above=1.0) <= 3.2


def test_a_quantile_is_never_below_what_has_passed() -> None:
    """Also inside a bucket, part of which is over."""
    for above in (0.0, 0.05, 0.3, 0.77, 2.0, 8.9, 10.0):
        assert _value(PRIOR, 0.1, above=above) >= above


def test_beyond_every_known_run_there_is_no_quantile() -> None:
    """Nothing that was seen took so long: the caller has to say what then."""
    learnt = ratios_of("generate_video", [_tally([0.5] * 10)])
    assert learnt.quantile(0.5, above=1.0) is None
