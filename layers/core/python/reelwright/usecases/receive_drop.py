"""Make a batch of a manifest that was dropped into the bucket, and answer beside it."""

import json
from typing import Any

from pydantic import ValidationError

from reelwright.batches.cells import written
from reelwright.batches.drop import ACCEPTED, OPTIONS, OPTIONS_METADATA, REFUSED, REFUSED_TABLE, Drop
from reelwright.batches.refusing import REFUSED_COLUMNS, BatchInvalid
from reelwright.batches.request import CreateBatch
from reelwright.errors import MissingArtefactError
from reelwright.jobs.caller import Caller
from reelwright.ports import World
from reelwright.refusals import Forbidden, InvalidField, InvalidRequest, LimitReached, Refusal, TryAgain
from reelwright.usecases.accept_batch import AcceptedBatch, accept_batch
from reelwright.wrong_fields import field_errors


def receive_drop(drop: Drop, *, world: World) -> None:
    """Weigh and commit the manifest; write `<name>.accepted.json`, or `<name>.refused.json` and `<name>.refused.csv`.

    Idempotent: the same bytes with the same options are one batch, under any name and however often S3 tells. A notice of a
    version that was replaced is dropped, because S3 sends another one for the newer version. Raises TryAgain if the file was
    replaced while it was read, and LimitReached over the limit of the minute: the message is delivered again.
    """
    facts = world.artefacts.facts(drop.key)
    if facts is None or facts.etag.strip('"') != drop.etag:
        return
    try:
        accepted = _accepted(drop, facts.metadata.get(OPTIONS_METADATA), world=world)
    except (TryAgain, LimitReached):
        raise
    except Refusal as refusal:
        _refuse(drop, refusal, world=world)
        return
    document = {
        "batch_id": accepted.batch_id,
        "state": "READY" if accepted.weighing.options.start == "on_confirm" else "RUNNING",
        "lines": accepted.weighing.lines,
        "refused": accepted.weighing.refused,
        "estimated_cost_usd": accepted.weighing.estimate.cost_usd,
        "source": {"key": drop.key, "etag": drop.etag},
        "links": {"self": f"/api/v1/batches/{accepted.batch_id}"},
    }
    _answer(f"{drop.stem}{ACCEPTED}", document, world=world)


def _accepted(drop: Drop, own_options: str | None, *, world: World) -> AcceptedBatch:
    profile = world.profiles.get(drop.user_id)
    if profile is None:
        raise Forbidden(
            "The owner of this prefix is unknown: call the API once with a token, then drop the file again."
        )
    options = _beside(drop, world=world) if own_options is None else _options(own_options, OPTIONS_METADATA)
    try:
        request = CreateBatch.model_validate({**options, "s3": drop.key})
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None

    caller = Caller(user_id=profile.user_id, tier=profile.tier)
    return accept_batch(request, caller=caller, key=None, world=world)


def _beside(drop: Drop, *, world: World) -> dict[str, Any]:
    """Read the options in the file beside the manifest; none without the file."""
    key = f"{drop.stem}{OPTIONS}"
    try:
        return _options(world.artefacts.get(key), key.rpartition("/")[2])
    except MissingArtefactError:
        return {}


def _options(text: str | bytes, source: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InvalidField(source, "must be one JSON object with the options of the batch")
    return found


def _refuse(drop: Drop, refusal: Refusal, *, world: World) -> None:
    """Write why nothing was created; the lines with errors also as a table."""
    document: dict[str, Any] = {"state": "REFUSED", "code": getattr(refusal, "code", "refused"), "detail": str(refusal)}
    rows = ""
    if isinstance(refusal, InvalidRequest):
        document["errors"] = [field.model_dump() for field in refusal.fields]
    if isinstance(refusal, BatchInvalid):
        document |= {
            "error_count": refusal.error_count,
            "line_count": refusal.line_count,
            "errors": [error.model_dump(exclude_none=True) for error in refusal.errors],
            "groups": [group.model_dump() for group in refusal.groups],
        }
        rows = refusal.table()
    document["source"] = {"key": drop.key, "etag": drop.etag}
    table = written([REFUSED_COLUMNS]) + rows
    world.artefacts.put(f"{drop.stem}{REFUSED_TABLE}", table.encode(), content_type="text/csv; charset=utf-8")
    _answer(f"{drop.stem}{REFUSED}", document, world=world)


def _answer(key: str, document: dict[str, Any], *, world: World) -> None:
    body = json.dumps(document, ensure_ascii=False, indent=2).encode()
    world.artefacts.put(key, body, content_type="application/json")
