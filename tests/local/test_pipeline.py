"""Jobs through the real app on the emulator, with IAM enforced: what a user asks for comes out."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from infra.environments import ENVIRONMENTS
from infra.local.accounts import ACCOUNTS
from infra.rollout.dispatching import switch
from infra.rollout.target import target_here
from reelwright_client import Client, Job
from reelwright_client.errors import ConflictError, InvalidRequestError, NotFoundError
from reelwright_media.composing.probing import probe
from tests.local.conftest import briefly

if TYPE_CHECKING:
    from tests.local.conftest import Stack


pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]

SCRIPT = "The octopus has three hearts. Two of them rest while it swims."
LIMIT_SECONDS = 800
FAST: dict[str, Any] = {"voice_provider": "espeak", "music": "none"}
"""The quick voice and no music, for jobs whose film is not the point."""


@pytest.fixture
def client(stack: "Stack") -> Any:
    """Return a signed-in client."""
    with stack.client() as made:
        yield made


def _finish(client: Client, script: str | None = SCRIPT, **fields: Any) -> Job:
    accepted = client.create(script, **fields)
    return client.wait(accepted.job_id, timeout_seconds=LIMIT_SECONDS)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def _spoken(srt: str) -> str:
    lines = [line for line in srt.splitlines() if line and "-->" not in line and not line.isdigit()]
    return " ".join(lines)


def test_a_script_becomes_a_film_with_voice_captions_and_thumbnail(client: Client, tmp_path: Path) -> None:
    """H.264 and AAC, 1080x1920 at 30 frames a second, faststart, at the preset's loudness; captions are the script."""
    seen: list[float] = []
    accepted = client.create(SCRIPT, title="Three hearts", platform="tiktok")
    job = client.wait(accepted.job_id, timeout_seconds=LIMIT_SECONDS, on_change=lambda view: seen.append(view.progress))
    assert job.state == "COMPLETED", job.error
    files = client.download(job, tmp_path)
    facts = probe(files["video"], listen=True)
    assert (facts.width, facts.height, facts.fps) == (1080, 1920, 30)
    assert facts.sound is not None
    assert (facts.codec, facts.sound.codec) == ("h264", "aac")
    assert facts.faststart
    assert facts.steady
    assert facts.bt709
    assert facts.sound.loudness_lufs == pytest.approx(-14.0, abs=1.0)
    assert facts.sound.true_peak_dbtp is not None
    assert facts.sound.true_peak_dbtp <= -1.4
    assert _words(_spoken(files["captions_srt"].read_text())) == _words(SCRIPT)
    assert files["captions_vtt"].read_text().startswith("WEBVTT")
    assert Image.open(io.BytesIO(files["thumbnail"].read_bytes())).size == (1080, 1920)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    events = [row.event for row in client.history(job.job_id)]
    assert events == ["created", "admitted", "started", "completed"]


def test_the_same_request_again_finds_every_artefact(client: Client) -> None:
    """A repeated request pays only for what is new: every step that makes something is cached."""
    first = _finish(client, **FAST)
    again = _finish(client, use_cache=False, **FAST)
    assert again.state == "COMPLETED", again.error
    made = [step for step in again.steps if step.name.split("#")[0] != "complete"]
    assert first.job_id != again.job_id
    assert [step.name for step in made if not step.cached] == []


def test_the_same_request_again_is_answered_by_the_kept_result(client: Client, tmp_path: Path) -> None:
    """No attempt runs: the files are copies of the job's own, and the film is the same to the byte."""
    first = _finish(client, **FAST)
    again = _finish(client, metadata={"mine": 1}, **FAST)
    assert [row.event for row in client.history(again.job_id)] == ["created", "answered_from_cache"]
    films = [client.download(job, tmp_path / job.job_id)["video"] for job in (first, again)]
    assert films[0].read_bytes() == films[1].read_bytes()
    assert again.result is not None
    assert all(again.job_id in file.key for file in again.result.files.values())


def test_a_prompt_becomes_a_film_from_a_written_script(client: Client) -> None:
    """Hook and script come from an idea; the words of the film are those of the script."""
    job = _finish(client, None, prompt="a funny video about sourdough bread", duration=10, **FAST)
    assert job.state == "COMPLETED", job.error
    assert job.result is not None
    assert "sourdough" in job.result.details["script"].lower()
    assert job.result.details["script"].startswith(job.result.details["hook"])


@pytest.mark.parametrize(
    ("task_name", "fields", "files"),
    [
        ("generate_hook", {"prompt": "a funny video about black holes"}, set()),
        ("generate_script", {"prompt": "a funny video about black holes"}, set()),
        ("validate_coherence", {}, set()),
        ("analyze_pacing", {}, set()),
        ("track_emotional_arc", {}, set()),
        ("generate_audio_tts", FAST, {"audio", "words", "captions_srt", "captions_vtt"}),
        ("generate_image_imagen", {}, {"picture"}),
        ("generate_video_veo", {"duration": 5}, {"video"}),
        ("generate_thumbnail", {"title": "Three hearts"}, {"thumbnail"}),
        ("cleanup_old_results", {}, set()),
    ],
)
def test_every_task_can_be_called_alone(
    client: Client, task_name: str, fields: dict[str, Any], files: set[str]
) -> None:
    """A single task ends with its own files, or its words and scores."""
    script = None if "prompt" in fields else SCRIPT
    job = _finish(client, script, task_name=task_name, **fields)
    assert job.state == "COMPLETED", job.error
    assert job.result is not None
    assert set(job.result.files) == files
    assert files or job.result.details or job.result.scores or task_name == "cleanup_old_results"


def test_a_finished_film_is_composed_anew_and_exported(client: Client, tmp_path: Path) -> None:
    """`compose_final_video` takes other music, `export_video` another platform, both from an earlier job."""
    film = _finish(client, **FAST)
    scored = _finish(client, None, task_name="compose_final_video", source_job_id=film.job_id, music="calm")
    wide = _finish(client, None, task_name="export_video", source_job_id=film.job_id, exports=["square"])
    assert (scored.state, wide.state) == ("COMPLETED", "COMPLETED"), (scored.error, wide.error)
    files = client.download(wide, tmp_path)
    facts = probe(files["export_square"])
    assert (facts.width, facts.height) == (1080, 1080)


def test_clips_take_the_pictures_place(client: Client) -> None:
    """With `visuals: clips` each scene is filmed; the film has the length of its voice."""
    job = _finish(client, "A whale sings.", visuals="clips", **FAST)
    assert job.state == "COMPLETED", job.error
    assert any(step.name == "generate_video_veo#0" for step in job.steps)


def test_a_film_stops_after_a_stage_and_goes_on_from_there(client: Client, tmp_path: Path) -> None:
    """The voices are its files and nothing is painted; the next stage finds them made."""
    job = _finish(client, stop_after="speech", **FAST)
    assert (job.state, job.error) == ("COMPLETED", None)
    assert {step.name.partition("#")[0] for step in job.steps}.isdisjoint({"generate_image_imagen", "render_scene"})
    assert client.download(job, tmp_path)["speech_1"].read_bytes().startswith(b"RIFF")
    further = _finish(client, stop_after="pictures", **FAST)
    assert {"speech_1", "picture_1"} <= set(further.result.files if further.result else ())
    assert all(step.cached for step in further.steps if step.name.startswith("generate_audio_tts"))


def test_process_batch_opens_a_batch_and_every_item_ends_as_a_film(client: Client) -> None:
    """The job ends when its batch begins; the items are jobs of their own, one a line."""
    items = [{"script_content": f"Film number {count}.", **FAST} for count in (1, 2)]
    opened = _finish(client, None, task_name="process_batch", items=items)
    assert opened.state == "COMPLETED", opened.error
    assert opened.result is not None
    batch_id = opened.result.details["batch_id"]
    assert opened.result.details["items"] == 2
    films = [client.wait(f"{batch_id}n{line:06d}", timeout_seconds=LIMIT_SECONDS) for line in (1, 2)]
    assert [film.state for film in films] == ["COMPLETED", "COMPLETED"]
    assert all(film.result is not None and film.result.video_path for film in films)


def test_a_failing_job_says_what_failed_and_where(client: Client) -> None:
    """A provider that is not set up, asked for strictly, fails the job at once with code, sentence and step."""
    job = _finish(client, voice_provider="azure", strict_providers=True)
    assert job.state == "FAILED"
    assert job.error is not None
    assert job.error.code == "provider_refused"
    assert job.error.step in {"generate_audio_tts#0", "generate_audio_tts#1"}  # scenes work side by side
    assert "azure" in job.error.message
    assert job.retry_count == 0


def test_a_provider_without_credentials_falls_back_and_says_so(client: Client) -> None:
    """W4's own call, word for word, becomes a film; the result names the voice that took over."""
    job = _finish(client, "This is a test.", title="Test Video", duration=15, voice_provider="azure", priority=5)
    assert job.state == "COMPLETED", job.error
    assert job.result is not None
    assert [fallback.asked for fallback in job.result.fallbacks] == ["azure"]


@pytest.mark.parametrize(
    "script", ["مرحبا بالعالم. البحر عميق جدا.", "深海里没有阳光。", "A" * 60 + " is a long word."]
)
def test_scripts_in_other_writings_become_films(client: Client, script: str) -> None:
    """Arabic, Chinese and a word of sixty letters end as films."""
    language = "ar" if "م" in script else "zh" if "海" in script else "en-US"
    job = _finish(client, script, language=language, **FAST)
    assert job.state == "COMPLETED", job.error


@pytest.mark.parametrize(
    "fields",
    [
        {"script": ""},
        {"script": "🎬🚀✨"},
        {"script": "x" * 1_000_000},
        {"script": SCRIPT, "platform": "betamax"},
        {"script": SCRIPT, "duration": -1},
        {"script": None},
    ],
)
def test_bad_input_is_answered_and_creates_nothing(client: Client, fields: dict[str, Any]) -> None:
    """A problem answer names the field; the list of jobs is as long as before."""
    before = len(list(client.jobs()))
    script = fields.pop("script")
    with pytest.raises(InvalidRequestError):
        client.create(script, **fields)
    assert len(list(client.jobs())) == before


def test_a_running_job_is_cancelled_within_seconds(client: Client, until: Callable[..., Any]) -> None:
    """Cancel stops the execution, writes CANCELLED, and is safe to repeat."""
    accepted = client.create(SCRIPT * 6)
    until(lambda: client.get(accepted.job_id).state == "EXECUTING", within_seconds=240)
    client.cancel(accepted.job_id)
    client.cancel(accepted.job_id)
    job = client.wait(accepted.job_id, timeout_seconds=600)
    assert job.state == "CANCELLED"


def test_a_drained_stack_ends_what_runs_and_starts_the_rest_after_a_resume(
    stack: "Stack", client: Client, until: Callable[..., Any]
) -> None:
    """`make drain` and `make resume`: new jobs are accepted meanwhile and wait."""
    target = target_here(ENVIRONMENTS["local"], stack.place)
    said: list[object] = []
    running = client.create(f"{SCRIPT} It sleeps in a den.", **FAST)
    assert until(lambda: client.get(running.job_id).state == "EXECUTING", within_seconds=240)
    switch(target, on=False, say=said.append, sleep=briefly)
    try:
        waiting = client.create(f"{SCRIPT} It hunts at night.", stop_after="script", **FAST)
        assert client.wait(running.job_id, timeout_seconds=LIMIT_SECONDS).state == "COMPLETED"
        assert until(lambda: client.get(waiting.job_id).state == "QUEUED", within_seconds=60)
    finally:
        switch(target, on=True, say=said.append)
    assert client.wait(waiting.job_id, timeout_seconds=LIMIT_SECONDS).state == "COMPLETED"
    assert [row.event for row in client.history(waiting.job_id)] == ["created", "admitted", "started", "completed"]


def test_a_finished_job_cannot_be_cancelled(client: Client) -> None:
    """409, and the result stays."""
    done = _finish(client, **FAST)
    with pytest.raises(ConflictError):
        client.cancel(done.job_id)
    assert client.get(done.job_id).state == "COMPLETED"


def test_a_read_that_waits_for_a_change_is_answered_when_none_comes(stack: "Stack", client: Client) -> None:
    """`Prefer: wait` with the tag that was seen ends as 304, without a body."""
    done = _finish(client, **FAST)
    address, headers = f"{stack.url}/api/v1/jobs/{done.job_id}", _bearer(stack.token())
    seen = httpx.get(address, headers=headers)
    again = httpx.get(address, headers={**headers, "If-None-Match": seen.headers["ETag"], "Prefer": "wait=1"})
    assert (again.status_code, again.text) == (304, "")


def test_the_job_of_another_user_is_not_there(stack: "Stack", client: Client) -> None:
    """404 on every route of another's job."""
    done = _finish(client, **FAST)
    with Client(stack.url, stack.machine_token("reelwright/jobs")) as stranger:
        for call in (stranger.get, stranger.history, stranger.cancel, stranger.retry):
            with pytest.raises(NotFoundError):
                call(done.job_id)


def test_operators_alone_see_dead_letters(stack: "Stack") -> None:
    """The list is there for an operator's scope and forbidden to users."""
    assert httpx.get(f"{stack.url}/api/v1/dlq", headers=_bearer(stack.token())).status_code == 403
    with stack.client(ACCOUNTS[1]) as operator:
        assert list(operator.dead_letters()) == []


def test_a_failed_job_is_tried_again_by_its_owner(client: Client) -> None:
    """A new attempt: the same failure ends it again, with both attempts in its history."""
    job = _finish(client, voice_provider="azure", strict_providers=True)
    client.retry(job.job_id)
    again = client.wait(job.job_id, timeout_seconds=LIMIT_SECONDS)
    assert (again.state, again.attempt) == ("FAILED", 2)
    assert [row.event for row in client.history(job.job_id)].count("retried") == 1


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
