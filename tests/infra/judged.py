"""A system on a table of DynamoDB (moto) that judges every request by the permissions of the function that sends it."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

from infra.local.row_conditions import row_conditions
from reelwright.aws.batches import DynamoBatches
from reelwright.aws.breakers import DynamoBreakers
from reelwright.aws.dead_letters import DynamoDeadLetters
from reelwright.aws.deliveries import DynamoDeliveries
from reelwright.aws.jobs import DynamoJobs
from reelwright.aws.key_rings import DynamoKeyRings
from reelwright.aws.lanes import DynamoLanes
from reelwright.aws.profiles import DynamoProfiles
from reelwright.aws.quotas import DynamoQuotas
from reelwright.aws.recounts import DynamoRecounts
from reelwright.aws.table import Table
from reelwright.aws.tallies import DynamoTallies
from reelwright.aws.uploads import DynamoUploads
from reelwright.entry.recent_tallies import CachedTallies
from reelwright.ports import World
from tests.aws_table import create_table
from tests.infra.test_grants import statements_of
from tests.memory.system import System
from tests.memory.world import world_with

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

Request = dict[str, Any]
_TABLE: Final = "arn:aws:dynamodb:us-east-1:1:table/table"


class Rights:
    """What the policies of a function's role allow on the table and on its indexes."""

    def __init__(self, synthesis: "Synthesis", role_of: str) -> None:
        rows = [one for one in statements_of(synthesis, role_of) if "dynamodb:" in json.dumps(one["Action"])]
        indexed = [one for one in rows if "index" in json.dumps(one["Resource"])]
        self._on_table, self._on_indexes = (_parsed(found) for found in (rows, indexed))

    def allow(self, actions: set[str], request: Request) -> bool:
        """Return whether a request of these actions is allowed."""
        return all(self._allow(action, request) for action in actions)

    def _allow(self, action: str, request: Request) -> bool:
        index = request.get("IndexName")
        context = EvalContext(
            principal_arn="arn:aws:sts::1:assumed-role/r/s",
            principal_type="AssumedRole",
            principal_account="1",
            action=f"dynamodb:{action}",
            resource_arn=f"{_TABLE}/index/{index}" if index else _TABLE,
            region="us-east-1",
            service_context={name.lower(): values for name, values in row_conditions(request).items()},
        )
        return bool(evaluate(context, self._on_indexes if index else self._on_table).decision == "Allow")


def _parsed(statements: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [parse_policy_document({"Statement": [{**one, "Resource": "*"} for one in statements]})]


def actions_of_items(request: Request) -> set[str]:
    """Return the actions that the items of a transaction need: `PutItem` for a `Put`."""
    return {f"{action}Item" for item in request["TransactItems"] for action in item}


class JudgedClient:
    """DynamoDB as one function reaches it: a request beyond its rights raises PermissionError, as AWS denies it."""

    def __init__(self, client: Any, role_of: str, rights: Rights, wrote: set[str]) -> None:
        self._client, self._role_of, self._rights, self._wrote = client, role_of, rights, wrote
        self.exceptions = client.exceptions

    def transact_write_items(self, **request: Any) -> Any:
        """Judge every item by all keys of the transaction."""
        return self._judged(actions_of_items(request), request, self._client.transact_write_items)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Judge a single call."""
        call, action = getattr(self._client, name), self._client.meta.method_to_api_mapping[name]
        return lambda **request: self._judged({action}, request, call)

    def _judged(self, actions: set[str], request: Request, call: Callable[..., Any]) -> Any:
        keys = row_conditions(request).get("dynamodb:LeadingKeys", [])
        if not self._rights.allow(actions, request):
            raise PermissionError(f"{self._role_of} may not {sorted(actions)} on {keys}")
        if actions - {"GetItem", "Query", "BatchGetItem"}:
            self._wrote.update(key.partition("#")[0] for key in keys)
        return call(**request)


class JudgedSystem:
    """One table and one memory of everything else; a world for each function. `wrote` has the partitions each has written."""

    def __init__(self, synthesis: "Synthesis", client: Any) -> None:
        create_table(client, "table")
        self.system = System()
        self.clock = self.system.clock
        self.wrote: dict[str, set[str]] = defaultdict(set)
        self._synthesis, self._client = synthesis, client
        self._worlds: dict[str, World] = {}

    def of(self, role_of: str) -> World:
        """Return the world in which a function works."""
        if role_of not in self._worlds:
            rights = Rights(self._synthesis, role_of)
            self._worlds[role_of] = self._world(JudgedClient(self._client, role_of, rights, self.wrote[role_of]))
        return self._worlds[role_of]

    def _world(self, client: Any) -> World:
        table, clock = Table("table", client), self.clock
        tallies = DynamoTallies("table", client, clock)
        return world_with(
            self.system,
            jobs=DynamoJobs("table", client, clock),
            batches=DynamoBatches("table", client, clock),
            dead_letters=DynamoDeadLetters("table", client, clock),
            deliveries=DynamoDeliveries("table", client),
            key_rings=DynamoKeyRings("table", client),
            recounts=DynamoRecounts("table", client),
            breakers=DynamoBreakers("table", client),
            profiles=DynamoProfiles(table, clock),
            quotas=DynamoQuotas(table, clock),
            uploads=DynamoUploads(table),
            lanes=DynamoLanes(table),
            tallies=tallies,
            recent_tallies=CachedTallies(tallies, clock=clock, on_error=self.system.troubles.append),
        )
