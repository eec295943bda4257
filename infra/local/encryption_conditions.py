"""The condition keys of a KMS request for IAM: its encryption context.

The emulator (1.5.33) gives policies none, so a right that demands a context would be denied. With them, a request without the
demanded context is denied locally as on AWS.
"""

import importlib
import json
from collections.abc import Callable
from typing import Any, Final

Context = dict[str, Any]
Known = Callable[..., Context]
_KEYS: Final = "kms:EncryptionContextKeys"
_VALUE: Final = "kms:EncryptionContext:"


def condition_on_encryption() -> None:
    """Let the emulator evaluate policies with these condition keys. It looks the replaced function up at each request."""
    actions: Any = importlib.import_module("ministack.core.iam_actions")
    actions.request_tag_context = with_encryption_conditions(actions.request_tag_context)


def with_encryption_conditions(known: Known) -> Known:
    """Add the keys of this module to those that the emulator reads from a request of any service."""

    def read(service: str, action: str, body: bytes, parameters: Any) -> Context:
        context = known(service, action, body, parameters)
        return {**context, **encryption_conditions(body)} if service == "kms" else context

    return read


def encryption_conditions(body: bytes) -> Context:
    """Read the encryption context that a request names; nothing from a body that is no JSON object."""
    try:
        named = json.loads(body or b"{}").get("EncryptionContext") or {}
    except (ValueError, AttributeError):
        return {}
    return {_KEYS: sorted(named), **{f"{_VALUE}{name}": value for name, value in named.items()}} if named else {}
