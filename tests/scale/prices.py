"""The dated sheet of the platform's prices; those of the work on a film are in `reelwright.figures.sheet`."""

from typing import Final

from reelwright.figures.sheet import US_EAST_1
from reelwright.values import Value


class PlatformPrices(Value):
    """On-demand prices of one region in USD, without free tiers, discounts for volume, or traffic to the internet."""

    region: str
    sqs_request: float
    api_request: float
    """HTTP API, up to 512 KB."""
    log_gb_month: float
    metric_month: float
    """A custom metric: each combination of name and dimensions that got a value in the hour."""
    alarm_month: float
    """An alarm on one metric; an expression pays for each of its metrics."""
    composite_alarm_month: float
    dashboard_month: float
    secret_month: float
    trace: float
    """X-Ray, recorded."""
    machine_client_month: float
    """Cognito, a client with the client-credentials grant."""
    machine_token: float
    image_gb_month: float
    public_address_hour: float
    """IPv4; each Fargate task has one."""
    transfer_gb: float
    """Out to the internet, first tier of a month."""


PLATFORM: Final = PlatformPrices(
    region="us-east-1",
    sqs_request=0.40 / 1_000_000,
    api_request=1.00 / 1_000_000,
    log_gb_month=0.03,
    metric_month=0.30,
    alarm_month=0.10,
    composite_alarm_month=0.50,
    dashboard_month=3.00,
    secret_month=0.40,
    trace=5.00 / 1_000_000,
    machine_client_month=6.00,
    machine_token=2.25 / 1_000,
    image_gb_month=0.10,
    public_address_hour=0.005,
    transfer_gb=0.09,
)
"""Not read from a bill; `SOURCES` says where each price was read."""


class PriceSource(Value):
    """Where some prices of the two sheets were read, and the month for which the place gives them, `yyyy-mm`."""

    prices: tuple[str, ...]
    where: str
    as_of: str


UNDATED: Final = "undated"
SOURCES: Final = (
    PriceSource(
        prices=("dynamodb_write_unit", "dynamodb_read_unit"), where="list: `dynamodb_table_test`", as_of="2024-11"
    ),
    PriceSource(
        prices=("lambda_gb_second", "lambda_request", "lambda_storage_gb_second"),
        where="list: `lambda_function_test`",
        as_of="2024-07",
    ),
    PriceSource(
        prices=("state_transition",),
        where="page: aws.amazon.com/step-functions/pricing; list: `sfn_state_machine_test`",
        as_of="2024-07",
    ),
    PriceSource(prices=("fargate_vcpu_hour", "fargate_gb_hour"), where="list: `ecs_service_test`", as_of="2025-07"),
    PriceSource(prices=("s3_write", "s3_read", "s3_gb_month"), where="list: `s3_bucket_test`", as_of="2024-07"),
    PriceSource(prices=("sqs_request",), where="list: `sqs_queue_test`", as_of="2024-07"),
    PriceSource(prices=("api_request",), where="list: `apigatewayv2_api_test`", as_of="2024-07"),
    PriceSource(prices=("log_gb", "log_gb_month"), where="list: `cloudwatch_log_group_test`", as_of="2024-07"),
    PriceSource(prices=("metric_month",), where="list: `instance_test` (detailed monitoring)", as_of="2024-07"),
    PriceSource(prices=("alarm_month",), where="list: `cloudwatch_metric_alarm_test`", as_of="2024-07"),
    PriceSource(prices=("dashboard_month",), where="list: `cloudwatch_dashboard_test`", as_of="2024-07"),
    PriceSource(prices=("secret_month",), where="list: `secretsmanager_secret_test`", as_of="2024-07"),
    PriceSource(prices=("image_gb_month",), where="list: `ecr_repository_test`", as_of="2024-07"),
    PriceSource(prices=("trace",), where="page: aws.amazon.com/xray/pricing (German copy)", as_of=UNDATED),
    PriceSource(
        prices=("machine_client_month", "machine_token"),
        where="second hand: dev.classmethod.jp on the price page (Tokyo); cur.vantage-api.com, CUPM2MTokenRequestsFull",
        as_of="2025-04",
    ),
    PriceSource(
        prices=("composite_alarm_month",), where="second hand: c3x.dev, aws_cloudwatch_metric_alarm", as_of=UNDATED
    ),
    PriceSource(prices=("public_address_hour",), where="second hand: doit.com on AWS's announcement", as_of="2024-02"),
    PriceSource(prices=("transfer_gb",), where="second hand: awsforengineers.com", as_of="2025-05"),
)


def price_of(name: str) -> float:
    """Return a price of either sheet by its name."""
    sheet = PLATFORM if name in PlatformPrices.model_fields else US_EAST_1
    return float(getattr(sheet, name))
