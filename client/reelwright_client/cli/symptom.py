"""One line of `reelwright doctor`."""

from reelwright_client.models.wire import Wire


class Symptom(Wire):
    """One line of the doctor; `cure` says what to do, and is empty if nothing is wrong."""

    name: str
    found: str
    cure: str = ""
