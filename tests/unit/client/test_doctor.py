"""The commands for trouble: what the doctor finds, and what a support bundle holds."""

import json
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.client.conftest import Shell, World

HEALTHY = {"status": "ok", "dependencies": {"table": "ok"}}
QUEUE = {
    "name": "videos-low",
    "pool": "videos",
    "weight": 1,
    "depth": 2,
    "waiting": 2,
    "running": 0,
    "dead_messages": 0,
}


def _queues(*, running: int) -> dict[str, object]:
    return {"queues": [QUEUE], "pools": [{"name": "videos", "running": running, "capacity": 8}]}


def test_work_that_waits_beside_free_places_needs_a_look(world: "World", shell: "Shell") -> None:
    """The exit code says so too; full places are load, and no fault."""
    none = {"dead_letters": [], "has_more": False, "next_cursor": None}
    world.api.answers(*(httpx.Response(200, json=one) for one in (HEALTHY, _queues(running=1), none)))
    found = shell("doctor")
    assert found.exit_code == 3
    assert "LOOK  pool videos: 2 waiting, 1 of 8 places taken" in found.stdout
    assert "make resume" in found.stdout
    world.api.answers(*(httpx.Response(200, json=one) for one in (HEALTHY, _queues(running=8), none)))
    assert shell("doctor").exit_code == 0


def test_without_an_operators_token_the_doctor_sees_the_health_alone(world: "World", shell: "Shell") -> None:
    """Queues are for operators; that is no fault of the service."""
    world.api.answers(
        httpx.Response(200, json=HEALTHY), httpx.Response(403, json={"title": "Forbidden", "status": 403})
    )
    found = shell("doctor")
    assert found.exit_code == 0
    assert "not visible with this token" in found.stdout


def test_a_support_bundle_holds_no_text_of_its_user(world: "World", shell: "Shell", tmp_path: "Path") -> None:
    """State, steps and times are there; title, metadata, files, signed previews and addresses of webhooks are not."""
    job = {
        "job_id": "j1",
        "state": "FAILED",
        "title": "My secret",
        "metadata": {"who": "secret"},
        "result": {"files": {"video": {"key": "k", "url": "https://secret"}}},
        "error": {"code": "timeout", "message": "The step took too long."},
        "steps": [{"name": "generate_image_imagen#0", "state": "done", "preview": {"url": "https://x/?secret=1"}}],
    }
    history = {"history": [{"sequence": 1, "event": "fail", "to_state": "FAILED", "metadata": {"why": "secret"}}]}
    deliveries = {"deliveries": [{"webhook_id": "w", "place": "https://secret.example"}]}
    world.api.answers(*(httpx.Response(200, json=one) for one in (job, HEALTHY, history, deliveries)))
    assert shell("support-bundle", "j1", "--into", str(tmp_path)).exit_code == 0
    text = (tmp_path / "support-j1.json").read_text()
    assert "secret" not in text
    bundle = json.loads(text)
    assert bundle["job"]["steps"][0]["name"] == "generate_image_imagen#0"
    assert (bundle["job"]["error"]["code"], bundle["history"][0]["to_state"]) == ("timeout", "FAILED")
