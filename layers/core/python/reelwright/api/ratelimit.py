"""The headers of limits, after draft-ietf-httpapi-ratelimit-headers (version 10).

`RateLimit-Policy` lists every limit with its quota `q` and its window `w` in seconds. `RateLimit` lists the limits whose
remainder is known: what is left (`r`), and the seconds until the reset (`t`). Both are lists of structured fields
(RFC 9651): a quoted name with parameters.
"""

from reelwright.jobs.quota import Window


def limit_headers(windows: tuple[Window, ...]) -> dict[str, str]:
    """Build the headers of an answer; empty for a caller without limits."""
    policy = [f'"{one.name}";q={one.limit};w={one.length_seconds}' for one in windows]
    counted = [f'"{one.name}";r={one.remaining};t={one.reset_seconds}' for one in windows if one.remaining is not None]
    headers = {"RateLimit-Policy": ", ".join(policy), "RateLimit": ", ".join(counted)}
    return {name: value for name, value in headers.items() if value}
