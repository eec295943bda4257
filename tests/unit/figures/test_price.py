"""What a film costs, before it runs: AWS's work and the providers' calls."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reelwright.figures.estimate import priced
from reelwright.figures.platform import AN_ATTEMPT, LAST_STEPS, run_usd, work_usd
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.steps import STEP_FUNCTIONS, STEPS
from reelwright.providers.setup import ProvidersSetup
from tests.memory.system import ON_AWS, SETTINGS

SCRIPT = "Bees see colours that we cannot. " * 20
ELEVENLABS = {"provider": "elevenlabs", "model": "eleven_v4", "voices": {"female": "x"}}
BANANA = {"provider": "gemini", "model": "gemini-nano-banana-2.1"}
OMNI = {"provider": "gemini", "model": "gemini-omni-1.2-flash"}
GEMINI = {"provider": "gemini", "model": "gemini-3.5-flash-lite"}

DAY = date(2026, 11, 28)


def price(*, on_aws: bool = False, task: str = "generate_video", **body: Any) -> float:
    """Price a request where some providers are set up."""
    setup = ProvidersSetup.model_validate(body.pop("setup", {}))
    settings = (ON_AWS if on_aws else SETTINGS).model_copy(update={"providers": setup})
    video = {"script_content": SCRIPT} if "prompt" not in body else {}
    request = CreateJob.model_validate({"task_name": task, "video_request": video | body})
    return priced(request, settings, DAY).cost_usd


def test_a_film_of_local_providers_is_free_on_a_laptop_and_costs_the_work_on_aws() -> None:
    """The emulator bills nothing."""
    assert price() == 0
    assert 0.003 < price(on_aws=True) < 0.02


def test_a_cloud_voice_is_priced_by_the_characters_of_the_script() -> None:
    """80 dollars a million characters; not if the request names a local voice, or stops before speech."""
    setup = {"speech": [ELEVENLABS]}
    assert price(setup=setup) == pytest.approx(len(SCRIPT) * 80e-6, rel=0.01)
    assert price(setup=setup, voice_provider="kokoro") == 0
    assert price(setup=setup, stop_after="scenes") == 0


def test_pictures_and_clips_are_priced_by_the_scene() -> None:
    """About one for each three and a half seconds; clips cost more, and only films of clips have them."""
    pictures = price(setup={"picture": [BANANA]})
    clips = price(setup={"clip": [OMNI]}, visuals="clips")
    assert 0 < pictures < clips
    assert price(setup={"clip": [OMNI]}) == 0


def test_a_single_task_is_priced_by_its_own_provider_alone() -> None:
    """One picture of one scene, whatever the text's length."""
    setup = {"picture": [BANANA], "speech": [ELEVENLABS]}
    alone = price(setup=setup, task="generate_image_imagen", prompt="a bee")
    assert 0 < alone < price(setup={"picture": [BANANA]}) / 5


def test_an_idea_is_priced_by_the_tokens_of_its_text_model() -> None:
    """A script that is given costs no tokens."""
    setup = {"text": [GEMINI]}
    assert 0 < price(setup=setup, prompt="why bees dance") < 0.01
    assert price(setup=setup) == 0


def test_every_step_has_a_price_and_the_last_one_has_the_attempts() -> None:
    """More seconds cost more; `complete` and `record_failure` end every attempt, and only they have its price."""
    assert STEPS.keys() >= LAST_STEPS
    assert AN_ATTEMPT.transitions == 0
    for name, step in STEPS.items():
        memory_gb = STEP_FUNCTIONS[step.function].memory_mb / 1024
        assert run_usd(name, 10) - run_usd(name, 0) == pytest.approx(10 * memory_gb * 0.0000166667)
    assert run_usd("complete", 0) > 3 * run_usd("generate_thumbnail", 0)
    assert work_usd(1) == pytest.approx(3008 / 1024 * 0.0000166667)


FILMS = Path(__file__).resolve().parents[2] / "films" / "fresh"
FLOWER = "Every flower wears a sign of light that only a bee can read. So the garden you see is not the garden they see at all."
MANDARIN = (
    "蜜蜂能看到我们看不见的颜色。每朵花都有只有蜜蜂才能读懂的光的标志。它们用这些颜色找到回家的路。"
    "所以你看到的花园,不是它们看到的花园。下一次你看到蜜蜂,请想一想它看到的世界。"
)


@pytest.mark.parametrize(
    ("text", "seconds", "usd"),
    [
        (FLOWER, 7.9, 0.0019),
        (MANDARIN, 24.1, 0.0030),
        ("leuchtturm", 30.0, 0.0037),
        ("chess", 38.1, 0.0046),
        ("penicilina", 40.0, 0.0047),
        ("usedcar+volcano", 71.0, 0.0086),
    ],
    ids=["8 s", "Mandarin", "German", "English", "Spanish", "71 s"],
)
def test_an_estimate_is_near_the_count_afterwards(text: str, seconds: float, usd: float) -> None:
    """Within a fifth of the price that `tests.benchmarks.reckoned` made of each film's measured runs, and of its length."""
    if text.isascii() and " " not in text:
        text = "\n".join((FILMS / f"{name}.txt").read_text("utf-8").strip() for name in text.split("+"))
    request = CreateJob.model_validate({"video_request": {"script_content": text}})
    found = priced(request, ON_AWS, DAY)
    assert found.film_seconds == pytest.approx(seconds, rel=0.2)
    assert found.cost_usd == pytest.approx(usd, rel=0.2)


COFFEE = (
    "¿Sabías que un café cuesta 3,50 € en Madrid? En 1999 costaba 0,60 €. La Sra. Núñez recorrió 1.250 km para probar el mejor "
    "churro de España. «El secreto es la paciencia», dice el Dr. Peña. El 12 de octubre de 2023, el precio del aceite subió un "
    "5 %. ¡Nadie lo esperaba! Más en www.cocina-facil.es."
)
CATHEDRAL = (
    "Der Kölner Dom ist 157 m hoch. Sein Bau dauerte 632 Jahre. Am 15. August 1248 legte man den Grundstein, z. B. für den "
    "Chor. Über 6.000.000 Menschen besuchen ihn pro Jahr, d. h. ca. 16.500 am Tag. „Die Spitze wirkt wie Spitzenarbeit“, sagt "
    "Dr. Weiß. Eine Führung kostet 12,50 €, Kinder zahlen 5 % weniger."
)


@pytest.mark.parametrize(("text", "seconds"), [(COFFEE, 28.4), (CATHEDRAL, 31.6)], ids=["Spanish", "German"])
def test_figures_take_their_time(text: str, seconds: float) -> None:
    """A digit is said as a word or more: by letters alone these films were estimated a quarter to a third too short."""
    request = CreateJob.model_validate({"video_request": {"script_content": text}})
    assert priced(request, ON_AWS, DAY).film_seconds == pytest.approx(seconds, rel=0.2)
