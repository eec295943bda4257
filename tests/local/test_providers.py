"""Films of cloud models on the deployed app, with IAM: text, voice, pictures and clips come from twins, and are paid once."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import verbs
from infra.local.process_table import process_table
from reelwright.pipeline.breaker import FAILURES_TO_OPEN
from reelwright_client import Job
from reelwright_media.composing.probing import probe
from tests.local.conftest import Stack, Until, new_place, take_down
from tests.local.test_kills import workers
from tests.local.twinned import ENVIRON, SCRIPT, USD_CLIP, USD_LUMA, USD_PICTURE, Twins, running_twins
from tests.twins.dialects import KEY
from tests.twins.server import Fault

pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]

LIMIT_SECONDS = 800


@pytest.fixture(scope="module")
def twins() -> Iterator[Twins]:
    """Run the providers."""
    with running_twins() as made:
        yield made


@pytest.fixture(scope="module")
def paying(tmp_path_factory: pytest.TempPathFactory, twins: Twins) -> Iterator[Stack]:
    """Yield a deployed app whose providers are the twins; afterwards no file but that of the secrets may have their key."""
    folder = tmp_path_factory.mktemp("paying")
    file = folder / "providers.toml"
    place = new_place(folder / "stack").with_providers(file)
    said: list[str] = []
    try:
        twins.configure(file)
        yield Stack(place, verbs.up(place, said.append, ENVIRON))
    finally:
        take_down(place)
    assert "text       openai (model-1): key from OPENAI_API_KEY" in said
    assert "speech     elevenlabs (model-1): key from providers.toml" in said
    files = [path for path in place.folder.rglob("*") if path.is_file() and path.suffix != ".part"]
    assert [path.name for path in files if KEY.encode() in path.read_bytes()] == ["secretsmanager.json"]
    assert KEY not in "".join(said)


def finished(stack: Stack, prompt: str, **fields: Any) -> Job:
    """Make a film, or one of its parts, from an idea."""
    with stack.client() as client:
        accepted = client.create(None, prompt=prompt, music="none", duration=8, **fields)
        return client.wait(accepted.job_id, timeout_seconds=LIMIT_SECONDS)


def test_a_film_is_written_spoken_painted_and_filmed_by_providers_and_its_bill_is_theirs(
    paying: Stack, twins: Twins, tmp_path: Path
) -> None:
    """Nothing falls back, no request is refused as invalid, each scene's clip is paid once, and the sums are the same.

    Two single scenes are made at the same time: one by Luma on Bedrock, one of stock, which costs its picture alone.
    """
    with paying.client() as client:
        film = client.create(None, prompt="Why does bread rise?", music="none", duration=8, visuals="clips").job_id
        luma, stock = (
            client.create(
                None, prompt=f"A whale, part {n}.", task_name="generate_video_veo", duration=5, providers={"clip": name}
            ).job_id
            for n, name in enumerate(("bedrock", "pixabay"))
        )
        job, by_luma, of_stock = (client.wait(job_id, timeout_seconds=LIMIT_SECONDS) for job_id in (film, luma, stock))
        facts = probe(client.download(job, tmp_path)["video"], listen=True)
    assert [(one.state, one.error) for one in (job, by_luma, of_stock)] == [("COMPLETED", None)] * 3
    results = [one.result for one in (job, by_luma, of_stock) if one.result is not None]
    assert [result.fallbacks for result in results] == [()] * 3
    assert results[0].details["script"] == SCRIPT
    made = (twins.text, twins.voice, twins.picture, twins.clip, twins.luma, twins.footage)
    assert [twin.refused for twin in made] == [[]] * len(made)
    scenes = sum(step.name.startswith("render_scene") for step in job.steps)
    assert (twins.picture.paid_calls, len(twins.clip.jobs), len(twins.luma.jobs)) == (scenes + 2, scenes, 1)
    assert twins.voice.paid_characters >= len(SCRIPT) - scenes
    assert sum(one.cost_usd for one in (job, by_luma, of_stock)) == pytest.approx(twins.billed(), abs=1e-6)
    assert by_luma.cost_usd > twins.luma.paid_seconds * USD_LUMA > 0
    assert [credit.provider for credit in results[2].credits] == ["pixabay"]
    assert (facts.width, facts.height, facts.sound is not None) == (1080, 1920, True)


def test_a_users_own_key_is_used_at_once_and_no_more_once_it_is_removed(paying: Stack) -> None:
    """Saved by the API's role and decrypted by that of `providers` alone; a refused one is told in the user's words."""
    mine = "sk-mine-which-the-twin-does-not-know"
    with paying.client() as client:
        saved = client.save_provider_key("openai", mine)
        assert saved.ending == "know"
        told = finished(paying, "Why is the sky blue?", task_name="generate_hook")
        assert told.result is not None
        [fallback] = told.result.fallbacks
        assert (fallback.asked, fallback.used) == ("openai", "gemini")
        assert "a key of your own for openai" in fallback.reason
        client.remove_provider_key("openai")
    again = finished(paying, "Why is grass green?", task_name="generate_hook")
    assert again.result is not None
    assert again.result.fallbacks == ()
    assert not [
        path.name for path in paying.place.folder.rglob("*") if path.is_file() and mine.encode() in path.read_bytes()
    ]


def test_a_breaker_opens_and_another_provider_takes_over(paying: Stack, twins: Twins) -> None:
    """Five failures in a row end the calls; every hook is written by the next text model, and only that is paid."""
    before = twins.billed()
    twins.text.plan, twins.text.requests = [Fault(status=500)] * FAILURES_TO_OPEN, []
    prompts = [f"What is yeast, part {part}?" for part in range(FAILURES_TO_OPEN + 1)]
    jobs = [finished(paying, prompt, task_name="generate_hook") for prompt in prompts]
    assert [job.state for job in jobs] == ["COMPLETED"] * len(jobs)
    results = [job.result for job in jobs if job.result is not None]
    fallbacks = [(one.asked, one.used) for result in results for one in result.fallbacks]
    assert fallbacks == [("openai", "gemini")] * len(jobs)
    assert len(twins.text.requests) == FAILURES_TO_OPEN
    assert "is not called before" in results[-1].fallbacks[0].reason
    assert sum(job.cost_usd for job in jobs) == pytest.approx(twins.billed() - before, abs=1e-6)
    with paying.client() as client:
        health = {(one.capability, one.name): one.is_healthy for one in client.providers()}
    assert (health["text", "openai"], health["text", "gemini"]) == (False, True)


def test_a_clip_is_paid_once_although_its_workers_are_killed_between_submit_and_look(
    paying: Stack, twins: Twins, until: Until
) -> None:
    """`kill -9` of the functions that submitted it: the next look goes on from the handle; the bill is the twin's own."""
    before = len(twins.clip.jobs)
    with paying.client() as client:
        accepted = client.create(None, prompt="A whale sings to its calf.", task_name="generate_video_veo", duration=5)
        assert until(lambda: "Waiting for a clip" in client.get(accepted.job_id).model_dump_json(), within_seconds=300)
        for name in ("media", "providers"):
            for worker in workers(paying.place, name):
                process_table().send(worker.pid, signal.SIGKILL)
        job = client.wait(accepted.job_id, timeout_seconds=LIMIT_SECONDS)
    assert (job.state, job.error) == ("COMPLETED", None)
    assert job.result is not None
    assert job.result.fallbacks == ()
    [paid] = twins.clip.jobs[before:]
    step = next(one for one in job.steps if one.name == "generate_video_veo")
    assert step.cost_usd == pytest.approx(paid.seconds * USD_CLIP + USD_PICTURE, rel=1e-3)
    assert twins.clip.refused == []
