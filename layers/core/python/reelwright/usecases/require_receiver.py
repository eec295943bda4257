"""Refuse a URL that no webhook will go to, before anything is made of it."""

from reelwright.api.problems import FieldError, problem_error
from reelwright.settings import Settings
from reelwright.webhooks.urls import read_url


def require_receiver(url: str, *, settings: Settings, field: str) -> None:
    """Raise ProblemError `invalid_request` for a URL that this environment does not call, naming the request's field.

    Only its text is judged: what its name resolves to is judged whenever it is called.
    """
    try:
        read_url(url, local=settings.environment == "local")
    except ValueError as error:
        wrong = FieldError(field=field, message=str(error))
        raise problem_error("invalid_request", f"Please correct {field}: {error}.", errors=(wrong,)) from None
