"""One logger, one tracer, one metrics namespace for every function; job ids go into every line."""

from typing import Final

from aws_lambda_powertools import Logger, Metrics, Tracer

NAMESPACE: Final = "Reelwright"

logger = Logger(service="reelwright", use_rfc3339=True)
tracer = Tracer(service="reelwright")
metrics = Metrics(namespace=NAMESPACE, service="reelwright")
