"""The dated sheet of the platform's prices; those of the work on a film are in `reelwright.figures.sheet`."""

from typing import Final

from reelwright.values import Value


class PlatformPrices(Value):
    """On-demand prices of one region in USD, without free tiers, discounts for volume, or traffic to the internet."""

    region: str
    as_of: str
    """Month of the prices, `yyyy-mm`."""
    dynamodb_write_unit: float
    dynamodb_read_unit: float
    sqs_request: float
    api_request: float
    """HTTP API, up to 512 KB."""
    log_gb: float
    """Ingestion of standard logs."""
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


PLATFORM: Final = PlatformPrices(
    region="us-east-1",
    as_of="2026-11",
    dynamodb_write_unit=0.625 / 1_000_000,
    dynamodb_read_unit=0.125 / 1_000_000,
    sqs_request=0.40 / 1_000_000,
    api_request=1.00 / 1_000_000,
    log_gb=0.50,
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
)
"""From the public price pages of each service; not read from a bill."""
