"""The state machine: one execution is one attempt of one job.

Its input is `{"job_id", "attempt", "route", "step", "writes_script", "reads_sources", "describes", "clips", "awaits_clips",
"stop_after"}`. `Route` chooses the states of a film, those of a clip, or for any other task one state, which runs a single
step on the function that the route names. All end in `Complete`. A failure is recorded once; then the execution fails with
the name of the original error.
"""

from infra.statemachine.clips import CLIP_TASK, clip_task
from infra.statemachine.film import COMPLETE, START, film_states
from infra.statemachine.states import FAILURE_STATE, Json, attempt_command, invocation, step_state
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS, STEP_FUNCTIONS, STEPS, StepFunction
from reelwright.pipeline.tasks import TASKS


def definition(*, scene_concurrency: int, subnet_count: int) -> Json:
    """Build the machine in Amazon States Language; `infra.statemachine.machine` substitutes the `${…}` by ARNs and ids."""
    functions = [function for function in STEP_FUNCTIONS.values() if _single_tasks(function)]
    return {
        "Comment": "One attempt of one job",
        "StartAt": "Route",
        "TimeoutSeconds": HARD_LIMIT_SECONDS,
        "States": {
            "Route": {
                "Type": "Choice",
                "Choices": [
                    {"Variable": "$.route", "StringEquals": "film", "Next": START},
                    {"Variable": "$.route", "StringEquals": "clip", "Next": CLIP_TASK},
                    *(
                        {"Variable": "$.route", "StringEquals": function.name, "Next": _state_name(function)}
                        for function in functions
                    ),
                ],
            },
            **{_state_name(function): _single_task_state(function) for function in functions},
            **clip_task(following=COMPLETE),
            **film_states(scene_concurrency=scene_concurrency, subnet_count=subnet_count),
            COMPLETE: step_state(STEPS["complete"], following="Done"),
            "Done": {"Type": "Succeed"},
            **_failure(),
        },
    }


def _state_name(function: StepFunction) -> str:
    return f"{function.name.capitalize()}Task"


def _single_tasks(function: StepFunction) -> list[str]:
    """List the tasks that are one step of the function. The step has the name of its task."""
    return [task.name for task in TASKS.values() if task.route == function.name]


def _single_task_state(function: StepFunction) -> Json:
    """Build the one state of all single tasks of a function; its time limit is the longest of their steps."""
    longest = max(STEPS[name].timeout_seconds for name in _single_tasks(function))
    return invocation(
        function.name,
        command={**attempt_command(), "step.$": "$.step"},
        timeout_seconds=longest,
        following=COMPLETE,
    )


def _failure() -> Json:
    """Build the last two states of a failed attempt. If recording the failure fails, the original error is still reported."""
    record = step_state(STEPS["record_failure"], following="Failed", place={"failure.$": "$.failure"}, catch=False)
    record["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "Failed"}]
    return {
        FAILURE_STATE: record,
        "Failed": {"Type": "Fail", "ErrorPath": "$.failure.Error", "CausePath": "$.failure.Cause"},
    }
