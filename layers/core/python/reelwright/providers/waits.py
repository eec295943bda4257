"""When to look at the long work of a provider again: often at first, then less, as long work gets."""

from typing import Final

SHORTEST_SECONDS: Final = 15
LONGEST_SECONDS: Final = 120


def next_wait(elapsed_seconds: float, hint_seconds: float | None = None) -> int:
    """Compute the whole seconds until the next look at work that was submitted so long ago; a provider's longer hint wins."""
    wait = max(SHORTEST_SECONDS, elapsed_seconds / 2, hint_seconds or 0.0)
    return round(min(LONGEST_SECONDS, wait))


def most_looks(within_seconds: float) -> int:
    """Count the looks at one piece of work within a time, if it never ends."""
    looks, elapsed = 1, 0.0
    while elapsed < within_seconds:
        elapsed += next_wait(elapsed)
        looks += 1
    return looks
