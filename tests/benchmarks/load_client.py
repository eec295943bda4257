"""Many clients at once: `python -m tests.benchmarks.load_client <file>` sends what the file holds and prints what came back.

The file is a `Plan` in JSON. Each client is a thread with a connection of its own (`http.client`, so that the measuring takes
as little as it can of the machine it shares with the measured); all connect first, begin together, and take the next request
from one line, so requests that stand beside each other are under way together. Prints one JSON object: `answers` in the
order of the requests, `wall_seconds` from the first request to the last answer, and the client's own `cpu_seconds`.
"""

import http.client
import json
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Request:
    """One POST. `body` is text, sent as UTF-8."""

    path: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Plan:
    """What `clients` clients send to one server."""

    host: str
    port: int
    clients: int
    requests: tuple[Request, ...]

    def write(self, path: Path) -> None:
        """Store it for a process of its own."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Return a stored one."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**stored, "requests": tuple(Request(**one) for one in stored["requests"])})


class Crowd:
    """The clients of a plan and what they were answered."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._line = deque(range(len(plan.requests)))
        self._answers: list[dict[str, Any]] = [{}] * len(plan.requests)
        self._start = threading.Barrier(plan.clients + 1)

    def send(self) -> dict[str, Any]:
        """Send everything and return the figures."""
        clients = [threading.Thread(target=self._serve_one_client) for _ in range(self._plan.clients)]
        for client in clients:
            client.start()
        self._start.wait()
        begun, spent = time.perf_counter(), time.process_time()
        for client in clients:
            client.join()
        return {
            "answers": self._answers,
            "wall_seconds": time.perf_counter() - begun,
            "cpu_seconds": time.process_time() - spent,
        }

    def _serve_one_client(self) -> None:
        connection = http.client.HTTPConnection(self._plan.host, self._plan.port, timeout=_PATIENCE_SECONDS)
        connection.connect()
        self._start.wait()
        while True:
            try:
                number = self._line.popleft()
            except IndexError:
                break
            self._answers[number] = _ask(connection, self._plan.requests[number])
        connection.close()


def _ask(connection: http.client.HTTPConnection, request: Request) -> dict[str, Any]:
    """Send one request once. No answer is an answer too: status 0, and its reason for a body."""
    begun = time.perf_counter()
    try:
        connection.request("POST", request.path, request.body.encode(), dict(request.headers))
        answer = connection.getresponse()
        status, body = answer.status, answer.read().decode(errors="replace")
        replayed = answer.getheader("Idempotent-Replayed") == "true"
    except (OSError, http.client.HTTPException) as error:
        connection.close()  # the next request connects anew
        status, body, replayed = 0, repr(error), False
    return {"status": status, "milliseconds": 1000 * (time.perf_counter() - begun), "body": body, "replayed": replayed}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(Crowd(Plan.read(Path(sys.argv[1]))).send()) + "\n")
