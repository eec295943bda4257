"""Builders for the kinds of states in the machine, in Amazon States Language (JSONPath).

Payloads hold ids only. Results are reduced to the fields that later states need, or dropped (`ResultPath` null), so the
data of an execution stays far below the limit of 262,144 bytes, however long the film is.
"""

from typing import Any, Final

from infra.statemachine.retries import SLOW_START, STEP_RETRIERS, retry_list
from reelwright.pipeline.steps import Step

Json = dict[str, Any]

FAILURE_STATE: Final = "RecordFailure"
"""The state that every Catch continues with."""
SHORT_SECONDS: Final = 60
"""Steps with at most this time limit are tried again when they run into it; longer ones would take too much of the attempt."""
LAMBDA_INVOKE: Final = "arn:aws:states:::lambda:invoke"


def function_placeholder(name: str) -> str:
    """Build the placeholder that the construct replaces by the step function's ARN."""
    return f"${{{name}FunctionArn}}"


def catch_all() -> list[Json]:
    """Build the Catch of every state: it writes Error and Cause to `$.failure` and continues with `FAILURE_STATE`."""
    return [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": FAILURE_STATE}]


def transition(target: str | None) -> Json:
    """Build a state's transition to `target`; None ends its branch."""
    return {"End": True} if target is None else {"Next": target}


def invocation(
    function: str,
    *,
    command: Json,
    timeout_seconds: int,
    following: str | None,
    selects: Json | None = None,
    result_path: str | None = None,
    catch: bool = True,
) -> Json:
    """Build a state that invokes a step function with a command.

    `selects` and `result_path` say which fields of the result are kept, and where; by default it is dropped. States inside a
    branch have `catch` False: their error ends the branch, and the Catch of its Parallel or Map state gets it.
    """
    state: Json = {
        "Type": "Task",
        "Resource": LAMBDA_INVOKE,
        "Parameters": {"FunctionName": function_placeholder(function), "Payload": command},
        "TimeoutSeconds": timeout_seconds,
        "Retry": retry_list((*STEP_RETRIERS, SLOW_START) if timeout_seconds <= SHORT_SECONDS else STEP_RETRIERS),
        "ResultPath": result_path,
        **transition(following),
    }
    if selects is not None:
        state["ResultSelector"] = selects
    if catch:
        state["Catch"] = catch_all()
    return state


def attempt_command() -> Json:
    """Build the fields that every command has. The soft limit of an attempt counts from `execution_started_at`."""
    return {
        "job_id.$": "$.job_id",
        "attempt.$": "$.attempt",
        "execution_started_at.$": "$$.Execution.StartTime",
        "entered_at.$": "$$.State.EnteredTime",
    }


def step_state(
    step: Step,
    *,
    following: str | None,
    place: Json | None = None,
    selects: Json | None = None,
    result_path: str | None = None,
    catch: bool = True,
) -> Json:
    """Build the state that runs one step. `place` adds the field that tells its runs apart: scene, platform or rewrite."""
    command = {**attempt_command(), "step": step.name, **(place or {})}
    return invocation(
        step.function,
        command=command,
        timeout_seconds=step.timeout_seconds,
        following=following,
        selects=selects,
        result_path=result_path,
        catch=catch,
    )


def parallel(*branches: Json, following: str | None, result_path: str | None = None, catch: bool = True) -> Json:
    """Build a Parallel state. An error of one branch ends the others."""
    state: Json = {
        "Type": "Parallel",
        "Branches": list(branches),
        "ResultPath": result_path,
        **transition(following),
    }
    if catch:
        state["Catch"] = catch_all()
    return state


def for_each(
    items_path: str,
    *,
    item: Json,
    branch: Json,
    concurrency: int,
    following: str | None,
    catch: bool = True,
) -> Json:
    """Build a Map state that runs `branch` for every item and drops the results.

    `item` is the branch's input; job id and attempt are added, as a branch sees no other data of the execution.
    """
    state: Json = {
        "Type": "Map",
        "ItemsPath": items_path,
        "ItemSelector": {"job_id.$": "$.job_id", "attempt.$": "$.attempt", **item},
        "MaxConcurrency": concurrency,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **branch},
        "ResultPath": None,
        **transition(following),
    }
    if catch:
        state["Catch"] = catch_all()
    return state


def branch(start: str, states: Json) -> Json:
    """Build the body of a branch of a Parallel state, or of the items of a Map state."""
    return {"StartAt": start, "States": states}
