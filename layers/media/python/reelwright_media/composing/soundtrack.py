"""Writes a sound as the AAC stream of a film, in step with its pictures."""

from typing import Final

import av

from reelwright_media.composing.loudness import frame_of
from reelwright_media.composing.sound import RATE, Sound

_BLOCK: Final = RATE // 2


class Soundtrack:
    """The one AAC-LC stream of a film, encoded once: a restart at each scene would shift sound by 40 ms per join."""

    def __init__(self, container: av.container.OutputContainer, sound: Sound, *, bitrate: int) -> None:
        self._container = container
        self._sound = sound
        self._at = 0
        self._stream = container.add_stream("aac", rate=RATE, layout="stereo", format="fltp")
        self._stream.bit_rate = bitrate
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)

    def write_until(self, seconds: float) -> None:
        """Encode the sound before `seconds`. Call it in step with the pictures, so that the file interleaves."""
        while self._at < len(self._sound) and self._at / RATE < seconds:
            block = self._sound[self._at : self._at + _BLOCK]
            for frame in self._resampler.resample(frame_of(block, self._at)):
                self._container.mux(self._stream.encode(frame))
            self._at += len(block)

    def finish(self) -> None:
        """Encode the remaining sound and flush the encoder."""
        self.write_until(float("inf"))
        self._container.mux(self._stream.encode(None))
