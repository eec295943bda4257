"""The voice model under other settings of onnxruntime, in one run."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.benchmarks.ears import missing
from tests.benchmarks.speech_settings import READY, SETTINGS

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Figures, Page, Run

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(bool(missing()), reason=f"the extra `measure` lacks {', '.join(missing())}: make bench-speech"),
]

SCRIPT: Final = Path(__file__).parent / "speech_settings.py"
FORMS: Final = SCRIPT.with_name("speech_forms.py")
ROUNDS: Final = 3


def test_the_settings(
    run: "Run",
    page: "Page",
    say: Callable[[str], None],
    median_of: "Callable[[list[Figures], str], float]",
    tmp_path: Path,
) -> None:
    """Every setting in turn, three rounds; then both files of the model by a recogniser."""
    run(SCRIPT, "rewrite", tmp_path)
    rounds = [{name: run(SCRIPT, name, tmp_path) for name in SETTINGS} for _ in range(ROUNDS)]
    found: dict[str, list[Figures]] = {name: [one[name] for one in rounds] for name in SETTINGS}
    wer = run(FORMS, tmp_path)
    shipped = found["shipped"]

    def row(name: str, runs: "list[Figures]") -> str:
        cpu, same = median_of(runs, "cpu"), runs[0]["digest"] == shipped[0]["digest"]
        return (
            f"| {name} | {median_of(runs, 'load'):.2f} | {cpu:.3f} ({_span(runs)}) | {cpu / median_of(shipped, 'cpu'):.2f} "
            f"| {median_of(runs, 'wall'):.2f} | {median_of(runs, 'megabytes'):.0f} | {'the same' if same else 'another'} |"
        )

    rows = "\n".join(row(name, runs) for name, runs in found.items())
    page.write(
        "speech", "The voice model's settings", _body(rows, shipped, wer, run(SCRIPT, "refusal", tmp_path)["refusal"])
    )
    load = median_of(shipped, "load") / median_of(found["optimised at each load"], "load")
    say(f"speech: cpu {median_of(shipped, 'cpu'):.3f} a second, load shipped / optimised at each load {load:.2f}")


def _span(runs: "list[Figures]") -> str:
    values = sorted(float(one["cpu"]) for one in runs)
    return f"{values[0]:.3f}-{values[-1]:.3f}"


def _body(rows: str, shipped: "list[Figures]", wer: "Figures", refusal: str) -> str:
    rates = " and ".join(f"{100 * rate:.1f} % for `{name}`" for name, rate in wer.items())
    return f"""
Three scenes of the sample script by `af_heart`, {shipped[0]["seconds"]:.1f} s of sound; Kokoro-82M in onnxruntime
{version("onnxruntime")}. Each run is a new process (`tests/benchmarks/speech_settings.py`), the settings take turns, and the
figures are medians of {ROUNDS} rounds (least-most). The first row is the product: `{READY}`, two threads that sleep while they
wait, a graph that was optimised when the assets were fetched. Each other row differs from it as it says; rows with two callers
have one thread a call.

| setting | load, CPU s | CPU s / s of sound | / shipped | wall s / s | peak MB | sound |
|---|---|---|---|---|---|---|
{rows}

Wall-clock time depends on what else the machine does; CPU time does less so.

**Batches.** The model takes one text a call and refuses two ("{refusal}"). Scenes as one input are the only way to batch.

**Quantisation.** Both files are int8. No package has the weights before quantisation, so they are not compared. Word error
rate of the English passage, two voices, by whisper-base: {rates} (without matrix products, for machines without VNNI).
"""
