"""An ONNX model's graph opened just far enough to exchange some of its nodes, without the `onnx` package.

Field numbers are those of onnx.proto (ModelProto 7 = graph; GraphProto 1 = node, 5 = initializer, 12 = output; and so on).
What is not exchanged is copied byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reelwright_media.speech.protobuf import (
    Payload,
    bytes_field,
    bytes_header,
    fields,
    read_varint,
    text_field,
    varint_field,
)

_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OPERATION, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 3, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_INT, _ATTRIBUTE_INTS, _ATTRIBUTE_TYPE = 1, 3, 8, 20
_TYPE_INT, _TYPE_INTS = 2, 7
_TENSOR_DIMENSION, _TENSOR_TYPE, _TENSOR_INT32, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 5, 8, 9
_VALUE_NAME = 1
_DTYPES: Final[dict[int, np.dtype[Any]]] = {
    1: np.dtype("<f4"),
    2: np.dtype("u1"),
    3: np.dtype("i1"),
    7: np.dtype("<i8"),
}
_TYPE_OF = {dtype: number for number, dtype in _DTYPES.items()}

Attributes = dict[str, int | list[int]]


@dataclass(slots=True)
class Node:
    """One operation. `raw` is its message as read; None for one that was made here."""

    operation: str
    inputs: list[str]
    outputs: list[str]
    name: str = ""
    domain: str = ""
    attributes: Attributes = field(default_factory=dict)
    raw: memoryview | None = None

    def encoded(self) -> bytes | memoryview:
        """Return the node's message."""
        if self.raw is not None:
            return self.raw
        parts = [text_field(_NODE_INPUT, name) for name in self.inputs]
        parts += [text_field(_NODE_OUTPUT, name) for name in self.outputs]
        parts += [text_field(_NODE_NAME, self.name), text_field(_NODE_OPERATION, self.operation)]
        parts += [bytes_field(_NODE_ATTRIBUTE, _attribute(name, value)) for name, value in self.attributes.items()]
        if self.domain:
            parts.append(text_field(_NODE_DOMAIN, self.domain))
        return b"".join(parts)


class Graph:
    """Nodes in order of work, and the constants (`initializers`) by name."""

    def __init__(self, model: bytes) -> None:
        """Read a model. Raises ValueError where the bytes are no ONNX model."""
        self.nodes: list[Node] = []
        self.outputs: set[str] = set()
        self._initializers: dict[str, bytes | memoryview] = {}
        self._model_rest: list[memoryview] = []
        self._graph_rest: list[memoryview] = []
        for number, payload, raw in fields(memoryview(model)):
            if number == _MODEL_GRAPH and isinstance(payload, memoryview):
                self._read(payload)
            else:
                self._model_rest.append(raw)
        if not self.nodes:
            raise ValueError("the bytes hold no graph")

    def _read(self, graph: memoryview) -> None:
        """Take a (part of a) graph apart."""
        for number, payload, raw in fields(graph):
            if not isinstance(payload, memoryview):
                self._graph_rest.append(raw)
            elif number == _GRAPH_NODE:
                self.nodes.append(_node(payload))
            elif number == _GRAPH_INITIALIZER:
                self._initializers[_text(payload, _TENSOR_NAME)] = payload
            else:
                self._graph_rest.append(raw)
                if number == _GRAPH_OUTPUT:
                    self.outputs.add(_text(payload, _VALUE_NAME))

    def __contains__(self, name: str) -> bool:
        """Say whether a constant of this name exists."""
        return name in self._initializers

    def constant(self, name: str) -> NDArray[Any]:
        """Return a constant's values. Raises KeyError for an unknown name, ValueError for an unknown type."""
        dimensions: list[int] = []
        small: list[int] = []
        content = memoryview(b"")
        kind = 0
        for number, payload, _ in fields(memoryview(self._initializers[name])):
            if number == _TENSOR_DIMENSION:
                dimensions += _numbers(payload)
            elif number == _TENSOR_INT32:
                small += _numbers(payload)
            elif number == _TENSOR_TYPE and isinstance(payload, int):
                kind = payload
            elif number == _TENSOR_RAW and isinstance(payload, memoryview):
                content = payload
        if kind not in _DTYPES:
            raise ValueError(f"constant {name!r} has the unknown type {kind}")
        stored = np.array(small).astype(_DTYPES[kind]) if small else np.frombuffer(content, _DTYPES[kind])
        values: NDArray[Any] = stored.reshape(dimensions)
        return values

    def add_constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant (once: the name stands for the content) and return its name."""
        if name not in self._initializers:
            parts = [varint_field(_TENSOR_DIMENSION, size) for size in values.shape]
            parts += [varint_field(_TENSOR_TYPE, _TYPE_OF[values.dtype]), text_field(_TENSOR_NAME, name)]
            self._initializers[name] = b"".join((*parts, bytes_field(_TENSOR_RAW, values.data.cast("B"))))
        return name

    def prune(self) -> None:
        """Drop nodes whose results nobody uses, then constants that no node takes."""
        needed = set(self.outputs)
        kept: list[Node] = []
        for node in reversed(self.nodes):
            if not needed.isdisjoint(node.outputs):
                kept.append(node)
                needed.update(node.inputs)
        self.nodes = kept[::-1]
        self._initializers = {name: tensor for name, tensor in self._initializers.items() if name in needed}

    def encoded(self) -> bytes:
        """Return the model. The pieces are joined once: they are mostly weights, some 90 MB for Kokoro."""
        members: list[tuple[int, bytes | memoryview]] = [(_GRAPH_NODE, node.encoded()) for node in self.nodes]
        members += [(_GRAPH_INITIALIZER, tensor) for tensor in self._initializers.values()]
        graph: list[bytes | memoryview] = list(self._graph_rest)
        for number, message in members:
            graph += (bytes_header(number, len(message)), message)
        return b"".join((*self._model_rest, bytes_header(_MODEL_GRAPH, sum(map(len, graph))), *graph))


def with_output(model: bytes, name: str) -> bytes:
    """Return the model with one more output: an inner value of its graph.

    A message that appears twice is merged by protobuf's rules, so a graph holding nothing but the new output is appended.
    """
    value = text_field(_VALUE_NAME, name)
    return model + bytes_field(_MODEL_GRAPH, bytes_field(_GRAPH_OUTPUT, value))


def _node(message: memoryview) -> Node:
    node = Node("", [], [], raw=message)
    for number, payload, _ in fields(message):
        if not isinstance(payload, memoryview):
            continue
        if number == _NODE_ATTRIBUTE:
            name, value = _read_attribute(payload)
            node.attributes[name] = value
            continue
        text = bytes(payload).decode() if number in {1, 2, 3, 4, 7} else ""
        if number == _NODE_INPUT:
            node.inputs.append(text)
        elif number == _NODE_OUTPUT:
            node.outputs.append(text)
        elif number == _NODE_NAME:
            node.name = text
        elif number == _NODE_OPERATION:
            node.operation = text
        elif number == _NODE_DOMAIN:
            node.domain = text
    return node


def _read_attribute(message: memoryview) -> tuple[str, int | list[int]]:
    """Return an attribute's name and its whole number(s); other kinds are not needed here and read as no numbers."""
    single: int | None = None
    several: list[int] = []
    for number, payload, _ in fields(message):
        if number == _ATTRIBUTE_INT and isinstance(payload, int):
            single = payload
        elif number == _ATTRIBUTE_INTS:
            several += _numbers(payload)
    return _text(message, _ATTRIBUTE_NAME), several if single is None else single


def _attribute(name: str, value: int | Sequence[int]) -> bytes:
    if isinstance(value, int):
        numbers, kind = varint_field(_ATTRIBUTE_INT, value), _TYPE_INT
    else:
        numbers, kind = b"".join(varint_field(_ATTRIBUTE_INTS, number) for number in value), _TYPE_INTS
    return text_field(_ATTRIBUTE_NAME, name) + numbers + varint_field(_ATTRIBUTE_TYPE, kind)


def _numbers(payload: Payload) -> list[int]:
    """Return the numbers of a repeated field, written one by one or packed."""
    if isinstance(payload, int):
        return [payload]
    data = memoryview(payload)
    numbers: list[int] = []
    position = 0
    while position < len(data):
        number, position = read_varint(data, position)
        numbers.append(number)
    return numbers


def _text(message: memoryview, field_number: int) -> str:
    return next(
        (
            bytes(payload).decode()
            for number, payload, _ in fields(message)
            if number == field_number and isinstance(payload, memoryview)
        ),
        "",
    )
