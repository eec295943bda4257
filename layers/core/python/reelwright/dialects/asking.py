"""Asks a text model for one JSON object of a model's shape, whichever provider answers."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from reelwright.errors import ContentRefusedError, ProviderError
from reelwright.providers.model import Completed, Completion, Ledger, TextOrder

Draft = TypeVar("Draft", bound=BaseModel)


class Asker:
    """Asks one text model. Each call is booked in the step's ledger; a provider without a ledger is used in tests alone."""

    def __init__(self, completion: Completion, ledger: Ledger | None) -> None:
        self.name = completion.name
        self._completion, self._ledger = completion, ledger

    def ask(self, shape: type[Draft], order: TextOrder, *, context: dict[str, Any] | None = None) -> Draft:
        """Ask for JSON of this shape, once more with the problem if the answer is invalid or was cut off.

        `context` is for the validators of the shape. Raises ProviderError if the second answer is invalid too.
        """
        order = order.model_copy(update={"answer_schema": schema_of(shape)})
        first = self._complete(order)
        try:
            return shape.model_validate_json(_object_of(first.text), context=context)
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False)[0]
            sentence = f"That was not valid: {problem['msg']} at {problem['loc']}. Answer with the JSON object alone."
        repair = order.model_copy(update={"repair": (first.text or "{}", sentence), "max_tokens": 2 * order.max_tokens})
        try:
            return shape.model_validate_json(_object_of(self._complete(repair).text), context=context)
        except ValidationError as error:
            raise ProviderError(f"{self.name} answered twice without the JSON that was asked for") from error

    def _complete(self, order: TextOrder) -> Completed:
        def call() -> Completed:
            return self._completion.complete(order)

        if self._ledger is None:
            made = call()
        else:
            made = self._ledger.once(
                self.name, order, estimate=self._completion.estimate(order), call=call, shape=Completed
            )
        if made.finish == "refused":
            raise ContentRefusedError(f"{self.name} refused the text ({made.reason or 'no reason given'})")
        return made


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """Build the JSON Schema of a shape without lengths and patterns, which servers with grammars refuse or run slowly with."""
    whole = shape.model_json_schema()

    def bare(part: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in part:
            return bare(whole["$defs"][part["$ref"].rpartition("/")[2]])
        if part["type"] == "array":
            return {"type": "array", "items": bare(part["items"])}
        if part["type"] != "object":
            return {"type": part["type"]}
        properties = {name: bare(value) for name, value in part["properties"].items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    return bare(whole)


def _object_of(text: str) -> str:
    """Cut the JSON object out of an answer with fences, sentences or a model's thoughts around it."""
    text = text.rpartition("</think>")[2]
    begin, end = text.find("{"), text.rfind("}")
    return text[begin : end + 1] if 0 <= begin < end else text
