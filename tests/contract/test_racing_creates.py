"""Two creates with one idempotency key at the same time: there is no "in flight" to be refused for, both name the one job."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from reelwright.api.problems import problem_of
from reelwright.aws.jobs import DynamoJobs
from reelwright.jobs.caller import Caller
from reelwright.jobs.request import CreateJob
from reelwright.ports import Jobs
from reelwright.refusals import Refusal
from reelwright.settings import Settings
from reelwright.usecases.create_job import Created, create_job
from tests.contract.racing import at_once
from tests.memory.world import world_with

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace, Bench, Clock, MakeBench

ADA = Caller(user_id="ada", tier="premium")
SETTINGS = Settings(environment="local", table_name="t", bucket_name="b")
CALLERS = 8
_numbers = count(1)


def create(jobs: Jobs, clock: "Clock", *, text: str = "Hello there.", key: str = "k") -> Created:
    """Post a job, as one process of the API does."""
    request = CreateJob.model_validate({"video_request": {"script_content": text}})
    number = next(_numbers)
    here = world_with(jobs=jobs, clock=clock, settings=SETTINGS, ids=lambda: f"created{number:04d}")
    return create_job(request, caller=ADA, key=key, world=here)


def outcome(call: Callable[[], Created]) -> str:
    """Return the job a create names, or the status of its refusal."""
    try:
        return call().job_id
    except Refusal as refused:
        return str(problem_of(refused).status)


def test_racing_creates_with_one_key_all_name_one_job(bench: "Bench") -> None:
    """A client that lost patience: one create is new, the others are replays of it, and none is told to wait."""
    found = at_once([partial(create, bench.jobs, bench.clock)] * CALLERS)
    assert len({one.job_id for one in found}) == 1
    assert Counter(one.replayed for one in found) == {False: 1, True: CALLERS - 1}
    page = bench.jobs.list_of_user("ada", state=None, task_name=None, limit=9, cursor=None)
    assert [job.job_id for job in page.jobs] == [found[0].job_id]


def test_racing_creates_with_one_key_and_two_bodies_make_one_job(bench: "Bench") -> None:
    """Whoever commits first has the key; every create of the other body is refused for good, not for now."""
    calls = [partial(create, bench.jobs, bench.clock, text=text) for text in ("One.", "Two.")] * (CALLERS // 2)
    found = Counter(at_once([partial(outcome, call) for call in calls]))
    assert found.pop("422") == CALLERS // 2
    assert [*found.values()] == [CALLERS // 2]


class Conflicts:
    """A client whose first transaction meets another's on the same key, which is committed meanwhile."""

    def __init__(self, client: Any, meanwhile: Callable[[], None]) -> None:
        self._client, self._meanwhile = client, [meanwhile]

    def __getattr__(self, name: str) -> Any:
        """Return the client's attribute."""
        return getattr(self._client, name)

    def transact_write_items(self, **arguments: Any) -> Any:
        """Refuse once, as DynamoDB does for an item in another transaction that is not over."""
        if self._meanwhile:
            self._meanwhile.pop()()
            reasons = [{"Code": "None"}, {"Code": "None"}, {"Code": "None"}, {"Code": "TransactionConflict"}]
            error: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
            raise ClientError(error, "TransactWriteItems")
        return self._client.transact_write_items(**arguments)


def test_a_create_that_meets_another_in_its_transaction_ends_as_its_replay(
    moto_place: "AwsPlace", clock: "Clock", bench_of: "MakeBench"
) -> None:
    """The only time that is "in flight" is DynamoDB's own, milliseconds: the create tries again, and finds what won."""
    table, client = moto_place.new_table(), moto_place.client("dynamodb")
    first: list[Created] = []
    plain = bench_of(DynamoJobs(table, client, clock=clock)).jobs
    met: Any = Conflicts(client, meanwhile=lambda: first.append(create(plain, clock)))
    second = create(DynamoJobs(table, met, clock=clock, sleep=lambda _seconds: None), clock)
    assert (second.replayed, second.job_id) == (True, first[0].job_id)


def test_a_create_whose_answer_was_lost_is_named_by_the_next_one(bench: "Bench") -> None:
    """The first caller never heard of its job: asking again finds it, at once and for as long as the key is kept."""
    lost = create(bench.jobs, bench.clock)
    bench.clock.pass_seconds(24 * 3600 - 1)
    again = create(bench.jobs, bench.clock)
    assert (again.job_id, again.replayed) == (lost.job_id, True)


@pytest.mark.parametrize("key", ["a", "b"])
def test_other_keys_do_not_wait_for_each_other(bench: "Bench", key: str) -> None:
    """Each key makes its own job in the same race."""
    found = at_once([partial(create, bench.jobs, bench.clock, key=one) for one in ("a", "b")] * 2)
    mine = [one.job_id for one, name in zip(found, ("a", "b") * 2, strict=True) if name == key]
    assert len(set(mine)) == 1
    assert len({one.job_id for one in found}) == 2
