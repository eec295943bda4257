"""What the steps' function imports before its first step: CPU seconds, as JSON."""

import json
import sys
import time

from tests.benchmarks.handler_environment import ENVIRONMENT

if __name__ == "__main__":
    import os

    os.environ.update(ENVIRONMENT)
    begun = time.process_time()
    import functions.steps.handler  # noqa: F401 - this is what is measured

    sys.stdout.write(json.dumps({"cpu": time.process_time() - begun}) + "\n")
