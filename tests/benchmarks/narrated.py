"""The sound of a finished film, measured: `python -m tests.benchmarks.narrated FOLDER VOICE` prints a line of JSON.

The sample script is planned, spoken, laid out, mixed, mastered, encoded and composed by the product's own functions; only the
picture is left out (grey, 64 x 64). What is measured is the MP4, decoded, with and without its music.
"""

import json
import sys
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from reelwright.film.captions.model import CaptionWord
from reelwright.film.platforms.presets import preset_for
from reelwright.film.scenes.planning import plan_film
from reelwright.film.timeline.model import Timeline
from reelwright.film.timeline.planning import SpokenScene, lay_out_timeline
from reelwright.settings import Settings
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.planes import BLACK, Planes
from reelwright_media.composing.loudness import measure
from reelwright_media.composing.mixing import mix
from reelwright_media.composing.sound import RATE, Sound, decibels, read_sound
from reelwright_media.steps.local_tools import LocalTools
from tests.benchmarks.ears import RATE as EAR_RATE
from tests.benchmarks.ears import Heard, HeardWord, aligned, listened, transcript
from tests.benchmarks.passages import said_words, word_error_rate
from tests.composed import compose_whole

ROOT: Final = Path(__file__).resolve().parents[2]
LANGUAGE: Final = "en"
_NEAR_SECONDS: Final = 0.06
_LIP_SECONDS: Final = 0.01
_JOIN_SECONDS: Final = 0.01
_SIZE: Final = (64, 64)
_PAUSE_SECONDS: Final = 0.1
_SILENT_OF_PEAK: Final = 0.012
Milliseconds = npt.NDArray[np.float64]


def main(folder: Path, voice: str) -> dict[str, Any]:
    """Make the film in `folder` and return everything that was measured."""
    script = (ROOT / "docs" / "sample-script.txt").read_text(encoding="utf-8")
    timeline, voices, music = made_film(folder, script, voice)
    film, clean = composed(folder / "film.mp4", timeline, voices, music), folder / "clean.mp4"
    composed(clean, timeline, voices, None)
    words = [word for line in timeline.captions for word in line.words]
    ears = {path.stem: listened(path) for path in (film, clean)}
    found = {name: aligned(sound, [word.text for word in words]) for name, sound in ears.items()}
    meant, onsets = said_words(script, {}), _onsets(ears["clean"])
    sound = read_sound(film)
    return {
        "words": len(words),
        "seconds": timeline.seconds,
        "starts": {name: _spread(_starts(words) - _starts(heard)) for name, heard in found.items()},
        "aligner": _spread(_starts(found["film"]) - _starts(found["clean"])),
        "onsets": _spread(_nearest(_starts(words), onsets)),
        "aligner_onsets": _spread(_nearest(_starts(found["clean"]), onsets)),
        "wer": {
            name: word_error_rate(meant, said_words(transcript(ear, LANGUAGE), {"200": "two hundred"}))
            for name, ear in ears.items()
        },
        "loudness": measure(sound)._asdict(),
        "asked": {"lufs": timeline.preset.loudness_lufs, "peak_dbtp": timeline.preset.true_peak_dbtp},
        **_edges(sound, timeline),
        **_ducking(folder, timeline, words, voices, music),
    }


def made_film(folder: Path, script: str, voice: str) -> tuple[Timeline, list[Path], Path]:
    """Plan, speak and lay out the film of a script: its timeline, a voice a shot, and its music."""
    settings = Settings(
        environment="local", table_name="jobs", bucket_name="films", assets_path=str(ROOT / ".assets"), render_threads=2
    )
    tools, preset = LocalTools(settings), preset_for("tiktok")
    plan = plan_film(
        script, title="Deep ocean", language=LANGUAGE, preset=preset, embedder=tools.embedder, valence=tools.valence
    )
    voices, spoken = [], []
    for scene in plan.scenes:
        speech = tools.speech["kokoro"].speak(scene.text, language=LANGUAGE, voice=voice, speed=1.0)
        voices.append(folder / f"{scene.index}.wav")
        voices[-1].write_bytes(speech.wav)
        spoken.append(SpokenScene(voice_key="", picture_key="", words=speech.words, seconds=speech.seconds))
    timeline = lay_out_timeline(plan, spoken, preset=preset)
    music = folder / "music.wav"
    music.write_bytes(
        tools.music.play(
            plan.mood,
            seconds=timeline.seconds,
            seed=timeline.music.seed,
            ending_seconds=timeline.music_ending_seconds,
        )
    )
    return timeline, voices, music


def composed(out: Path, timeline: Timeline, voices: list[Path], music: Path | None) -> Path:
    """Write the film with a small grey picture to `out`, as the product composes it, and return `out`."""
    segments = [out.with_name(f"{out.stem}{shot.index}.mp4") for shot in timeline.shots]
    for shot, path in zip(timeline.shots, segments, strict=True):
        with SegmentWriter(path, size=_SIZE, fps=timeline.preset.fps, threads=1) as frames:
            for _ in range(shot.frames):
                frames.add(_grey)
    compose_whole(timeline, segments=segments, voices=voices, music=music, out=out, progress=lambda *_: None)
    return out


def _grey(planes: Planes) -> None:
    for plane, value in zip(planes, BLACK, strict=True):
        plane[...] = value


def _starts(words: Sequence[CaptionWord | HeardWord]) -> Milliseconds:
    return np.array([1000 * word.start_seconds for word in words])


def _nearest(starts: Milliseconds, onsets: list[float]) -> Milliseconds:
    """Return how late the nearest start comes after each onset."""
    return np.array([starts[np.argmin(np.abs(starts - 1000 * onset))] - 1000 * onset for onset in onsets])


def _onsets(sound: Heard) -> list[float]:
    """Return when, behind each silence of at least 100 ms, a clean voice comes back: seconds, to 5 ms."""
    step = EAR_RATE // 200
    level = np.abs(sound[: len(sound) // step * step]).reshape(-1, step).max(axis=1)
    loud = np.flatnonzero(level > _SILENT_OF_PEAK * level.max())
    gaps = np.diff(loud, prepend=-EAR_RATE)
    return [float(place * step / EAR_RATE) for place in loud[gaps * step > _PAUSE_SECONDS * EAR_RATE]]


def _spread(late: Milliseconds) -> dict[str, float]:
    """Return bias, size and reach of differences, in milliseconds, and the share within 60 ms."""
    size = np.abs(late)
    return {
        "count": len(late),
        "bias": float(np.median(late)),
        "median": float(np.median(size)),
        "p95": float(np.percentile(size, 95)),
        "worst": float(size.max()),
        "share": float((size <= 1000 * _NEAR_SECONDS + 1e-6).mean()),
    }


def _edges(sound: Sound, timeline: Timeline) -> dict[str, float]:
    """Return the level of both ends, and the largest step between samples near a scene's first frame and elsewhere."""
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    near = np.zeros(len(steps), bool)
    reach = round(_JOIN_SECONDS * RATE)
    for shot in timeline.shots[1:]:
        at = round(shot.start_frame / timeline.preset.fps * RATE)
        near[at - reach : at + reach] = True
    lip = round(_LIP_SECONDS * RATE)
    return {
        "first_db": decibels(float(np.abs(sound[:lip]).max())),
        "last_db": decibels(float(np.abs(sound[-lip:]).max())),
        "step_at_joins": float(steps[near].max()),
        "step_elsewhere": float(steps[~near].max()),
    }


def _ducking(
    folder: Path, timeline: Timeline, words: Sequence[CaptionWord], voices: list[Path], music: Path
) -> dict[str, float]:
    """Return how far the music goes down while words are spoken, and how far below the voice it is then, in dB."""
    quiet = folder / "quiet.wav"
    with wave.open(str(quiet), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(RATE))
    voice = mix(timeline, voices=voices, music=None)
    ducked = mix(timeline, voices=voices, music=music) - voice
    free = mix(timeline, voices=[quiet] * len(voices), music=music)
    spoken = np.zeros(len(voice), bool)
    for word in words:
        spoken[round(word.start_seconds * RATE) : round(word.end_seconds * RATE)] = True

    def level(sound: Sound) -> float:
        return decibels(float(np.sqrt(np.square(sound[spoken]).mean())))

    return {"ducked_db": level(ducked) - level(free), "below_voice_db": level(voice) - level(ducked)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])) + "\n")
