"""The use cases, one verb per file: they take ports and one command, and return a model."""
