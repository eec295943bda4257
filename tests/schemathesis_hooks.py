"""What schemathesis must not draw: bodies that break a rule which JSON Schema cannot say.

Loaded by schemathesis alone (`tests/conformance.py`). The document says everything else, so every other refusal of a body that
it admits is a failure.
"""

import json
from typing import Any, Final

import schemathesis
from pydantic import ValidationError

from reelwright.jobs.request import CreateJob

UNSAID: Final = ("two images ask for scene", "metadata is over")
"""Scenes are named once; metadata is measured in bytes."""
OWN: Final = ('"s3": "s3://', '"voice": "')
"""An image's address lies under the caller's own prefix; a voice speaks the request's language."""
ENOUGH_USD: Final = 50
"""What a create may cost at least: below its estimate it is refused."""


@schemathesis.hook
def filter_body(context: schemathesis.HookContext, body: Any) -> bool:
    """Return whether a drawn body may be sent."""
    if context.operation is None or context.operation.definition.raw.get("operationId") != "createJob":
        return True
    try:
        most = CreateJob.model_validate(body).max_cost_usd
    except ValidationError as error:
        return not all(any(rule in found["msg"] for rule in UNSAID) for found in error.errors())
    text = json.dumps(body)
    return not any(one in text for one in OWN) and (most is None or most > ENOUGH_USD)
