"""Settle the language of a video request: the requested one, else the language of its text, else the default."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from reelwright.film.text.recognition import Guess, contradiction, sure_language
from reelwright.film.voices.languages import SPOKEN, is_spoken
from reelwright.film.voices.table import LOCAL_SPEAKERS, kokoro_code, names_for
from reelwright.jobs.cautions import Caution
from reelwright.jobs.video_request import VideoRequest
from reelwright.ports import Languages
from reelwright.refusals import InvalidField

_READ_CHARACTERS: Final = 500
"""The beginning of a text is enough to recognize its language."""


class Settled(NamedTuple):
    """The video request with its language, and a caution for its caller, if any."""

    video: VideoRequest
    cautions: tuple[Caution, ...]


def settle_language(video: VideoRequest, *, field: str, speaks: bool, languages: Languages) -> Settled:
    """Settle the language of the video request at the path `field`; `speaks`: its task makes speech, first by a local voice.

    Raises InvalidField for a language without a local voice; other providers check theirs themselves.
    """
    text = _beginning(video)
    guesses = languages.guess(text) if text else ()
    found = sure_language(text, guesses)
    settled = video if "language" in video.model_fields_set else _in_language(video, found)
    provider = video.asked_provider("speech")
    if provider in (None, *LOCAL_SPEAKERS) and not is_spoken(settled.language):
        raise InvalidField(
            f"{field}.language",
            f"no voice speaks {settled.language!r}; the languages are {', '.join(SPOKEN)}",
            reason="unsupported_language",
        )
    cautions = [_mismatch(settled, found, guesses, field=field)]
    if speaks and provider in (None, "kokoro") and kokoro_code(settled.language) is None:
        cautions.append(
            Caution(
                code="synthetic_voice",
                field=f"{field}.language",
                message=f"No natural voice speaks {settled.language!r} yet: a synthetic voice (espeak) reads the script.",
            )
        )
    return Settled(video=settled, cautions=tuple(one for one in cautions if one is not None))


def guess_ahead(videos: Iterable[VideoRequest], languages: Languages) -> None:
    """Guess the languages of many video requests in a row; `languages` keeps the guesses until each is settled.

    The model displaces everything else from the processor's caches, so its guesses are dearer between other work.
    """
    for video in videos:
        if text := _beginning(video):
            languages.guess(text)


def _beginning(video: VideoRequest) -> str:
    return (video.text or video.prompt or "")[:_READ_CHARACTERS]


def _in_language(video: VideoRequest, found: str | None) -> VideoRequest:
    """Take the language of the text, unless no voice speaks it or the requested voice does not."""
    if found is None or video.language.lower().startswith(found) or not is_spoken(found):
        return video
    if video.voice is not None and video.voice not in names_for(found):
        return video
    return video.model_copy(update={"language": found})


def _mismatch(video: VideoRequest, found: str | None, guesses: tuple[Guess, ...], *, field: str) -> Caution | None:
    """Compare the requested language with the script's; a prompt may be in any language."""
    other = contradiction(found, video.language, guesses)
    if other is None or video.script_content is None:
        return None
    message = (
        f"The script is probably in {other!r}, but it will be read as {video.language!r}: set language to change that."
    )
    return Caution(code="language_mismatch", field=f"{field}.language", message=message)
