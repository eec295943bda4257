"""Where the HTTP API answers on this machine."""

from infra.local.deployment import Outputs
from infra.local.place import Place


def api_url(place: Place, outputs: Outputs) -> str:
    """Return the API's base URL, without a slash at its end.

    The stack's own output names an AWS host; the emulator serves the same API under a path of its endpoint, which every
    client reaches without resolving a name.
    """
    api_id = outputs["ApiUrl"].removeprefix("https://").removeprefix("http://").partition(".")[0]
    return f"{place.endpoint}/_aws/execute-api/{api_id}"
