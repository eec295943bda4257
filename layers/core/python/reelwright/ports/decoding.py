"""The function that decodes files of strangers."""

from typing import Protocol

from reelwright.film.decoding import DecodeCommand, DecodeReply


class Decoding(Protocol):
    """Decodes one object and writes the result, by the two signed URLs of the command. Safe to repeat."""

    def decode(self, command: DecodeCommand) -> DecodeReply:
        """Wait for the result; raises ServiceFaultError if the function failed, was throttled or did not answer."""
