"""The whole machine: one execution is one attempt of one job.

Its input is `{"job_id", "attempt", "route", "step", "writes_script", "clips", "stop_after"}`. `Route` sends a film on its
road; every other task is one step on the function of its route. Both meet in `Complete`. Whatever fails is recorded once
and ends the execution as failed, under the error's own name.
"""

from infra.statemachine.film import COMPLETE, START, film_states
from infra.statemachine.states import FAILURE_STATE, Json, attempt_command, invocation, step_state
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS, STEP_FUNCTIONS, STEPS, StepFunction
from reelwright.pipeline.tasks import TASKS


def definition(*, scene_concurrency: int, subnet_count: int) -> Json:
    """Return the machine in Amazon States Language; `${…}` stand for what only the deployed stack knows."""
    roads = [function for function in STEP_FUNCTIONS.values() if _single_steps(function)]
    return {
        "Comment": "One attempt of one job",
        "StartAt": "Route",
        "TimeoutSeconds": HARD_LIMIT_SECONDS,
        "States": {
            "Route": {
                "Type": "Choice",
                "Choices": [
                    {"Variable": "$.route", "StringEquals": "film", "Next": START},
                    *(
                        {"Variable": "$.route", "StringEquals": function.name, "Next": _road_name(function)}
                        for function in roads
                    ),
                ],
            },
            **{_road_name(function): _single_road(function) for function in roads},
            **film_states(scene_concurrency=scene_concurrency, subnet_count=subnet_count),
            COMPLETE: step_state(STEPS["complete"], following="Done"),
            "Done": {"Type": "Succeed"},
            **_failure(),
        },
    }


def _road_name(function: StepFunction) -> str:
    return f"{function.name.capitalize()}Task"


def _single_steps(function: StepFunction) -> list[str]:
    return [task.name for task in TASKS.values() if task.route == function.name]


def _single_road(function: StepFunction) -> Json:
    """Return the state of single tasks; it may take as long as the longest of them."""
    longest = max(STEPS[name].timeout_seconds for name in _single_steps(function))
    return invocation(
        function.name,
        command={**attempt_command(), "step.$": "$.step"},
        timeout_seconds=longest,
        following=COMPLETE,
    )


def _failure() -> Json:
    """Return the two last states of a failed attempt; when even recording fails, the first error still gets out."""
    record = step_state(STEPS["record_failure"], following="Failed", place={"failure.$": "$.failure"}, catch=False)
    record["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "Failed"}]
    return {
        FAILURE_STATE: record,
        "Failed": {"Type": "Fail", "ErrorPath": "$.failure.Error", "CausePath": "$.failure.Cause"},
    }
