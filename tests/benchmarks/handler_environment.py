"""The environment of a process that runs the API's handler as Lambda would, with nobody at the other end."""

import os
from typing import Final

from reelwright.settings import Settings

SETTINGS: Final = Settings(environment="local", table_name="jobs", bucket_name="films", state_machine_arn="arn:machine")
ENVIRONMENT: Final = {
    **SETTINGS.to_environment(),
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "POWERTOOLS_SERVICE_NAME": "api",
    "POWERTOOLS_METRICS_NAMESPACE": "Reelwright",
    "POWERTOOLS_LOG_LEVEL": "WARNING",
    # As in Lambda: traced and sampled. The segments go to a port of this machine where nobody listens.
    "LAMBDA_TASK_ROOT": "/var/task",
    "_X_AMZN_TRACE_ID": "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
    "PYTHONWARNINGS": "ignore",
    "PATH": os.environ["PATH"],
}
