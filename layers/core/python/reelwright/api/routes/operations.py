"""The operators' routes: queues and metrics."""

from typing import Final

from reelwright.api.models.operations import QueuesView
from reelwright.api.routes.model import Answer, Route

OPERATION_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/queues",
        operation="listQueues",
        tag="operations",
        summary="See how full queues and capacity are",
        access="operator",
        answers=(Answer(status=200, description="Every queue and pool.", body=QueuesView),),
    ),
    Route(
        method="GET",
        path="/metrics",
        operation="getMetrics",
        tag="operations",
        summary="Scrape the metrics",
        description="Prometheus text, version 0.0.4.",
        access="operator",
        answers=(
            Answer(
                status=200,
                description="Every family with its series.",
                content_type="text/plain; version=0.0.4; charset=utf-8",
            ),
        ),
    ),
)
