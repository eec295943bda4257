"""Jobs: what one is, which states it passes, and the pure decisions about it."""
