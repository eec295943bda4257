"""Batches: the calls of both clients, and the command line, which shows mistakes as a compiler does."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from reelwright_client.errors import BatchInvalidError
from reelwright_client.models.batches import BatchStatus

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell, World

UPLOAD = {
    "upload": "manifest1",
    "filename": "films.csv",
    "url": "http://127.0.0.1:4566/bucket/m",
    "headers": {"x-a": "b"},
}
SPAN = {"likely": 1.5, "low": 1.0, "high": 2.5}
QUOTE = {"cost_usd": SPAN, "seconds": {"likely": 90, "low": 60, "high": 200}, "film_seconds": 30.0}
MADE = {
    "batch_id": "b-1",
    "state": "RUNNING",
    "message": "",
    "lines": 3,
    "refused": 0,
    "estimate": QUOTE,
    "warnings": [],
}
CSV = "custom_id,title,duration\r\na,Hello,30\r\nb,Bye,two\r\n"
REFUSED = {
    "type": "https://reelwright.dev/problems/batch_invalid",
    "title": "Lines with errors",
    "status": 422,
    "detail": "Please correct 1 of 2 lines.",
    "errors": [
        {
            "line": 2,
            "file_line": 3,
            "column": "duration",
            "code": "wrong_type",
            "message": "duration: must be a whole number in digits, not another text",
            "value_preview": "two",
            "hint": "write 30",
        }
    ],
    "error_count": 1,
    "line_count": 2,
    "groups": [
        {"group": "g1", "code": "wrong_type", "message": "x", "count": 1, "advice": "Send digits.", "samples": [2]}
    ],
}


def standing(state: str = "RUNNING", **fields: Any) -> dict[str, Any]:
    """Return a batch as the API gives it."""
    counts = {
        "waiting": 0,
        "open": 1,
        "completed": 1,
        "cached": 0,
        "failed": 1,
        "cancelled": 0,
        "refused": 0,
        "expired": 0,
    }
    return {
        "batch_id": "b-1",
        "state": state,
        "lines": 3,
        "counts": counts,
        "progress": 0.66,
        "eta_seconds": {"likely": 90, "low": 60, "high": 200},
        "spent_usd": 0.25,
        "max_cost_usd": 20.0,
        "groups": [],
        **fields,
    }


def ok(body: dict[str, Any], status: int = 200, **headers: str) -> httpx.Response:
    """Return a good answer."""
    return httpx.Response(status, json=body, headers=headers)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Write a manifest."""
    file = tmp_path / "films.csv"
    file.write_bytes(CSV.encode())
    return file


def test_a_file_is_uploaded_and_named_and_options_travel_beside_it(world: "World", manifest: Path) -> None:
    """One upload, one create; the server takes the manifest as the key, so no key is sent."""
    world.api.answers(ok(UPLOAD, 201), httpx.Response(200), ok(MADE, 201))
    with world.client() as client:
        made = client.batches.create(manifest, max_cost_usd=20, template={"title": "T"})
    assert (made.batch_id, made.lines, made.estimate.cost_usd.high) == ("b-1", 3, 2.5)
    assert world.api.body(0) == {"filename": "films.csv", "content_type": "text/csv", "bytes": len(CSV)}
    assert world.api.body() == {"upload_id": "manifest1", "max_cost_usd": 20, "template": {"title": "T"}}
    assert "idempotency-key" not in world.api.requests[-1].headers


def test_wrong_lines_are_read_with_place_and_kinds(world: "World") -> None:
    """The error is an InvalidRequestError, and says more."""
    world.api.answers(httpx.Response(422, json=REFUSED, headers={"content-type": "application/problem+json"}))
    with world.client() as client, pytest.raises(BatchInvalidError) as caught:
        client.batches.create(items=[{}])
    found = caught.value.manifest
    assert (found.errors[0].file_line, found.errors[0].column, found.groups[0].count) == (3, "duration", 1)


def test_a_wait_ends_when_the_batch_rests(world: "World") -> None:
    """Each view is reported; an unchanged batch is not read again."""
    world.api.answers(
        ok(standing(), ETag='"1"'), httpx.Response(304), ok(standing("PAUSED", reason="budget"), ETag='"2"')
    )
    seen: list[str] = []
    with world.client() as client:
        rested = client.batches.wait("b-1", on_change=lambda batch: seen.append(batch.state))
    assert (seen, rested.reason) == (["RUNNING", "PAUSED"], "budget")
    assert world.api.requests[1].headers["prefer"].startswith("wait=")


def test_a_coroutine_function_is_awaited_at_each_change(world: "World") -> None:
    """Of a batch as of a job."""
    world.api.answers(ok(standing(), ETag='"1"'), ok(standing("PAUSED"), ETag='"2"'))
    seen: list[str] = []

    async def note(batch: BatchStatus) -> None:
        await asyncio.sleep(0)
        seen.append(batch.state)

    async def follow() -> None:
        async with world.async_client() as client:
            await client.batches.wait("b-1", on_change=note)

    asyncio.run(follow())
    assert seen == ["RUNNING", "PAUSED"]


def test_every_control_is_a_post_of_its_own(world: "World") -> None:
    """A resume says which lines; it is not repeated by itself."""
    resumed = {"dry_run": False, "lines": 1, "estimated_cost_usd": 0.1, "batch": standing()}
    world.api.answers(*[ok(standing()) for _ in range(3)], ok(resumed), ok({"groups": []}))

    async def control() -> int:
        async with world.async_client() as client:
            await client.batches.confirm("b-1")
            await client.batches.pause("b-1")
            await client.batches.cancel("b-1")
            said = await client.batches.resume("b-1", which="failed")
            assert await client.batches.errors("b-1") == ()
            return said.lines

    assert asyncio.run(control()) == 1
    assert [request.url.path.rpartition("/")[2] for request in world.api.requests] == [
        *("confirm", "pause", "cancel", "resume", "errors"),
    ]


def test_results_are_saved_from_where_the_server_points(world: "World", tmp_path: Path) -> None:
    """The store gets no token."""
    moved = httpx.Response(302, headers={"location": "http://127.0.0.1:4566/bucket/failed.csv?sig=1"})
    world.api.answers(moved, world.stored(b"title\r\nx\r\n"))
    with world.client() as client:
        saved = client.batches.results("b-1", tmp_path, only_failed=True)
    assert (saved.name, saved.read_bytes()) == ("failed.csv", b"title\r\nx\r\n")
    assert "authorization" not in world.api.requests[-1].headers
    assert dict(world.api.requests[0].url.params) == {"format": "csv", "only": "failed"}


def test_create_prints_the_id_and_the_price(shell: "Shell", world: "World", manifest: Path) -> None:
    """With its interval."""
    world.api.answers(ok(UPLOAD, 201), httpx.Response(200), ok(MADE, 201))
    result = shell("batch", "create", str(manifest), "--max-cost", "20")
    assert result.exit_code == 0, result.output
    assert "b-1" in result.output
    assert "3 lines, about $1.50 ($1.00 to $2.50)" in result.output


def test_a_mistake_is_shown_in_its_line_with_a_caret(shell: "Shell", world: "World", manifest: Path) -> None:
    """File, line and column; the wrong value is underlined; the hint follows; nothing was created."""
    world.api.answers(ok(UPLOAD, 201), httpx.Response(200), httpx.Response(422, json=REFUSED))
    result = shell("batch", "create", str(manifest))
    assert result.exit_code == 2
    shown = result.output
    assert f"{manifest}:3:7: error[wrong_type]: duration: must be a whole number" in shown
    assert " 3 | b,Bye,two\n   |       ^^^\n   = hint: write 30" in shown
    assert "1 error in 2 lines; nothing was created." in shown


def test_a_dry_run_creates_nothing(shell: "Shell", world: "World", manifest: Path, tmp_path: Path) -> None:
    """Template and variables are sent; the price is shown."""
    template = tmp_path / "hello.json"
    template.write_text(json.dumps({"title": "Hi {{who}}"}))
    world.api.answers(ok(UPLOAD, 201), httpx.Response(200), ok({**MADE, "dry_run": True}))
    result = shell("batch", "create", str(manifest), "--dry-run", "--template", str(template), "--var", "who=Amira")
    assert result.exit_code == 0, result.output
    assert world.api.requests[-1].url.params["dry_run"] == "true"
    assert world.api.body()["variables"] == {"who": "Amira"}


def test_watching_shows_counts_spend_and_time_and_ends_with_a_code(shell: "Shell", world: "World") -> None:
    """One line a change in a pipe; 1 unless all films succeeded, with the next commands."""
    world.api.answers(
        ok(standing(), ETag='"1"'), ok(standing("ENDED", outcome="some_failed", eta_seconds=None), ETag='"2"')
    )
    result = shell("batch", "status", "b-1", "--watch")
    assert result.exit_code == 1
    assert "RUNNING 66 %  3 lines: 1 open, 1 completed, 1 failed  $0.25 spent of at most $20.00" in result.output
    assert "about 1 min 30 s left (1 min 00 s to 3 min 20 s)" in result.output
    assert "reelwright batch results b-1 --failed" in result.output


def test_errors_are_shown_in_kinds(shell: "Shell", world: "World") -> None:
    """How many lines, why, what they share, and what to do."""
    kind = {
        "group": "g1",
        "count": 900,
        "code": "provider_failed",
        "step": "generate_audio_tts",
        "message": "It said 503.",
        "advice": "Check its status page.",
        "retryable": True,
        "samples": [1, 2, 3, 899, 900],
        "suspects": [{"name": "voice", "value": "bob", "share": 1.0, "elsewhere": 0.01}],
    }
    world.api.answers(ok({"groups": [kind]}))
    result = shell("batch", "errors", "b-1")
    assert "900 x provider_failed in generate_audio_tts" in result.output
    assert "suspect: voice is 'bob' in 100 % of them, elsewhere in 1 %" in result.output
    assert "retry: Check its status page." in result.output
