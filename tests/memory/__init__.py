"""In-memory implementations of the ports, with the same promises as those on AWS. For tests and tools."""
