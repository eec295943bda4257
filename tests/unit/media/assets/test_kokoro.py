"""Changing a model's graph must not change its numbers."""

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from reelwright_media.assets.kokoro.forms import DURATIONS, add_durations, optimised, prepared
from reelwright_media.assets.kokoro.products import use_matrix_products

CHANNELS, RESULTS = 6, 4


def convolution(taps: int, dilation: int, *, bias: bool, moments: int = 40) -> ModelProto:
    """Return a model of one quantised convolution, written as onnxruntime's quantiser does."""
    rng = np.random.default_rng(taps)
    pad = dilation * (taps - 1) // 2
    # Weights near their zero point: the product of bytes cannot overflow on a machine without VNNI either.
    constants: dict[str, NDArray[Any]] = {
        "w_quantized": rng.integers(70, 180, (RESULTS, CHANNELS, taps), dtype=np.uint8),
        "w_scale": np.array(0.02, np.float32),
        "w_zero_point": np.array(125, np.uint8),
    }
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["x"], ["xq", "xs", "xz"], name="quantise"),
        helper.make_node(
            "ConvInteger",
            ["xq", "w_quantized", "xz", "w_zero_point"],
            ["sum"],
            name="conv",
            dilations=[dilation],
            group=1,
            kernel_shape=[taps],
            pads=[pad, pad],
            strides=[1],
        ),
        helper.make_node("Mul", ["xs", "w_scale"], ["scale"], name="scales"),
    ]
    total = "sum"
    if bias:
        constants["bias"] = rng.normal(size=RESULTS).astype(np.float32)
        constants["column"] = np.array([1, -1, 1], np.int64)
        nodes += [
            helper.make_node("Div", ["bias", "scale"], ["ratio"], name="div"),
            helper.make_node("Floor", ["ratio"], ["floor"], name="floor"),
            helper.make_node("Cast", ["floor"], ["whole"], name="whole", to=TensorProto.INT32),
            helper.make_node("Reshape", ["whole", "column"], ["reshaped"], name="reshape"),
            helper.make_node("Add", ["sum", "reshaped"], ["biased"], name="add"),
        ]
        total = "biased"
    nodes.append(helper.make_node("Cast", [total], ["cast"], name="cast", to=TensorProto.FLOAT))
    nodes.append(helper.make_node("Mul", ["cast", "scale"], ["y"], name="mul"))
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, (1, CHANNELS, moments))],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, (1, RESULTS, moments))],
        [numpy_helper.from_array(values, name) for name, values in constants.items()],
    )
    domains = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=domains, ir_version=8)


def changed(model: ModelProto) -> ModelProto:
    """Return a rewritten copy."""
    copy = onnx.load_model_from_string(model.SerializeToString())
    use_matrix_products(copy)
    return copy


def operations(model: ModelProto) -> set[str]:
    """Return the kinds of nodes."""
    return {node.op_type for node in model.graph.node}


def computed(model: ModelProto, moments: int = 40) -> NDArray[np.float32]:
    """Run a model on a fixed input."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    given = np.random.default_rng(1).normal(size=(1, CHANNELS, moments)).astype(np.float32)
    return np.asarray(session.run(None, {"x": given})[0])


@pytest.mark.parametrize(("taps", "dilation"), [(1, 1), (3, 1), (7, 3), (11, 5)])
def test_a_matrix_product_gives_the_convolutions_numbers(taps: int, dilation: int) -> None:
    """For every kernel and dilation the rewritten convolution gives the same result, from another operation."""
    model = convolution(taps, dilation, bias=False)
    rewritten = changed(model)
    assert "ConvInteger" not in operations(rewritten)
    assert "MatMulIntegerToFloat" in operations(rewritten)
    np.testing.assert_allclose(computed(rewritten), computed(model), rtol=1e-5, atol=1e-5)


def test_a_bias_is_no_longer_rounded_down() -> None:
    """With a bias the results differ by less than one step of the rounding that the rewritten model leaves out."""
    model = convolution(3, 1, bias=True)
    rewritten = changed(model)
    difference = computed(rewritten) - computed(model)
    assert difference.min() >= -1e-6
    assert 0 < difference.max() < 0.02 * 0.05
    assert operations(rewritten).isdisjoint({"Floor", "Div"})


def test_what_is_not_recognised_stays() -> None:
    """A convolution with a stride keeps its node."""
    model = convolution(3, 1, bias=False)
    (node,) = (one for one in model.graph.node if one.op_type == "ConvInteger")
    _set(node, "strides", [2])
    assert "ConvInteger" in operations(changed(model))


def _set(node: NodeProto, name: str, value: list[int]) -> None:
    kept = [attribute for attribute in node.attribute if attribute.name != name]
    del node.attribute[:]
    node.attribute.extend([*kept, helper.make_attribute(name, value)])


def test_an_inner_value_becomes_an_output() -> None:
    """The name alone is enough for onnxruntime to return a value from inside the graph."""
    model = convolution(1, 1, bias=False)
    next(node for node in model.graph.node if node.op_type == "Mul").output[0] = DURATIONS
    model.graph.node[-1].input[1] = DURATIONS
    add_durations(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    assert [output.name for output in session.get_outputs()] == ["y", DURATIONS]


def test_durations_are_kept_by_the_rewriting() -> None:
    """An output added before the rewriting is still one after it."""
    model = convolution(3, 1, bias=False)
    add_durations(model)
    assert {output.name for output in changed(model).graph.output} == {"y", DURATIONS}


def test_optimising_beforehand_keeps_the_numbers() -> None:
    """The optimised file computes what the graph did, bit for bit."""
    model = changed(convolution(3, 1, bias=True))
    ready = onnx.load_model_from_string(optimised(model.SerializeToString()))
    np.testing.assert_array_equal(computed(ready), computed(model))


@pytest.mark.parametrize("form", ["plain", "vnni"])
def test_a_prepared_model_is_always_the_same_bytes(form: str) -> None:
    """Its hash is pinned in assets.toml."""
    measured = convolution(3, 1, bias=True)
    for node in measured.graph.node:
        for names in (node.input, node.output):
            names[:] = [DURATIONS if name == "scale" else name for name in names]
    model = measured.SerializeToString()
    assert prepared(model, form) == prepared(model, form)
    assert prepared(model, "plain") != prepared(model, "vnni")
