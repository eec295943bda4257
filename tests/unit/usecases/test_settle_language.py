"""The language of a job: given, found in its text, or the default; and what its caller is told about it."""

from typing import TYPE_CHECKING, Any

import pytest

from reelwright.film.voices.languages import SPOKEN
from reelwright.jobs.video_request import VideoRequest
from reelwright.refusals import InvalidField
from reelwright.usecases.settle_language import Settled, settle_language
from tests.memory.languages import MemoryLanguages

if TYPE_CHECKING:
    from reelwright.jobs.caller import Caller
    from tests.memory.system import System

RUSSIAN = "Пчелы танцуют, чтобы говорить."
SPANISH = "Las abejas bailan para hablar."
GERMAN = "Bienen tanzen, um zu sprechen."
KLINGONISH = "qaStaH nuq jay SoH vIghro"
ENGLISH = "Bees dance to talk to each other."
LANGUAGES = MemoryLanguages({RUSSIAN: "ru", SPANISH: "es", GERMAN: "de", KLINGONISH: "tlh", ENGLISH: "en"})


def settled(text: str, *, speaks: bool = True, **video: Any) -> Settled:
    """Settle the language of a script."""
    request = VideoRequest.model_validate({"script_content": text, **video})
    return settle_language(request, field="video_request", speaks=speaks, languages=LANGUAGES)


def codes(found: Settled) -> list[str]:
    """List the codes of the cautions."""
    return [caution.code for caution in found.cautions]


def test_without_a_language_the_script_decides() -> None:
    """Read with English sounds it would be nonsense."""
    assert [settled(text).video.language for text in (SPANISH, RUSSIAN)] == ["es", "ru"]
    assert codes(settled(SPANISH)) == []


def test_english_keeps_the_default_accent() -> None:
    """Nothing changes for scripts that were right before."""
    found = settled(ENGLISH)
    assert (found.video.language, codes(found)) == ("en-US", [])
    assert settled("One flower.").video.language == "en-US"


def test_a_given_language_is_kept_and_a_contradiction_is_told() -> None:
    """The caller may know better."""
    found = settled(RUSSIAN, language="en-US")
    assert (found.video.language, codes(found)) == ("en-US", ["language_mismatch"])
    (caution,) = found.cautions
    assert caution.field == "video_request.language"
    assert "'ru'" in caution.message
    assert "'en-US'" in caution.message


def test_a_prompt_may_be_in_another_language_than_the_film() -> None:
    """An idea in English for a Spanish film."""
    video = VideoRequest(prompt=ENGLISH, language="es")
    assert settle_language(video, field="video_request", speaks=True, languages=LANGUAGES).cautions == ()
    german = VideoRequest(prompt=GERMAN)
    assert settle_language(german, field="video_request", speaks=True, languages=LANGUAGES).video.language == "de"


@pytest.mark.parametrize("language", ["xx", "tlh", "xx-DE"])
def test_a_language_that_nobody_speaks_is_refused_with_those_there_are(language: str) -> None:
    """Naming the field."""
    with pytest.raises(InvalidField) as refused:
        settled(ENGLISH, language=language)
    (wrong,) = refused.value.fields
    assert wrong.field == "video_request.language"
    assert f"'{language}'" in wrong.message
    assert ", ".join(SPOKEN) in wrong.message


def test_other_providers_judge_their_languages_themselves() -> None:
    """What a provider of the future speaks is not known here."""
    assert settled(ENGLISH, language="tlh", voice_provider="azure").video.language == "tlh"


def test_a_detected_language_without_voice_leaves_the_default_and_is_told() -> None:
    """Nothing is refused that the caller did not say."""
    found = settled(KLINGONISH)
    assert (found.video.language, codes(found)) == ("en-US", ["language_mismatch"])


def test_a_requested_voice_decides_before_the_script() -> None:
    """An English voice on a Spanish script was asked for by name; refusing it would surprise."""
    found = settled(SPANISH, voice="af_heart")
    assert (found.video.language, codes(found)) == ("en-US", ["language_mismatch"])
    assert settled(SPANISH, voice="ef_dora").video.language == "es"


def test_a_synthetic_voice_is_announced() -> None:
    """German has no natural voice yet. Whoever asks for espeak knows, and a task without speech has no voice."""
    assert codes(settled(GERMAN)) == ["synthetic_voice"]
    assert codes(settled(GERMAN, language="de")) == ["synthetic_voice"]
    assert codes(settled(GERMAN, voice_provider="espeak")) == []
    assert codes(settled(GERMAN, speaks=False)) == []


def test_the_job_keeps_its_language_and_its_cautions(system: "System", ada: "Caller") -> None:
    """Every later step reads the same language; the job shows what the create said."""
    system.languages.known.update({GERMAN: "de"})
    made = system.create(ada, video_request={"script_content": GERMAN})
    job = system.job(made.job_id)
    assert job.request.video_request.language == "de"
    assert job.cautions == made.cautions
    assert [caution.code for caution in made.cautions] == ["synthetic_voice"]


def test_every_item_of_a_batch_has_its_own_language(system: "System", ada: "Caller") -> None:
    """And its own path in what is told."""
    system.languages.known.update({GERMAN: "de", SPANISH: "es"})
    items = [{"script_content": SPANISH}, {"script_content": GERMAN}]
    made = system.create(ada, task_name="process_batch", items=items)
    job = system.job(made.job_id)
    assert [item.language for item in job.request.items] == ["es", "de"]
    assert [caution.field for caution in made.cautions] == ["items.1.language"]
