"""One logger, one metrics namespace and the traces of this process; job ids go into every line and every span.

The service's name comes from `POWERTOOLS_SERVICE_NAME`, which infra sets to the function's folder.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final, TypeVar

from aws_lambda_powertools import Logger, Metrics

from reelwright.aws.clients import session
from reelwright.entry.tracing import DAEMON_VARIABLE, Fact, Tracing, sender, watch_calls
from reelwright.jobs.trace import trace_id_of

NAMESPACE: Final = "Reelwright"
SHARE_VARIABLE: Final = "REELWRIGHT_TRACE_SHARE"
"""Of `Settings.trace_share`. It is read here, too: a function without settings is traced as well."""
Answer = TypeVar("Answer")
Handler = Callable[[dict[str, Any], Any], Answer]

logger = Logger(use_rfc3339=True)
metrics = Metrics(namespace=NAMESPACE)
tracing = Tracing(
    service=os.environ.get("POWERTOOLS_SERVICE_NAME", "reelwright"),
    send=sender(os.environ),
    environ=os.environ,
    share=float(os.environ.get(SHARE_VARIABLE, "1.0")),
)
if DAEMON_VARIABLE in os.environ:
    watch_calls(session().get_component("event_emitter"), tracing)


def traced(handler: Handler[Answer]) -> Handler[Answer]:
    """Decorate a handler: each invocation is a span below Lambda's own."""

    @wraps(handler)
    def wrapped(event: dict[str, Any], context: Any) -> Answer:
        with tracing.invocation():
            return handler(event, context)

    return wrapped


@contextmanager
def job_span(job_id: str, **facts: Fact) -> Iterator[None]:
    """Span work for a job, in the job's trace; log lines inside have the job's id and trace."""
    logger.append_keys(job_id=job_id, trace_id=trace_id_of(job_id))
    with tracing.job(job_id, **facts):
        yield
