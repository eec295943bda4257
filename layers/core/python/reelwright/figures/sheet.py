"""AWS prices of the services that a film uses, with the month they were read. To update, add a sheet here."""

from typing import Final

from reelwright.values import Value


class PriceSheet(Value):
    """On-demand prices of one region in USD, without free tiers, discounts for volume, or traffic to the internet."""

    region: str
    as_of: str
    """Month the prices were read, `yyyy-mm`."""
    lambda_gb_second: float
    """x86, first tier of a month."""
    lambda_request: float
    lambda_storage_gb_second: float
    """Of `/tmp`, beyond the half gigabyte that is free."""
    state_transition: float
    """Step Functions, standard workflows."""
    fargate_vcpu_hour: float
    """Linux, x86; billed by the second from one minute on."""
    fargate_gb_hour: float
    s3_write: float
    """PUT, COPY, POST and LIST."""
    s3_read: float
    """GET and all other requests."""
    s3_gb_month: float
    """Standard storage, first tier."""
    dynamodb_write_unit: float
    dynamodb_read_unit: float
    """On demand."""
    log_gb: float
    """Ingestion of standard logs."""


US_EAST_1: Final = PriceSheet(
    region="us-east-1",
    as_of="2026-11",
    lambda_gb_second=0.0000166667,
    lambda_request=0.20 / 1_000_000,
    lambda_storage_gb_second=0.0000000309,
    state_transition=0.025 / 1_000,
    fargate_vcpu_hour=0.04048,
    fargate_gb_hour=0.004445,
    s3_write=0.005 / 1_000,
    s3_read=0.0004 / 1_000,
    s3_gb_month=0.023,
    dynamodb_write_unit=0.625 / 1_000_000,
    dynamodb_read_unit=0.125 / 1_000_000,
    log_gb=0.50,
)
"""Not read from a bill; `docs/costs.md` says where each price was read."""
