"""Limits of a batch and of its manifest; the API document and `docs/batches.md` print them."""

from typing import Final

MAX_INLINE_ITEMS: Final = 500
MAX_LINE_BYTES: Final = 64 * 2**10
"""Of one line of a manifest, or of one item of a JSON document."""
MAX_COLUMNS: Final = 100
"""Of a CSV manifest, the columns of variables included."""
MAX_VARIABLES: Final = 50
VARIABLE_PATTERN: Final = r"^[a-z][a-z0-9_]{0,39}$"
MAX_VARIABLE_BYTES: Final = 4 * 2**10
MAX_ERRORS_SHOWN: Final = 1_000
"""Lines with errors in an answer; `<name>.refused.csv` of a dropped manifest has all of them."""
MAX_GROUPS: Final = 200
"""Groups of errors a batch; the errors of all others are counted in one group, `other`."""
FIRST_SAMPLES: Final = 3
LAST_SAMPLES: Final = 2
"""Lines that a group of errors names: its first and its last ones."""
PART_LINES: Final = 1_000
"""Lines of one stored part."""
MAX_CONCURRENCY: Final = 50
MAX_LIFE_HOURS: Final = 7 * 24
DEFAULT_LIFE_HOURS: Final = 48
"""How long a batch may run before it expires, unless `expires_after_hours` says otherwise."""
