"""The state machine's executions, and the Fargate tasks that they leave when they are stopped."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from reelwright.events import ExecutionStatus
from reelwright.jobs.model import execution_name, parse_execution_name
from reelwright.jobs.trace import trace_header
from reelwright.ports import ExecutionState

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_ecs.type_defs import TaskTypeDef
    from mypy_boto3_stepfunctions import SFNClient

COMMAND_VARIABLE: Final = "REELWRIGHT_STEP_COMMAND"
"""The container variable that the state machine puts the step's command in, as JSON."""

_DESCRIBE_AT_ONCE: Final = 100
_LONGEST_REASON: Final = 255
_STATUS: Final[dict[str, ExecutionStatus]] = {
    "RUNNING": "RUNNING",
    "PENDING_REDRIVE": "RUNNING",  # an operator redrives it: the same attempt goes on
    "SUCCEEDED": "SUCCEEDED",
    "FAILED": "FAILED",
    "TIMED_OUT": "TIMED_OUT",
    "ABORTED": "ABORTED",
}


class StateMachineExecutions:
    """`ports.Executions` on Step Functions. Without `ecs` (and its cluster) there are no Fargate tasks to stop.

    An execution runs in its job's trace; `trace_share` is the part of jobs whose traces are kept. `span` opens a span in the
    trace of the job with this id: the start is the dispatcher's part of it.
    """

    def __init__(
        self,
        state_machine_arn: str,
        step_functions: "SFNClient",
        ecs: "ECSClient | None" = None,
        cluster_arn: str = "",
        *,
        trace_share: float = 1.0,
        span: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
    ) -> None:
        self._trace_share = trace_share
        self._span = span
        self._state_machine_arn = state_machine_arn
        self._client = step_functions
        self._ecs = ecs if cluster_arn else None
        self._cluster_arn = cluster_arn

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Start an execution and return its ARN; a used name returns the same execution.

        Step Functions returns it only while it is open and has the same input, and the emulator never does: then the
        execution is read by its name, and its ARN is returned if it exists.
        """
        job_id, _ = parse_execution_name(name) or (name, 0)
        with self._span(job_id):
            return self._started(name, job_id, payload)

    def _started(self, name: str, job_id: str, payload: dict[str, Any]) -> str:
        body = json.dumps(payload, sort_keys=True, separators=(",", ":"))
        try:
            answer = self._client.start_execution(
                stateMachineArn=self._state_machine_arn,
                name=name,
                input=body,
                traceHeader=trace_header(job_id, self._trace_share),
            )
        except self._client.exceptions.ExecutionAlreadyExists:
            found = self.find(name)
            if found is None:
                raise
            return found
        return answer["executionArn"]

    def find(self, name: str) -> str | None:
        """Return the ARN of the execution of a name, or None; eventually consistent within the first seconds."""
        try:
            answer = self._client.describe_execution(executionArn=execution_arn(self._state_machine_arn, name))
        except self._client.exceptions.ExecutionDoesNotExist:
            return None
        return answer["executionArn"]

    def stop(self, execution_arn: str, *, reason: str) -> None:
        """Stop an execution, then its Fargate tasks, also if the execution has ended: the emulator leaves them running."""
        reason = reason[:_LONGEST_REASON]
        if self.status(execution_arn).status == "RUNNING":
            try:
                self._client.stop_execution(executionArn=execution_arn, error="Stopped", cause=reason)
            except self._client.exceptions.ExecutionDoesNotExist:
                return
        for task in self._tasks(execution_arn):
            self._stop_task(task, reason)

    def status(self, execution_arn: str) -> ExecutionState:
        """Return the state of the execution; one that Step Functions does not find counts as ABORTED.

        Step Functions is eventually consistent: in the first seconds, call this only for executions known to run.
        """
        try:
            answer = self._client.describe_execution(executionArn=execution_arn)
        except self._client.exceptions.ExecutionDoesNotExist:
            return ExecutionState(status="ABORTED", error="ExecutionDoesNotExist")
        return ExecutionState(status=_STATUS[answer["status"]], error=answer.get("error"), cause=answer.get("cause"))

    def _tasks(self, execution_arn: str) -> "Iterator[TaskTypeDef]":
        """Yield the running tasks whose command belongs to the execution's attempt.

        Step Functions marks its tasks only with its own name, so the command in the overrides identifies the attempt. The
        cluster is ours and runs only the composing of films: a few tasks at a time.
        """
        if self._ecs is None:
            return
        name = execution_arn.rpartition(":")[2]
        pages = self._ecs.get_paginator("list_tasks").paginate(
            cluster=self._cluster_arn,
            desiredStatus="RUNNING",
            PaginationConfig={"PageSize": _DESCRIBE_AT_ONCE},
        )
        for page in pages:
            if page["taskArns"]:
                found = self._ecs.describe_tasks(cluster=self._cluster_arn, tasks=page["taskArns"])
                yield from (task for task in found["tasks"] if name in _execution_names(task))

    def _stop_task(self, task: "TaskTypeDef", reason: str) -> None:
        if self._ecs is None:
            return
        try:
            self._ecs.stop_task(cluster=self._cluster_arn, task=task["taskArn"], reason=reason)
        except ClientError as error:
            # ECS removes a stopped task after about an hour and then reports an invalid parameter.
            if error.response["Error"]["Code"] != "InvalidParameterException":
                raise


def execution_arn(state_machine_arn: str, name: str) -> str:
    """Return the ARN of a standard execution by its name."""
    return f"{state_machine_arn.replace(':stateMachine:', ':execution:', 1)}:{name}"


def _execution_names(task: "TaskTypeDef") -> set[str]:
    """Return the names of the executions in the commands of the task's containers."""
    return {
        name
        for container in task.get("overrides", {}).get("containerOverrides", [])
        for variable in container.get("environment", [])
        if variable.get("name") == COMMAND_VARIABLE and (name := _name_in(variable.get("value", ""))) is not None
    }


def _name_in(command: str) -> str | None:
    try:
        parsed = json.loads(command)
        return execution_name(parsed["job_id"], parsed["attempt"])
    except (ValueError, KeyError, TypeError):
        return None
