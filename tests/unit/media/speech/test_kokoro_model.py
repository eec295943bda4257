"""Which model file a machine loads, and which files are refused."""

from pathlib import Path

import pytest
from onnx import TensorProto, helper

from reelwright.errors import MissingAssetError
from reelwright_media.speech.kokoro_model import KokoroModel, form_for, has_vnni


def test_the_processor_says_whether_it_multiplies_bytes() -> None:
    """Only the flag itself counts, not a word that contains it."""
    assert has_vnni("model name : x\nflags\t\t: fpu avx2 avx512_vnni\n")
    assert has_vnni("flags : avx_vnni")
    assert not has_vnni("flags : avx2 avx512bw\nmodel name : avx512_vnni")


@pytest.mark.parametrize(
    ("machine", "processor", "name"),
    [
        ("x86_64", "flags : avx512_vnni", "kokoro-vnni.onnx"),
        ("AMD64", "flags : avx_vnni", "kokoro-vnni.onnx"),
        ("x86_64", "flags : avx2", "kokoro.onnx"),
        ("x86_64", "", "kokoro.onnx"),
        ("aarch64", "flags : avx512_vnni", "kokoro.onnx"),
    ],
)
def test_a_machine_loads_the_form_that_it_computes_fastest(machine: str, processor: str, name: str) -> None:
    """Matrix products need the byte instruction: without it they are slower and can overflow."""
    assert form_for(Path("a.b/kokoro.onnx"), machine, processor) == Path("a.b") / name


@pytest.mark.parametrize("content", [b"", b"no model", b"\x08\x08"])
def test_other_bytes_are_no_model(tmp_path: Path, content: bytes) -> None:
    """A damaged file is an error that names the file."""
    path = tmp_path / "kokoro.onnx"
    path.write_bytes(content)
    with pytest.raises(MissingAssetError, match=r"kokoro\.onnx"):
        KokoroModel(path, threads=1)


def test_a_model_that_was_not_prepared_is_refused(tmp_path: Path) -> None:
    """The upstream file has no durations: the error says how to prepare it."""
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, (1,)) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Abs", ["x"], ["y"])], "upstream", value[:1], value[1:])
    path = tmp_path / "kokoro.onnx"
    path.write_bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    )
    with pytest.raises(MissingAssetError, match="prepared model"):
        KokoroModel(path, threads=1)
