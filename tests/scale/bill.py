"""The bill by service: of one film, and of a month without any."""

from typing import Final

from infra.functions import TRIGGER_FUNCTIONS
from reelwright.figures.sheet import US_EAST_1
from tests.scale.inventory import Inventory
from tests.scale.measuring import Cost, Measured
from tests.scale.prices import PLATFORM
from tests.scale.reckoning import FILM_SECONDS, RUNS_A_FILM, TRANSITIONS, seconds_of

MINUTES: Final = 30 * 24 * 60
"""Of a month of 30 days."""
STEP_GB: Final = 3.0
STEP_RUNS: Final = 30
"""Of a film of nine scenes: speech and picture of each, and the steps around them."""
FILES: Final = 30
"""Written by a film: artefacts and outputs. Each is read about twice."""
FILM_GB: Final = 0.03
"""Artefacts and outputs of a film, kept about nine days."""
KEPT_MONTHS: Final = 9 / 30
LOG_KB: Final = 300
"""Log lines of a film, and the history of its execution."""
REQUESTS: Final = 12
"""A client creates the job, follows it by long polls, and reads it once more."""
WATCH_SECONDS: Final = 20
"""In which the client's long polls hold the API's function."""
TRACE_SHARE: Final = 0.05
POLLS: Final = 5 * 3
"""Receives a minute of one queue that Lambda polls: five pollers with long polls of 20 s."""
METRICS: Final = 60
"""Our own metrics with their dimensions, in a month with work of several kinds."""
TOKENS: Final = 24 * 30
"""Of one program that keeps its token for its hour."""
IMAGES_GB: Final = 0.45
LONG_SECONDS: Final = 240
"""How long a Fargate task of two vCPU and 4 GB composes a film of three minutes."""

Bill = dict[str, float]
"""Service -> USD."""


def film_bill(film: Measured) -> Bill:
    """Reckon a film of nine scenes and half a minute, without voices or pictures of paid providers."""
    sheet = US_EAST_1
    triggers = sum(_trigger_gb_seconds(name, cost) for name, cost in film.actors.items() if name in TRIGGER_FUNCTIONS)
    watching = WATCH_SECONDS * TRIGGER_FUNCTIONS["api"].memory_mb / 1024
    runs = STEP_RUNS + REQUESTS + 12
    return {
        "Lambda, steps": RUNS_A_FILM * FILM_SECONDS * STEP_GB * sheet.lambda_gb_second,
        "Lambda, other functions": (triggers + watching) * sheet.lambda_gb_second + runs * sheet.lambda_request,
        "Fargate": 0.0,
        "Step Functions": TRANSITIONS * sheet.state_transition,
        "DynamoDB": film.write_units * US_EAST_1.dynamodb_write_unit + film.read_units * US_EAST_1.dynamodb_read_unit,
        "S3": FILES * (sheet.s3_write + 2 * sheet.s3_read) + FILM_GB * KEPT_MONTHS * sheet.s3_gb_month,
        "SQS": _calls(film, "sqs.") * PLATFORM.sqs_request,
        "API Gateway": REQUESTS * PLATFORM.api_request,
        "CloudWatch logs": LOG_KB / 1e6 * (US_EAST_1.log_gb + PLATFORM.log_gb_month),
        "CloudWatch metrics, alarms, dashboard": 0.0,
        "EventBridge": 0.0,
        "X-Ray": TRACE_SHARE * PLATFORM.trace,
        "Secrets Manager": 0.0,
        "KMS": 0.0,
        "Cognito": 0.0,
        "ECR": 0.0,
        "NAT": 0.0,
    }


def idle_bill(idle: dict[str, Cost], stack: Inventory) -> Bill:
    """Reckon a month of 30 days without a job."""
    gb_seconds = MINUTES * (
        _trigger_gb_seconds("dispatcher", idle["idle dispatcher"], extra=1.0)
        + _trigger_gb_seconds("sweeper", idle["sweeper"])
    )
    reads = MINUTES * sum(one.read_units for one in idle.values())
    receives = MINUTES * (idle["idle dispatcher"].calls["sqs.ReceiveMessage"] + POLLS * stack.polled_queues)
    metrics = METRICS * PLATFORM.metric_month
    alarms = (
        stack.alarm_metrics * PLATFORM.alarm_month
        + stack.composite_alarms * PLATFORM.composite_alarm_month
        + stack.dashboards * PLATFORM.dashboard_month
    )
    return {
        "Lambda, steps": 0.0,
        "Lambda, other functions": gb_seconds * US_EAST_1.lambda_gb_second + 2 * MINUTES * US_EAST_1.lambda_request,
        "Fargate": 0.0,
        "Step Functions": 0.0,
        "DynamoDB": reads * US_EAST_1.dynamodb_read_unit,
        "S3": 0.0,
        "SQS": receives * PLATFORM.sqs_request,
        "API Gateway": 0.0,
        "CloudWatch logs": 2 * MINUTES * 1e-6 * (US_EAST_1.log_gb + PLATFORM.log_gb_month),
        "CloudWatch metrics, alarms, dashboard": metrics + alarms,
        "EventBridge": 0.0,
        "X-Ray": 0.0,
        "Secrets Manager": stack.secrets * PLATFORM.secret_month,
        "KMS": 0.0,
        "Cognito": stack.machine_clients * PLATFORM.machine_client_month + TOKENS * PLATFORM.machine_token,
        "ECR": IMAGES_GB * PLATFORM.image_gb_month,
        "NAT": 0.0,
    }


def month_bill(film: Bill, idle: Bill, *, films_a_day: int) -> Bill:
    """Add the films of 30 days to an idle month."""
    return {service: idle[service] + 30 * films_a_day * film[service] for service in film}


def share_of(measured: Measured, transitions: int = TRANSITIONS) -> float:
    """Price a film's transitions and units of the table: the part that its design decides."""
    return (
        transitions * US_EAST_1.state_transition
        + measured.write_units * US_EAST_1.dynamodb_write_unit
        + measured.read_units * US_EAST_1.dynamodb_read_unit
    )


def long_composition() -> float:
    """Reckon the Fargate task that composes a film of three minutes."""
    hours = LONG_SECONDS / 3600
    return hours * (2 * US_EAST_1.fargate_vcpu_hour + 4 * US_EAST_1.fargate_gb_hour + PLATFORM.public_address_hour)


def _trigger_gb_seconds(name: str, cost: Cost, *, extra: float = 0.0) -> float:
    memory = TRIGGER_FUNCTIONS[name].memory_mb
    return (seconds_of(cost, memory) + extra) * memory / 1024


def _calls(film: Measured, prefix: str) -> int:
    return sum(
        number for cost in film.actors.values() for call, number in cost.calls.items() if call.startswith(prefix)
    )
