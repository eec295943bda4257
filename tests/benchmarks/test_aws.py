"""A film on AWS, reckoned: the real steps are measured here, what only AWS adds is assumed. And cold starts."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from infra.environments import ENVIRONMENTS
from reelwright.pipeline.steps import SCENE_CONCURRENCY
from tests.benchmarks import shipped
from tests.benchmarks.reckoned import Assumed, Film, clock, film_of, loads, usd

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Page

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

_HERE: Final = Path(__file__).parent
_IMPORTS: Final = 7


def test_a_film_on_aws(run: Callable[..., dict[str, Any]], page: "Page", say: Callable[[str], None]) -> None:
    """One process makes three films; fresh ones import the step's handler, the least of seven."""
    measured = run(_HERE / "step_costs.py")
    imports = min(run(_HERE / "step_imports.py")["cpu"] for _ in range(_IMPORTS))
    first, half, minute = (film_of(measured[name]) for name in ("first", "half", "minute"))
    once = loads(first, half, imports=imports)
    ways = {
        (film, name): clock(film, cold=cold)
        for film in (half, minute)
        for name, cold in (("warm", None), ("cold", once))
    }
    parts = "\n".join(
        f"| {part} | " + " | ".join(f"{way[part]:.1f}" for way in ways.values()) + " |" for part in clock(half)
    )
    page.write("aws", "A film on AWS, reckoned", _body(half, minute, parts, ways, imports))
    say(
        f"aws: warm {sum(ways[minute, 'warm'].values()):.1f} s cold {sum(ways[minute, 'cold'].values()):.1f} s "
        f"usd_a_minute {60 * usd(minute) / minute.seconds:.4f} for a film of {minute.seconds:.0f} s"
    )


def test_the_imports_of_each_zip_function(page: "Page", say: Callable[[str], None]) -> None:
    """Each function's handler is imported from its archive and layers alone, by the Python of its runtime."""
    python = ENVIRONMENTS["prod"].zip_python
    try:
        for name in shipped.FUNCTIONS:  # once without measuring: it packs the archives
            shipped.imported(name, python)
    except LookupError as error:
        pytest.skip(str(error))
    runs = {name: [shipped.imported(name, python) for _ in range(_IMPORTS)] for name in shipped.FUNCTIONS}
    least = {name: min(runs[name]) for name in runs}
    rows = "\n".join(f"| {name} | {one.cpu:.2f} | {one.modules} |" for name, one in least.items())
    page.write("imports", "Cold starts of the zip functions", _IMPORTS_BODY.format(python=python, rows=rows))
    say("imports: " + " ".join(f"{name} {one.cpu:.2f}" for name, one in least.items()))


_IMPORTS_BODY: Final = """
| function | CPU seconds to its imported handler | modules |
|---|---|---|
{rows}

The least of seven: from the start of the interpreter (Python {python}, that of Lambda's runtime) until the handler's module is
imported, from nothing but the function's archive and its layers, as a deployment packs them, with their byte code. Lambda's own
runtime client comes on top (not measured). The goal is at most 0.60.
"""


def _body(half: Film, minute: Film, parts: str, ways: dict[tuple[Film, str], dict[str, float]], imports: float) -> str:
    heads = " | ".join(f"{film.seconds:.0f} s, {film.scenes} scenes, {name}" for film, name in ways)
    sums = " | ".join(f"**{sum(way.values()):.1f}**" for way in ways.values())
    prices = "\n".join(
        f"| {film.seconds:.0f} s | {usd(film):.4f} | {60 * usd(film) / film.seconds:.4f} |" for film in (half, minute)
    )
    assumed = Assumed()
    works = statistics.fmean(sum(one.cpu for one in film.runs) / film.seconds for film in (half, minute))
    return f"""
| seconds from POST | {heads} |
|{"---|" * (1 + len(ways))}
{parts}
| **all** | {sums} |

| film | USD, warm | USD a minute |
|---|---|---|
{prices}

Nothing ran on AWS. Measured here: the real steps, one after the other in one process, in full size and with the default voice
({works:.2f} CPU seconds a second of film), and the imports of the steps' function ({imports:.2f} CPU seconds). A run takes its
seconds on this machine's two cores, or its CPU seconds on the vCPUs of its function if that is longer.
{SCENE_CONCURRENCY} scenes run at once. Assumed: {assumed.start:.1f} s from POST to the first step,
{1000 * assumed.state:.0f} ms a state, {assumed.run:.2f} s around a run,
{assumed.image:.1f} s to start a container before any Python; a vCPU as fast as a core here. Cold: every container is new, and
each scene's speech and picture start two. The price is that of `cost_usd` (decision 65).
"""
