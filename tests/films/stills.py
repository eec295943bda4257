"""Paints the scenes of a script by the real planner and painter."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from reelwright.film.captions.model import CaptionWord
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.model import Scene
from reelwright.film.scenes.planning import plan_film
from reelwright.film.text.words import chunks_of
from reelwright.film.timeline.showing import shown_information
from reelwright_media.canvas.planes import planes_from_rgb, rgb_from_planes
from reelwright_media.painting.pictures import PaintedPictures
from reelwright_media.shots.information.layer import InformationLayer
from reelwright_media.steps.context import seed_of
from reelwright_media.writing.iconwords import IconWords
from reelwright_media.writing.use import UniversalSentenceEmbedder
from reelwright_media.writing.vader import VaderValence
from tests.contact_sheet.scripts import SheetScript
from tests.contact_sheet.sheet import Image, picture_of
from tests.films.sheet import Still

WIDTH, HEIGHT = 540, 960
_AT_THE_END: Final = 60.0
"""Seconds after which everything has appeared."""


class Stills:
    """Paints scenes; the models are loaded once."""

    def __init__(self) -> None:
        self._embedder = UniversalSentenceEmbedder()
        self._valence = VaderValence()
        self._painter = PaintedPictures()
        self._lexicons = IconWords()

    def of(self, script: SheetScript) -> Iterator[Still]:
        """Paint each scene of a script."""
        plan = plan_film(
            script.text,
            title=script.title,
            language=script.language,
            preset=PRESETS["tiktok"],
            embedder=self._embedder,
            valence=self._valence,
            lexicons=self._lexicons,
            seed=seed_of(script.text),
        )
        for scene in plan.scenes:
            brief = scene.brief
            if scene.information is not None and scene.information.fills_frame:
                brief = brief.model_copy(update={"headline": None})
            picture = picture_of(self._painter.paint(brief, width=WIDTH, height=HEIGHT))
            picture, kind = _informed(picture, scene, script.language)
            note = f"{kind} {brief.scenery} {' '.join(brief.subjects)}"
            yield Still(picture, scene.text, note, script.language)


def _informed(picture: Image, scene: Scene, language: str) -> tuple[Image, str]:
    """Lay information that fills the frame over the picture, as it stands at the end of the shot."""
    words = [
        CaptionWord(text=word, start_seconds=0.1 * place, end_seconds=0.1 * place + 0.1)
        for place, word in enumerate(chunks_of(scene.text))
    ]
    shown = shown_information(scene, words, 0.0)
    if shown is None:
        return picture, ""
    preset = PRESETS["tiktok"].model_copy(update={"width": WIDTH, "height": HEIGHT})
    layer = InformationLayer(shown, preset, language)
    if not layer.fills_frame:
        return picture, shown.kind
    planes = planes_from_rgb(np.ascontiguousarray(picture[..., ::-1] // 3))
    layer.lay_ground(_AT_THE_END, planes)
    layer.lay(_AT_THE_END, planes)
    return np.ascontiguousarray(rgb_from_planes(planes)[..., ::-1]), shown.kind
