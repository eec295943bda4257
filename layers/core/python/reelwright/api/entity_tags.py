"""Entity tags: of texts, and in requests."""

import hashlib


def text_tag(text: str) -> str:
    """Build the tag of a text; weak, because a compressed form has the same."""
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


def matches(header: str | None, tag: str) -> bool:
    """Compare an If-None-Match header with `tag`: a list of weak or strong tags, or `*` (RFC 9110, 13.1.2)."""
    if header is None:
        return False
    named = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in named or tag.removeprefix("W/") in named
