"""Calls libespeak-ng behind one lock: phonemes of a text, and its sound with the time of each word.

The library keeps its voice, buffers and events in global variables, so a process has one instance and one call at a time.
It is loaded on first use (about 10 ms) and never unloaded. The library is GPL-3.0; it is loaded at run time, unmodified,
from its own package (`espeakng-loader`).
"""

import ctypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import espeakng_loader

from reelwright.errors import ProviderError, UnsupportedLanguageError
from reelwright_media.speech.english_letters import letters_joined

# Names and values from espeak-ng's speak_lib.h, version 1.52.
_OUTPUT_SYNCHRONOUS = 2  # the callback runs inside espeak_Synth, not in a thread
_INITIALIZE_DONT_EXIT = 0x8000
_CHARACTERS_UTF8 = 1
_POSITION_CHARACTER = 1
_RATE_PARAMETER = 1
_PHONEMES_IPA = 0x02
_PHONEMES_TIE = 0x80
_EVENT_LIST_END = 0
_EVENT_WORD = 1
_EVENT_CLAUSE_END = 5
_TIE_CHARACTER = ord("^") << 8
_WITHOUT_DICTIONARY = frozenset({"fo", "kaa", "xex"})  # listed by 1.52, but without dictionary data
_LANGUAGE_SWITCH = re.compile(r"\([a-z^-]+\)")  # "(en)": the following phonemes are of another language


class _Event(ctypes.Structure):
    """espeak_EVENT: an event at a sample; `text_position` counts characters from 1."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _Voice(ctypes.Structure):
    """espeak_VOICE: `languages` repeats a priority byte and a zero-terminated code; a zero byte ends the list."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Moment:
    """A word starts or a clause ends: at character `position` (from 0) of the text, at `sample` of the sound."""

    position: int
    sample: int


@dataclass(slots=True)
class Sound:
    """The output of espeak: mono 16-bit samples, and its moments in order of time."""

    samples: bytearray = field(default_factory=bytearray)
    moments: list[Moment] = field(default_factory=list)


class Espeak:
    """The library. Get it from `espeak()`. Thread-safe: every method takes the process's lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._library = _loaded()
        self.rate: int = self._library.espeak_Initialize(
            _OUTPUT_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _INITIALIZE_DONT_EXIT
        )
        if self.rate <= 0:
            raise ProviderError(f"espeak-ng did not start (answer {self.rate}): its voice data is missing or broken")
        self._sound = Sound()
        self._callback = _SynthCallback(self._heard)  # keep a reference: the library stores only the address
        self._library.espeak_SetSynthCallback(self._callback)
        self._identifiers = dict(self._listed())
        self.languages = frozenset(self._identifiers)

    def phonemes(self, text: str, code: str) -> str:
        """Transcribe `text` to IPA with stress marks; '^' ties the parts of one phoneme, a space separates words.

        As in speech, words may merge ("of the" is one) and numbers may become several words ("100" is two). Raises
        UnsupportedLanguageError if espeak lacks `code`.
        """
        if not text.strip():
            return ""
        buffer = ctypes.create_string_buffer(_prepared(text, code).encode())
        cursor = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses: list[str] = []
        with self._speaking(code):
            while cursor.value:  # one clause per call; the library advances the cursor and sets it to zero at the end
                clause = self._library.espeak_TextToPhonemes(
                    ctypes.byref(cursor), _CHARACTERS_UTF8, _TIE_CHARACTER | _PHONEMES_TIE | _PHONEMES_IPA
                )
                clauses.append((clause or b"").decode())
        return " ".join(_LANGUAGE_SWITCH.sub("", " ".join(clauses)).split())

    def sound(self, text: str, code: str, *, variant: str = "", words_per_minute: int) -> Sound:
        """Speak `text`; a `variant` such as "+f2" changes the speaker. Raises as `phonemes`, and ProviderError.

        The same text gives the same speech but not the same bytes: the library's oscillator continues from its last phase,
        and its interface cannot reset it.
        """
        if not text.strip():
            return Sound()
        encoded = _prepared(text, code).encode()
        with self._speaking(code, variant):
            self._sound = sound = Sound()
            self._library.espeak_SetParameter(_RATE_PARAMETER, words_per_minute, 0)
            failed = self._library.espeak_Synth(
                encoded, len(encoded) + 1, 0, _POSITION_CHARACTER, 0, _CHARACTERS_UTF8, None, None
            )
            self._sound = Sound()
        if failed:
            raise ProviderError(f"espeak-ng could not speak (answer {failed})")
        return sound

    @contextmanager
    def _speaking(self, code: str, variant: str = "") -> Iterator[None]:
        """Lock the library and select the voice of a language."""
        if code not in self._identifiers:
            raise UnsupportedLanguageError(f"espeak-ng has no voice for {code!r}")
        with self._lock:
            # By identifier ("gmw/en"): espeak takes plain codes for file names, and some files have other names.
            if self._library.espeak_SetVoiceByName((self._identifiers[code] + variant).encode()):
                raise ProviderError(f"espeak-ng cannot load its voice {self._identifiers[code]}{variant}")
            yield

    def _heard(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, events: "ctypes._Pointer[_Event]") -> int:
        """Collect a buffer from the library; the result 0 continues the synthesis."""
        index = 0
        while (event := events[index]).type != _EVENT_LIST_END:
            if event.type in {_EVENT_WORD, _EVENT_CLAUSE_END}:
                self._sound.moments.append(Moment(max(0, event.text_position - 1), event.sample))
            index += 1
        if count > 0:
            self._sound.samples += ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short))
        return 0

    def _listed(self) -> Iterator[tuple[str, str]]:
        """Yield the first language code and the identifier of every voice; if two share a code, the preferred one comes last.

        Preferred is the lower priority number, then the shorter name: others are spelling variants ("yue-Latn-jyutping").
        """
        found: list[tuple[int, int, str, str]] = []
        voices = self._library.espeak_ListVoices(None)
        index = 0
        while voices[index]:
            voice = voices[index].contents
            priority, code = ctypes.string_at(voice.languages, 1)[0], ctypes.string_at(voice.languages + 1).decode()
            identifier = voice.identifier.decode()
            if code not in _WITHOUT_DICTIONARY:
                found.append((-priority, -len(identifier), code, identifier))
            index += 1
        return ((code, identifier) for _, _, code, identifier in sorted(found))


@cache
def _only() -> Espeak:
    return Espeak()


_first_use = threading.Lock()


def espeak() -> Espeak:
    """Return the process's library; the first call loads it. Raises ProviderError if it cannot start."""
    with _first_use:
        return _only()


def _loaded() -> ctypes.CDLL:
    """Open the shared library and declare its argument and result types."""
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise ProviderError(f"libespeak-ng cannot be loaded: {error}") from error
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    return library


def _prepared(text: str, code: str) -> str:
    """Prepare the text for the library; character positions do not change."""
    return letters_joined(_clean(text)) if code.startswith("en") else _clean(text)


def _clean(text: str) -> str:
    """Replace NUL (it would end the text) and lone surrogates (not encodable in UTF-8) by spaces."""
    return "".join(" " if mark == "\0" or "\ud800" <= mark <= "\udfff" else mark for mark in text)
