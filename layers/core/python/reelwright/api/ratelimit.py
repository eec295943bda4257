"""The headers of limits, as draft-ietf-httpapi-ratelimit-headers (version 10) has them.

`RateLimit-Policy` names every limit: its quota `q` and its window `w` in seconds. `RateLimit` says what is left (`r`) and in
how many seconds it starts anew (`t`), of the limits that were counted for this answer. Both are lists of structured
fields (RFC 9651): a quoted name with parameters.
"""

from reelwright.jobs.quota import Window


def limit_headers(windows: tuple[Window, ...]) -> dict[str, str]:
    """Return the headers of an answer; none where nothing is limited."""
    policy = [f'"{one.name}";q={one.limit};w={one.length_seconds}' for one in windows]
    counted = [f'"{one.name}";r={one.remaining};t={one.reset_seconds}' for one in windows if one.remaining is not None]
    headers = {"RateLimit-Policy": ", ".join(policy), "RateLimit": ", ".join(counted)}
    return {name: value for name, value in headers.items() if value}
