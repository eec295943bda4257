"""The forms of Kokoro's model file that production loads.

**Durations.** The model computes the duration of every symbol but does not return it. As a second output it gives word
times without a further model.

**Fewer operations.** Normalisations and the functions after them are rewritten in both forms (`norms`), convolutions in
that for machines with VNNI (`products`).

**Optimised once.** onnxruntime optimises a graph each time it loads it, a good part of the CPU time of a load
(`make bench-speech`). The file for machines with VNNI is optimised when it is written: the same sound, bit for bit.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import onnx
import onnxruntime
from onnx import ModelProto, ValueInfoProto

from reelwright_media.assets.kokoro.norms import use_norms
from reelwright_media.assets.kokoro.products import use_matrix_products

DURATIONS: Final = "/encoder/Clip_output_0"
"""The inner value with one float for each symbol, in steps of 600 samples."""


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


def _plain(model: ModelProto) -> None:
    add_durations(model)
    use_norms(model)


def _vnni(model: ModelProto) -> None:
    _plain(model)
    use_matrix_products(model)


FORMS: Final = {"plain": _plain, "vnni": _vnni}
"""The forms that `assets.toml` may name."""
OPTIMISED: Final = frozenset({"vnni"})
"""The forms that are written as onnxruntime optimises them. Their bytes depend on its version."""
