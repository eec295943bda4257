"""The limits of the function `material`, which decodes files of strangers, and of the process inside it."""

from typing import Final

from reelwright.values import Value


class SandboxRow(Value):
    """The function's size, and what one decoding process may use of it.

    The process ends first: its limits end the job as `unusable_content`, the function's own would look like a fault of ours.
    """

    memory_mb: int = 3008
    timeout_seconds: int = 300
    ephemeral_storage_mb: int = 1024
    decoder_seconds: int = 270
    """Wall clock; longer than the decoder's own limit (`MAX_CLIP_FIT_SECONDS`), whose message says more."""
    decoder_cpu_seconds: int = 300
    """Over all threads."""
    font_cpu_seconds: int = 30
    """The same for a font: its parser is written in Python, and a small file can lead it round in circles."""
    decoder_memory_mb: int = 2048
    """Address space: more than is ever touched, because each thread reserves some."""


SANDBOX: Final = SandboxRow()
RAW: Final = "raw/"
"""Below a user's artefacts: bytes of providers, as they came. Only the sandbox opens them."""
URL_SECONDS: Final = SANDBOX.timeout_seconds
"""How long the signed URLs of a decoding are valid."""
