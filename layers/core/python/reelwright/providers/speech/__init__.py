"""Speech with word times."""
