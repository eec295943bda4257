"""The URL of the HTTP API on this machine."""

from infra.local.deployment import Outputs
from infra.local.place import Place


def api_url(place: Place, outputs: Outputs) -> str:
    """Build the API's base URL, without a trailing slash.

    The stack's output has a host name of AWS. The emulator serves the same API under a path of its endpoint, so clients
    need not resolve that name.
    """
    api_id = outputs["ApiUrl"].removeprefix("https://").removeprefix("http://").partition(".")[0]
    return f"{place.endpoint}/_aws/execute-api/{api_id}"
