"""A batch and its items as the API answers them, for the pages of batches."""

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

PATH: Final = "/api/v1/batches/b1"
COUNTS: Final = dict.fromkeys(("open", "waiting", "refused", "expired", "cancelled"), 0)
GROUP: Final[dict[str, Any]] = {
    "group": "0a34", "count": 4, "code": "provider_failed", "type": "ProviderError", "step": "generate_audio_tts",
    "retryable": True, "message": "The voice provider answered 503 five times.",
    "advice": "Run these lines again.", "samples": [3, 4, 9, 12],
    "first_at": "2026-11-28T09:00:00+00:00", "last_at": "2026-11-28T09:10:00+00:00",
    "suspects": [{"name": "language", "value": "ar", "share": 1.0, "elsewhere": 0.1}],
}  # fmt: skip
UNUSABLE: Final = {
    **GROUP, "group": "77aa", "count": 1, "code": "content", "step": "decode_files", "retryable": False, "suspects": [],
    "message": "images.0 is not a picture: it is a PDF.", "advice": "Correct the line and send it anew.", "samples": [7],
}  # fmt: skip
VERBS: Final = ("items", "errors", "results", "confirm", "pause", "resume", "cancel")
RUNNING: Final[dict[str, Any]] = {"state": "RUNNING", "outcome": None, "ended_at": None, "progress": 0.5}


def batch(**changes: Any) -> dict[str, Any]:
    """Build a batch of thirteen lines that has ended with five errors."""
    known = {
        "batch_id": "b1", "name": "Spring", "state": "ENDED", "reason": None, "outcome": "PARTIAL", "lines": 13,
        "counts": {**COUNTS, "completed": 6, "cached": 2, "failed": 5}, "progress": 1, "eta_seconds": None,
        "estimate": {"likely": 1.2, "low": 1, "high": 2}, "spent_usd": 0.8, "reserved_usd": 0, "max_cost_usd": 3,
        "concurrency": 4, "groups": [GROUP, UNUSABLE], "created_at": "2026-11-28T09:00:00+00:00",
        "started_at": "2026-11-28T09:00:00+00:00", "ended_at": "2026-11-28T09:20:00+00:00",
        "deadline_at": "2026-11-29T09:00:00+00:00", "links": {"self": PATH, **{verb: f"{PATH}/{verb}" for verb in VERBS}},
    }  # fmt: skip
    return {**known, **changes}


def item(line: int, *, text: str = "") -> dict[str, Any]:
    """Build an item that failed; `text` replaces what a user wrote."""
    error = {
        "code": GROUP["code"],
        "step": None,
        "message": text or GROUP["message"],
        "group": "0a34",
        "retryable": True,
    }
    known = {"custom_id": text or f"item-{line}", "state": "FAILED", "job_id": f"job{line}", "attempt": 1}
    return {**known, "line": line, "seconds": 2.0, "error": error, "cost_usd": 0.01, "cached": False}


def serve(where: "BrowserContext | Page", shown: dict[str, Any], *, text: str = "") -> list[tuple[str, Any]]:
    """Answer for this batch; each POST is noted in the returned list, and moves the batch. A user wrote `text`."""
    sent: list[tuple[str, Any]] = []
    after = {
        "confirm": RUNNING,
        "resume": RUNNING,
        "pause": {"state": "PAUSED"},
        "cancel": {"state": "ENDED", "outcome": "CANCELLED"},
    }

    def items(route: "Route") -> None:
        first = 51 if "cursor" in route.request.url else 1
        body = {"has_more": first == 1, "next_cursor": "after50" if first == 1 else None}
        route.fulfill(json={**body, "items": [item(first), item(first + 1, text=text)]})

    def act(route: "Route") -> None:
        verb = route.request.url.partition("/b1/")[2]
        sent.append((verb, route.request.post_data_json))
        shown.update(after[verb])
        route.fulfill(json=shown)

    where.route(
        re.compile(r"/api/v1/batches\?"),
        lambda route: route.fulfill(json={"batches": [shown], "has_more": False, "next_cursor": None}),
    )
    where.route(re.compile(rf"{PATH}$"), lambda route: route.fulfill(json=shown))
    where.route(re.compile(rf"{PATH}/items"), items)
    where.route(re.compile(rf"{PATH}/errors"), lambda route: route.fulfill(json={"groups": shown["groups"]}))
    where.route(re.compile(rf"{PATH}/results"), lambda route: route.fulfill(body="line,state\n"))
    where.route(re.compile(rf"{PATH}/(resume|pause|confirm|cancel)$"), act)
    return sent
