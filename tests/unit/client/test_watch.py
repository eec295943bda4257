"""Following a job: live, line by line, for programs, and what Ctrl-C does."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from rich.console import Console

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell


def _seen(body: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json=body, headers={"etag": f'"{body["progress"]}"'})


def test_in_a_pipe_every_change_is_a_line(shell: "Shell") -> None:
    """Plain text without codes; the next command is a note on stderr."""
    world = shell.world
    world.api.answers(_seen(world.job()), httpx.Response(304), _seen(world.finished()))
    ended = shell("watch", "job-7")
    assert ended.exit_code == 0
    assert ended.stdout.splitlines() == [
        "[ 42 %] EXECUTING Generated audio for scene 1/3",
        "[100 %] COMPLETED Generated audio for scene 1/3",
        "Done in 34 s, a film of 15 s, for $0.00.",
    ]
    assert "reelwright download job-7" in ended.stderr


def test_for_programs_the_last_line_is_the_jobs_end(shell: "Shell") -> None:
    """One document a change."""
    world = shell.world
    world.api.answers(_seen(world.job()), _seen(world.finished()))
    lines = shell("watch", "job-7", "--json").stdout.splitlines()
    assert [json.loads(line)["state"] for line in lines] == ["EXECUTING", "COMPLETED"]


def test_on_a_terminal_the_last_frame_stays(shell: "Shell", terminal: Console) -> None:
    """With bar and steps; the end is printed below."""
    world = shell.world
    steps = [{"name": "plan_scenes", "state": "done", "seconds": 1}]
    world.api.answers(_seen(world.job(steps=steps)), _seen(world.finished(steps=steps)))
    assert shell("watch", "job-7", out=terminal).exit_code == 0
    shown = terminal.export_text()
    assert "━━━━" in shown
    assert "Plan scenes" in shown
    assert shown.rstrip().endswith("Done in 34 s, a film of 15 s, for $0.00.")


def test_a_failed_or_cancelled_job_ends_with_1(shell: "Shell") -> None:
    """A script that calls `watch` notices that there is no film."""
    world = shell.world
    error = {"message": "No words.", "code": "unusable_content", "step": "plan_scenes"}
    world.api.answers(_seen(world.job("FAILED", error=error)), _seen(world.job("CANCELLED")))
    failed, cancelled = shell("watch", "job-7"), shell("watch", "job-7")
    assert (failed.exit_code, cancelled.exit_code) == (1, 1)
    assert "No words. [unusable_content]" in failed.stdout
    assert "Job job-7 is CANCELLED." in cancelled.stdout


def test_a_timeout_ends_with_5_and_the_job_goes_on(shell: "Shell") -> None:
    """Nothing is cancelled."""
    shell.world.api.answers(_seen(shell.world.job()), *[httpx.Response(304) for _ in range(5)])
    ended = shell("watch", "job-7", "--timeout", "3")
    assert ended.exit_code == 5
    assert "it goes on" in ended.stderr
    assert {request.method for request in shell.world.api.requests} == {"GET"}


def test_ctrl_c_leaves_the_job_running_and_says_so(shell: "Shell") -> None:
    """Exit code 130, with the commands that follow or cancel the job."""
    shell.world.api.answers(_seen(shell.world.job()), KeyboardInterrupt())
    ended = shell("watch", "job-7")
    assert ended.exit_code == 130
    assert "job job-7 goes on" in ended.stderr
    assert "reelwright cancel job-7" in ended.stderr
    assert shell.world.api.is_exhausted


def test_ctrl_c_cancels_where_asked(shell: "Shell") -> None:
    """With `--cancel-on-interrupt`; a job that has just finished is no error."""
    world = shell.world
    world.api.answers(_seen(world.job()), KeyboardInterrupt(), httpx.Response(202))
    ended = shell("watch", "job-7", "--cancel-on-interrupt")
    assert ended.exit_code == 130
    assert "is being cancelled" in ended.stderr
    assert world.api.requests[-1].method == "DELETE"
    world.api.answers(_seen(world.job()), KeyboardInterrupt(), world.problem(409))
    assert "had already finished" in shell("watch", "job-7", "--cancel-on-interrupt").stderr


def test_submit_watches_and_saves_in_one_command(shell: "Shell", tmp_path: Path) -> None:
    """`--into` waits for the end and downloads."""
    world = shell.world
    world.api.answers(
        httpx.Response(202, json={"job_id": "job-7"}),
        _seen(world.finished()),
        world.stored(b"film"),
        world.stored(b"png"),
    )
    ended = shell("submit", "--prompt", "why cats purr", "--into", str(tmp_path / "film"))
    assert ended.exit_code == 0, ended.output
    assert (tmp_path / "film" / "video.mp4").read_bytes() == b"film"
    assert ended.stdout.splitlines()[-1] == str(tmp_path / "film" / "thumbnail.png")
