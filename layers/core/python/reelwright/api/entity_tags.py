"""Entity tags in requests."""


def knows(header: str | None, tag: str) -> bool:
    """Return whether an If-None-Match header names `tag`: one of a list, weak or strong, or `*` (RFC 9110, 13.1.2)."""
    if header is None:
        return False
    named = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in named or tag.removeprefix("W/") in named
