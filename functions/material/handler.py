"""One file of a stranger -> plain media of our own encoding. The function `intake` invokes it and waits.

The event is a `DecodeCommand`, the reply a `DecodeReply`. The function's role and network allow nothing but the two signed URLs
of the command. The decoding process inside it does not have these either.
"""

from typing import Any

from reelwright.entry.telemetry import logger, traced
from reelwright.film.decoding import DecodeCommand
from reelwright_media.sandbox.errand import hide, run
from reelwright_media.sandbox.outside import Sandbox

hide()
_SANDBOX = Sandbox()  # kept while the function is warm, with its tables of colour spaces


@logger.inject_lambda_context(clear_state=True)
@traced
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Do one errand. A file that cannot be used is a reply, not an error."""
    reply, seals = run(DecodeCommand.model_validate(event), _SANDBOX)
    logger.info("decoded", extra={"seals": seals, "usable": reply.facts is not None})
    return reply.model_dump(mode="json")
