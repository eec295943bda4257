"""Judges the lines of a batch: shape, custom id, variables, and the film by the very model of `POST /api/v1/jobs`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

from pydantic import ValidationError

from reelwright.batches.columns import column_of, hint_for
from reelwright.batches.lines import BatchLine, ErrorCode, LineError
from reelwright.batches.raw import RawLine
from reelwright.batches.request import BatchItemRequest, CreateBatch
from reelwright.batches.template import CompiledTemplate, VariableProblem
from reelwright.figures.estimate import Estimate
from reelwright.jobs.cautions import Caution
from reelwright.jobs.request import CreateJob
from reelwright.jobs.request_rules import TEXT
from reelwright.pipeline.tasks import ITEM_TASK
from reelwright.refusals import InvalidField
from reelwright.wrong_fields import message_of

_PREVIEW: Final = 40
_MOST_ERRORS_A_LINE: Final = 20

_CODES: Final[Mapping[str, ErrorCode]] = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "too_many_bytes": "too_long",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "out_of_range",
    "int_parsing_size": "out_of_range",
    "int_from_float": "wrong_type",
}
"""By pydantic's error type; types that end in `_type` or `_parsing` are `wrong_type`, all others `wrong_value`."""


class CheckedItem(Protocol):
    """An accepted film: the request as the job stores it, its estimate, and cautions about it."""

    @property
    def request(self) -> CreateJob: ...  # noqa: D102
    @property
    def estimate(self) -> Estimate: ...  # noqa: D102
    @property
    def cautions(self) -> tuple[Caution, ...]: ...  # noqa: D102


Check = Callable[[Sequence[CreateJob]], Sequence[CheckedItem | InvalidField]]
"""Checks requests by the rules of a create that need the caller or the world; returns the error of one that breaks a rule."""


class _Place(NamedTuple):
    """A line of a batch as its errors name it."""

    line: int
    file_line: int
    custom_id: str | None


class _Shaped(NamedTuple):
    """A line after its shape was judged: what is wrong so far, and its request if there is one to check."""

    place: _Place
    columns: dict[str, str]
    errors: list[LineError]
    body: Mapping[str, Any] = {}
    """What `request` was made of."""
    request: CreateJob | None = None


class Judge:
    """Judges the lines of one batch, in order; remembers the custom ids that it has seen."""

    def __init__(self, batch: CreateBatch, *, check: Check, is_csv: bool) -> None:
        self._batch = batch
        self._template = CompiledTemplate(batch.template)
        self._check = check
        self._is_csv = is_csv
        self._first_line: dict[str, int] = {}

    def of_template(self) -> list[LineError]:
        """List what is wrong with the template and the variables of the whole batch."""
        found = [*self._template.malformed(), *self._template.unused(self._batch.variables)]
        return [self._variable_error(None, one) for one in found]

    def judge(self, raws: Sequence[RawLine]) -> list[BatchLine]:
        """Judge lines; all errors of a line are found at once where one does not follow from another.

        Fifty lines at once take a third less time than one by one: the code and the data of a step stay in the processor's
        caches from line to line.
        """
        shaped = [self._shaped(raw) for raw in raws]
        checked = iter(self._check([one.request for one in shaped if one.request is not None]))
        return [self._judged(one, None if one.request is None else next(checked)) for one in shaped]

    def _judged(self, line: _Shaped, checked: CheckedItem | InvalidField | None) -> BatchLine:
        known: dict[str, Any] = {"columns": line.columns, **line.place._asdict()}
        errors = line.errors
        if isinstance(checked, InvalidField):
            errors = [*errors, self._rule_error(line.place, checked, line.body)]
        # Constructed, because validating a request runs its rules once more: they read the whole script.
        if errors or checked is None or isinstance(checked, InvalidField):
            return BatchLine.model_construct(**known, errors=tuple(errors))
        request = self._labelled(checked.request)
        return BatchLine.model_construct(
            **known, request=request, estimate=checked.estimate, cautions=checked.cautions, errors=()
        )

    def _shaped(self, raw: RawLine) -> _Shaped:
        """Build the request of a line, or find what is wrong with it."""
        custom_id = raw.item.get("custom_id") if raw.item is not None else raw.columns.get("custom_id")
        place = _Place(raw.line, raw.file_line, custom_id if isinstance(custom_id, str) and custom_id else None)
        if raw.item is None:
            return _Shaped(place, raw.columns, list(raw.errors))
        try:
            item = BatchItemRequest.model_validate(raw.item)
        except ValidationError as error:
            return _Shaped(place, raw.columns, self._errors(place, error, raw.item))
        wrong = self._duplicates(place) + [
            self._variable_error(place, one) for one in self._template.problems(self._batch.variables, item.variables)
        ]
        if any(one.code == "unknown_variable" for one in wrong):
            return _Shaped(place, raw.columns, wrong)
        body = self._body(item)
        try:
            return _Shaped(place, raw.columns, wrong, body, CreateJob.model_validate(body))
        except ValidationError as error:
            return _Shaped(place, raw.columns, wrong + self._errors(place, error, body))

    def _body(self, item: BatchItemRequest) -> dict[str, Any]:
        """Write the body of the job that makes an item."""
        film = self._template.film({**self._batch.variables, **item.variables}, item.video_request)
        body: dict[str, Any] = {"task_name": ITEM_TASK, "video_request": film}
        if item.priority is not None:
            body["priority"] = item.priority
        if item.max_cost_usd is not None:
            body["max_cost_usd"] = item.max_cost_usd
        return body

    def _labelled(self, request: CreateJob) -> CreateJob:
        """Add what the items take from their batch."""
        labels: dict[str, Any] = {}
        if self._batch.metadata:
            labels["metadata"] = self._batch.metadata
        if self._batch.item_callbacks and self._batch.callback_url is not None:
            labels["callback_url"] = self._batch.callback_url
        return request.model_copy(update=labels) if labels else request

    def _duplicates(self, line: _Place) -> list[LineError]:
        if line.custom_id is None:
            return []
        first = self._first_line.setdefault(line.custom_id, line.line)
        if first == line.line:
            return []
        message = f"line {first} has the same custom_id"
        return [
            self._error(
                line,
                ["custom_id"],
                code="duplicate_custom_id",
                message=message,
                value=line.custom_id,
                hint="give each item its own",
            )
        ]

    def _variable_error(self, line: _Place | None, problem: VariableProblem) -> LineError:
        return self._error(
            line, ["variables", problem.name], code=problem.code, message=problem.message, hint=problem.hint
        )

    def _errors(self, line: _Place, error: ValidationError, body: Mapping[str, Any]) -> list[LineError]:
        found = error.errors(include_url=False)[:_MOST_ERRORS_A_LINE]
        return [self._model_error(line, dict(one), body) for one in found]

    def _model_error(self, line: _Place, error: dict[str, Any], body: Mapping[str, Any]) -> LineError:
        place: tuple[str | int, ...] = error["loc"]
        hint = None
        if error["type"] == "extra_forbidden":
            hint = hint_for(str(place[-1]))
        code = "missing_field" if error["msg"] == TEXT.message else code_of(error["type"])
        value = error["input"] if error["type"] not in {"missing", "value_error"} else _at(body, place)
        return self._error(line, place, code=code, message=message_of(error), value=value, hint=hint)

    def _rule_error(self, line: _Place, error: InvalidField, body: Mapping[str, Any]) -> LineError:
        field = error.fields[0]
        place = [int(part) if part.isdigit() else part for part in field.field.split(".")]
        return self._error(line, place, code=error.reason, message=field.message, value=_at(body, place))

    def _error(
        self,
        line: _Place | None,
        place: Sequence[str | int],
        *,
        code: ErrorCode,
        message: str,
        value: Any = None,
        hint: str | None = None,
    ) -> LineError:
        column = column_of(place) if self._is_csv else None
        name = column or ".".join(map(str, place)).removeprefix("video_request.")
        is_variable = place[:1] == ["variables"]
        return LineError(
            line=None if line is None else line.line,
            file_line=None if line is None else line.file_line,
            custom_id=None if line is None else line.custom_id,
            column=column,
            pointer=None if column else pointer_of(place),
            code=code,
            message=message if is_variable or not name else f"{name}: {message}",
            value_preview=preview_of(value),
            hint=hint,
        )


def code_of(error_type: str) -> ErrorCode:
    """Translate pydantic's type of an error."""
    if error_type.endswith(("_type", "_parsing")):
        return "wrong_type"
    return _CODES.get(error_type, "wrong_value")


def pointer_of(place: Sequence[str | int]) -> str:
    """Write a place in an item as a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


def preview_of(value: Any) -> str | None:
    """Show the beginning of a wrong value; None for one that is no text and no number."""
    if isinstance(value, str):
        return value[:_PREVIEW] or None
    return str(value)[:_PREVIEW] if isinstance(value, int | float) else None


def _at(value: Any, place: Sequence[str | int]) -> Any:
    """Look up the value at a place; None where there is none."""
    for part in place:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value
