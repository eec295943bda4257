"""What a template has that costs money while nothing happens, counted."""

from collections import Counter
from typing import Any

from reelwright.values import Value


class Inventory(Value):
    """Numbers of the things that are billed by the month, or that poll."""

    alarm_metrics: int
    """Metrics that alarms read: one an alarm, each metric of an expression."""
    composite_alarms: int
    dashboards: int
    secrets: int
    machine_clients: int
    polled_queues: int
    """Queues that Lambda polls by itself."""
    nat_gateways: int
    keys: int
    """Own KMS keys."""


def inventory_of(template: dict[str, Any]) -> Inventory:
    """Count the resources of a CloudFormation template."""
    resources = list(template["Resources"].values())
    kinds = Counter(resource["Type"] for resource in resources)
    clients = _properties(resources, "AWS::Cognito::UserPoolClient")
    mappings = _properties(resources, "AWS::Lambda::EventSourceMapping")
    return Inventory(
        alarm_metrics=sum(_metrics(alarm) for alarm in _properties(resources, "AWS::CloudWatch::Alarm")),
        composite_alarms=kinds["AWS::CloudWatch::CompositeAlarm"],
        dashboards=kinds["AWS::CloudWatch::Dashboard"],
        secrets=kinds["AWS::SecretsManager::Secret"],
        machine_clients=sum(client.get("AllowedOAuthFlows") == ["client_credentials"] for client in clients),
        polled_queues=sum("StartingPosition" not in mapping for mapping in mappings),
        nat_gateways=kinds["AWS::EC2::NatGateway"],
        keys=kinds["AWS::KMS::Key"],
    )


def _properties(resources: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in resources if resource["Type"] == kind]


def _metrics(alarm: dict[str, Any]) -> int:
    return sum("MetricStat" in query for query in alarm["Metrics"]) if "Metrics" in alarm else 1
