"""Changing a model's graph must not change its numbers."""

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from reelwright_media.speech.kokoro_graph import has_vnni, with_durations, with_matrix_convolutions
from reelwright_media.speech.onnx_graph import Graph, Node, with_output
from reelwright_media.speech.protobuf import bytes_field, text_field, varint_field

CHANNELS, RESULTS = 6, 4
FLOAT = 1


def value(number: int, name: str, shape: tuple[int, ...]) -> bytes:
    """Return a graph's input (11) or output (12): a float tensor."""
    dimensions = b"".join(bytes_field(1, varint_field(1, size)) for size in shape)
    tensor = varint_field(1, FLOAT) + bytes_field(2, dimensions)
    return bytes_field(number, text_field(1, name) + bytes_field(2, bytes_field(1, tensor)))


def convolution(taps: int, dilation: int, *, bias: bool, moments: int = 40) -> bytes:
    """Return a model of one quantised convolution, written as onnxruntime's quantiser does."""
    rng = np.random.default_rng(taps)
    pad = dilation * (taps - 1) // 2
    header = varint_field(1, 8) + b"".join(
        bytes_field(8, text_field(1, domain) + varint_field(2, version))
        for domain, version in (("", 17), ("com.microsoft", 1))
    )
    edges = text_field(2, "test") + value(11, "x", (1, CHANNELS, moments)) + value(12, "y", (1, RESULTS, moments))
    seed = Node("DynamicQuantizeLinear", ["x"], ["xq", "xs", "xz"], name="quantise")
    graph = Graph(header + bytes_field(7, edges + bytes_field(1, seed.encoded())))
    # Weights near their zero point: the product of bytes cannot overflow on a machine without VNNI either.
    graph.add_constant("w_quantized", rng.integers(70, 180, (RESULTS, CHANNELS, taps), dtype=np.uint8))
    graph.add_constant("w_scale", np.array(0.02, np.float32))
    graph.add_constant("w_zero_point", np.array(125, np.uint8))
    attributes: dict[str, int | list[int]] = {
        "dilations": [dilation],
        "group": 1,
        "kernel_shape": [taps],
        "pads": [pad, pad],
        "strides": [1],
    }
    inputs = ["xq", "w_quantized", "xz", "w_zero_point"]
    graph.nodes.append(Node("ConvInteger", inputs, ["sum"], name="conv", attributes=attributes))
    graph.nodes.append(Node("Mul", ["xs", "w_scale"], ["scale"], name="scales"))
    total = "sum"
    if bias:
        graph.add_constant("bias", rng.normal(size=RESULTS).astype(np.float32))
        graph.add_constant("column", np.array([1, -1, 1], np.int64))
        graph.nodes += [
            Node("Div", ["bias", "scale"], ["ratio"], name="div"),
            Node("Floor", ["ratio"], ["floor"], name="floor"),
            Node("Cast", ["floor"], ["whole"], name="whole", attributes={"to": 6}),
            Node("Reshape", ["whole", "column"], ["reshaped"], name="reshape"),
            Node("Add", ["sum", "reshaped"], ["biased"], name="add"),
        ]
        total = "biased"
    graph.nodes.append(Node("Cast", [total], ["cast"], name="cast", attributes={"to": FLOAT}))
    graph.nodes.append(Node("Mul", ["cast", "scale"], ["y"], name="mul"))
    return graph.encoded()


def computed(model: bytes, moments: int = 40) -> NDArray[np.float32]:
    """Run a model on a fixed input."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    given = np.random.default_rng(1).normal(size=(1, CHANNELS, moments)).astype(np.float32)
    return np.asarray(session.run(None, {"x": given})[0])


@pytest.mark.parametrize(("taps", "dilation"), [(1, 1), (3, 1), (7, 3), (11, 5)])
def test_a_matrix_product_gives_the_convolutions_numbers(taps: int, dilation: int) -> None:
    """For every kernel and dilation the rewritten convolution gives the same result, from another operation."""
    model = convolution(taps, dilation, bias=False)
    changed = with_matrix_convolutions(model)
    operations = {node.operation for node in Graph(changed).nodes}
    assert "ConvInteger" not in operations
    assert "MatMulIntegerToFloat" in operations
    np.testing.assert_allclose(computed(changed), computed(model), rtol=1e-5, atol=1e-5)


def test_a_bias_is_no_longer_rounded_down() -> None:
    """With a bias the results differ by less than one step of the rounding that the rewritten model leaves out."""
    model = convolution(3, 1, bias=True)
    changed = with_matrix_convolutions(model)
    difference = computed(changed) - computed(model)
    assert difference.min() >= -1e-6
    assert 0 < difference.max() < 0.02 * 0.05
    assert {node.operation for node in Graph(changed).nodes}.isdisjoint({"Floor", "Div"})


def test_what_is_not_recognised_stays() -> None:
    """A convolution with a stride keeps its node."""
    graph = Graph(convolution(3, 1, bias=False))
    for node in graph.nodes:
        if node.operation == "ConvInteger":
            node.attributes["strides"] = [2]
            node.raw = None
    kept = Graph(with_matrix_convolutions(graph.encoded()))
    assert "ConvInteger" in {node.operation for node in kept.nodes}


def test_an_inner_value_becomes_an_output() -> None:
    """Appended bytes are enough for onnxruntime to return a value from inside the graph."""
    session = onnxruntime.InferenceSession(
        with_output(convolution(1, 1, bias=False), "xs"), providers=["CPUExecutionProvider"]
    )
    assert [output.name for output in session.get_outputs()] == ["y", "xs"]


def test_durations_are_kept_by_the_rewriting() -> None:
    """An output appended before the rewriting is still one after it."""
    changed = with_matrix_convolutions(with_durations(convolution(3, 1, bias=False)))
    assert Graph(changed).outputs == {"y", "/encoder/Clip_output_0"}


@pytest.mark.parametrize("content", [b"", b"no model", b"\x08\x08"])
def test_other_bytes_are_no_model(content: bytes) -> None:
    """A broken download is an error, not an empty model."""
    with pytest.raises(ValueError, match="byte"):
        with_matrix_convolutions(content)


def test_the_processor_says_whether_it_multiplies_bytes() -> None:
    """Only the flag itself counts, not a word that contains it."""
    assert has_vnni("model name : x\nflags\t\t: fpu avx2 avx512_vnni\n")
    assert has_vnni("flags : avx_vnni")
    assert not has_vnni("flags : avx2 avx512bw\nmodel name : avx512_vnni")
