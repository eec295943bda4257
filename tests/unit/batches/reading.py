"""Reads and judges manifests from texts, for tests."""

import io
from collections.abc import Sequence

from reelwright.batches.judging import Judge
from reelwright.batches.lines import BatchLine, LineError
from reelwright.batches.manifest import READERS, inline_lines
from reelwright.batches.raw import RawLine
from reelwright.batches.request import CreateBatch
from reelwright.batches.weighed import ManifestFormat
from reelwright.figures.traffic import QUIET
from reelwright.jobs.request import CreateJob
from reelwright.refusals import InvalidField
from reelwright.usecases.weigh_request import WeighedItem, weigh_items
from tests.memory.system import ON_AWS, System


def rows(body: bytes | str, kind: ManifestFormat = "csv") -> tuple[list[RawLine], list[LineError]]:
    """Read a manifest: its lines, and the errors of the whole."""
    data = body if isinstance(body, bytes) else body.encode()
    found = list(READERS[kind](io.BytesIO(data)))
    return (
        [one for one in found if isinstance(one, RawLine)],
        [one for one in found if isinstance(one, LineError)],
    )


def judge_of(batch: CreateBatch, *, is_csv: bool) -> Judge:
    """Build a judge with the rules of a create by a user `amira`."""
    world = System(settings=ON_AWS)

    def check(requests: Sequence[CreateJob]) -> list[WeighedItem | InvalidField]:
        return weigh_items(requests, user_id="amira", traffic=QUIET, world=world)

    return Judge(batch, check=check, is_csv=is_csv)


def judged(body: str, **options: object) -> list[BatchLine]:
    """Read and judge a CSV; `options` are fields of the batch."""
    batch = CreateBatch.model_validate({"upload_id": "u1", **options})
    return judge_of(batch, is_csv=True).judge(rows(body)[0])


def judged_items(*items: object, **options: object) -> list[BatchLine]:
    """Judge items of a body."""
    batch = CreateBatch.model_validate({"items": items, **options})
    return judge_of(batch, is_csv=False).judge(list(inline_lines(batch.items or ())))
