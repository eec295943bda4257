"""Lets the process keep the memory that large arrays have freed.

A shot uses and frees some 60 MB of pixels while its planes are prepared. glibc returns that to Linux each time, which clears
every page for the next array: a third of the CPU time of a shot's first frame (4 us a page of 4 KB, on a virtual machine).
"""

import ctypes
import platform
from functools import cache
from typing import Final

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's `mallopt` (malloc.h)."""
_KEPT_BYTES: Final = 256 * 2**20
_LARGEST_BYTES: Final = 32 * 2**20
"""Larger arrays get pages of their own, as before: they are rare."""


@cache
def keep_freed_memory() -> bool:
    """Keep up to 256 MB of freed memory; False, and no change, where the C library is not glibc. Idempotent."""
    if platform.libc_ver()[0] != "glibc":
        return False
    libc = ctypes.CDLL(None)
    return bool(libc.mallopt(_TRIM_THRESHOLD, _KEPT_BYTES) and libc.mallopt(_MMAP_THRESHOLD, _LARGEST_BYTES))
