"""The ports without AWS: the same promises, held in one process. For tests and for trying things out."""
