"""A package of another author, as an example."""
