"""The local media providers, each built on first use, so that a function that only writes text never loads a codec."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reelwright.film.makers import (
    ClipProvider,
    MusicProvider,
    OrderedClips,
    OrderedPictures,
    PictureProvider,
    Renderer,
    SpeechProvider,
    StillFitter,
    StockClips,
    StockPictures,
    ThumbnailPainter,
)
from reelwright.film.scenes.lexicon import Lexicons
from reelwright.film.script.meaning import Embedder, ValenceReader
from reelwright.film.script.model import TextProvider
from reelwright.providers.owner import current_owner
from reelwright.settings import Settings

if TYPE_CHECKING:
    from reelwright.entry.keys import ByKeys


class LocalTools:
    """Local providers, in order of preference. Imports are inside the methods because each one loads a heavy library."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._assets = Path(settings.assets_path)
        os.environ.setdefault("REELWRIGHT_ASSETS", settings.assets_path)

    @property
    def text(self) -> Mapping[str, TextProvider]:
        """The configured text models, in order of preference; then typed templates. Their keys may change at any time."""
        if not self._settings.providers.text:
            return self._templates
        from reelwright.entry.keys import keys_for
        from reelwright.entry.world import world

        return {
            **self._writers.made(
                keys_for(current_owner(), [one.provider for one in self._settings.providers.text], world=world())
            ),
            **self._templates,
        }

    @cached_property
    def _templates(self) -> Mapping[str, TextProvider]:
        from reelwright_media.writing.templates import TemplateWriter

        return {"templates": TemplateWriter(self.embedder)}

    @cached_property
    def _writers(self) -> "ByKeys[Mapping[str, TextProvider]]":
        from reelwright.entry.keys import ByKeys
        from reelwright.entry.providers import text_providers

        return ByKeys(lambda keys: text_providers(self._settings.providers, keys=dict(keys)))

    @cached_property
    def speech(self) -> Mapping[str, SpeechProvider]:
        """The configured voices, in order of preference; then Kokoro, and espeak-ng for every language without one.

        Calls are made by the function with keys: this one decodes files, and has none.
        """
        from reelwright_media.speech.espeak import EspeakSpeech
        from reelwright_media.speech.kokoro import KokoroSpeech

        kokoro = KokoroSpeech(
            self._assets / "kokoro.onnx", self._assets / "voices", threads=self._settings.render_threads
        )
        cloud: Mapping[str, SpeechProvider] = {}
        if self._settings.providers.speech:
            from reelwright.entry.calling import called_voices
            from reelwright_media.speech.cloud import CloudSpeech

            cloud = {name: CloudSpeech(voice) for name, voice in called_voices(self._settings).items()}
        return {**cloud, "kokoro": kokoro, "espeak": EspeakSpeech()}

    @cached_property
    def pictures(self) -> Mapping[str, PictureProvider | OrderedPictures | StockPictures]:
        """The configured picture models, in order of preference, called by the function with keys; then painted scenes."""
        from reelwright_media.painting import PaintedPictures

        cloud: Mapping[str, OrderedPictures | StockPictures] = {}
        if self._settings.providers.picture:
            from reelwright.entry.calling import PICTURE_SECONDS, called_pictures, lambda_calling

            calling = lambda_calling(self._settings, seconds=PICTURE_SECONDS)
            cloud = called_pictures(self._settings.providers, calling)
        return {**cloud, "painted": PaintedPictures()}

    @cached_property
    def clips(self) -> Mapping[str, ClipProvider | OrderedClips | StockClips]:
        """The configured clip models and sources, in order of preference; then the scene's picture with a camera motion."""
        from reelwright_media.shots.motionclips import MotionClips

        cloud: Mapping[str, OrderedClips | StockClips] = {}
        if self._settings.providers.clip:
            from reelwright.entry.calling import PICTURE_SECONDS, called_clips, lambda_calling

            cloud = called_clips(self._settings.providers, lambda_calling(self._settings, seconds=PICTURE_SECONDS))
        return {**cloud, "motion": MotionClips(threads=self._settings.render_threads)}

    @cached_property
    def stills(self) -> StillFitter:
        """Crops of users' own pictures, decoded."""
        from reelwright_media.fitting import FittedStills

        return FittedStills()

    @cached_property
    def embedder(self) -> Embedder:
        """Universal Sentence Encoder, 16 languages."""
        from reelwright_media.writing.use import UniversalSentenceEmbedder

        return UniversalSentenceEmbedder()

    @cached_property
    def valence(self) -> ValenceReader:
        """VADER's lexicon."""
        from reelwright_media.writing.vader import VaderValence

        return VaderValence()

    @cached_property
    def lexicons(self) -> Lexicons:
        """Names of icons in twelve languages."""
        from reelwright_media.writing.iconwords import IconWords

        return IconWords()

    @cached_property
    def music(self) -> MusicProvider:
        """A synthesised bed."""
        from reelwright_media.music.bed import SynthesisedMusic

        return SynthesisedMusic()

    @cached_property
    def renderer(self) -> Renderer:
        """Compositions of moviepy, painted on planes and encoded by PyAV."""
        from reelwright_media.renderer import FilmRenderer

        return FilmRenderer(threads=self._settings.render_threads)

    @cached_property
    def thumbnails(self) -> ThumbnailPainter:
        """Picture and large type."""
        from reelwright_media.painting import DesignedThumbnails

        return DesignedThumbnails()
