"""A crowd of users with light jobs: who orders what, and what has to come of it."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from infra.local.accounts import Account
from reelwright_client import Client
from reelwright_client.errors import ConflictError, ConnectionFailedError, ServerError

TROUBLE: Final = (ServerError, ConnectionFailedError)
"""What the client raises when its own tries did not get through: a user tries again later."""
FREE: Final = Account("free@crowd.localhost", ("free",))
PAYING: Final = (
    *(Account(f"premium{number}@crowd.localhost", ("premium",)) for number in range(3)),
    *(Account(f"standard{number}@crowd.localhost", ("standard",)) for number in range(2)),
)
FREE_JOBS: Final = 5
"""What the free tier allows a day."""
_PATIENCE: Final = 20
_AT_ONCE: Final = 4


@dataclass(frozen=True)
class Order:
    """One job that somebody wants. `refused`: no attempt can make it; `cancelled`: the owner soon regrets it."""

    number: int
    account: Account
    fields: dict[str, Any]
    script: str | None
    refused: bool = False
    cancelled: bool = False
    twice: bool = False

    @property
    def key(self) -> str:
        """Return the order's Idempotency-Key."""
        return f"order-{self.number}"


def orders(count: int) -> list[Order]:
    """Return so many orders; of each twenty one is refused, two cancelled, two posted twice, two asked for before."""
    return [_order(number) for number in range(count)]


def _order(number: int) -> Order:
    is_free = number % 40 == 3 and number < 40 * FREE_JOBS
    account = FREE if is_free else PAYING[number % len(PAYING)]
    place = number % 20
    if place == 7:
        fields = {"task_name": "generate_hook", "prompt": f"a funny video about idea {number}"}
        return Order(
            number, account, {**fields, "providers": {"text": "openai"}, "strict_providers": True}, None, refused=True
        )
    said = (
        "Everybody asks for this again and again."
        if place in {2, 16}
        else f"Story number {number} begins. It ends well."
    )
    task_name = ("analyze_pacing", "track_emotional_arc", "generate_hook")[number % 3]
    cancelled, twice = place in {4, 11}, place in {9, 13}
    if task_name == "generate_hook":
        fields = {"task_name": task_name, "prompt": f"a calm video about {said.lower()}"}
        return Order(number, account, fields, None, cancelled=cancelled, twice=twice)
    return Order(number, account, {"task_name": task_name}, said, cancelled=cancelled, twice=twice)


def place_all(wanted: list[Order], client_of: Callable[[Account], Client]) -> dict[str, Order]:
    """Post every order as its user would, trying again where the service is in trouble; return them by job id."""
    clients = {account: client_of(account) for account in (FREE, *PAYING)}
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            ids = list(pool.map(lambda order: _place(order, clients[order.account]), wanted))
    finally:
        deque(map(Client.close, clients.values()), maxlen=0)
    return dict(zip(ids, wanted, strict=True))


def _place(order: Order, client: Client) -> str:
    job_id = _through(lambda: client.create(order.script, idempotency_key=order.key, **order.fields).job_id)
    if order.twice:
        again = _through(lambda: client.create(order.script, idempotency_key=order.key, **order.fields).job_id)
        assert again == job_id, f"{order.key} made {job_id} and {again}"
    if order.cancelled:
        _through(lambda: _cancel(client, job_id))
    return str(job_id)


def _cancel(client: Client, job_id: str) -> None:
    with suppress(ConflictError):  # it had ended already
        client.cancel(job_id)


def _through(call: Callable[[], Any]) -> Any:
    for _ in range(_PATIENCE):
        try:
            return call()
        except TROUBLE:
            continue
    return call()
