"""A decoder that is taken over finds nothing to steal, and its limits end it."""

import json
import os
import platform
import socket
import subprocess
import sys
import textwrap
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from reelwright.errors import ContentError
from reelwright.film.decoding import ClipOrder, FontOrder, MarkOrder, SoundOrder, StillOrder
from reelwright.pipeline.sandbox import SandboxRow
from reelwright_media.composing.probing import probe
from reelwright_media.composing.sound import read_sound
from reelwright_media.fitting.letters import kept_font
from reelwright_media.material.fonts import read_letters
from reelwright_media.sandbox import seals
from reelwright_media.sandbox.outside import Sandbox
from tests.unit.media.material.made_fonts import font

pytestmark = pytest.mark.skipif(platform.system() != "Linux", reason="docs/security.md: other systems have no seals")
needs_landlock = pytest.mark.skipif(not seals.can_close_files(), reason="Linux before 5.13")
CLIP = ClipOrder(width=64, height=64, fps=30, seconds=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file as a stranger sent it."""
    path = tmp_path / "own"
    Image.fromarray(np.full((80, 100, 3), 200, np.uint8)).save(path, "PNG")
    return path


def hostile(code: str, **limits: Any) -> Sandbox:
    """Return a sandbox whose decoder runs this code."""
    program = ("-m", "tests.unit.media.sandbox.hostile", textwrap.dedent(code))
    return Sandbox(SandboxRow(**{"decoder_seconds": 60, **limits}), program=program)


def answer(path: Path, code: str) -> Any:
    """Return what the code set as `answer`."""
    with pytest.raises(ContentError) as caught:
        hostile(code).still(path, StillOrder(), path.with_name("out"))
    return json.loads(str(caught.value))


def problem(path: Path, code: str, **limits: Any) -> str:
    """Return what the file's owner is told."""
    with pytest.raises(ContentError) as caught:
        hostile(code, **limits).still(path, StillOrder(), path.with_name("out"))
    return str(caught.value)


def test_it_inherits_no_variable(path: Path) -> None:
    """The list is closed: whatever a function's environment holds, credentials first, stays outside."""
    assert "PATH" in os.environ
    found = answer(path, "answer = sorted(os.environ)")
    given = {
        "LANG",
        "MALLOC_ARENA_MAX",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPATH",
    }
    assert set(found) - {"LD_LIBRARY_PATH"} == given  # cv2 sets that one itself when it is loaded


def test_it_holds_no_file_but_its_pipe(path: Path) -> None:
    """Neither a socket nor a log of the outer process: /dev/null twice, and the pipe under two numbers."""
    assert answer(path, "answer = [fd for fd in range(64) if tried(lambda: os.fstat(fd)) == 'done']") == [0, 1, 2, 3]


@needs_landlock
def test_it_reads_its_file_and_code_and_nothing_else(path: Path) -> None:
    """No other file of the user: neither the checkout, which holds a stack's secrets, nor another process's memory."""
    secret = path.with_name("secret")
    secret.write_text("not yours")
    places = [
        str(secret),
        str(Path(__file__).resolve().parents[4] / "pyproject.toml"),
        "/etc/passwd",
        str(Path.home()),
        *(
            f"/proc/{pid}/{name}"
            for pid in (os.getpid(), os.getppid(), "self")
            for name in ("environ", "cmdline", "maps")
        ),
    ]
    code = f"""
        look = lambda place: os.listdir(place) if os.path.isdir(place) else open(place, 'rb').read()
        answer = [tried(lambda place=place: look(place)) for place in {places!r}], tried(lambda: look(task.path))
    """
    found, own = answer(path, code)
    assert set(found) == {"PermissionError"}
    assert own == "done"


def test_it_writes_no_file(path: Path) -> None:
    """Not even beside its own: nothing of it can outlive it."""
    code = f"""
        places = {[str(path.with_name("left")), str(Path.home() / "left"), "/dev/null", str(path)]!r}
        answer = [tried(lambda place=place: open(place, 'ab')) for place in places]
        answer.append(tried(lambda: os.unlink(task.path)))
    """
    assert set(answer(path, code)) == {"PermissionError"}


def test_it_reaches_no_network(path: Path) -> None:
    """Neither the metadata service, nor the runtime's own API on loopback, nor the name service: no socket can be made."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"""
            kinds = [(socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM)]
            kinds += [(socket.AF_INET6, socket.SOCK_STREAM), (socket.AF_UNIX, socket.SOCK_STREAM)]
            kinds += [(socket.AF_NETLINK, socket.SOCK_RAW), (socket.AF_PACKET, socket.SOCK_RAW)]
            answer = [tried(lambda kind=kind: socket.socket(*kind)) for kind in kinds]
            answer.append(tried(lambda: socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 2)))
            answer.append(tried(lambda: socket.socketpair()))
            libc = ctypes.CDLL(None, use_errno=True)
            answer.append('done' if libc.syscall(425, 8, 0) >= 0 else 'PermissionError')  # io_uring_setup
        """
        assert set(answer(path, code)) == {"PermissionError"}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers of the calls are those of x86_64")
def test_it_touches_no_other_process(path: Path) -> None:
    """It starts none, signals none, limits none, reads none."""
    code = """
        import resource
        parent = os.getppid()
        libc = ctypes.CDLL(None, use_errno=True)
        answer = [
            tried(os.fork),
            tried(lambda: os.execv('/bin/true', ['true'])),
            tried(lambda: os.kill(parent, 0)),
            tried(lambda: resource.prlimit(parent, resource.RLIMIT_CPU)),
            *('done' if libc.syscall(*call) >= 0 else 'PermissionError' for call in (
                (101, 16, parent, 0, 0),      # ptrace: attach
                (310, parent, 0, 0, 0, 0, 0),  # process_vm_readv
                (434, parent, 0),              # pidfd_open
                (234, parent, parent, 0),      # tgkill
                (272, 0x10000000),             # unshare: a user namespace
            )),
        ]
    """
    assert set(answer(path, code)) == {"PermissionError"}


def test_its_limits_cannot_be_raised(path: Path) -> None:
    """Also for root, who lost that right with all others."""
    code = """
        import resource
        answer = tried(lambda: resource.setrlimit(resource.RLIMIT_CPU, (9999, 9999)))
    """
    assert answer(path, code) == "ValueError"


@pytest.mark.parametrize(
    ("code", "limits", "said"),
    [
        ("while True: pass", {"decoder_cpu_seconds": 1}, "takes too long to decode"),
        ("time.sleep(60)", {"decoder_seconds": 2}, "takes too long to decode"),
        ("while True: pipe.write(b'x' * 10_000)", {}, "its decoder crashed"),
        ("ctypes.string_at(0)", {}, "its decoder crashed"),
        ("os.abort()", {}, "its decoder crashed"),
        ("os._exit(0)", {}, "its decoder crashed"),
        (
            "wire.write_header(pipe, {'kind': 'picture', 'width': 9, 'height': 9, 'still': [60_000, 60_000]})",
            {},
            "crashed",
        ),
        ("wire.write_header(pipe, {'kind': 'picture', 'width': 9, 'height': 9, 'still': [9, 9]})", {}, "crashed"),
        ("wire.write_header(pipe, {'kind': 'a program', 'width': 9, 'height': 9, 'still': [9, 9]})", {}, "crashed"),
    ],
    ids=["CPU", "clock", "endless", "segfault", "abort", "silence", "bomb", "short", "nonsense"],
)
def test_what_it_does_in_place_of_decoding_ends_as_a_problem_of_the_file(
    path: Path, code: str, limits: dict[str, int], said: str
) -> None:
    """A sentence that can follow the file's name; another try would give the same."""
    began = time.monotonic()
    assert said in problem(path, code, **limits)
    assert time.monotonic() - began < 30


def test_memory_is_bounded(path: Path) -> None:
    """An allocation beyond the limit fails inside; nothing outside notices."""
    assert answer(path, "answer = tried(lambda: bytearray(3 * 2**30))") == "MemoryError"


@pytest.mark.parametrize("ends", [True, False], ids=["too many", "without end"])
def test_more_frames_than_ordered_are_not_taken(path: Path, *, ends: bool) -> None:
    """The film that is written has at most the ordered length, whatever the decoder sends."""
    code = f"""
        wire.write_header(pipe, {{'kind': 'clip', 'width': 64, 'height': 64}})
        for _ in range(31 if {ends} else 2):
            pipe.write(b'\\0\\1' + bytes(64 * 64 * 3 // 2))
        if {ends}:
            wire.write_end(pipe, {{}})
    """
    out = path.with_name("out.mp4")
    with pytest.raises(ContentError, match="its decoder crashed"):
        hostile(code).clip(path, CLIP, out)
    assert not out.exists()


def test_what_comes_out_is_of_our_own_encoding(path: Path) -> None:
    """Whatever a decoder that was taken over sends: its bytes are pixels, and an encoder of ours wrote the file."""
    code = """
        wire.write_header(pipe, {'kind': 'picture', 'width': 9, 'height': 9, 'still': [16, 16]})
        pipe.write((b'<script>alert(1)</script>' * 99)[:16 * 16 * 3])
    """
    out = path.with_name("out")
    hostile(code).still(path, StillOrder(), out)
    assert out.read_bytes().startswith(b"\xff\xd8\xff")
    assert b"script" not in out.read_bytes()


def test_what_it_tells_the_owner_is_one_short_line(path: Path) -> None:
    """It may be the file that speaks."""
    said = problem(path, "wire.write_header(pipe, {'problem': 'is\\x1b[2J\\nodd' + 'x' * 2000})")
    assert said.startswith("is[2Joddxxx")
    assert len(said) <= 300


def test_the_real_decoder_works_behind_all_seals(path: Path, tmp_path: Path) -> None:
    """A picture comes out upright in our encoding; the seals that held are reported."""
    facts, held = Sandbox().still(path, StillOrder(), tmp_path / "out.jpg")
    assert (facts.kind, facts.width, facts.height) == ("picture", 100, 80)
    assert {"privileges", "system calls"} <= set(held)
    assert ("files" in held) is seals.can_close_files()
    with Image.open(tmp_path / "out.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (100, 80))


def test_a_clip_comes_out_in_the_ordered_shape_and_rate(tmp_path: Path) -> None:
    """Decoders may use threads; nothing else of a process."""
    path, out = tmp_path / "own", tmp_path / "out.mp4"
    frames = [Image.fromarray(np.full((90, 160, 3), shade, np.uint8)) for shade in range(0, 200, 20)]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:], duration=100)
    facts, _ = Sandbox().clip(path, CLIP, out)
    film = probe(out)
    assert (film.width, film.height, film.fps, film.frames) == (64, 64, 30, 30)
    assert (facts.kind, facts.seconds) == ("clip", 1.0)


def test_an_unusable_file_is_named_in_the_decoders_words(tmp_path: Path) -> None:
    """The sandbox changes no text."""
    path = tmp_path / "own"
    path.write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    with pytest.raises(ContentError, match="is damaged or is not a picture"):
        Sandbox().still(path, StillOrder(), tmp_path / "out.jpg")


def test_without_landlock_the_outer_process_hides_its_memory() -> None:
    """On AWS Lambda's kernels: a process of the same user, and root without rights, cannot read its environment."""
    code = """
        import os, sys
        from reelwright_media.sandbox import seals
        hidden = seals.hide_memory()
        child = os.fork()
        if child == 0:
            seals.drop_privileges()
            try:
                open(f'/proc/{os.getppid()}/environ', 'rb').read()
            except PermissionError:
                os._exit(7)
            os._exit(0)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if hidden else 1)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    assert subprocess.run(command, check=False).returncode == 7  # noqa: S603 - the code above


def test_music_comes_back_as_a_file_of_our_own_encoder(tmp_path: Path) -> None:
    """48 kHz stereo, no longer than the order, whatever the file was."""
    samples = np.random.default_rng(3).integers(-9000, 9000, 2 * 22_050, np.int16)
    with wave.open(str(tmp_path / "own"), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    facts, held = Sandbox().do(tmp_path / "own", SoundOrder(seconds=1.5), tmp_path / "out")
    assert (facts.kind, facts.seconds) == ("sound", 1.5)
    assert "system calls" in held
    assert (tmp_path / "out").read_bytes().startswith(b"fLaC")
    assert len(read_sound(tmp_path / "out")) == 72_000


def test_a_decoder_that_sends_too_much_sound_is_ended(path: Path) -> None:
    """The order bounds what the trusted process takes."""
    code = """
        wire.write_header(pipe, {"kind": "sound"})
        pipe.write((60_000).to_bytes(4, "big") + bytes(240_000))
    """
    with pytest.raises(ContentError, match="its decoder crashed"):
        hostile(code).do(path, SoundOrder(seconds=1), path.with_name("out"))


def test_a_logo_keeps_its_transparency_and_loses_its_margin(tmp_path: Path) -> None:
    """A large one is reduced."""
    pixels = np.zeros((400, 900, 4), np.uint8)
    pixels[100:300, 100:800] = (200, 30, 30, 128)
    Image.fromarray(pixels).save(tmp_path / "own", "PNG")
    facts, _ = Sandbox().do(tmp_path / "own", MarkOrder(most_pixels=350), tmp_path / "out.png")
    assert (facts.width, facts.height) == (350, 100)
    with Image.open(tmp_path / "out.png") as image:
        assert image.mode == "RGBA"
        assert image.getpixel((175, 50)) == pytest.approx((200, 30, 30, 128), abs=2)


def test_a_logo_of_which_nothing_is_visible_is_refused(tmp_path: Path) -> None:
    """So is a clip."""
    Image.fromarray(np.zeros((100, 100, 4), np.uint8)).save(tmp_path / "own", "PNG")
    with pytest.raises(ContentError, match="shows nothing"):
        Sandbox().do(tmp_path / "own", MarkOrder(), tmp_path / "out")


def test_a_font_is_written_anew_from_its_letters(tmp_path: Path) -> None:
    """Nothing but numbers crosses the pipe: the font that comes out holds no table of the stranger's."""
    (tmp_path / "own").write_bytes(font("Own "))
    facts, held = Sandbox().do(tmp_path / "own", FontOrder(), tmp_path / "out")
    assert facts.kind == "font"
    assert {"privileges", "system calls"} <= set(held)
    assert (tmp_path / "out").read_bytes() == kept_font(read_letters(tmp_path / "own", most=9))


def test_the_decoder_of_a_font_has_less_time(path: Path) -> None:
    """Its parser is Python, and a program of outlines may call itself without end."""
    sandbox = hostile("while True: pass", font_cpu_seconds=1)
    with pytest.raises(ContentError, match="takes too long to decode"):
        sandbox.do(path, FontOrder(), path.with_name("out"))
