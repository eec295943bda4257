"""ComfyUI, a user's own server: the operator's workflow with placeholders, submitted once and polled.

The id of a job is ours and follows from workflow and order, so it is known before the first call: a call after a
crash finds the job in the queue or in the history, and no picture is computed twice.
"""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlencode

from reelwright.dialects.answers import call, get_json, post_json, reading
from reelwright.dialects.pictures import Painter
from reelwright.errors import ProviderError, ProviderTimeoutError
from reelwright.outbound.calling import HttpCaller
from reelwright.outbound.deadline import Deadline, Now
from reelwright.providers.calls import Carried
from reelwright.providers.pictures import MOST_RAW_BYTES, PictureOrder
from reelwright.providers.setup import PictureSetup
from reelwright.providers.workflows import unpacked

_NAMESPACE: Final = uuid.UUID("5f0c7b9e-6f0e-4d0a-9a39-9d7f1f2a7c11")
_RUNS: Final = 3
"""How often one order is computed at most, if its jobs fail."""
_POLL_SECONDS: Final = 1.0
_CALL_SECONDS: Final = 20.0
_STEP: Final = 8
"""Models of the kind of Stable Diffusion take sizes in steps of 8 pixels."""


class ComfyPictures(Painter):
    """A workflow of ComfyUI. A job that takes longer than the order's seconds goes on, and the next call finds it."""

    longest = 10_000

    def __init__(
        self,
        setup: PictureSetup,
        caller: HttpCaller,
        *,
        key: str | None,
        sleep: Callable[[float], None] = time.sleep,
        now: Now = time.monotonic,
    ) -> None:
        super().__init__(setup)
        self._caller, self._sleep, self._now = caller, sleep, now
        self._headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._base = (setup.address or "").rstrip("/")

    def paint(self, order: PictureOrder) -> Carried:
        """Submit unless the job exists, wait for its end, and fetch its picture."""
        self._text(order)
        deadline = Deadline(order.seconds, self._now)
        for run in range(_RUNS):
            job_id = self._id_of(order, run)
            ended = None if self._is_queued(job_id, deadline) else self._ended(job_id, deadline)
            if ended is not None and not _is_failed(ended):
                return self._fetched(order, ended, deadline)
            if ended is None:
                self._submit_once(job_id, order, deadline)
                return self._fetched(order, self._awaited(job_id, deadline), deadline)
        raise ProviderError(f"{self.name} failed to compute the picture {_RUNS} times")

    def cancel(self, order: PictureOrder) -> bool:
        """Interrupt the order's job if it runs, and delete it if it waits; jobs of others go on."""
        deadline = Deadline(_CALL_SECONDS, self._now)
        found = self._get("/queue", deadline)
        with reading(self.name):
            running, pending = ({one[1] for one in found[name]} for name in ("queue_running", "queue_pending"))
        own = [self._id_of(order, run) for run in range(_RUNS)]
        for job_id in own:
            if job_id in pending:
                self._post("/queue", {"delete": [job_id]}, deadline)
            if job_id in running:
                # Servers that do not know `prompt_id` here interrupt what runs, which is this job.
                self._post("/interrupt", {"prompt_id": job_id}, deadline)
        return not (running | pending).isdisjoint(own)

    def _id_of(self, order: PictureOrder, run: int) -> str:
        shaped = json.dumps([self._setup.workflow, order.model_dump(mode="json", exclude={"seconds"}), run])
        return str(uuid.uuid5(_NAMESPACE, shaped))

    def _submit_once(self, job_id: str, order: PictureOrder, deadline: Deadline) -> None:
        """Submit, unless an earlier call did: the queue is read first, as a job leaves it for the history."""
        if self._is_queued(job_id, deadline) or self._ended(job_id, deadline) is not None:
            return
        workflow = filled(
            unpacked(self._setup.workflow),
            {
                "%prompt%": order.text,
                "%seed%": order.seed,
                "%width%": order.width // _STEP * _STEP,
                "%height%": order.height // _STEP * _STEP,
            },
        )
        body = {"prompt": workflow, "client_id": "reelwright", "prompt_id": job_id}
        seconds = min(_CALL_SECONDS, deadline.remaining())
        post_json(self._caller, self.name, f"{self._base}/prompt", body, headers=self._headers, seconds=seconds)

    def _awaited(self, job_id: str, deadline: Deadline) -> Any:
        """Poll until the job has ended. Raises ProviderError if it failed, ProviderTimeoutError if it goes on."""
        while True:
            ended = self._ended(job_id, deadline)
            if ended is not None and _is_failed(ended):
                raise ProviderError(f"{self.name} failed to compute the picture")
            if ended is not None:
                return ended
            self._sleep(_POLL_SECONDS)

    def _is_queued(self, job_id: str, deadline: Deadline) -> bool:
        found = self._get("/queue", deadline)
        with reading(self.name):
            return any(job_id == one[1] for name in ("queue_running", "queue_pending") for one in found[name])

    def _ended(self, job_id: str, deadline: Deadline) -> Any:
        """Read the history of a job; None while it has none."""
        return self._get(f"/history/{job_id}", deadline).get(job_id)

    def _fetched(self, order: PictureOrder, ended: Any, deadline: Deadline) -> Carried:
        with reading(self.name):
            images = [image for node in ended["outputs"].values() for image in node.get("images", ())]
            image = next(one for one in images if one.get("type") == "output")
            query = urlencode({name: image[name] for name in ("filename", "subfolder", "type")}, quote_via=quote)
        raw = call(
            self._caller,
            self.name,
            "GET",
            f"{self._base}/view?{query}",
            headers=self._headers,
            seconds=self._left(deadline),
            most_bytes=MOST_RAW_BYTES,
        )
        return self._carried(order, raw, seed=order.seed)

    def _post(self, path: str, body: dict[str, Any], deadline: Deadline) -> None:
        """Post, and read no answer: these have none."""
        url, seconds = f"{self._base}{path}", self._left(deadline)
        headers = {**self._headers, "Content-Type": "application/json"}
        call(self._caller, self.name, "POST", url, headers=headers, body=json.dumps(body).encode(), seconds=seconds)

    def _get(self, path: str, deadline: Deadline) -> Any:
        return get_json(
            self._caller, self.name, f"{self._base}{path}", headers=self._headers, seconds=self._left(deadline)
        )

    def _left(self, deadline: Deadline) -> float:
        try:
            return min(_CALL_SECONDS, deadline.remaining())
        except TimeoutError as error:
            raise ProviderTimeoutError(f"{self.name} is still at work; the next call finds its job") from error


def filled(part: Any, values: dict[str, str | int]) -> Any:
    """Replace the placeholders of a workflow: alone, a number stays a number; within a text, only the prompt is put in."""
    if isinstance(part, dict):
        return {name: filled(one, values) for name, one in part.items()}
    if isinstance(part, list):
        return [filled(one, values) for one in part]
    if isinstance(part, str):
        return values[part] if part in values else part.replace("%prompt%", str(values["%prompt%"]))
    return part


def _is_failed(ended: Any) -> bool:
    return bool((ended.get("status") or {}).get("status_str") == "error")
