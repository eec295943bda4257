"""Refuse a URL that no webhook may go to, before anything is stored."""

from reelwright.receivers.urls import read_url
from reelwright.refusals import InvalidField
from reelwright.settings import Settings


def require_receiver(url: str, *, settings: Settings, field: str) -> None:
    """Raise InvalidField, naming the request's field, for a URL that this environment does not call.

    Only its text is checked here: the addresses that its host resolves to are checked at each call.
    """
    try:
        read_url(url, local=settings.environment == "local")
    except ValueError as error:
        raise InvalidField(field, str(error)) from None
