"""The kinds of states that the machine is made of, in Amazon States Language (JSONPath).

Every payload carries ids only, every answer is cut down to what a later state needs, and what nobody needs is dropped
(`ResultPath` null): an execution's data stays far below the service's 262,144 bytes, however long the film.
"""

from typing import Any, Final

from infra.statemachine.retries import STEP_RETRIERS, retry_list
from reelwright.pipeline.steps import Step

Json = dict[str, Any]

FAILURE_STATE: Final = "RecordFailure"
"""Where every Catch leads."""
LAMBDA_INVOKE: Final = "arn:aws:states:::lambda:invoke"


def function_placeholder(name: str) -> str:
    """Return the placeholder that the construct replaces by the step function's ARN."""
    return f"${{{name}FunctionArn}}"


def catch_all() -> list[Json]:
    """Return the one Catch: whatever happened lies in `$.failure` (Error, Cause) and is recorded."""
    return [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": FAILURE_STATE}]


def moves(target: str | None) -> Json:
    """Return where a state goes: to `target`, or out of its branch where that is None."""
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
    """Return a state that invokes a step function with a command.

    `selects` cuts the answer down (paths below `$.Payload`); without it the answer is dropped. States inside a branch
    carry no Catch of their own (`catch` False): their error ends the branch and reaches the Catch of its Parallel or Map.
    """
    state: Json = {
        "Type": "Task",
        "Resource": LAMBDA_INVOKE,
        "Parameters": {"FunctionName": function_placeholder(function), "Payload": command},
        "TimeoutSeconds": timeout_seconds,
        "Retry": retry_list(STEP_RETRIERS),
        "ResultPath": result_path,
        **moves(following),
    }
    if selects is not None:
        state["ResultSelector"] = selects
    if catch:
        state["Catch"] = catch_all()
    return state


def attempt_command() -> Json:
    """Return what every step is told of its attempt: whose it is, and since when it runs (the soft limit's clock)."""
    return {
        "job_id.$": "$.job_id",
        "attempt.$": "$.attempt",
        "execution_started_at.$": "$$.Execution.StartTime",
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
    """Return the state that runs one step; `place` adds what says which of many it is (scene, platform, rewrite)."""
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
    """Return a state that runs branches side by side; one branch's error ends the others."""
    state: Json = {
        "Type": "Parallel",
        "Branches": list(branches),
        "ResultPath": result_path,
        **moves(following),
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
    """Return a Map that runs `branch` for every item and drops what the items answer.

    `item` is the branch's input: job and attempt are always in it, so a branch needs nothing from outside.
    """
    state: Json = {
        "Type": "Map",
        "ItemsPath": items_path,
        "ItemSelector": {"job_id.$": "$.job_id", "attempt.$": "$.attempt", **item},
        "MaxConcurrency": concurrency,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **branch},
        "ResultPath": None,
        **moves(following),
    }
    if catch:
        state["Catch"] = catch_all()
    return state


def branch(start: str, states: Json) -> Json:
    """Return the body of a branch or an item."""
    return {"StartAt": start, "States": states}
