"""Many creates at once, on the deployed app; beside it the emulator's own transaction, and FastAPI with Celery and Redis."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest

from infra.local import verbs
from infra.local.accounts import Account
from infra.local.process_table import process_table
from infra.local.processes import belonging
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.quota import day_of
from reelwright.settings import Settings
from tests.benchmarks.celery_fastapi.servers import EVERY_WRITE_SYNCED, HOST, MEMORY_ONLY, missing, servers
from tests.benchmarks.handler_environment import ENVIRONMENT
from tests.benchmarks.load_client import Plan, Request
from tests.benchmarks.load_orders import TWICE_OF, creates, transactions
from tests.benchmarks.load_page import Load, body_of
from tests.benchmarks.load_rounds import Round, cpu_seconds, play
from tests.local.conftest import Stack, new_place, take_down
from tests.local.evidence import Evidence

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Page, Run

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

HERE: Final = Path(__file__).parent
CLIENTS: Final = 50
CREATES: Final = 500
ALONE: Final = 50
"""Creates of one client, one after another."""
WARMING: Final = 100
"""Creates before the measured ones: every worker has started, every connection of its client is open."""
WARMING_ROUNDS: Final = 5
QUIET_CPU: Final = 0.15
"""Cores that an idle stack keeps busy at most: it writes snapshots and looks at its schedules."""
ACCOUNTS: Final = tuple(Account(f"load{number}@load.localhost", ("premium",)) for number in range(CLIENTS))
HELD: Final = {"videos": 0, "tasks": 0}
"""Capacity of the pools: jobs are accepted and wait, so that the machine measures creates and no films."""


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """Yield the deployed app on an emulator of the benchmark's own, its pools closed."""
    place = new_place(tmp_path / "stack")
    try:
        made = Stack(place, verbs.up(place, lambda _: None))
        _close_pools(made.aws("lambda"))
        yield made
    finally:
        take_down(place)


def _close_pools(lambda_: Any) -> None:
    name = "reelwright-local-dispatcher"
    variables = lambda_.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    closed = {**variables, "REELWRIGHT_CAPACITY": json.dumps(HELD)}
    lambda_.update_function_configuration(FunctionName=name, Environment={"Variables": closed})


class Sender:
    """Sends requests to one server from a process of its own, `pids` being the server's."""

    def __init__(self, run: "Run", folder: Path, port: int, pids: Callable[[], Sequence[int]]) -> None:
        self._run, self._folder, self._port, self._pids = run, folder, port, pids

    def send(self, requests: Sequence[Request], *, clients: int) -> Round:
        """Send them from so many clients."""
        path = self._folder / f"plan-{self._port}.json"
        Plan(HOST, self._port, clients, tuple(requests)).write(path)
        return play(lambda: self._run(HERE / "load_client.py", path), self._pids)

    def rest(self) -> None:
        """Wait until the server has worked off what it was left with; raises TimeoutError after minutes."""
        end = time.monotonic() + 240
        while time.monotonic() < end:
            before = cpu_seconds(self._pids())
            time.sleep(1)
            if sum(s - before.get(pid, 0.0) for pid, s in cpu_seconds(self._pids()).items()) < QUIET_CPU:
                return
        raise TimeoutError("the server does not come to rest")


def _check_answers(answered: Round, keys: Sequence[str]) -> frozenset[str]:
    """Require 202 everywhere and one job a key; return the jobs."""
    assert answered.statuses == {202: len(keys)}, [one for one in answered.answers if one["status"] != 202][:3]
    jobs: dict[str, set[str]] = {}
    for key, job_id in zip(keys, answered.job_ids(), strict=True):
        jobs.setdefault(key, set()).add(job_id)
    assert [key for key, ids in jobs.items() if len(ids) != 1] == []
    found = frozenset(job_id for ids in jobs.values() for job_id in ids)
    assert len(found) == len(jobs)
    return found


def _warm(sender: Sender, path: str, tokens: Sequence[str], name: str) -> frozenset[str]:
    """Send creates again, with their keys, until each is accepted; return the jobs.

    While fifty workers start on two cores, the emulator's gateway may run out of its own time. The first create is sent
    alone: it makes the gateway fetch the keys that tokens are checked with.
    """
    orders = creates(path, tokens, WARMING, name=f"{name}-warming")
    requests = [request for _, request in orders]
    sender.send(requests[:1], clients=1)
    for _ in range(WARMING_ROUNDS):
        answered = sender.send(requests, clients=CLIENTS)
        if answered.statuses == {202: len(requests)}:
            break
    sender.rest()
    return _check_answers(answered, [key for key, _ in orders])


def _send_creates(sender: Sender, path: str, tokens: Sequence[str], name: str) -> tuple[Round, Round, frozenset[str]]:
    """Warm up, send the crowd's creates and those of one client; return both rounds and all jobs."""
    made = _warm(sender, path, tokens, name)
    rounds = []
    for count, clients in ((CREATES, CLIENTS), (ALONE, 1)):
        orders = creates(path, tokens, count, name=f"{name}-{clients}")
        answered = sender.send([request for _, request in orders], clients=clients)
        made |= _check_answers(answered, [key for key, _ in orders])
        rounds.append(answered)
        sender.rest()
    assert len(made) == WARMING + CREATES + ALONE
    return rounds[0], rounds[1], made


def _send_transactions(sender: Sender, stack: Stack) -> tuple[Round, Round]:
    """Send what the creates came down to, straight to the emulator."""
    settings = Settings(
        environment="local", table_name=stack.outputs["TableName"], bucket_name="none", minute_jobs_limit=100_000
    )
    rounds = []
    for count, clients in ((WARMING, CLIENTS), (CREATES, CLIENTS), (ALONE, 1)):
        name = f"bare-{count}-{clients}"
        signed = transactions(stack.aws("dynamodb"), settings, count, users=CLIENTS, name=name)
        answered = sender.send(signed, clients=clients)
        assert answered.statuses == {200: count}, answered.answers[0]
        rounds.append(answered)
        sender.rest()
    return rounds[1], rounds[2]


def _check_table(stack: Stack, made: frozenset[str], answered: Round) -> Counter[str]:
    """Require that the table holds exactly the accepted jobs, none of them started; return how many are in which state."""
    evidence = Evidence(stack.aws, stack.outputs)
    stored = evidence.stored()
    assert stored.keys() == made
    assert sum(one["replayed"] for one in answered.answers) == CREATES // TWICE_OF
    states = Counter(job.state.value for job in stored.values())
    assert states.keys() <= {JobState.PENDING.value, JobState.QUEUED.value}, states
    days = {(job.user_id, day_of(job.created_at)) for job in stored.values()}
    assert sum(evidence.jobs.daily_count(user_id, day) for user_id, day in days) == len(made)
    return states


def test_load(stack: Stack, run: "Run", page: "Page", say: Callable[[str], None], tmp_path: Path) -> None:
    """No job is lost and none made twice; how long a create takes to be accepted, beside two scales."""
    if missing():
        pytest.skip(f"{', '.join(missing())}: not installed; `make bench` installs requirements-measure.lock")
    table = process_table()
    tokens = [stack.token(account) for account in ACCOUNTS]
    ours = Sender(run, tmp_path, stack.place.port, lambda: [p.pid for p in belonging(stack.place.folder, table)])
    ours.rest()
    crowd, alone, made = _send_creates(ours, f"{urlsplit(stack.url).path}/api/v1/jobs", tokens, "ours")
    states = _check_table(stack, made, crowd)
    workers = len(belonging(stack.place.folder, table))
    bare_crowd, bare_alone = _send_transactions(ours, stack)
    take_down(stack.place)
    theirs = {}
    for name, durability in (("memory", MEMORY_ONLY), ("synced", EVERY_WRITE_SYNCED)):
        with servers(tmp_path / name, durability) as pair:
            sender = Sender(run, tmp_path, pair.port, pair.pids)
            their_crowd, their_alone, their_jobs = _send_creates(sender, "/api/v1/jobs", ["nobody"], name)
            assert pair.jobs() == their_jobs
            assert pair.messages("videos-high") == len(their_jobs)
            theirs[name] = (their_crowd, their_alone)
            version = pair.version()
    handler = run(HERE.parent / "functions" / "post_jobs.py", 200, environment=ENVIRONMENT)["warm_ms"]
    load = Load(
        ours=(crowd, alone),
        bare=(bare_crowd, bare_alone),
        memory=theirs["memory"],
        synced=theirs["synced"],
        handler_ms=sorted(handler),
        clients=CLIENTS,
        creates=CREATES,
        states=states,
        workers=workers,
        redis_version=version,
    )
    page.write("load", "Load", body_of(load))
    say(load.line())
