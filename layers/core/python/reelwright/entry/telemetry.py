"""One logger, one tracer, one metrics namespace; the service is the function's folder, job ids go into every line.

The service's name comes from `POWERTOOLS_SERVICE_NAME`, which infra sets to the folder.
"""

from typing import Final

from aws_lambda_powertools import Logger, Metrics, Tracer

NAMESPACE: Final = "Reelwright"

logger = Logger(use_rfc3339=True)
# Every call that leaves a function goes through botocore. Left to itself, the tracer imports each library that it could patch.
tracer = Tracer(patch_modules=("botocore",))
metrics = Metrics(namespace=NAMESPACE)
