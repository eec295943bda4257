"""Refuse a disallowed webhook URL before anything is stored."""

from reelwright.receivers.urls import read_url
from reelwright.refusals import InvalidField
from reelwright.settings import Settings


def require_receiver(url: str, *, settings: Settings, field: str) -> None:
    """Raise InvalidField, naming the request's field, for a URL that this environment does not call.

    Only the URL's text is checked here; the addresses of its host are checked at each call.
    """
    try:
        read_url(url, local=settings.environment == "local", own_port=settings.emulator_port)
    except ValueError as error:
        raise InvalidField(field, str(error)) from None
