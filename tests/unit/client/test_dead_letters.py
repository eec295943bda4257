"""Retrying jobs, and the operators' dead letters: both clients, the commands, and the wire."""

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from rich.console import Console

from reelwright.api.dead_letters import letter_view
from reelwright.jobs.dead_letter import DeadLetter as ServerLetter
from reelwright.jobs.dead_letter import DeadLetterReason, letter_of_message
from reelwright.jobs.model import JobFailure
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright_client import AsyncClient, AuthenticationError, ConflictError, DeadLetter, NotFoundError

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell, World

NOW = datetime(2026, 11, 21, 21, 44, 3, tzinfo=UTC)
RETRIED = {"job_id": "job-7", "status": "pending", "links": {"self": "/x"}}


def letter(letter_id: str = "job-7", **fields: Any) -> dict[str, Any]:
    """Return a dead letter as the server's own view writes it."""
    stored = ServerLetter(
        letter_id=letter_id,
        reason=DeadLetterReason.RETRIES_EXHAUSTED,
        queue="videos-low",
        error=JobFailure(type="ProviderError", code="provider_failed", message="It said 503.", retryable=True),
        failed_at=NOW,
        retry_count=5,
        attempt=6,
        job_id=letter_id,
        task_name="generate_video",
        user_id="user-1",
        tier="free",
        request=CreateJob(video_request=VideoRequest(script_content="Bees.")),
    )
    return {**letter_view(stored, whole=True).wire(), **fields}


def page(*ids: str, cursor: str | None = None) -> httpx.Response:
    """Return a page of dead letters."""
    letters = [letter(one) for one in ids]
    return httpx.Response(200, json={"dead_letters": letters, "next_cursor": cursor, "has_more": cursor is not None})


def revived(*ids: str, skipped: tuple[str, ...] = (), cursor: str | None = None) -> httpx.Response:
    """Return the answer to a retry of many."""
    retried = [{"id": one, "job_id": one} for one in ids]
    more = {"skipped": list(skipped), "next_cursor": cursor, "has_more": cursor is not None}
    return httpx.Response(202, json={"retried": retried, **more})


def test_a_letter_is_read_field_by_field() -> None:
    """By the names of the server's view; a message without a job leaves the fields of the job empty."""
    read = DeadLetter.model_validate(letter())
    assert (read.id, read.job_id, read.reason, read.queue) == ("job-7", "job-7", "retries_exhausted", "videos-low")
    assert (read.task_name, read.user_id, read.retry_count, read.attempt) == ("generate_video", "user-1", 5, 6)
    assert (read.failed_at, read.arguments["video_request"]) == (NOW, {"script_content": "Bees."})
    assert read.error is not None
    assert (read.error.code, read.error.message) == ("provider_failed", "It said 503.")
    strange = letter_view(letter_of_message("m1", queue="media", body="?", now=NOW), whole=True).wire()
    other = DeadLetter.model_validate(strange)
    assert (other.id, other.job_id, other.task_name, other.arguments, other.body) == ("m1", None, "", {}, "?")


def test_a_failed_job_is_retried_once(world: "World") -> None:
    """A retry is not idempotent: only a refused connection is repeated, and 409 raises."""
    world.api.answers(
        httpx.ConnectError("refused"),
        httpx.Response(202, json=RETRIED),
        world.problem(409, "The job is PENDING."),
    )
    with world.client() as client:
        assert client.retry("job-7").job_id == "job-7"
        with pytest.raises(ConflictError):
            client.retry("job-7")
    assert [(one.method, one.url.path) for one in world.api.requests][-1] == ("POST", "/api/api/v1/jobs/job-7/retry")


def test_letters_are_listed_over_all_pages(world: "World") -> None:
    """Lazily, with the filter on each page."""
    world.api.answers(page("a", "b", cursor="c2"), page("c"))
    with world.client() as client:
        assert [one.id for one in client.dead_letters(task_name="generate_hook", page_size=2)] == ["a", "b", "c"]
    asked = [dict(one.url.params) for one in world.api.requests]
    assert asked == [
        {"task_name": "generate_hook", "limit": "2"},
        {"task_name": "generate_hook", "limit": "2", "cursor": "c2"},
    ]


def test_one_letter_is_read_retried_and_removed(world: "World") -> None:
    """Any id stays one segment of the path."""
    world.api.answers(
        httpx.Response(200, json=letter("m/1")),
        httpx.Response(202, json={"id": "m/1", **RETRIED}),
        httpx.Response(200, json={"id": "m/1", "status": "removed"}),
        world.problem(404),
    )
    with world.client() as client:
        assert client.dead_letter("m/1").retry_count == 5
        assert client.retry_dead_letter("m/1").id == "m/1"
        client.remove_dead_letter("m/1")
        with pytest.raises(NotFoundError):
            client.remove_dead_letter("m/1")
    assert [(one.method, one.url.raw_path) for one in world.api.requests[:3]] == [
        ("GET", b"/api/api/v1/dlq/m%2F1"),
        ("POST", b"/api/api/v1/dlq/m%2F1/retry"),
        ("DELETE", b"/api/api/v1/dlq/m%2F1"),
    ]


def test_many_letters_are_retried_page_by_page(world: "World") -> None:
    """By the cursor; no request is sent before the first step of the iteration."""
    world.api.answers(revived("a", skipped=("m1",), cursor="c2"), revived("b"))
    with world.client() as client:
        pages = client.retry_dead_letters(task_name="generate_hook")
        assert world.api.requests == []
        assert [[one.job_id for one in one_page.retried] for one_page in pages] == [["a"], ["b"]]
    assert [dict(one.url.params) for one in world.api.requests] == [
        {"task_name": "generate_hook"},
        {"task_name": "generate_hook", "cursor": "c2"},
    ]


def test_the_awaiting_client_does_the_same(world: "World") -> None:
    """Every method of the blocking one, awaited."""
    world.api.answers(
        httpx.Response(202, json=RETRIED),
        page("a", cursor="c2"),
        page("b"),
        httpx.Response(200, json=letter("a")),
        httpx.Response(202, json={"id": "a", "job_id": "a"}),
        revived("b"),
        httpx.Response(200, json={}),
    )

    async def main() -> list[str]:
        async with AsyncClient(world.url, world.token, transport=world.transport) as client:
            await client.retry("job-7")
            ids = [one.id async for one in client.dead_letters()]
            await client.dead_letter("a")
            ids.append((await client.retry_dead_letter("a")).job_id)
            ids += [one.job_id async for one_page in client.retry_dead_letters() for one in one_page.retried]
            await client.remove_dead_letter("a")
            return ids

    assert asyncio.run(main()) == ["a", "b", "a", "b"]
    assert world.api.is_exhausted


def test_a_user_is_told_that_dead_letters_are_for_operators(world: "World", shell: "Shell") -> None:
    """403 is an AuthenticationError; the command ends with 4 and the server's sentence."""
    refusal = "Dead letters are for operators."
    world.api.answers(world.problem(403, refusal), world.problem(403, refusal))
    with world.client() as client, pytest.raises(AuthenticationError, match="for operators"):
        next(client.dead_letters())
    ended = shell("dead-letters", "list")
    assert ended.exit_code == 4
    assert refusal in ended.stderr


def test_retry_says_how_to_follow(shell: "Shell") -> None:
    """For people a sentence, for programs the server's answer."""
    shell.world.api.answers(httpx.Response(202, json=RETRIED), httpx.Response(202, json=RETRIED))
    assert shell("retry", "job-7").stdout == "Job job-7 is tried again.\nFollow it: reelwright watch job-7\n"
    assert json.loads(shell("retry", "job-7", "--json").stdout)["job_id"] == "job-7"


def test_the_list_shows_reason_and_error_of_each_letter(shell: "Shell") -> None:
    """Ids are never cut, and the text of a user cannot control the terminal."""
    strange = letter("m" * 36, task_name=None, error={"message": "\x1b[2JNot ours."}, retry_count=0)
    body = {"dead_letters": [letter(), strange]}
    shell.world.api.answers(httpx.Response(200, json=body), httpx.Response(200, json=body), page())
    lines = shell("dead-letters", "list").stdout.splitlines()
    assert lines[0].split() == ["Id", "Failed", "Reason", "Task", "Retries", "Error"]
    assert lines[1].split() == [
        *("job-7", "2026-11-21", "21:44:03Z", "retries_exhausted", "generate_video", "5", "It", "said", "503.")
    ]
    assert lines[2].startswith("m" * 36)
    assert "\x1b" not in lines[2]
    assert json.loads(shell("dead-letters", "list", "--json").stdout)["dead_letters"][0]["queue"] == "videos-low"
    empty = shell("dead-letters", "list", "--task", "generate_hook", "--limit", "5")
    assert (empty.stdout, empty.stderr) == ("", "No dead letters.\n")
    assert dict(shell.world.api.requests[-1].url.params) == {"task_name": "generate_hook", "limit": "5"}


def test_on_a_narrow_terminal_each_letter_has_two_lines(shell: "Shell", terminal: Console) -> None:
    """The error is neither left out nor cut."""
    error = {"message": "Polly answered 503 five times in a row; its status page may know more."}
    shell.world.api.answers(httpx.Response(200, json={"dead_letters": [letter(error=error), letter("job-8")]}))
    shell("dead-letters", "list", out=terminal)
    assert [line.rstrip() for line in terminal.export_text().splitlines()] == [
        "job-7  2026-11-21 21:44:03Z  retries_exhausted  generate_video",
        f"  {error['message']}",
        "job-8  2026-11-21 21:44:03Z  retries_exhausted  generate_video",
        "  It said 503.",
    ]


def test_one_or_all_are_retried_from_the_command_line(shell: "Shell") -> None:
    """By id, by task, or all; letters without a job are listed."""
    shell.world.api.answers(
        httpx.Response(202, json={"id": "job-7", "job_id": "job-8"}),
        revived("a", "b", skipped=("m1",), cursor="c2"),
        revived("c"),
        revived("d"),
    )
    assert "Job job-8 is tried again." in shell("dead-letters", "retry", "job-7").stdout
    every = shell("dead-letters", "retry", "--all")
    assert every.stdout.splitlines() == [f"Job {one} is tried again." for one in "abc"]
    assert every.stderr.splitlines() == ["m1 has no job to retry.", "3 retried."]
    of_task = shell("dead-letters", "retry", "--task", "generate_hook", "--json")
    assert json.loads(of_task.stdout)["retried"] == [{"job_id": "d", "id": "d", "status": ""}]


@pytest.mark.parametrize("words", [(), ("a", "--all"), ("--all", "--task", "x"), ("a", "--task", "x")])
def test_a_retry_needs_exactly_one_selection(shell: "Shell", words: tuple[str, ...]) -> None:
    """An id, a task, or all; otherwise no request is sent."""
    ended = shell("dead-letters", "retry", *words)
    assert ended.exit_code == 2
    assert shell.world.api.requests == []


def test_a_letter_is_removed_from_the_command_line(shell: "Shell") -> None:
    """For people and for programs."""
    shell.world.api.answers(httpx.Response(200, json={}), httpx.Response(200, json={}))
    assert shell("dead-letters", "remove", "job-7").stdout == "job-7 is removed.\n"
    assert json.loads(shell("dead-letters", "remove", "job-7", "--json").stdout) == {
        "id": "job-7",
        "status": "removed",
    }


@pytest.mark.parametrize("words", [("retry",), *(("dead-letters", one) for one in ("list", "retry", "remove"))])
def test_each_of_these_commands_has_help_and_json(shell: "Shell", words: tuple[str, ...]) -> None:
    """A program can use each of them, and a person can learn how."""
    ended = shell(*words, "--help")
    assert ended.exit_code == 0
    assert "--json" in ended.stdout


def test_a_group_of_letters_is_listed_retried_and_removed(shell: "Shell") -> None:
    """By the name that `groups` shows; a removal follows the cursor to its end."""
    group = {"group": "ab12", "code": "provider_failed", "message": "no answer", "count": 2, "advice": "Retry later."}
    pages = ({"removed": ["l1"], "has_more": True, "next_cursor": "c"}, {"removed": ["l2"], "has_more": False})
    answers = ({"groups": [group], "is_complete": True}, {"retried": [], "has_more": False}, *pages)
    shell.world.api.answers(*(httpx.Response(200, json=one) for one in answers))
    assert "provider_failed: no answer" in shell("dead-letters", "groups").stdout
    assert shell("dead-letters", "retry", "--group", "ab12").exit_code == 0
    assert "2 are removed" in shell("dead-letters", "remove", "--group", "ab12").stdout
    asked = [dict(request.url.params) for request in shell.world.api.requests[1:]]
    assert asked == [{"group": "ab12"}, {"group": "ab12"}, {"group": "ab12", "cursor": "c"}]
    assert shell("dead-letters", "remove").exit_code == 2
