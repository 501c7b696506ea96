"""A storyteller written to a folder, for a browser to load.

    storyteller.json   settings, vocabularies' names, and a list of all files
    *.onnx             the steps of the networks, see ``steps``
    *.bin              their weights, one file a component; and all vectors
    *.json, *.txt      words, the bank's captions, the library's scenes

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storyteller_lib.config import StorytellerError
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.models.card import read_model_card
from storyteller_lib.storyteller.models.files import (
    RETOLD,
    WRITTEN,
    has_shelf,
    models_folder,
)
from storyteller_lib.storyteller.models.key import models_key
from storyteller_lib.web import facts
from storyteller_lib.web.graph_list import GraphPlan, plans
from storyteller_lib.web.graphs import (
    WeightFile,
    Weights,
    graph_of,
    need_onnx,
    take_weights_out,
)
from storyteller_lib.web.picture_tables import picture_tables
from storyteller_lib.web.retelling_tables import retelling_tables

FORMAT = 1
MANIFEST = "storyteller.json"
COMPONENTS = (
    "image_encoder",
    "visual_semantic_embedding",
    "attention_captioner",
    "skip_thoughts",
    "story_decoder",
    "prose_critic",
)
OPTIONAL = ("attention_captioner", "prose_critic")

Told = Callable[[str], None]


def export_storyteller(
    folder: str | Path,
    models: str | Path = "course",
    say: Told | None = None,
) -> dict[str, Any]:
    """Write everything that a browser needs to tell stories.

    Args:
        folder: is made if it is not there.
        models: as of ``Storyteller.load``.
        say: is told what is being written.

    Returns:
        The manifest, as it is written to ``storyteller.json``.

    Raises:
        StorytellerError: if the extra ``web`` is not installed, the models
            are of kinds that cannot be exported, or the disk refuses a file.

    Chapter: book/10_the_storyteller
    """
    need_onnx()
    source, told = models_folder(models), say or (lambda _: None)
    recipe = RETOLD if has_shelf(source) else WRITTEN
    teller = Storyteller.load(models, recipe)
    planned = plans(teller.models)
    try:
        out = _Folder(Path(folder), told)
        graphs = _write_graphs(planned, source, out)
        found = _write_facts(teller, source, out)
        manifest = {
            "format": FORMAT,
            "hash": models_key(source),
            **found,
            "graphs": graphs,
            "files": out.files,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        out.write(MANIFEST, f"{text}\n".encode())
    except OSError as error:
        raise StorytellerError(
            f"the parts in {folder} could not be written ({error.strerror}); "
            "free some space or choose another folder"
        ) from None
    return manifest


@dataclass
class _Folder:
    """Where the files go, and what is known of those that are there."""

    path: Path
    say: Told
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: bytes | bytearray) -> None:
        """Write a file and remember its size and checksum."""
        (self.path / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        self.files[name] = {"bytes": len(content), "sha256": digest}
        self.say(f"{name} ({len(content):,} bytes)")

    def write_json(self, name: str, values: Any) -> None:
        """Write plain values in as few bytes as JSON needs."""
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        self.write(name, text.encode())


def _write_graphs(
    planned: list[GraphPlan], source: Path, out: _Folder
) -> dict[str, Any]:
    """Export all graphs and their weights; what is known of each."""
    weights: Weights = {
        name: WeightFile.read(source, name)
        for name in COMPONENTS
        if name not in OPTIONAL or (source / f"{name}.safetensors").exists()
    }
    found = {}
    for plan in planned:
        out.say(f"exporting {plan.name} ...")
        step = plan.step()
        graph = graph_of(step, plan.example, plan.inputs, plan.outputs)
        owned = getattr(step, "owned", None)
        files = take_weights_out(graph, weights, owned)
        out.write(f"{plan.name}.onnx", graph.SerializeToString())
        found[plan.name] = {
            "file": f"{plan.name}.onnx",
            "weights": files,
            "inputs": list(plan.inputs),
            "outputs": list(plan.outputs),
        }
    for file in weights.values():
        out.write(file.file, file.content)
    return found


def _write_facts(
    teller: Storyteller, source: Path, out: _Folder
) -> dict[str, Any]:
    """Write vectors and texts; settings, and where each vector lies."""
    tables = facts.tables_of(teller, source)
    out.write("vectors.bin", tables.content)
    out.write_json("words.json", facts.words_of(teller.models))
    captions = "\n".join(teller.models.bank.captions)
    out.write("captions.txt", captions.encode())
    out.write_json("retelling.json", retelling_tables())
    out.write_json("pictures.json", picture_tables())
    if teller.models.shelf is not None:
        out.write_json("scenes.json", facts.scenes_of(teller.models.shelf))
    return {
        "settings": facts.settings_of(
            teller.models, read_model_card(source / "card.json")
        ),
        "tensors": tables.places,
    }
