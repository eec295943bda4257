"""A graph of operations that is searched for patterns and rewritten."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, helper, numpy_helper


class Graph:
    """A model's graph with its constants by name, and who makes and who reads each value."""

    def __init__(self, model: ModelProto) -> None:
        self._graph = model.graph
        self.constants = {constant.name: constant for constant in self._graph.initializer}
        self.made_by = {output: node for node in self._graph.node for output in node.output}
        self._read_by: dict[str, list[NodeProto]] = {}
        for node in self._graph.node:
            for name in node.input:
                self._read_by.setdefault(name, []).append(node)

    @property
    def nodes(self) -> list[NodeProto]:
        """The operations in the order of their computation."""
        return list(self._graph.node)

    def readers(self, name: str) -> list[NodeProto]:
        """Return the nodes that read a value, one that reads it twice twice."""
        return self._read_by.get(name, [])

    def only_reader(self, node: NodeProto, kind: str = "") -> NodeProto | None:
        """Return the one node, of this kind if it is given, that reads a node's result; None if there are others."""
        readers = self.readers(node.output[0])
        if len(readers) != 1 or kind not in {"", readers[0].op_type}:
            return None
        return readers[0]

    def maker(self, name: str, kind: str) -> NodeProto | None:
        """Return the node of this kind that makes a value; None if another kind does, or none."""
        node = self.made_by.get(name)
        return node if node is not None and node.op_type == kind else None

    def values(self, name: str) -> NDArray[Any]:
        """Return the values of a constant."""
        return np.asarray(numpy_helper.to_array(self.constants[name]))

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant once: the name identifies its content."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(values, name)
        return name

    def write(self, nodes: Iterable[NodeProto]) -> None:
        """Write the nodes whose results are read, and the constants that they read, back to the model."""
        needed = {output.name for output in self._graph.output}
        kept: list[NodeProto] = []
        for node in reversed(list(nodes)):
            if not needed.isdisjoint(node.output):
                kept.append(node)
                needed.update(node.input)
        constants = [constant for name, constant in self.constants.items() if name in needed]
        kept, constants = deepcopy((kept[::-1], constants))  # clearing a field also empties its messages
        del self._graph.node[:], self._graph.initializer[:]
        self._graph.node.extend(kept)
        self._graph.initializer.extend(constants)


def operation(kind: str, inputs: list[str], result: str, *, domain: str = "", **attributes: Any) -> NodeProto:
    """Make a node with one result, which is its name, too."""
    return helper.make_node(kind, inputs, [result], name=result, domain=domain, **attributes)
