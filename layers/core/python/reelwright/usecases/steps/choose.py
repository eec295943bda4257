"""Choose a provider by name, and hand over to the next of the same capability when it cannot."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from reelwright.errors import ProviderError, ProviderRefusedError, ReelwrightError, UnsupportedLanguageError
from reelwright.jobs.model import Fallback

Provider = TypeVar("Provider")
Made = TypeVar("Made")

_HAND_OVER = (ProviderError, ProviderRefusedError, UnsupportedLanguageError)
"""After these the next provider is asked; throttles and time-outs are tried again with the same one."""


def use_first_able(
    capability: str,
    providers: Mapping[str, Provider],
    use: Callable[[Provider], Made],
    *,
    asked: str | None,
    strict: bool,
) -> tuple[Made, Fallback | None]:
    """Return what the asked provider made, or the first of the others that could, and the fallback if there was one.

    A name without a provider here (no credentials) counts as unable. With `strict` the asked one's failure is final.
    Raises the last provider's error when none could.
    """
    order = sorted(providers, key=lambda name: name != asked)  # stable: the asked one first, the others as they stand
    failed: list[tuple[str, str]] = []
    if asked is not None and asked not in providers:
        reason = f"{asked} is not set up in this environment"
        if strict:
            raise ProviderRefusedError(f"{capability}: {reason}, and strict_providers is true")
        failed.append((asked, reason))
    last: ReelwrightError | None = None
    for name in order:
        try:
            made = use(providers[name])
        except _HAND_OVER as error:
            if strict and name == asked:
                raise
            failed.append((name, str(error)))
            last = error
            continue
        if not failed:
            return made, None
        first, reason = failed[0]
        return made, Fallback(capability=capability, asked=first, used=name, reason=reason)
    raise last or ProviderRefusedError(f"no provider of {capability} is set up in this environment")
