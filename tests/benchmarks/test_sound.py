"""What a finished film sounds like to programs: captions on their words, words understood, loudness, joins; all voices."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.benchmarks.ears import missing

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Figures, Page, Run

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(bool(missing()), reason=f"the extra `measure` lacks {', '.join(missing())}: make bench-sound"),
]

NARRATED: Final = Path(__file__).parent / "narrated.py"
MIXES: Final = NARRATED.with_name("mixes.py")
READ_ALOUD: Final = NARRATED.with_name("read_aloud.py")
VOICES: Final = ("af_heart", "am_michael")


def test_the_film(run: "Run", page: "Page", say: Callable[[str], None], tmp_path: Path) -> None:
    """One film a voice, measured on the finished MP4."""
    films: dict[str, Figures] = {}
    for voice in VOICES:
        folder = tmp_path / voice
        folder.mkdir()
        films[voice] = run(NARRATED, folder, voice)
    body = f"""
The sample script (`docs/sample-script.txt`), spoken, mixed with its music, mastered, encoded as AAC and composed by the
product's own functions; measured on the decoded MP4. Pictures are left out. pocketsphinx 5.1.1 aligns the known words,
to 10 ms; whisper-base (int8, five beams) transcribes the sound and knows only the language. No person listened.

**Timing of captions.** Delay from the sound of a word to its highlight in the caption, in milliseconds (negative: too early):

| voice, measured by | words | bias | median of absolute values | p95 | worst | within 60 ms |
|---|---|---|---|---|---|---|
{_times(films)}

The aligner has errors too. The rows in italics show how far its times move when music is added, and how far they are
from the time when a clean voice returns after a silence of 100 ms, which energy alone shows to 5 ms. The product also
sets starts after a pause by energy (with other code), so for these words that measurement is not independent. The worst
words are those where the two measurements differ.

| the film's sound | {" | ".join(VOICES)} |
|---|{"---|" * len(VOICES)}
{_facts(films)}
"""
    page.write("sound", "The sound of a film", body)
    for voice, film in films.items():
        share, wer = film["starts"]["film"]["share"], film["wer"]["film"]
        say(f"sound: {voice} captions within 60 ms {share:.3f} WER {wer:.3f} {film['loudness']['lufs']:.1f} LUFS")


def test_three_films(run: "Run", page: "Page", say: Callable[[str], None], tmp_path: Path) -> None:
    """Loudness, peak, effects and words of the finished sound of three films."""
    films = run(MIXES, tmp_path)["films"]
    body = f"""
Three scripts of this repository, as the product mixes and masters them, without pictures. Words are compared as they are said.
Effects: their loudest 0.4 s under the loudness of the voice. An error that is in the voice alone, too, is not the mix's.

| script, voice, mood | seconds | words | loudness | true peak | effects under the voice | WER | without music | voice alone |
|---|---|---|---|---|---|---|---|---|
{_mixes(films)}
"""
    page.write("mixes", "The mix of three films", body)
    say(f"mixes: worst WER {max(film['wer']['film'] for film in films):.3f}")


def test_the_voices(run: "Run", page: "Page", say: Callable[[str], None], tmp_path: Path) -> None:
    """A passage by every voice, some at other speeds, and by the fallback."""
    rows = run(READ_ALOUD, tmp_path)["rows"]
    body = f"""
Word error rate of a passage with three numbers in figures (`tests/benchmarks/passages.py`), one reading
each: it shows large differences, not those of 1 %. The recogniser makes mistakes of its own, more of them outside English.

| voice | language | speed | words | seconds | WER | taken for its language with |
|---|---|---|---|---|---|---|
{_voices(rows)}

The recogniser writes spoken Hindi with the letters of Urdu, which sounds alike, so nearly every word of its Hindi counts as an
error: these rates say nothing about the voices. The last column is how surely it takes the sound for that language by itself.

espeak speaks every language that Kokoro does not, German among them; the job's result then lists it in `fallbacks`.
"""
    page.write("voices", "Voices", body)
    worst = max(row["wer"] for row in rows if row["provider"] == "kokoro" and row["language"] != "hi")
    say(f"voices: worst WER of Kokoro but for Hindi {worst:.3f}")


def _times(films: "dict[str, Figures]") -> str:
    rulers: tuple[tuple[str, Callable[[Figures], Figures]], ...] = (
        ("**aligned on the finished film**", lambda film: film["starts"]["film"]),
        ("aligned without music", lambda film: film["starts"]["clean"]),
        ("energy, behind pauses", lambda film: film["onsets"]),
        ("*aligner with music to without*", lambda film: film["aligner"]),
        ("*aligner to energy, behind pauses*", lambda film: film["aligner_onsets"]),
    )
    return "\n".join(
        f"| {voice}, {name} | {(one := of(film))['count']} | {one['bias']:.0f} | {one['median']:.0f} | {one['p95']:.0f} | "
        f"{one['worst']:.0f} | {100 * one['share']:.1f} % |"
        for voice, film in films.items()
        for name, of in rulers
    )


def _facts(films: "dict[str, Figures]") -> str:
    asked = next(iter(films.values()))["asked"]
    facts: tuple[tuple[str, Callable[[Figures], str]], ...] = (
        ("seconds", lambda film: f"{film['seconds']:.1f}"),
        ("WER with music", lambda film: f"{100 * film['wer']['film']:.1f} %"),
        ("WER without", lambda film: f"{100 * film['wer']['clean']:.1f} %"),
        (
            f"loudness (target {asked['lufs']:g} LUFS in every preset)",
            lambda film: f"{film['loudness']['lufs']:.2f} LUFS",
        ),
        (f"true peak (limit {asked['peak_dbtp']:g} dBTP)", lambda film: f"{film['loudness']['peak_dbtp']:.2f} dBTP"),
        ("peak of the first and last 10 ms", lambda film: f"{film['first_db']:.0f}, {film['last_db']:.0f} dBFS"),
        (
            "largest step between two samples (full scale 1): at scene joins, elsewhere (an s of the voice)",
            lambda film: f"{film['step_at_joins']:.3f}, {film['step_elsewhere']:.3f}",
        ),
        ("change of the music's level under words", lambda film: f"{film['ducked_db']:.1f} dB"),
        ("level of the voice above the music there", lambda film: f"{film['below_voice_db']:.1f} dB"),
    )
    return "\n".join(f"| {name} | {' | '.join(tell(film) for film in films.values())} |" for name, tell in facts)


def _mixes(films: "list[Figures]") -> str:
    return "\n".join(
        f"| `{film['script']}`, `{film['voice']}`, {film['mood']} | {film['seconds']:.1f} | {film['words']} | "
        f"{film['lufs']:.1f} LUFS | {film['peak_dbtp']:.1f} dBTP | {film['effects_below_db']:.1f} dB | "
        f"{_shares(film)} |"
        for film in films
    )


def _shares(film: "Figures") -> str:
    return " | ".join(f"{100 * film['wer'][name]:.1f} %" for name in ("film", "no_music", "voice"))


def _voices(rows: "list[Figures]") -> str:
    return "\n".join(
        f"| {row['voice']}{' (espeak)' if row['provider'] == 'espeak' else ''} | {row['language']} | {row['speed']:g} | "
        f"{row['words']} | {row['seconds']:.1f} | {100 * row['wer']:.1f} % | {100 * row['certainty']:.0f} % |"
        for row in rows
    )
