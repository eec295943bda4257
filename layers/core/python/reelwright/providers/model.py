"""The port of text models, and what a call costs."""

from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

from reelwright.values import Value


class Bill(Value):
    """The price of one call. `exact`: from the provider's own count; False for an estimate or a call whose answer was lost."""

    usd: float
    exact: bool = True


class TextOrder(Value):
    """One request to a text model: instructions, the task, and earlier turns of a repair."""

    system: str
    task: str
    repair: tuple[str, str] | None = None
    """The invalid answer, and the sentence that says what is wrong with it."""
    max_tokens: int = 1500
    answer_schema: dict[str, Any] | None = None
    """The JSON Schema of the answer: types, properties and items alone. A hint: not every model or server follows it."""
    seconds: float = 50.0
    """The time limit of the call, from resolving the host's name to the last byte."""

    @property
    def turns(self) -> tuple[tuple[Literal["user", "assistant"], str], ...]:
        """List the turns of the conversation, oldest first."""
        if self.repair is None:
            return (("user", self.task),)
        return (("user", self.task), ("assistant", self.repair[0]), ("user", self.repair[1]))


class Completed(Value):
    """The answer of a text model, with its bill. A refused answer is billed too."""

    text: str
    finish: Literal["stop", "length", "refused"]
    reason: str = ""
    """The provider's word for a refusal."""
    bill: Bill


class Completion(Protocol):
    """A text model.

    Raises ProviderThrottledError with the provider's delay (429), ProviderError (5xx, broken or invalid answers),
    ProviderTimeoutError, ProviderMisconfiguredError (credentials, model), ProviderRefusedError (other faults of the
    request) and ContentRefusedError; no other error, and no message has a key. It never repeats a call by itself.
    """

    name: str

    def estimate(self, order: TextOrder) -> Bill:
        """Price the order before the call: at most what the call can cost."""

    def complete(self, order: TextOrder) -> Completed:
        """Answer the order by one paid call."""


Answered = TypeVar("Answered", bound=Value)
"""The answer of a paid call; it has a field `bill`."""


class Ledger(Protocol):
    """Books the paid calls of one step, each once over crashes and retries of the step."""

    def once(
        self, provider: str, order: Value, *, estimate: Bill, call: Callable[[], Answered], shape: type[Answered]
    ) -> Answered:
        """Return the recorded answer of this order, of the model `shape`, or else call, record the answer and book its bill.

        A call whose answer was lost by a crash is made again; both are booked, the lost one by its estimate. Raises
        BudgetExceededError without calling if the estimate does not fit into the job's `max_cost_usd`.
        """


@runtime_checkable
class Billed(Protocol):
    """A provider that costs money: the step hands it the ledger before each use."""

    def billed_to(self, ledger: Ledger) -> "Billed":
        """Return the provider, bound to the ledger of one step."""
