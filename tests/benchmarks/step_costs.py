"""What each step of a film takes: `python -m tests.benchmarks.step_costs`, as JSON in its last line.

The real steps run one after the other in this process, in full size and with the default voice, on memory adapters: the first
film, which loads libraries and models, then one of half a minute and one of a minute.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.contact_sheet.scripts import SheetScript
from tests.contact_sheet.studio import Studio

_FILMS: Final = Path(__file__).resolve().parents[1] / "films"
FIRST: Final = ("fresh/interview",)
HALF_MINUTE: Final = ("fresh/chess",)
MINUTE: Final = ("fresh/eclipse", "fresh/volcano")
Run = dict[str, Any]
"""`step`, `scene` (None for the film's own), `wall` and `cpu` in seconds."""


def main() -> dict[str, Any]:
    """Make the three films; return the runs of each."""
    studio = Studio(small=False)
    return {name: made(studio, texts) for name, texts in (("first", FIRST), ("half", HALF_MINUTE), ("minute", MINUTE))}


def made(studio: Studio, texts: tuple[str, ...]) -> dict[str, Any]:
    """Make one film of these scripts; return its length, scenes and runs."""
    text = "\n".join((_FILMS / f"{name}.txt").read_text(encoding="utf-8").strip() for name in texts)
    script = SheetScript(name="".join(texts).replace("/", ""), title=texts[0].title(), language="en", text=text)
    job_id = studio.started(script)
    runs: list[Run] = []

    def run(step: str, **place: Any) -> dict[str, Any]:
        before = _cpu(), time.perf_counter()
        answer = studio.run(job_id, step, **place)
        runs.append(
            {
                "step": step,
                "scene": place.get("scene"),
                "cpu": _cpu() - before[0],
                "wall": time.perf_counter() - before[1],
            }
        )
        return answer

    for step in ("validate_coherence", "analyze_pacing", "track_emotional_arc"):
        run(step, rewrite=0)
    scenes = list(_scenes(run("plan_scenes")))
    for place in scenes:
        run("generate_audio_tts", **place)
        run("generate_image_imagen", **place)
    for place in _scenes(run("plan_timeline")):
        run("render_scene", **place)
    for step in ("mix_sound", "generate_thumbnail", "compose_final_video", "complete"):
        run(step)
    return {"seconds": studio.seconds(job_id), "scenes": len(scenes), "runs": runs}


def _scenes(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from answer["scenes"]


def _cpu() -> float:
    """Return the CPU seconds of this process, all threads, and of its children that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
