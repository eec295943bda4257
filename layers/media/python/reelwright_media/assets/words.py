"""Names of icons: a `data.json` of emojibase becomes a table of hexcode, label and tags, without what films do not need."""

import json
from typing import Any, Final

GROUPS: Final = {
    0: "mind",
    1: "people",
    3: "animals",
    4: "food",
    5: "travel",
    6: "sport",
    7: "home",
}
"""Group of emojibase to theme; skin tones, symbols and flags are left out."""


def table(document: bytes) -> bytes:
    """Select hexcode, group, label and tags of each emoji, as JSON; the same input gives the same bytes."""
    rows: list[dict[str, Any]] = json.loads(document)
    kept = [
        [row["hexcode"], row["group"], row["label"], *row.get("tags", ())] for row in rows if row.get("group") in GROUPS
    ]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
