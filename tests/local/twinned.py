"""The twins of a text, a voice, a picture and a clip model, and the `providers.toml` that names them."""

import dataclasses
import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from tests.twins.clips import CLIPS, TOKENS_A_SECOND
from tests.twins.dialects import DIALECTS, KEY, Dialect
from tests.twins.footage import footage_twin, video
from tests.twins.luma import BUCKET
from tests.twins.pictures import PICTURES
from tests.twins.server import Twin, running
from tests.twins.stock import StockTwin, running_stock
from tests.twins.voices import VOICES
from tests.twins.works import WorkTwin, working

HOOK: Final = "Bread rises because yeast breathes."
SCRIPT: Final = f"{HOOK} Yeast eats sugar and makes gas. Warm dough holds the gas like a balloon."
USD_TEXT: Final = (10.0, 30.0)
USD_VOICE, USD_PICTURE, USD_CLIP, USD_LUMA = 100.0, 0.04, 0.05, 1.5
ENVIRON: Final = {**os.environ, "OPENAI_API_KEY": KEY, "GEMINI_API_KEY": KEY, "PIXABAY_API_KEY": KEY}


def written(request: Any) -> dict[str, Any]:
    """Answer what a text model was asked for: hooks, a script, or pictures for as many scenes as it says."""
    task = str(request)
    if scenes := re.search(r"exactly (\d+) entries", task):
        shown = [{"shows": f"dough in a bowl, view {place}", "search": "dough bowl"} for place in range(int(scenes[1]))]
        return {"pictures": shown}
    return {"hooks": [HOOK]} if "opening sentences" in task else {"script": SCRIPT}


def writing(name: str) -> Dialect:
    """Return the dialect of a text model that answers by the request."""
    dialect = DIALECTS[name]
    return dataclasses.replace(
        dialect, speaks=lambda request: json.dumps(dialect.success(json.dumps(written(request)))).encode()
    )


@cache
def filmed(seconds: float) -> bytes:
    """Make a small MP4 of moving stripes."""
    made = io.BytesIO()
    stripes = np.zeros((128, 72, 3), np.uint8)
    stripes[::8] = 200
    with av.open(made, "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 72, 128, "yuv420p"
        for place in range(round(seconds * 10)):
            image = np.ascontiguousarray(np.roll(stripes, place, axis=0))
            film.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        film.mux(stream.encode(None))
    return made.getvalue()


@dataclass(frozen=True)
class Twins:
    """One twin for each capability, a second text model, Luma on Bedrock, and stock clips."""

    text: Twin
    other_text: Twin
    voice: Twin
    picture: Twin
    clip: WorkTwin
    luma: WorkTwin
    footage: StockTwin

    def billed(self) -> float:
        """Price what the twins count, in US dollars."""
        texts = self.text.billed(*USD_TEXT) + self.other_text.billed(*USD_TEXT)
        voice = self.voice.paid_characters * USD_VOICE / 1e6
        tokens = sum(round(job.seconds * TOKENS_A_SECOND) for job in self.clip.jobs)
        clips = tokens / TOKENS_A_SECOND * USD_CLIP + self.luma.paid_seconds * USD_LUMA
        return texts + voice + self.picture.paid_calls * USD_PICTURE + clips

    def configure(self, file: Path) -> None:
        """Write the `providers.toml` that names the twins, with the key of the voice; the other keys are in `ENVIRON`."""
        tokens = {"usd_input": USD_TEXT[0], "usd_output": USD_TEXT[1]}
        rows: tuple[tuple[str, dict[str, Any]], ...] = (
            ("text", {"provider": "openai", "model": "model-1", "base": self.text.base, **tokens}),
            ("text", {"provider": "gemini", "model": "model-1", "base": self.other_text.base, **tokens}),
            ("speech", {"provider": "elevenlabs", "model": "model-1", "base": self.voice.base, "usd_input": USD_VOICE}),
            (
                "picture",
                {"provider": "gemini", "model": "model-1", "base": self.picture.base, "usd_input": USD_PICTURE},
            ),
            ("clip", {"provider": "gemini", "model": "omni-1", "base": self.clip.base, "usd_input": USD_CLIP}),
            ("clip", {"provider": "pixabay", "base": self.footage.base}),
            (
                "clip",
                {"provider": "bedrock", "model": "luma.ray-v2:0", "base": self.luma.base, "usd_input": USD_LUMA}
                | {"bucket": BUCKET},
            ),
        )
        lines = ["user_keys = true"]
        for capability, fields in rows:
            lines += [f"[[{capability}]]", *(f"{name} = {json.dumps(value)}" for name, value in fields.items())]
            voice = ['voices = {female = "Ada1"}', f'key = "{KEY}"', "limit = {calls = 20, seconds = 1}"]
            lines += voice if capability == "speech" else []
        file.write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def running_twins() -> Iterator[Twins]:
    """Run the twins until the block ends."""
    with ExitStack() as stack:
        dialects = (writing("openai"), writing("gemini"), VOICES["elevenlabs"], PICTURES["gemini"])
        text, other, voice, picture = (stack.enter_context(running(Twin(dialect, [""]))) for dialect in dialects)
        clip = stack.enter_context(working(WorkTwin(CLIPS["gemini"], clip=filmed, looks=0)))
        luma = stack.enter_context(working(WorkTwin(CLIPS["bedrock"], clip=filmed, looks=0)))
        kept = [video(number, film=filmed) for number in range(1, 4)]
        footage = stack.enter_context(running_stock(dataclasses.replace(footage_twin("pixabay"), photos=kept)))
        yield Twins(text, other, voice, picture, clip, luma, footage)
