"""Stock clips in a film: longer than their scenes, never twice in a film, credited in the result."""

from collections.abc import Iterator

import pytest

from reelwright.entry.calling import called_clips
from reelwright.errors import ProviderError, RequestError
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import JobResult, StepRow
from reelwright.jobs.outputs import ClipOutput
from reelwright.providers.setup import ClipSetup
from reelwright_media.steps.complete import complete
from reelwright_media.steps.decode import decode_files
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.filming import generate_video_veo
from reelwright_media.steps.plan import plan_scenes
from reelwright_media.steps.speak import generate_audio_tts
from tests.memory.system import System
from tests.twins.footage import footage_twin, video
from tests.twins.server import Fault
from tests.twins.stock import StockTwin, running_stock
from tests.unit.media.steps.clouds import KeyedFunction
from tests.unit.media.steps.makers import Makers

SCRIPT = "A whale swims in the sea. The whale breathes at the surface. Another whale dives deep. The whale sleeps."
STEP = "generate_video_veo"


@pytest.fixture
def twin() -> Iterator[StockTwin]:
    """Run Pexels."""
    with running_stock(footage_twin("pexels")) as started:
        yield started


@pytest.fixture
def studio(system: System, twin: StockTwin, makers: Makers) -> System:
    """Return a system that prefers clips of Pexels."""
    stock = ClipSetup.model_validate({"provider": twin.name, "base": twin.base})
    setup = system.settings.providers.model_copy(update={"clip": (stock,)})
    system.settings = system.settings.model_copy(update={"providers": setup})
    makers.clips = {**called_clips(setup, KeyedFunction(system, setup)), **makers.clips}
    system.tools = makers
    return system


def film(studio: System, caller: Caller, **body: object) -> str:
    """Start a film of clips whose scenes are spoken and painted."""
    job_id = studio.run(caller, video_request={"script_content": SCRIPT, "visuals": "clips", **body})
    studio.step(job_id, plan_scenes, name="plan_scenes")
    for scene in range(scenes_of(studio, job_id)):
        studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=scene)
        studio.step(job_id, generate_image_imagen, name="generate_image_imagen", scene=scene)
    return job_id


def scenes_of(studio: System, job_id: str) -> int:
    """Count the scenes."""
    return int(studio.row(job_id, "plan_scenes").output["total"])


def shoot(studio: System, job_id: str, scene: int = 0) -> StepRow:
    """Make the clip of one scene, by one run of the step; return its row."""
    assert studio.step(job_id, generate_video_veo, name=STEP, scene=scene)["clip"] == {"state": "ready", "wait": 0}
    return studio.row(job_id, f"{STEP}#{scene}")


def shown(row: StepRow) -> str | None:
    """Return the id of the stock clip that the scene shows."""
    credit = ClipOutput.of(row).credit
    return None if credit is None else credit.id


def test_no_clip_comes_twice_in_a_film_and_each_is_cut_to_its_scene(
    studio: System, ada: Caller, twin: StockTwin
) -> None:
    """Scenes run side by side; nothing is waited for, and nothing is paid."""
    job_id = film(studio, ada)
    ids = [shown(shoot(studio, job_id, scene)) for scene in reversed(range(scenes_of(studio, job_id)))]
    assert None not in ids
    assert len(ids) == len(set(ids)) == scenes_of(studio, job_id)
    orders = [one.order for one in studio.decoding.commands if one.order.form == "clip"]
    assert len(orders) == len(ids)
    assert all(order.seconds < 12 for order in orders)
    assert twin.refused == []
    assert studio.job(job_id).cost_usd == 0
    assert not studio.settings.providers.has_long_clips


def test_a_clip_shorter_than_the_scene_is_passed_over(studio: System, ada: Caller, twin: StockTwin) -> None:
    """None is shown twice, joined or slowed down; a very long one is not downloaded."""
    twin.photos = [video(1, seconds=2), video(2, seconds=300), video(3)]
    job_id = film(studio, ada)
    assert shown(shoot(studio, job_id)) == "3"
    fallback = shoot(studio, job_id, 1).fallback
    assert fallback is not None
    assert (fallback.asked, fallback.used) == ("pexels", "motion")
    assert "no further clip of" in fallback.reason
    assert twin.files == ["/files/3.mp4"]


def test_a_clip_that_is_shorter_than_its_source_says_is_not_shown(studio: System, ada: Caller, twin: StockTwin) -> None:
    """It would begin anew within its shot."""
    twin.photos = [video(1, seconds=12, kept_seconds=1.0)]
    fallback = shoot(studio, film(studio, ada)).fallback
    assert fallback is not None
    assert (fallback.used, "shorter" in fallback.reason) == ("motion", True)


def test_a_repeated_step_and_the_same_film_show_the_same_clip(studio: System, ada: Caller, twin: StockTwin) -> None:
    """Its claim is its own; the film that is made again finds the artefact, and keeps its credit."""
    job_id = film(studio, ada)
    first = shoot(studio, job_id)
    assert shown(shoot(studio, job_id)) == shown(first)
    studio.end(job_id)
    again = shoot(studio, film(studio, ada))
    assert (again.key, again.cached, shown(again)) == (first.key, True, shown(first))
    assert (len(twin.files), len(twin.searches)) == (1, 1)


def test_two_scenes_of_the_same_words_show_two_clips(studio: System, ada: Caller) -> None:
    """An artefact of one scene is not that of the other."""
    job_id = film(studio, ada, script_content=" ".join(["The whale sleeps in the calm sea."] * 3))
    ids = [shown(shoot(studio, job_id, scene)) for scene in range(scenes_of(studio, job_id))]
    assert len(set(ids)) == len(ids) > 1


def test_what_the_request_forbids_is_neither_searched_nor_shown(studio: System, ada: Caller, twin: StockTwin) -> None:
    """By the words of a clip's page."""
    twin.photos = [video(1, about="a boat beside a whale"), video(2)]
    job_id = studio.run(ada, task_name=STEP, video_request={"prompt": "A whale in the sea, without boats."})
    studio.step(job_id, generate_video_veo, name=STEP)
    assert shown(studio.row(job_id, STEP)) == "2"
    assert "boat" not in twin.searches[0]["query"]


def test_a_scene_with_a_file_of_the_user_shows_it_and_no_clip_of_others(
    studio: System, ada: Caller, twin: StockTwin
) -> None:
    """Stock footage does not begin with a picture."""
    studio.artefacts.put("uploads/ada/a", b"picture of mine", content_type="x/y")
    request = {"script_content": SCRIPT, "visuals": "clips", "images": [{"upload": "a", "scene": 0}]}
    job_id = studio.run(ada, video_request=request)
    studio.step(job_id, plan_scenes, name="plan_scenes")
    studio.step(job_id, decode_files, name="decode_files")
    studio.step(job_id, generate_audio_tts, name="generate_audio_tts", scene=0)
    row = shoot(studio, job_id)
    assert (shown(row), twin.files) == (None, [])
    assert row.fallback is not None
    assert row.fallback.reason == "pexels is not searched: the scene shows a file of yours"


def test_the_result_credits_the_clip_of_each_scene(studio: System, ada: Caller) -> None:
    """In the order of the scenes, with the sentence to publish."""
    job_id = film(studio, ada, stop_after="pictures")
    for scene in reversed(range(scenes_of(studio, job_id))):
        shoot(studio, job_id, scene)
    studio.step(job_id, complete, name="complete")
    result = JobResult.model_validate(studio.row(job_id, "complete").output["result"])
    assert [credit.scene for credit in result.credits] == list(range(scenes_of(studio, job_id)))
    for credit in result.credits:
        assert (credit.provider, credit.licence) == ("pexels", "Pexels License")
        assert credit.text == f"Video by Ada Lovelace on Pexels: {credit.page}"


def test_a_strict_request_fails_where_its_source_has_no_clip(studio: System, ada: Caller, twin: StockTwin) -> None:
    """Nothing is moved instead; and it fails with the source's own error where that is broken."""
    job_id = film(studio, ada, providers={"clip": "pexels"}, strict_providers=True)
    twin.plan = [Fault(status=500)]
    with pytest.raises(ProviderError, match="pexels"):
        shoot(studio, job_id)
    twin.photos = [video(1, seconds=2)]
    with pytest.raises(RequestError, match="no further clip"):
        shoot(studio, job_id)
