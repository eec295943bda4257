"""A webhook receiver with answers set by the test: `ports.Courier` in memory."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reelwright.ports import Reply
from reelwright.webhooks.log import Outcome

OK = Reply(outcome=Outcome.DELIVERED, status=200, milliseconds=12)


@dataclass
class Receiver:
    """Answers in turn, the last answer for ever; remembers what came. An error is raised instead: a crash while sending."""

    answers: list[Reply | BaseException | Callable[[], Reply]] = field(default_factory=lambda: [OK])
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Reply:
        """Take one webhook."""
        self.got.append((url, headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, Reply) else answer()

    def events(self) -> list[dict[str, Any]]:
        """Return what it was told."""
        return [json.loads(body) for _, _, body in self.got]

    def ids(self) -> list[str]:
        """Return under which ids."""
        return [headers["webhook-id"] for _, headers, _ in self.got]
