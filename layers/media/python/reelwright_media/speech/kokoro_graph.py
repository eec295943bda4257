"""Two changes to Kokoro's model file, made in memory when it is loaded. Neither changes what is said.

**Durations.** The model computes how long every symbol is heard, and then forgets it. Appending that inner value to the
outputs gives word times for free.

**Convolutions as matrix products.** Two thirds of the time go into `ConvInteger`. onnxruntime computes it with both
operands unsigned, for which x86 has only 16-bit arithmetic; a product of unsigned by signed bytes has an instruction of
its own (VNNI), but no convolution that uses it. So each convolution of stride 1 becomes what it is: the input, shifted
once per tap of the kernel, side by side, times one matrix, whose bytes are moved from 0..255 to -128..127 together with
their zero point. The whole numbers that come out are the same ones. Measured on an EPYC with VNNI, one thread: 0.55 to
0.37 CPU seconds a second of speech. Without VNNI the unsigned by signed product may overflow (onnxruntime's notes on
quantisation), so there the model stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reelwright_media.speech.onnx_graph import Graph, Node, with_output

DURATIONS = "/encoder/Clip_output_0"  # one float a symbol, in steps of 600 samples
_HALF = 0x80
_FARTHEST = np.iinfo(np.int64).max


def with_durations(model: bytes) -> bytes:
    """Return the model with the symbols' durations as its second output."""
    return with_output(model, DURATIONS)


def with_matrix_convolutions(model: bytes) -> bytes:
    """Return the model with its integer convolutions as matrix products; those it does not recognise stay.

    Raises ValueError where the bytes are no ONNX model.
    """
    graph = Graph(model)
    _Rewrite(graph).run()
    return graph.encoded()


def has_vnni(processor: str) -> bool:
    """Say whether a Linux processor description (`/proc/cpuinfo`) names the byte product instruction."""
    return any(
        line.startswith("flags") and not {"avx512_vnni", "avx_vnni"}.isdisjoint(line.split())
        for line in processor.splitlines()
    )


@dataclass(frozen=True, slots=True)
class _Convolution:
    """A quantised convolution: the nodes it spans, what goes in and what comes out."""

    nodes: tuple[Node, ...]
    quantised: str
    scale: str
    zero_point: str
    weights: str
    weights_scale: str
    weights_zero_point: str
    bias: str
    result: str


class _Rewrite:
    """One pass over a graph. Shifted inputs are shared by convolutions that read the same value."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._made_by = {output: node for node in graph.nodes for output in node.outputs}
        self._read_by: dict[str, list[Node]] = {}
        for node in graph.nodes:
            for name in node.inputs:
                self._read_by.setdefault(name, []).append(node)
        self._shared: set[str] = set()

    def run(self) -> None:
        """Exchange every convolution that is recognised."""
        found = [convolution for node in self._graph.nodes if (convolution := self._recognised(node))]
        gone = {id(node) for convolution in found for node in convolution.nodes}
        at_end = {id(convolution.nodes[-1]): convolution for convolution in found}
        nodes: list[Node] = []
        for node in self._graph.nodes:
            if id(node) in at_end:
                nodes.extend(self._product(at_end[id(node)]))
            elif id(node) not in gone:
                nodes.append(node)
        self._graph.nodes = nodes
        self._graph.prune()

    def _recognised(self, node: Node) -> _Convolution | None:
        """Read onnxruntime's pattern: quantise, ConvInteger, [add rounded bias], cast, scale; None for anything else."""
        if node.operation != "ConvInteger" or len(node.inputs) != 4:  # noqa: PLR2004 - x, w and their zero points
            return None
        if node.attributes.get("strides", [1]) != [1] or node.attributes.get("group", 1) != 1:
            return None
        quantised, weights, zero_point, weights_zero_point = node.inputs
        quantiser = self._made_by.get(quantised)
        weights_scale = weights.removesuffix("_quantized") + "_scale"
        constants = {weights, weights_scale, weights_zero_point}
        if quantiser is None or quantiser.operation != "DynamicQuantizeLinear":
            return None
        if not all(name in self._graph for name in constants):
            return None
        nodes = [node]
        bias = ""
        after = self._only_reader(node)
        if after and after.operation == "Add":
            bias = self._unrounded(next(name for name in after.inputs if name != node.outputs[0]))
            nodes.append(after)
            after = self._only_reader(after) if bias else None
        scaled = self._only_reader(after) if after and after.operation == "Cast" else None
        if after is None or scaled is None or scaled.operation != "Mul":
            return None
        return _Convolution(
            nodes=(*nodes, after, scaled),
            quantised=quantised,
            scale=quantiser.outputs[1],
            zero_point=zero_point,
            weights=weights,
            weights_scale=weights_scale,
            weights_zero_point=weights_zero_point,
            bias=bias,
            result=scaled.outputs[0],
        )

    def _only_reader(self, node: Node) -> Node | None:
        readers = self._read_by.get(node.outputs[0], [])
        return readers[0] if len(readers) == 1 else None

    def _unrounded(self, name: str) -> str:
        """Return the bias before it was divided by the scale and rounded down; '' where it was not."""
        node = self._made_by.get(name)
        while node is not None and node.operation in {"Reshape", "Cast", "Floor"}:
            node = self._made_by.get(node.inputs[0])
        if node is None or node.operation != "Div" or node.inputs[0] not in self._graph:
            return ""
        return node.inputs[0]

    def _product(self, convolution: _Convolution) -> Iterable[Node]:
        """Give the nodes that compute the convolution as one matrix product."""
        graph, node = self._graph, convolution.nodes[0]
        weights = graph.constant(convolution.weights)
        channels_out, channels_in, taps = weights.shape
        signed = (weights ^ np.uint8(_HALF)).view(np.int8)  # the same as subtracting 128
        matrix = graph.add_constant(
            f"{convolution.weights}/matrix",
            np.ascontiguousarray(signed.transpose(2, 1, 0).reshape(taps * channels_in, channels_out)),
        )
        zero_point = graph.constant(convolution.weights_zero_point).astype(np.int16) - 128
        zero = graph.add_constant(f"{convolution.weights}/matrix_zero", zero_point.astype(np.int8))
        rows, made = self._rows(convolution, taps)
        yield from made
        product = f"{node.name}/product"
        yield Node(
            "MatMulIntegerToFloat",
            [
                rows,
                matrix,
                convolution.scale,
                convolution.weights_scale,
                convolution.zero_point,
                zero,
                convolution.bias,
            ],
            [product],
            name=product,
            domain="com.microsoft",
        )
        yield _transpose(product, convolution.result)

    def _rows(self, convolution: _Convolution, taps: int) -> tuple[str, list[Node]]:
        """Return the value with one row a moment, [1, time, taps x channels], and the nodes that make it."""
        node = convolution.nodes[0]
        before, after = _numbers(node, "pads", [0, 0])
        (step,) = _numbers(node, "dilations", [1])
        made: list[Node] = []
        rows = f"{convolution.quantised}/rows"
        if self._is_new(rows):
            made.append(_transpose(convolution.quantised, rows))
        if before or after:
            plain, rows = rows, f"{rows}/{before}+{after}"
            pads = self._constant(f"pads/{before}+{after}", [0, before, 0, 0, after, 0])
            if self._is_new(rows):
                made.append(Node("Pad", [plain, pads, convolution.zero_point], [rows], name=rows))
        if taps == 1:
            return rows, made
        shifted = f"{rows}/{taps}x{step}"
        if self._is_new(shifted):
            made.extend(self._shifts(rows, shifted, taps, step))
        return shifted, made

    def _shifts(self, rows: str, shifted: str, taps: int, step: int) -> Iterable[Node]:
        """Give the nodes that put the rows beside themselves, shifted by `step` for each tap."""
        parts: list[str] = []
        for tap in range(taps):
            start = tap * step
            end = start - (taps - 1) * step or _FARTHEST  # counted from the end, but for the last one
            bounds = [self._constant(f"index/{value}", [value]) for value in (start, end, 1)]
            parts.append(f"{shifted}/{tap}")
            yield Node("Slice", [rows, *bounds], [parts[-1]], name=parts[-1])
        yield Node("Concat", parts, [shifted], name=shifted, attributes={"axis": 2})

    def _constant(self, name: str, values: list[int]) -> str:
        return self._graph.add_constant(f"reelwright/{name}", np.array(values, np.dtype("<i8")))

    def _is_new(self, name: str) -> bool:
        new = name not in self._shared
        self._shared.add(name)
        return new


def _transpose(name: str, result: str) -> Node:
    """Return the node that exchanges channels and time."""
    return Node("Transpose", [name], [result], name=f"{result}/transposed", attributes={"perm": [0, 2, 1]})


def _numbers(node: Node, name: str, default: list[int]) -> list[int]:
    value = node.attributes.get(name, default)
    return value if isinstance(value, list) else [value]
