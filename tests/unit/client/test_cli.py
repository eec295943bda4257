"""The commands, run as in a pipe against a scripted server."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell

ACCEPTED = {"job_id": "job-7", "status": "pending", "estimated_duration": 40, "surprise": True}


def _accepted() -> httpx.Response:
    return httpx.Response(202, json=ACCEPTED)


def test_submit_sends_the_file_and_the_options_that_were_given(shell: "Shell", tmp_path: Path) -> None:
    """Options that were not given are not sent, so the server's defaults hold."""
    script = tmp_path / "bees.txt"
    script.write_bytes("\ufeffBees see colours.\n".encode())
    shell.world.api.answers(_accepted())
    ended = shell(
        "submit", str(script), "--title", "Bees", "--platform", "tiktok", "--captions", "pop", "--caption-position", "top",
        "--priority", "3",
        "--export", "square", "--export", "reels", "--metadata", "order=12", "--idempotency-key", "k-1", "--fresh",
    )  # fmt: skip
    assert ended.exit_code == 0, ended.output
    assert shell.world.api.body() == {
        "priority": 3,
        "use_cache": False,
        "metadata": {"order": "12"},
        "video_request": {
            "script_content": "Bees see colours.\n",
            "title": "Bees",
            "platform": "tiktok",
            "captions": "pop",
            "caption_position": "top",
            "exports": ["square", "reels"],
        },
    }
    assert shell.world.api.requests[0].headers["idempotency-key"] == "k-1"
    assert ended.stdout == "Job job-7 accepted; about 40 s.\nFollow it: reelwright watch job-7\n"


def test_submit_reads_standard_input_and_prints_json(shell: "Shell") -> None:
    """`-` is standard input; `--json` gives the server's answer, unknown fields included."""
    shell.world.api.answers(_accepted())
    ended = shell("submit", "-", "--json", stdin="Bees.")
    assert shell.world.api.body()["video_request"] == {"script_content": "Bees."}
    assert json.loads(ended.stdout)["surprise"] is True


def test_submit_takes_an_idea_or_a_task_alone(shell: "Shell") -> None:
    """A prompt needs no script; a task on an earlier job needs neither."""
    shell.world.api.answers(_accepted(), _accepted())
    assert shell("submit", "--prompt", "why cats purr").exit_code == 0
    assert shell.world.api.body() == {"video_request": {"prompt": "why cats purr"}}
    assert shell("submit", "--task", "export_video", "--source-job", "j", "--export", "reels").exit_code == 0
    assert shell.world.api.body() == {
        "task_name": "export_video",
        "video_request": {"source_job_id": "j", "exports": ["reels"]},
    }


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (("submit",), None, "Give a script file"),
        (("submit", "-", "--prompt", "x"), "Bees.", "not both"),
        (("submit", "-"), " \n", "standard input is empty"),
        (("submit", "-"), b"\xff\xfe\x00", "not UTF-8"),
        (("submit", "missing.txt"), None, "missing.txt cannot be read"),
        (("submit", "--prompt", "x", "--metadata", "novalue"), None, "NAME=VALUE"),
        (("submit", "--prompt", "x", "--priority", "11"), None, "--priority"),
        (("watch",), None, "JOB"),
        (("dance",), None, "dance"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_reason(
    shell: "Shell", words: tuple[str, ...], stdin: str | bytes | None, said: str
) -> None:
    """No request is sent."""
    ended = shell(*words, stdin=stdin)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert shell.world.api.requests == []


def test_a_refused_request_names_its_fields(shell: "Shell") -> None:
    """Exit code 2: the sentence, every wrong field, and the request id for the operators."""
    errors = [{"field": "video_request.platform", "message": "unknown platform"}]
    shell.world.api.answers(shell.world.problem(422, "One field is wrong.", errors=errors, request_id="r-9"))
    ended = shell("submit", "--prompt", "x", "--platform", "betamax")
    assert ended.exit_code == 2
    assert ended.stderr.splitlines() == [
        "One field is wrong. Nothing was created; change the request and send it again.",
        "  video_request.platform: unknown platform",
        "  request id r-9",
    ]


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ([401], 4, "make token"),
        ([404], 2, "reelwright list"),
        ([500], 3, "operators"),
        ([503] * 4, 3, "Try again later"),
        ([0] * 4, 3, "make up"),
    ],
)
def test_every_expected_error_has_its_code_and_advice(shell: "Shell", answers: list[int], code: int, said: str) -> None:
    """One sentence and what to do, never a traceback."""
    for status in answers:
        shell.world.api.answers(shell.world.problem(status, "No.") if status else httpx.ConnectError("refused"))
    ended = shell("get", "job-7")
    assert ended.exit_code == code
    assert said in ended.stderr
    assert "Traceback" not in ended.output
    assert ended.stdout == ""


def test_errors_for_programs_are_json_on_stderr(shell: "Shell") -> None:
    """`--json` holds for errors too; stdout stays empty."""
    shell.world.api.answers(shell.world.problem(429, "Daily limit.", headers={"retry-after": "600"}))
    ended = shell("get", "job-7", "--json")
    said = json.loads(ended.stderr)
    assert (said["error"], said["exit_code"], said["status"]) == ("RateLimitedError", 3, 429)
    assert said["retry_after_seconds"] == 600
    assert said["advice"] == "Try again in 10 min 00 s."
    assert ended.stdout == ""


def test_list_walks_pages_up_to_the_limit(shell: "Shell") -> None:
    """`--limit` is the number of jobs, not of pages, and long ids are never cut."""
    long_id = "j" * 60
    first = {"jobs": [shell.world.job(job_id=long_id)] * 2, "next_cursor": "c", "has_more": True}
    second = {"jobs": [shell.world.job(job_id="b"), shell.world.job(job_id="c")], "has_more": False}
    shell.world.api.answers(httpx.Response(200, json=first), httpx.Response(200, json=second))
    ended = shell("list", "--limit", "3", "--status", "running")
    lines = ended.stdout.splitlines()
    assert len(lines) == 4
    assert lines[1].startswith(long_id)
    assert "Generated audio for scene 1/3" in lines[3]
    assert "\x1b" not in ended.stdout
    assert shell.world.api.requests[0].url.params["status"] == "running"


def test_list_finds_by_title_and_time_without_page_numbers(shell: "Shell") -> None:
    """The API counts no pages of such a list."""
    shell.world.api.answers(httpx.Response(200, json={"jobs": []}))
    assert shell("list", "--title", "Bees", "--since", "7d").exit_code == 0
    assert dict(shell.world.api.requests[0].url.params) == {"q": "Bees", "since": "7d", "limit": "20"}
    assert "no page numbers" in shell("list", "--title", "Bees", "--page", "2").stderr


def test_list_for_programs_is_one_document(shell: "Shell") -> None:
    """An empty list is a list, not a sentence."""
    shell.world.api.answers(httpx.Response(200, json={"jobs": []}))
    assert json.loads(shell("list", "--json").stdout) == {"jobs": []}


def test_cancel_and_history(shell: "Shell") -> None:
    """Cancelling a finished job ends with exit code 2 and the reason."""
    rows = [{"sequence": 1, "at": "2026-11-21T21:44:03Z", "event": "created", "to_state": "PENDING"}]
    shell.world.api.answers(
        httpx.Response(202, json={"job_id": "job-7"}),
        shell.world.problem(409, "Job job-7 is already COMPLETED."),
        httpx.Response(200, json={"history": rows}),
    )
    assert shell("cancel", "job-7").stdout == "Job job-7 is being cancelled.\n"
    refused = shell("cancel", "job-7")
    assert refused.exit_code == 2
    assert "already COMPLETED" in refused.stderr
    table = shell("history", "job-7").stdout
    assert table.splitlines()[1].split()[:4] == ["1", "2026-11-21", "21:44:03Z", "created"]


def test_get_shows_the_job_for_people_and_for_programs(shell: "Shell") -> None:
    """The JSON is the server's, unknown fields included."""
    body = shell.world.finished(mood="calm")
    shell.world.api.answers(httpx.Response(200, json=body), httpx.Response(200, json=body))
    assert "COMPLETED" in shell("get", "job-7").stdout
    assert json.loads(shell("get", "job-7", "--json").stdout)["mood"] == "calm"


def test_download_saves_into_a_folder_named_after_the_job(shell: "Shell", tmp_path: Path) -> None:
    """In the working directory; the command prints one path a line."""
    shell.world.api.answers(
        httpx.Response(200, json=shell.world.finished()),
        shell.world.stored(b"film"),
        shell.world.stored(b"png"),
    )
    ended = shell("download", "job-7")
    assert ended.stdout.splitlines() == [
        str(tmp_path / "job-7" / "video.mp4"),
        str(tmp_path / "job-7" / "thumbnail.png"),
    ]
    assert (tmp_path / "job-7" / "video.mp4").read_bytes() == b"film"


def test_a_folder_that_cannot_be_written_is_reported_in_a_sentence(shell: "Shell", tmp_path: Path) -> None:
    """With its path, and exit code 2."""
    (tmp_path / "taken").write_text("a file, not a folder")
    shell.world.api.answers(httpx.Response(200, json=shell.world.finished()))
    ended = shell("download", "job-7", "--into", str(tmp_path / "taken"))
    assert ended.exit_code == 2
    assert "taken: File exists." in ended.stderr


def test_token_prints_what_curl_needs(shell: "Shell") -> None:
    """The token alone, as a header, or as JSON with the address."""
    token = shell.world.token
    assert shell("token").stdout == f"{token}\n"
    assert shell("token", "--header").stdout == f"Authorization: Bearer {token}\n"
    assert json.loads(shell("token", "--json").stdout)["url"] == shell.world.url


def test_a_missing_token_explains_how_to_get_one(shell: "Shell") -> None:
    """Exit code 4, and the ways for the local stack and for AWS."""
    del shell.environ["REELWRIGHT_TOKEN"]
    ended = shell("token")
    assert ended.exit_code == 4
    assert "make token" in ended.stderr
    assert "user pool" in ended.stderr


def test_nothing_configured_is_wrong_usage(shell: "Shell") -> None:
    """The message lists the places for an address."""
    shell.environ.clear()
    ended = shell("list")
    assert ended.exit_code == 2
    assert "REELWRIGHT_URL" in ended.stderr


def test_the_local_stacks_file_is_found_from_the_folder(shell: "Shell", tmp_path: Path) -> None:
    """After `make up` nothing has to be set."""
    shell.environ.clear()
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "client.json").write_text('{"url": "http://127.0.0.1:4566/x", "token": "t"}')
    shell.world.api.answers(httpx.Response(200, json={"jobs": []}))
    assert shell("list").exit_code == 0
    assert shell.world.api.requests[0].headers["authorization"] == "Bearer t"


def test_health_is_an_exit_code(shell: "Shell") -> None:
    """0 if healthy, 3 if not; each dependency is listed."""
    shell.world.api.answers(
        httpx.Response(200, json={"status": "healthy", "dependencies": {"table": {"status": "ok"}}}),
        httpx.Response(503, json={"status": "unhealthy", "dependencies": {"table": "down"}}),
    )
    well, ill = shell("health"), shell("health")
    assert (well.exit_code, ill.exit_code) == (0, 3)
    assert "  table: ok" in well.stdout
    assert "  table: down" in ill.stdout


@pytest.mark.parametrize(
    "command", ["submit", "watch", "get", "list", "cancel", "download", "history", "token", "health"]
)
def test_every_command_has_help_and_json(shell: "Shell", command: str) -> None:
    """A program can use each of them, and a person can learn how."""
    ended = shell(command, "--help")
    assert ended.exit_code == 0
    assert "--json" in ended.stdout


def test_the_help_states_the_exit_codes(shell: "Shell") -> None:
    """They are part of the interface."""
    words = " ".join(shell("--help").stdout.split())
    assert "0 done, 1 the job failed or was cancelled, 2 wrong usage" in words
    assert shell("--version").stdout.startswith("reelwright ")
