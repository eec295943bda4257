"""Jobs: the record, its states, and the pure decisions about it."""
