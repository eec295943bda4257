"""Normalisations with fewer operations give the same numbers."""

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

from reelwright_media.assets.kokoro.graph import operation
from reelwright_media.assets.kokoro.norms import use_norms

CHANNELS, MOMENTS = 6, 40


def model(*, snake: bool = True, axis: int = 2, read_elsewhere: bool = False) -> ModelProto:
    """Return a normalisation with factor and summand, and with the Snake of its result, as the export spells them out."""
    rng = np.random.default_rng(4)
    alpha = rng.uniform(1e-4, 2.3, (1, CHANNELS, 1)).astype(np.float32)
    constants: dict[str, NDArray[Any]] = {
        "axis": np.array([axis], np.int64),
        "epsilon": np.array(1e-5, np.float32),
        "two": np.array(2, np.float32),
        "alpha": alpha,
        "inverse": 1 / alpha,
        "half": np.array(0.5, np.float32),
    }
    nodes = [
        operation("ReduceMean", ["x", "axis"], "mean"),
        operation("Sub", ["x", "mean"], "difference"),
        operation("Mul", ["difference", "difference"], "square"),
        operation("ReduceMean", ["square", "axis"], "variance"),
        operation("Add", ["variance", "epsilon"], "sum"),
        operation("Sqrt", ["sum"], "deviation"),
        operation("Div", ["difference", "deviation"], "quotient"),
        operation("Mul", ["factor", "quotient"], "product"),
        operation("Add", ["product", "summand"], "normal"),
        operation("Mul", ["alpha", "normal"], "angle"),
        operation("Sin", ["angle"], "sine"),
        operation("Pow", ["sine", "two"], "wave"),
        operation("Mul", ["inverse", "wave"], "curve"),
        operation("Add", ["normal", "curve"], "snake"),
        operation("Mul", ["normal", "half"], "other"),
    ]
    outputs = ["snake" if snake else "normal", *(["other"] if read_elsewhere else [])]
    end = len(nodes) if read_elsewhere else 14 if snake else 9
    shapes = {"x": (1, CHANNELS, MOMENTS), "factor": (1, CHANNELS, 1), "summand": (1, CHANNELS, 1)}
    graph = helper.make_graph(
        nodes[:end],
        "test",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, (1, CHANNELS, MOMENTS)) for name in outputs],
        [numpy_helper.from_array(values, name) for name, values in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def rewritten(given: ModelProto) -> ModelProto:
    """Return a rewritten copy."""
    copy = onnx.load_model_from_string(given.SerializeToString())
    use_norms(copy)
    return copy


def operations(given: ModelProto) -> list[str]:
    """Return the kinds of nodes in order."""
    return [node.op_type for node in given.graph.node]


def computed(given: ModelProto) -> list[NDArray[np.float32]]:
    """Run a model on fixed inputs: samples around 3, and factors and summands of any sign."""
    session = onnxruntime.InferenceSession(given.SerializeToString(), providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(1)
    inputs = {
        "x": rng.normal(3, 2, (1, CHANNELS, MOMENTS)).astype(np.float32),
        "factor": rng.normal(size=(1, CHANNELS, 1)).astype(np.float32),
        "summand": rng.normal(size=(1, CHANNELS, 1)).astype(np.float32),
    }
    return [np.asarray(values) for values in session.run(None, inputs)]


def test_a_normalisation_becomes_one_operation() -> None:
    """Eight operations over all samples are one, with the same numbers."""
    given = model(snake=False)
    after = rewritten(given)
    assert operations(after) == ["Reshape", "Reshape", "InstanceNormalization"]
    np.testing.assert_allclose(computed(after)[0], computed(given)[0], atol=1e-5)


def test_a_snake_after_it_takes_three() -> None:
    """Even where a constant is 0.0001, as the least one of the model, the numbers differ by less than a byte's step."""
    given = model()
    after = rewritten(given)
    assert [kind for kind in operations(after) if kind not in {"Reshape", "Mul"}] == [
        "InstanceNormalization",
        "Cos",
        "Sub",
        "BatchNormalization",
    ]
    np.testing.assert_allclose(computed(after)[0], computed(given)[0], atol=2e-3)


def test_a_normal_value_that_others_read_is_kept() -> None:
    """Then the Snake stays as it is, and only the normalisation is rewritten."""
    given = model(read_elsewhere=True)
    after = rewritten(given)
    assert "InstanceNormalization" in operations(after)
    assert "Sin" in operations(after)
    for new, old in zip(computed(after), computed(given), strict=True):
        np.testing.assert_allclose(new, old, atol=1e-5)


@pytest.mark.parametrize("snake", [True, False])
def test_a_mean_over_channels_is_no_normalisation_over_time(*, snake: bool) -> None:
    """What is not recognised stays as it is."""
    given = model(snake=snake, axis=1)
    assert operations(rewritten(given)) == operations(given)
