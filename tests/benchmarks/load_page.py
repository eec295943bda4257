"""The section "Load" of the benchmarks' page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.load_rounds import Round

Rounds = tuple[Round, Round]
"""Of many clients at once, and of one alone."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """Everything that one run measured."""

    ours: Rounds
    bare: Rounds
    memory: Rounds
    synced: Rounds
    handler_ms: Sequence[float]
    """CPU milliseconds of the warm handler, in order of size."""
    clients: int
    creates: int
    states: Mapping[str, int]
    workers: int
    """Processes of the stack, right after the load."""
    redis_version: str

    def ratio(self, rounds: Rounds, share: float, *, alone: bool) -> float:
        """Return a quantile over the bare transaction's."""
        return rounds[alone].quantile(share) / self.bare[alone].quantile(share)

    def line(self) -> str:
        """Return the figures that a run prints."""
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
        """Return p50 and p99 of the handler's CPU."""
        return f"p50 {self._handler(0.5):.1f}, p99 {self._handler(0.99):.1f}"


def body_of(load: Load) -> str:
    """Return the section's text."""
    posts = len(load.ours[0].answers)
    rows = (
        ("**create**: API, authorizer, Lambda, table, all in the emulator", load.ours),
        ("one `TransactWriteItems` as a create sends it, straight to the emulator", load.bare),
        ("FastAPI + Celery + Redis in memory", load.memory),
        ("FastAPI + Celery + Redis, every write synced (`appendfsync always`)", load.synced),
    )
    states = ", ".join(f"{count} {state}" for state, count in sorted(load.states.items()))
    made = sum(load.states.values())
    return f"""
{load.creates} creates by {load.clients} clients at once, each client a user, each create with a key of its own and every
tenth sent twice ({posts} POSTs): {posts} times 202, **none lost, none made twice**. The table holds exactly one job a key
(with those of the warming and of the client alone: {made}; {states}), the users' day counters agree, and
{posts - load.creates} answers said `Idempotent-Replayed`. Capacity was 0, so no film ran.

| {load.clients} clients at once | ms to the answer p50 | p99 | answers a second | CPU ms of the servers each |
|---|---|---|---|---|
{_table(rows, alone=False)}
| **create / transaction** | **{load.ratio(load.ours, 0.5, alone=False):.2f}** \
| **{load.ratio(load.ours, 0.99, alone=False):.2f}** | | |

| one client, one after another | ms to the answer p50 | p99 | answers a second | CPU ms of the servers each |
|---|---|---|---|---|
{_table(rows, alone=True)}
| **create / transaction** | **{load.ratio(load.ours, 0.5, alone=True):.2f}** \
| **{load.ratio(load.ours, 0.99, alone=True):.2f}** | | |

Of a create's CPU the handler itself takes {load.handler()} milliseconds (warm, the answers of AWS given in process).
One run, one after another on the same machine, with the same client in a process of its own (threads, a connection each),
behind {load.workers} warm processes of the stack. CPU of the servers: for the first two rows every process of the stack, with
what the table's stream sets off meanwhile (outbox, dispatcher) and the emulator's snapshots; for the others uvicorn and Redis.

**What is compared, and what is not.** The emulator is one Python process: API Gateway, the check of the token, IAM, Lambda's
protocol, DynamoDB and its stream share one interpreter lock, and with {load.clients} clients the wait is mostly for that. On
AWS each is a service of its own and handlers run beside each other: these milliseconds say nothing about AWS, the ratio says
what our code and the services before it add where everything is one process. FastAPI (one uvicorn process),
Redis {load.redis_version} and Celery's message are native, with no emulator between them. They validate the same model and
honour the same key, but check no token, count no limit and write no history; job and message are two writes, so a crash
between them leaves a job that nobody starts. Redis in memory loses what it was told when it dies; synced, it has it on one
disk of one machine, written once for all that wait together. The table is replicated over three zones before it answers, and
job, history, key and counters are in it together or not at all. No worker ran on either side.
"""


def _table(rows: Sequence[tuple[str, Rounds]], *, alone: bool) -> str:
    return "\n".join(
        f"| {name} | {one.quantile(0.5):.1f} | {one.quantile(0.99):.1f} | {one.a_second:.0f} | {_cpu(one)} |"
        for name, one in ((name, rounds[alone]) for name, rounds in rows)
    )


def _cpu(one: Round) -> str:
    return f"{one.server_cpu_ms:.1f}" if one.server_cpu_seconds else "not told"
