"""A twin of ComfyUI: validates a prompt, computes after some looks at the history, and counts what it computed."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, StringConstraints, ValidationError

from tests.twins.dialects import Strict
from tests.twins.pictures import picture

UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class Node(Strict):
    """A node of a workflow."""

    class_type: Annotated[str, StringConstraints(min_length=1)]
    inputs: dict[str, Any]


class PromptRequest(Strict):
    """`POST /prompt`."""

    prompt: Annotated[dict[str, Node], Field(min_length=1)]
    client_id: Literal["reelwright"]
    prompt_id: Annotated[str, StringConstraints(pattern=UUID)]


@dataclass
class ComfyTwin:
    """One server. `looks`: how often a job is looked for before it has ended."""

    looks: int = 2
    fails: int = 0
    """The jobs to come that fail."""
    loses: int = 0
    """The submits to come that are taken and not answered."""
    prompts: list[dict[str, Any]] = field(default_factory=list)
    jobs: dict[str, int] = field(default_factory=dict)
    """Job -> looks that are left."""
    failed: set[str] = field(default_factory=set)
    stopped: list[tuple[str, str]] = field(default_factory=list)
    """Path and job of each interrupt and deletion."""
    refused: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def base(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.port}"

    def submit(self, body: bytes) -> tuple[int, Any]:
        """Take a prompt. The server itself does not look whether it has the id."""
        try:
            request = PromptRequest.model_validate_json(body)
        except ValidationError as error:
            self.refused.append(str(error))
            return 400, {"error": {"type": "invalid_prompt", "message": "no"}, "node_errors": {}}
        self.prompts.append(json.loads(body))
        self.jobs[request.prompt_id] = self.looks
        if self.fails:
            self.fails -= 1
            self.failed.add(request.prompt_id)
        return 200, {"prompt_id": request.prompt_id, "number": len(self.prompts), "node_errors": {}}

    def stop(self, path: str, body: bytes) -> tuple[int, Any]:
        """Interrupt the running job by its id, or delete waiting ones."""
        found = json.loads(body)
        names = {"/interrupt": "prompt_id", "/queue": "delete"}
        if set(found) != {names[path]}:
            self.refused.append(f"{path} {found}")
            return 400, {}
        for job in [found["prompt_id"]] if path == "/interrupt" else found["delete"]:
            self.stopped.append((path, job))
            self.jobs[job] = 0
            self.failed.add(job)
        return 200, b""

    def read(self, target: str) -> tuple[int, Any]:
        """Answer a GET."""
        parts = urlsplit(target)
        if parts.path == "/queue":
            waiting = [[0, one, {}, {}, []] for one, looks in self.jobs.items() if looks > 0]
            return 200, {"queue_running": waiting[:1], "queue_pending": waiting[1:]}
        if parts.path == "/view":
            query = parse_qs(parts.query, keep_blank_values=True)
            known = query.get("filename") == ["reel_1.png"] and query.get("type") == ["output"] and "subfolder" in query
            return (200, picture(512, 912)) if known else (404, {})
        found = re.fullmatch(r"/history/([0-9a-f-]+)", parts.path)
        if found is None:
            return 404, {}
        job = found[1]
        if self.jobs.get(job, 1) > 0:
            self.jobs[job] = self.jobs[job] - 1 if job in self.jobs else 1
            self.jobs = {
                one: looks for one, looks in self.jobs.items() if one in {p["prompt_id"] for p in self.prompts}
            }
            return 200, {}
        status = "error" if job in self.failed else "success"
        images = [
            {"filename": "preview.png", "subfolder": "", "type": "temp"},
            {"filename": "reel_1.png", "subfolder": "", "type": "output"},
        ]
        outputs = {} if job in self.failed else {"9": {"images": images}}
        return 200, {job: {"outputs": outputs, "status": {"status_str": status, "completed": status == "success"}}}


@contextmanager
def running_comfy(twin: ComfyTwin) -> Iterator[ComfyTwin]:
    """Run the twin until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            """Log nothing."""

        def do_GET(self) -> None:
            self._send(*twin.read(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = twin.submit(body) if self.path == "/prompt" else twin.stop(self.path, body)
            if twin.loses:
                twin.loses -= 1
                self.close_connection = True
                return
            self._send(*answer)

        def _send(self, status: int, found: Any) -> None:
            body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    twin.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield twin
    finally:
        server.shutdown()
        server.server_close()
