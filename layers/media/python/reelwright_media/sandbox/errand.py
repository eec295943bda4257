"""One errand of the function `material`: download a file, decode it in the sandbox, upload what our encoder wrote.

The two signed URLs of the command are all that this process may use; no redirect is followed.
"""

import http.client
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Any, Final

from reelwright.errors import ContentError, ServiceFaultError
from reelwright.film.decoding import DecodeCommand, DecodeReply
from reelwright_media.sandbox import seals
from reelwright_media.sandbox.outside import Sandbox

_TIMEOUT_SECONDS: Final = 30
_CHUNK_BYTES: Final = 1 << 20
_MISSING: Final = 404
_TAKEN: Final = 412
"""The target exists: an earlier errand of the same content wrote it (`If-None-Match`)."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow no redirect: a signed URL answers for itself."""


_OPENER: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())


def hide() -> None:
    """Close this process's memory, which holds credentials and URLs, to the decoder where the decoder cannot be kept from it.

    With Landlock it can. Hidden everywhere, the processes of a local stack could not be found by their environment.
    """
    if not seals.can_close_files():
        seals.hide_memory()


def run(command: DecodeCommand, sandbox: Sandbox) -> tuple[DecodeReply, list[str]]:
    """Do the errand; return the reply and the seals that held. Raises ServiceFaultError if the store fails."""
    with tempfile.TemporaryDirectory(prefix="reelwright-") as folder:
        source, out = Path(folder) / "own", Path(folder) / "out"
        try:
            _download(command.source_url, source, most=command.most_bytes)
            facts, held = sandbox.do(source, command.order, out)
        except ContentError as error:
            return DecodeReply(problem=str(error)), []
        _upload(command, out)
    return DecodeReply(facts=facts), held


def _download(url: str, path: Path, *, most: int) -> None:
    request = urllib.request.Request(url)  # noqa: S310 - signed by our own `intake` function
    with _sent(request) as response, path.open("wb") as file:
        total = 0
        while chunk := response.read(_CHUNK_BYTES):
            total += len(chunk)
            if total > most:
                raise ContentError("is larger than it was when the film was planned.")
            file.write(chunk)


def _upload(command: DecodeCommand, path: Path) -> None:
    headers = {**command.target_headers, "content-length": str(path.stat().st_size)}
    with path.open("rb") as file:
        request = urllib.request.Request(command.target_url, data=file, headers=headers, method="PUT")  # noqa: S310 - as above
        try:
            _sent(request).close()
        except _TakenError:
            return


class _TakenError(Exception):
    """The target exists."""


def _sent(request: urllib.request.Request) -> IO[bytes]:
    """Send the request; raises ServiceFaultError without the URL, which is a secret."""
    try:
        response: IO[bytes] = _OPENER.open(request, timeout=_TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        if error.code == _TAKEN:
            raise _TakenError from None
        if error.code == _MISSING:
            raise ContentError("is not there any more: upload it again.") from None
        raise ServiceFaultError(f"the store answered {error.code} to a signed {request.get_method()}") from None
    except (OSError, http.client.HTTPException) as error:
        raise ServiceFaultError(f"the store was not reached: {type(error).__name__}") from None
    return response
