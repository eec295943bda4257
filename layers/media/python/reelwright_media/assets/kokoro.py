"""Prepares Kokoro's model file for production when assets are fetched. Needs `onnx` (extra `assets`) and `onnxruntime`.

**Durations.** The model computes the duration of every symbol but does not return it. As a second output it gives word
times without a further model.

**Convolutions as matrix products.** Two thirds of the time of speech go into `ConvInteger`. onnxruntime computes it with
unsigned operands, for which x86 only has 16-bit arithmetic. The product of unsigned by signed bytes has an instruction of
its own (VNNI), but onnxruntime has no convolution that uses it. So each convolution of stride 1 becomes a matrix product:
the input, shifted once for each tap of the kernel, side by side, times one matrix, whose bytes move from 0..255 to
-128..127 together with their zero point. The resulting integers are the same. Measured on an EPYC with VNNI, one thread:
0.37 instead of 0.55 CPU seconds for a second of speech. Without VNNI the product of unsigned by signed bytes can overflow
(onnxruntime's notes on quantisation), so such machines use the plain file.

**Optimised once.** onnxruntime optimises a graph each time it loads it, a good part of the CPU time of a load
(`make bench-speech`). The file for machines with VNNI is optimised when it is written: the same sound, bit for bit.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, ValueInfoProto, helper, numpy_helper

DURATIONS: Final = "/encoder/Clip_output_0"
"""The inner value with one float for each symbol, in steps of 600 samples."""
_HALF: Final = 0x80
_FARTHEST: Final = np.iinfo(np.int64).max


def prepared(model: bytes, form: str) -> bytes:
    """Rewrite the upstream model in one of the `FORMS`; the same input always gives the same bytes."""
    proto = onnx.load_model_from_string(model)
    FORMS[form](proto)
    rewritten: bytes = proto.SerializeToString(deterministic=True)
    return optimised(rewritten) if form in OPTIMISED else rewritten


def optimised(model: bytes) -> bytes:
    """Optimise a graph as onnxruntime does when it loads it, without the changes that depend on the processor."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    with TemporaryDirectory() as folder:
        path = Path(folder) / "optimised.onnx"
        options.log_severity_level = (
            3  # it warns that the file is for this machine, which holds for the next level only
        )
        options.optimized_model_filepath = str(path)
        onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return path.read_bytes()


def add_durations(model: ModelProto) -> None:
    """Add the durations of the symbols as the last output."""
    model.graph.output.append(ValueInfoProto(name=DURATIONS))


def use_matrix_products(model: ModelProto) -> None:
    """Rewrite the integer convolutions as matrix products; other patterns than onnxruntime's quantiser writes stay."""
    _Rewrite(model).run()


def _plain(model: ModelProto) -> None:
    add_durations(model)


def _vnni(model: ModelProto) -> None:
    add_durations(model)
    use_matrix_products(model)


FORMS: Final = {"plain": _plain, "vnni": _vnni}
"""The forms that `assets.toml` may name."""
OPTIMISED: Final = frozenset({"vnni"})
"""The forms that are written as onnxruntime optimises them. Their bytes depend on its version."""


@dataclass(frozen=True, slots=True)
class _Convolution:
    """A quantised convolution: the nodes that it spans, its inputs and its result."""

    nodes: tuple[NodeProto, ...]
    quantised: str
    scale: str
    zero_point: str
    weights: str
    weights_scale: str
    weights_zero_point: str
    bias: str
    result: str


class _Rewrite:
    """One pass over a graph. Convolutions that read the same value share its shifted copies."""

    def __init__(self, model: ModelProto) -> None:
        self._graph = model.graph
        self._constants = {constant.name: constant for constant in self._graph.initializer}
        self._made_by = {output: node for node in self._graph.node for output in node.output}
        self._read_by: dict[str, list[NodeProto]] = {}
        for node in self._graph.node:
            for name in node.input:
                self._read_by.setdefault(name, []).append(node)
        self._shared: set[str] = set()

    def run(self) -> None:
        """Replace every convolution that is recognised, then drop unread nodes and constants."""
        found = [convolution for node in self._graph.node if (convolution := self._recognised(node))]
        gone = {node.name for convolution in found for node in convolution.nodes}
        at_end = {convolution.nodes[-1].name: convolution for convolution in found}
        nodes: list[NodeProto] = []
        for node in self._graph.node:
            if node.name in at_end:
                nodes.extend(self._product(at_end[node.name]))
            elif node.name not in gone:
                nodes.append(node)
        self._keep(nodes)

    def _keep(self, nodes: list[NodeProto]) -> None:
        """Write the nodes whose results are read, and the constants that they read, back to the graph."""
        needed = {output.name for output in self._graph.output}
        kept: list[NodeProto] = []
        for node in reversed(nodes):
            if not needed.isdisjoint(node.output):
                kept.append(node)
                needed.update(node.input)
        constants = [constant for name, constant in self._constants.items() if name in needed]
        nodes, constants = deepcopy((kept[::-1], constants))  # clearing a field also empties its messages
        del self._graph.node[:], self._graph.initializer[:]
        self._graph.node.extend(nodes)
        self._graph.initializer.extend(constants)

    def _recognised(self, node: NodeProto) -> _Convolution | None:
        """Read onnxruntime's pattern: quantise, ConvInteger, [add rounded bias], cast, scale; None for anything else."""
        if node.op_type != "ConvInteger" or len(node.input) != 4:  # noqa: PLR2004 - x, w and their zero points
            return None
        if _numbers(node, "strides", [1]) != [1] or _numbers(node, "group", [1]) != [1]:
            return None
        quantised, weights, zero_point, weights_zero_point = node.input
        quantiser = self._made_by.get(quantised)
        weights_scale = weights.removesuffix("_quantized") + "_scale"
        if quantiser is None or quantiser.op_type != "DynamicQuantizeLinear":
            return None
        if not {weights, weights_scale, weights_zero_point} <= self._constants.keys():
            return None
        nodes = [node]
        bias = ""
        after = self._only_reader(node)
        if after and after.op_type == "Add":
            bias = self._unrounded(next(name for name in after.input if name != node.output[0]))
            nodes.append(after)
            after = self._only_reader(after) if bias else None
        scaled = self._only_reader(after) if after and after.op_type == "Cast" else None
        if after is None or scaled is None or scaled.op_type != "Mul":
            return None
        return _Convolution(
            nodes=(*nodes, after, scaled),
            quantised=quantised,
            scale=quantiser.output[1],
            zero_point=zero_point,
            weights=weights,
            weights_scale=weights_scale,
            weights_zero_point=weights_zero_point,
            bias=bias,
            result=scaled.output[0],
        )

    def _only_reader(self, node: NodeProto) -> NodeProto | None:
        readers = self._read_by.get(node.output[0], [])
        return readers[0] if len(readers) == 1 else None

    def _unrounded(self, name: str) -> str:
        """Find the bias before it was divided by the scale and rounded down; '' if it was not."""
        node = self._made_by.get(name)
        while node is not None and node.op_type in {"Reshape", "Cast", "Floor"}:
            node = self._made_by.get(node.input[0])
        if node is None or node.op_type != "Div" or node.input[0] not in self._constants:
            return ""
        divided: str = node.input[0]
        return divided

    def _product(self, convolution: _Convolution) -> Iterator[NodeProto]:
        """Compute the convolution as one matrix product."""
        node = convolution.nodes[0]
        weights = numpy_helper.to_array(self._constants[convolution.weights])
        channels_out, channels_in, taps = weights.shape
        signed = (weights ^ np.uint8(_HALF)).view(np.int8)  # the same as subtracting 128
        matrix = self._constant(
            f"{convolution.weights}/matrix",
            np.ascontiguousarray(signed.transpose(2, 1, 0).reshape(taps * channels_in, channels_out)),
        )
        zero_point = numpy_helper.to_array(self._constants[convolution.weights_zero_point]).astype(np.int16) - _HALF
        zero = self._constant(f"{convolution.weights}/matrix_zero", zero_point.astype(np.int8))
        rows, made = self._rows(convolution, taps)
        yield from made
        product = f"{node.name}/product"
        inputs = [
            rows,
            matrix,
            convolution.scale,
            convolution.weights_scale,
            convolution.zero_point,
            zero,
            convolution.bias,
        ]
        yield helper.make_node("MatMulIntegerToFloat", inputs, [product], name=product, domain="com.microsoft")
        yield _transpose(product, convolution.result)

    def _rows(self, convolution: _Convolution, taps: int) -> tuple[str, list[NodeProto]]:
        """Name the value with one row per time step, [1, time, taps x channels], and list the nodes that make it."""
        node = convolution.nodes[0]
        before, after = _numbers(node, "pads", [0, 0])
        (step,) = _numbers(node, "dilations", [1])
        made: list[NodeProto] = []
        rows = f"{convolution.quantised}/rows"
        if self._is_new(rows):
            made.append(_transpose(convolution.quantised, rows))
        if before or after:
            unpadded, rows = rows, f"{rows}/{before}+{after}"
            pads = self._index(f"pads/{before}+{after}", [0, before, 0, 0, after, 0])
            if self._is_new(rows):
                made.append(helper.make_node("Pad", [unpadded, pads, convolution.zero_point], [rows], name=rows))
        if taps == 1:
            return rows, made
        shifted = f"{rows}/{taps}x{step}"
        if self._is_new(shifted):
            made.extend(self._shifts(rows, shifted, taps, step))
        return shifted, made

    def _shifts(self, rows: str, shifted: str, taps: int, step: int) -> Iterator[NodeProto]:
        """Put the rows beside themselves, shifted by `step` for each tap."""
        parts: list[str] = []
        for tap in range(taps):
            start = tap * step
            end = start - (taps - 1) * step or _FARTHEST  # counted from the end, but for the last one
            bounds = [self._index(f"index/{value}", [value]) for value in (start, end, 1)]
            parts.append(f"{shifted}/{tap}")
            yield helper.make_node("Slice", [rows, *bounds], [parts[-1]], name=parts[-1])
        yield helper.make_node("Concat", parts, [shifted], name=shifted, axis=2)

    def _index(self, name: str, values: list[int]) -> str:
        return self._constant(f"reelwright/{name}", np.array(values, np.int64))

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant once: the name identifies its content."""
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(values, name)
        return name

    def _is_new(self, name: str) -> bool:
        new = name not in self._shared
        self._shared.add(name)
        return new


def _transpose(name: str, result: str) -> NodeProto:
    """Exchange channels and time."""
    return helper.make_node("Transpose", [name], [result], name=f"{result}/transposed", perm=[0, 2, 1])


def _numbers(node: NodeProto, name: str, default: list[int]) -> list[int]:
    """Read an attribute of one or several integers."""
    found = next((attribute for attribute in node.attribute if attribute.name == name), None)
    if found is None:
        return default
    value = helper.get_attribute_value(found)
    return [value] if isinstance(value, int) else list(value)
