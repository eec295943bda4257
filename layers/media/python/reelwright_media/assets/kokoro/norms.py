"""Writes the model's normalisations, and the functions after them, with fewer operations.

Each operation reads and writes every sample of every channel, 15 MB at a time in the generator, so their number counts.

**Normalisation.** The export spells it out: mean, difference, square, mean, root, quotient, product, sum, eight operations
over all samples. `InstanceNormalization` is one, and a channel stays in the cache while it is computed.

**Snake** (Ziyin, Hartwig and Ueda 2020, equation 3) follows 48 of 68 normalisations: y + sin^2(a y) / a with a constant `a` per
channel, written as five operations. With z = 2 a y it is (z - cos z + 1) / 2 a. The normalisation gives z at once, since its
factor and summand may be any; the last step is a factor and a summand per channel, one `BatchNormalization`. So three are left.

The same numbers but for rounding. The model rounds to bytes after each function, so the sound differs from that of the
export as it does when onnxruntime sums in another order: 16-19 dB below the sound. `make bench-speech` has it heard.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto

from reelwright_media.assets.kokoro.graph import Graph, operation


def use_norms(model: ModelProto) -> None:
    """Rewrite normalisations over time, with the Snake after them; other patterns than those of the export stay."""
    graph = Graph(model)
    found = [norm for node in graph.nodes if (norm := _norm(graph, node))]
    rewritten = {norm.result: norm for norm in found}
    nodes: list[NodeProto] = []
    for node in graph.nodes:
        norm = rewritten.get(node.output[0])
        nodes.extend([node] if norm is None else _written(graph, norm))
    graph.write(nodes)


@dataclass(frozen=True, slots=True)
class _Norm:
    """A normalisation over time, `factor` x (x - mean) / deviation + `summand`, with the Snake of its result or without."""

    x: str
    factor: str
    summand: str
    epsilon: float
    result: str
    alpha: NDArray[np.float32] | None
    """The Snake's constant of each channel."""


def _norm(graph: Graph, end: NodeProto) -> _Norm | None:
    """Recognise a normalisation by its last node; None for anything else."""
    for summand, product in _either(end, "Add"):
        for factor, quotient in _either(graph.maker(product, "Mul"), "Mul"):
            division = graph.maker(quotient, "Div")
            difference = graph.maker(division.input[0], "Sub") if division else None
            epsilon = _epsilon(graph, division.input[1], difference) if division and difference else None
            if difference is None or epsilon is None:
                continue
            alpha, result = _snake(graph, end) or (None, end.output[0])
            return _Norm(difference.input[0], factor, summand, epsilon, result, alpha)
    return None


def _either(node: NodeProto | None, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the two inputs of a node of this kind in both orders."""
    if node is not None and node.op_type == kind:
        first, second = node.input
        yield first, second
        yield second, first


def _epsilon(graph: Graph, deviation: str, difference: NodeProto) -> float | None:
    """Return the summand under a deviation's root, if the root is of the mean square of this difference over time."""
    root = graph.maker(deviation, "Sqrt")
    for epsilon, variance in _either(graph.maker(root.input[0], "Add") if root else None, "Add"):
        means = [graph.maker(variance, "ReduceMean"), graph.maker(difference.input[1], "ReduceMean")]
        if epsilon not in graph.constants or not all(mean and _over_time(graph, mean) for mean in means):
            continue
        square = graph.maker(means[0].input[0], "Mul") if means[0] else None
        if square is not None and set(square.input) == {difference.output[0]}:
            return float(graph.values(epsilon))
    return None


def _over_time(graph: Graph, mean: NodeProto) -> bool:
    return mean.input[1] in graph.constants and graph.values(mean.input[1]).ravel().tolist() in ([2], [-1])


def _snake(graph: Graph, norm: NodeProto) -> tuple[NDArray[np.float32], str] | None:
    """Return the Snake's constants and the name of its result if only a Snake reads this value; None otherwise."""
    readers = graph.readers(norm.output[0])
    chain = [node for node in readers if node.op_type == "Mul"][:1]
    for kind in ("Sin", "Pow", "Mul", "Add"):
        after = graph.only_reader(chain[-1], kind) if chain else None
        if after is None:
            return None
        chain.append(after)
    angle, _, square, curve, last = chain
    factors = [[name for name in node.input if name in graph.constants] for node in (angle, curve)]
    if {node.name for node in readers} != {angle.name, last.name} or not all(factors):
        return None
    alpha, inverse = (np.asarray(graph.values(names[0]).ravel(), np.float32) for names in factors)
    squared = graph.values(square.input[1]) == 2  # noqa: PLR2004 - sin^2
    return (alpha, last.output[0]) if squared and np.allclose(alpha * inverse, 1, atol=1e-3) else None


def _written(graph: Graph, norm: _Norm) -> Iterator[NodeProto]:
    """Write a normalisation as one operation, and the Snake after it as three."""
    parts = []
    flat = graph.constant("reelwright/flat", np.array([-1], np.int64))
    for part, name in (("factor", norm.factor), ("summand", norm.summand)):
        parts.append(f"{norm.result}/{part}")
        yield operation("Reshape", [name, flat], parts[-1])
    if norm.alpha is None:
        yield operation("InstanceNormalization", [norm.x, *parts], norm.result, epsilon=norm.epsilon)
        return
    twice = graph.constant(f"{norm.result}/2a", 2 * norm.alpha)
    doubled = [f"{part}/2a" for part in parts]
    for part, name in zip(parts, doubled, strict=True):
        yield operation("Mul", [part, twice], name)
    z, wave, slope = (f"{norm.result}/{name}" for name in ("z", "cos", "z-cos"))
    yield operation("InstanceNormalization", [norm.x, *doubled], z, epsilon=norm.epsilon)
    yield operation("Cos", [z], wave)
    yield operation("Sub", [z, wave], slope)
    half = graph.constant(f"{norm.result}/1:2a", 1 / (2 * norm.alpha))
    still = [_filled(graph, value, len(norm.alpha)) for value in (0, 1)]  # a mean of 0 and a variance of 1
    yield operation("BatchNormalization", [slope, half, half, *still], norm.result, epsilon=0.0)


def _filled(graph: Graph, value: Any, channels: int) -> str:
    return graph.constant(f"reelwright/{value}x{channels}", np.full(channels, value, np.float32))
