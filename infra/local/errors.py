"""What can go wrong on the way up: each message is one line that a person can act on."""


class LocalStackError(Exception):
    """The local stack cannot go on; the message says what to do. The command line prints it and exits with 1."""
