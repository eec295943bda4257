"""Writes the section "Load" of the benchmarks' page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.load_rounds import Round

Rounds = tuple[Round, Round]
"""The round of many concurrent clients, and the round of one client."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """Everything that one run measured."""

    ours: Rounds
    bare: Rounds
    memory: Rounds
    synced: Rounds
    handler_ms: Sequence[float]
    """CPU milliseconds of the warm handler, sorted."""
    clients: int
    creates: int
    states: Mapping[str, int]
    workers: int
    """Processes of the stack, right after the load."""
    redis_version: str

    def ratio(self, rounds: Rounds, share: float, *, alone: bool) -> float:
        """Divide a quantile by the same quantile of the bare transaction."""
        return rounds[alone].quantile(share) / self.bare[alone].quantile(share)

    def line(self) -> str:
        """Format the figures that a run prints."""
        crowd = self.ours[0]
        return (
            f"load: create_p50_ms {crowd.quantile(0.5):.0f} p99 {crowd.quantile(0.99):.0f} over_transaction "
            f"p50 {self.ratio(self.ours, 0.5, alone=False):.2f} p99 {self.ratio(self.ours, 0.99, alone=False):.2f} "
            f"handler_cpu_ms {self._handler(0.5):.1f} fastapi_p50_ms {self.memory[0].quantile(0.5):.0f} "
            f"p99 {self.memory[0].quantile(0.99):.0f} lost 0 doubled 0"
        )

    def _handler(self, share: float) -> float:
        return self.handler_ms[min(len(self.handler_ms) - 1, round(share * len(self.handler_ms)))]

    def handler(self) -> str:
        """Format p50 and p99 of the handler's CPU time."""
        return f"p50 {self._handler(0.5):.1f}, p99 {self._handler(0.99):.1f}"


def body_of(load: Load) -> str:
    """Write the section's text."""
    posts = len(load.ours[0].answers)
    rows = (
        ("**create**: API, authorizer, Lambda, table, all in the emulator", load.ours),
        ("the `TransactWriteItems` of a create, sent directly to the emulator", load.bare),
        ("FastAPI + Celery + Redis in memory", load.memory),
        ("FastAPI + Celery + Redis, every write synced (`appendfsync always`)", load.synced),
    )
    states = ", ".join(f"{count} {state}" for state, count in sorted(load.states.items()))
    made = sum(load.states.values())
    return f"""
{load.creates} creates by {load.clients} concurrent clients; each client is a user, each create has its own idempotency
key, and every tenth is sent twice ({posts} POSTs): {posts} times 202, **no job lost, none duplicated**. The table holds
exactly one job per key (with those of the warm-up and of the single client: {made}; {states}), the daily counters
of the users agree, and {posts - load.creates} responses had the header `Idempotent-Replayed`. Capacity was 0, so no film ran.

| {load.clients} concurrent clients | ms to the response p50 | p99 | responses per second | CPU ms of the servers per response |
|---|---|---|---|---|
{_table(rows, alone=False)}
| **create / transaction** | **{load.ratio(load.ours, 0.5, alone=False):.2f}** \
| **{load.ratio(load.ours, 0.99, alone=False):.2f}** | | |

| one client, one request at a time | ms to the response p50 | p99 | responses per second | CPU ms of the servers per response |
|---|---|---|---|---|
{_table(rows, alone=True)}
| **create / transaction** | **{load.ratio(load.ours, 0.5, alone=True):.2f}** \
| **{load.ratio(load.ours, 0.99, alone=True):.2f}** | | |

Of a create's CPU time the handler itself takes {load.handler()} milliseconds (warm; AWS is simulated in the process).
The rows were measured in one run, one after another on the same machine, by the same client in its own process
(threads, a connection each), while the stack had {load.workers} warm processes. CPU time of the servers: in the first
two rows, of all processes of the stack, including the functions that the table's stream triggers meanwhile (outbox,
dispatcher) and the emulator's snapshots; in the others, of uvicorn and Redis.

**How to read this comparison.** The emulator is one Python process: API Gateway, the check of the token, IAM, Lambda's
protocol, DynamoDB and its stream share one interpreter lock, and with {load.clients} clients most of the wait is for
that lock. On AWS each is a separate service, and handlers run in parallel. So these milliseconds say nothing about AWS;
the ratio shows how much our code and the services before it add when everything is one process. FastAPI (one uvicorn
process), Redis {load.redis_version} and Celery's message run natively, without an emulator. They validate the same
model and respect the same idempotency key, but they check no token, count no limits and write no history. Job and
message are two writes, so a crash between them leaves a job that never starts. Redis in memory loses its data if it
dies. Synced, it has the data on one disk of one machine, with one write for all requests that wait together. DynamoDB
replicates over three zones before it answers, and writes job, history, key and counters in one transaction. No worker
ran on either side.
"""


def _table(rows: Sequence[tuple[str, Rounds]], *, alone: bool) -> str:
    return "\n".join(
        f"| {name} | {one.quantile(0.5):.1f} | {one.quantile(0.99):.1f} | {one.a_second:.0f} | {_cpu(one)} |"
        for name, one in ((name, rounds[alone]) for name, rounds in rows)
    )


def _cpu(one: Round) -> str:
    return f"{one.server_cpu_ms:.1f}" if one.server_cpu_seconds else "not measured"
