"""A step as an ONNX graph whose weights lie in files beside it.

PyTorch's exporter writes each weight into the graph as float32. Here every
weight that a component of the storyteller owns is taken out again: the graph
names the file of that component, where it lies as it is stored, in whole
numbers of 8 bits and a scale a row, and a ``DequantizeLinear`` makes the
floats of them that PyTorch computes with, bit by bit. Graphs that need the
same weights name the same bytes.

Chapter: book/17_leaving_python
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from storyteller_lib.checkpoints.tensor_file import read_tensors
from storyteller_lib.checkpoints.weights import SCALE
from storyteller_lib.config import StorytellerError

if TYPE_CHECKING:
    import onnx

ALIGNED = 64
"""Each tensor of a file begins at a multiple of so many bytes."""


@dataclass
class WeightFile:
    """The weights of one component as a file of bytes.

    Attributes:
        name: the component's, as its safetensors file is called.
        stored: its tensors as they are stored, 8 bits with scales.
        places: offset and length of each tensor that was put in.
        content: the bytes so far.

    Chapter: book/17_leaving_python
    """

    name: str
    stored: dict[str, Tensor]
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    @classmethod
    def read(cls, folder: Path, name: str) -> WeightFile:
        """The weights of a component in a folder of models."""
        stored, _ = read_tensors(folder / f"{name}.safetensors")
        return cls(name, stored)

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.bin"

    def place(self, name: str, values: np.ndarray) -> tuple[int, int]:
        """Where a tensor lies, put in now if it was not there."""
        if name not in self.places:
            raw = np.ascontiguousarray(values).tobytes()
            self.content += bytes(-len(self.content) % ALIGNED)
            self.places[name] = len(self.content), len(raw)
            self.content += raw
        return self.places[name]


Weights = dict[str, WeightFile]
"""The weight file of each component, by name."""


def need_onnx() -> None:
    """Import what exporting needs.

    Raises:
        StorytellerError: if the extra ``web`` is not installed.

    Chapter: book/17_leaving_python
    """
    try:
        import onnx
        import onnxscript  # noqa: F401 - PyTorch's exporter imports it
    except ImportError:
        raise StorytellerError(
            "exporting needs the packages onnx and onnxscript: "
            "pip install 'storyteller-lib[web]'"
        ) from None
    assert onnx.__version__


def graph_of(
    step: nn.Module,
    example: Sequence[Tensor],
    inputs: dict[str, dict[int, str]],
    outputs: Sequence[str],
) -> onnx.ModelProto:
    """A step as PyTorch exports it, its weights inside and by name.

    Args:
        step: from tensors to tensors.
        example: tensors of the sizes that are always the same.
        inputs: their names, each with the axes that may be of any size.
        outputs: names of what comes out.

    Chapter: book/17_leaving_python
    """
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        program: Any = torch.onnx.export(
            step.eval(),
            tuple(example),
            dynamo=True,
            optimize=False,  # folded weights would have lost their names
            verbose=False,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_shapes=tuple(inputs.values()),
        )
    model: onnx.ModelProto = program.model_proto
    return model


def take_weights_out(
    model: onnx.ModelProto,
    weights: Weights,
    owned: Mapping[str, str] | None = None,
) -> list[str]:
    """Let a graph name its weights' files instead of holding them.

    Args:
        model: the graph, which is changed.
        weights: the files, which are filled.
        owned: whose a weight is that has another name in the graph.

    Returns:
        The names of the files.

    Chapter: book/17_leaving_python
    """
    graph = model.graph
    used = {name for node in graph.node for name in node.input}
    kept = [one for one in graph.initializer if one.name in used]
    files: dict[str, None] = {}
    initialisers, nodes = [], []
    for one in kept:
        whole = (owned or {}).get(one.name, one.name)
        owner, _, name = whole.partition(".")
        if owner not in weights or name not in weights[owner].stored:
            initialisers.append(one)
            continue
        files[weights[owner].file] = None
        parts, node = _dequantised(one.name, name, weights[owner])
        initialisers += parts
        nodes += node
    nodes += graph.node
    for field_, values in (("initializer", initialisers), ("node", nodes)):
        graph.ClearField(field_)
        getattr(graph, field_).extend(values)
    graph.ClearField("value_info")
    graph.ClearField("metadata_props")
    for node in graph.node:  # stack traces with paths of this machine
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    return list(files)


def _dequantised(
    whole_name: str, name: str, file: WeightFile
) -> tuple[list[onnx.TensorProto], list[onnx.NodeProto]]:
    """A weight's initialisers, and what makes floats of whole numbers."""
    from onnx import helper

    stored = file.stored[name]
    if name + SCALE not in file.stored:
        return [_outside(whole_name, name, stored.float(), file)], []
    scale = file.stored[name + SCALE].float()
    parts = [f"{whole_name}.int8", f"{whole_name}{SCALE}"]
    node = helper.make_node("DequantizeLinear", parts, [whole_name], axis=0)
    return [
        _outside(parts[0], name, stored, file),
        _outside(parts[1], name + SCALE, scale, file),
    ], [node]


def _outside(
    name: str, stored_name: str, tensor: Tensor, file: WeightFile
) -> onnx.TensorProto:
    """An initialiser that lies in a file."""
    from onnx import TensorProto, helper

    values = tensor.numpy()
    offset, length = file.place(stored_name, values)
    found = TensorProto()
    found.name = name
    found.data_type = helper.np_dtype_to_tensor_dtype(values.dtype)
    found.dims.extend(values.shape)
    found.data_location = TensorProto.EXTERNAL
    facts = {"location": file.file, "offset": offset, "length": length}
    for key, value in facts.items():
        entry = found.external_data.add()
        entry.key, entry.value = key, str(value)
    return found
