"""The errors of the local stack."""


class LocalStackError(Exception):
    """The local stack cannot continue. The message is one line that says what to do; `make` prints it."""
