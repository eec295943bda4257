"""Copies the films of a system in memory into a table and a bucket, without the conditions of transactions."""

from collections.abc import Iterator
from typing import Any, Final

from reelwright.aws import keys
from reelwright.aws.items import (
    dead_letter_attributes,
    history_attributes,
    job_attributes,
    request_attributes,
    step_attributes,
    to_wire,
)
from reelwright.ports import World
from tests.memory.system import System

AT_ONCE: Final = 25
"""The most items of one BatchWriteItem."""


def copy_rows(system: System, client: Any, table: str, *, owners: tuple[str, ...]) -> None:
    """Write all jobs of these owners, and all dead letters, to a table by a client of DynamoDB."""
    items = list(_items(system, owners))
    for start in range(0, len(items), AT_ONCE):
        requests = [{"PutRequest": {"Item": to_wire(item)}} for item in items[start : start + AT_ONCE]]
        client.batch_write_item(RequestItems={table: requests})


def copy_objects(system: System, world: World) -> None:
    """Write all objects to the world's bucket."""
    for key, stored in system.artefacts.objects.items():
        world.artefacts.put(key, stored.body, content_type=stored.content_type)


def _items(system: System, owners: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    pages = (system.jobs.list_of_user(one, state=None, task_name=None, limit=1000, cursor=None) for one in owners)
    for job in (job for page in pages for job in page.jobs):
        yield _item(keys.job_key(job.job_id), job_attributes(job))
        yield _item(keys.request_key(job.job_id), request_attributes(job))
        for row in system.jobs.history(job.job_id):
            yield _item(keys.history_key(job.job_id, row.sequence), history_attributes(row))
        for step in system.jobs.steps(job.job_id):
            yield _item(keys.step_key(job.job_id, step.name), step_attributes(step))
    for letter in system.dead_letters.page(task_name=None, limit=100, cursor=None).letters:
        yield _item(keys.dead_letter_key(letter.letter_id), dead_letter_attributes(letter))


def _item(key: keys.Key, attributes: dict[str, Any]) -> dict[str, Any]:
    return {**key._asdict(), **attributes}
