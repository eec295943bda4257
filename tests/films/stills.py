"""Paints the scenes of a script by the real planner and painter."""

from collections.abc import Iterator

from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.planning import plan_film
from reelwright_media.painting.pictures import PaintedPictures
from reelwright_media.steps.plan import seed_of
from reelwright_media.writing.iconwords import IconWords
from reelwright_media.writing.use import UniversalSentenceEmbedder
from reelwright_media.writing.vader import VaderValence
from tests.contact_sheet.scripts import SheetScript
from tests.contact_sheet.sheet import picture_of
from tests.films.sheet import Still

WIDTH, HEIGHT = 540, 960


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
            picture = picture_of(self._painter.paint(brief, width=WIDTH, height=HEIGHT))
            note = f"{brief.scenery} {' '.join(brief.subjects)}"
            yield Still(picture, scene.text, note, script.language)
