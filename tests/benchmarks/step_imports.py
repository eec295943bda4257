"""What the steps' function takes to its first step: CPU seconds from the start of the interpreter, as JSON."""

import json
import os
import sys
import time

from tests.benchmarks.handler_environment import ENVIRONMENT

if __name__ == "__main__":
    os.environ.update(ENVIRONMENT)
    import functions.steps.handler  # noqa: F401 - this is what is measured

    sys.stdout.write(json.dumps({"cpu": time.process_time()}) + "\n")
