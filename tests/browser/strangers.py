"""An API whose every text of a user or a provider is a given one; it also has what the seed does not have."""

from typing import TYPE_CHECKING, Any, Final

from tests.browser.batches import GROUP, batch, item
from tests.browser.test_letters import letter

if TYPE_CHECKING:
    from playwright.sync_api import Route

TEXTS: Final = frozenset(
    {
        "title", "text", "message", "detail", "advice", "name", "custom_id", "reason", "warning", "progress_message",
        "webhook_id", "samples", "voices", "type", "traceback", "value", "successor", "description", "tags", "author",
        "licence", "credit", "unspoken", "column", "hint", "value_preview", "place", "model", "excerpt", "label",
        "asked", "used", "prompt", "script_content", "filename", "step_message",
    }
)  # fmt: skip
"""Names of fields with a text that a user or a provider wrote."""
KEPT: Final = frozenset({"queues", "capability", "name", "type"})
"""Names and types that the system gives: of queues and providers the notes alone are a stranger's."""
DELIVERY: Final[dict[str, Any]] = {
    "webhook_id": "x", "type": "x", "place": "x", "number": 1, "trigger": "automatic", "at": "2026-11-28T09:00:00+00:00",
    "outcome": "refused", "status": 500, "milliseconds": 20, "detail": "x", "next_try_at": None,
}  # fmt: skip
CREDIT: Final = dict.fromkeys(
    ("author", "author_page", "licence", "licence_page", "text", "page", "id", "provider"), "x"
)
RESULT: Final[dict[str, Any]] = {
    "credits": [CREDIT],
    "publishing": {"title": "x", "description": "x", "tags": ["x"]},
    "fallbacks": [{"capability": "speech", "used": "x", "asked": "x", "reason": "x"}],
}
REFUSAL: Final[dict[str, Any]] = {
    "title": "x", "detail": "x", "status": 422,
    "errors": [{"field": "video_request.title", "file_line": 1, "column": "x", "message": "x", "hint": "x"}],
}  # fmt: skip
ENDS: Final = {"has_more": False, "next_cursor": None}
KIND: Final = {
    "group": "ab12",
    "code": "provider_failed",
    "message": "x",
    "advice": "x",
    "count": 30,
    "retryable": True,
}
MADE_UP: Final[dict[str, Any]] = {
    "/dlq": {**ENDS, "dead_letters": [letter(number) for number in range(3)]},
    "/dlq/groups": {"groups": [KIND], "is_complete": True},
    "/batches": {**ENDS, "batches": [batch()]},
    "/batches/b1": batch(),
    "/batches/b1/items": {**ENDS, "items": [item(1)]},
    "/batches/b1/errors": {"groups": [GROUP]},
    "/deliveries": {"deliveries": [DELIVERY]},
}
"""Answers by the end of their path; the longest end that fits counts."""


def rewritten(found: Any, text: str, *, kept: frozenset[str] = frozenset(), name: str = "") -> Any:
    """Put the text into every field that a user or a provider fills."""
    if isinstance(found, dict):
        return {key: rewritten(value, text, kept=kept, name=key) for key, value in found.items()}
    if isinstance(found, list):
        return [rewritten(value, text, kept=kept, name=name) for value in found]
    return text if isinstance(found, str) and name in TEXTS - kept else found


class Stranger:
    """Answers the API's routes with its text. Whatever it is sent is refused, with the text in the refusal."""

    def __init__(self, text: str) -> None:
        self._text = text

    def answer(self, route: "Route") -> None:
        """Answer a read by what the site or `MADE_UP` has; refuse a POST."""
        path = route.request.url.partition("?")[0].partition("/api/v1")[2]
        if route.request.method == "POST":
            route.fulfill(status=422, json=rewritten(REFUSAL, self._text))
        elif path.endswith(".vtt"):
            route.fallback()
        else:
            ends = [end for end in MADE_UP if path.endswith(end)]
            body = MADE_UP[max(ends, key=len)] if ends else _known(route)
            kept = KEPT if path in {"/queues", "/providers"} else frozenset()
            route.fulfill(json=rewritten(body, self._text, kept=kept))


def _known(route: "Route") -> Any:
    body = route.fetch(headers={**route.request.headers, "if-none-match": ""}).json()
    if body.get("result"):
        body["result"] |= RESULT
    return body
