"""Weights on their way home: float16, checked, and put where they belong."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from torch import nn

from data_scripts.elsewhere.manifests import read_json
from data_scripts.elsewhere.parcels import sha256_of
from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.checkpoints import (
    load_weights,
    read_card,
    read_settings,
    save_weights,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import encoder_of
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)

MOST = 16 << 20
"""Bytes of a file."""

LIST, UNPACKED = "weights.json", "unpacked.json"
"""What was gathered; in a folder of runs, what was unpacked there."""

Builder = Callable[[dict[str, Any]], nn.Module]


def _decoder(values: dict[str, Any]) -> nn.Module:
    return StoryDecoder(StoryDecoderSettings.from_dict(values))


WEIGHTS: dict[str, Builder] = {
    "image_encoder/image_encoder.safetensors": encoder_of,
    "thoughts/skip_thoughts.safetensors": lambda values: SkipThoughtEncoder(
        SkipThoughtSettings.from_dict(values)
    ),
    "embedding/visual_semantic_embedding.safetensors": (
        lambda values: VisualSemanticEmbedding(
            EmbeddingSettings.from_dict(values)
        )
    ),
    "language/story_decoder.safetensors": _decoder,
    "decoder/story_decoder.safetensors": _decoder,
    "attention_captioner.safetensors": lambda values: AttentionCaptioner(
        AttentionCaptionerSettings.from_dict(values)
    ),
}
"""What is taken home, and how it is built from the settings in the file."""

WORDS = {
    "thoughts/skip_thoughts.safetensors": "text/words.txt",
    "language/story_decoder.safetensors": "text/words.txt",
    "decoder/story_decoder.safetensors": "text/words.txt",
    "embedding/visual_semantic_embedding.safetensors": (
        "embedding/embedding_words.txt"
    ),
    "attention_captioner.safetensors": "caption_words.txt",
}
"""The vocabulary of each; those that are its own go with it."""

OWN_WORDS = ("embedding/embedding_words.txt", "caption_words.txt")
MADE_OF = {
    "image_encoder/image_encoder.safetensors": "features.safetensors",
    "thoughts/skip_thoughts.safetensors": "encoded/*.npy",
}
"""What was made with the weights, and has to be made again with others."""


def gather(runs: Path, folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """Write what was trained in some runs as float16, with a list of it.

    Weights that were only unpacked there stay.

    Args:
        runs: where the course's stages kept their work.
        folder: to write to.
        only: stages to which it is limited, if any are named.

    Returns:
        What was written.

    Raises:
        StorytellerError: if there is nothing, or a file grows too large.
    """
    noted = runs / UNPACKED
    known = read_json(noted) if noted.is_file() else {}
    found = {}
    for name in WEIGHTS:
        path, stage = runs / name, name.partition("/")[0]
        if only and stage not in only:
            continue
        if not path.is_file() or known.get(name) == sha256_of(path):
            continue
        save_weights(
            folder / name,
            load_weights(path),
            settings=read_settings(path),
            card=read_card(path),
        )
        found[name] = _listed(folder / name)
        if (words := WORDS.get(name)) in OWN_WORDS:
            assert words is not None
            (folder / words).write_bytes((runs / words).read_bytes())
            found[words] = _listed(folder / words)
    if not found:
        raise StorytellerError(f"nothing was trained in {runs} yet")
    text = json.dumps(found, indent=1) + "\n"
    (folder / LIST).write_text(text, encoding="utf-8")
    return [folder / name for name in (*found, LIST)]


def _listed(path: Path) -> dict[str, Any]:
    size = path.stat().st_size
    if size > MOST:
        raise StorytellerError(
            f"{path} has {size:,} bytes, and {MOST:,} may travel: train a "
            "smaller model"
        )
    return {"size": size, "sha256": sha256_of(path)}


def bring(folder: Path, runs: Path) -> list[str]:
    """Check what was gathered elsewhere and put it into some runs.

    Nothing is put there unless all of it is sound. What was made with
    weights that are replaced is removed, to be made again.

    Args:
        folder: what ``gather`` wrote.
        runs: where the course's stages keep their work.

    Returns:
        What was done, a line each.

    Raises:
        StorytellerError: if a file is missing, damaged, no weights of the
            model that its name says, or of another vocabulary.
    """
    listed = read_json(folder / LIST)
    names = sorted(listed) if isinstance(listed, dict) else []
    if not names or not set(names) <= {*WEIGHTS, *OWN_WORDS}:
        raise StorytellerError(f"{folder / LIST} lists no weights we know")
    bodies = {name: _read(folder / name, listed[name]) for name in names}
    for name in names:
        if name in WEIGHTS:
            _check(name, folder, folder if WORDS.get(name) in names else runs)
    notes = []
    for name, body in bodies.items():
        notes += _put(name, body, runs)
    return notes


def _read(path: Path, known: Any) -> bytes:
    """A file's bytes, if they are those that were listed."""
    wanted = known.get("sha256") if isinstance(known, dict) else None
    try:
        if path.stat().st_size > MOST:
            raise StorytellerError(f"{path} is too long: gather it again")
        body = path.read_bytes()
    except OSError as error:
        raise StorytellerError(
            f"{path} cannot be read ({error.strerror}): carry it again"
        ) from None
    if hashlib.sha256(body).hexdigest() != wanted:
        raise StorytellerError(
            f"{path} is not the file that was gathered: carry it again"
        )
    return body


def _check(name: str, folder: Path, vocabulary: Path) -> None:
    """Whether a file's weights fit a model of its kind and its words."""
    path = folder / name
    model = WEIGHTS[name](read_settings(path))
    load_weights(path, model)
    for key, tensor in model.state_dict().items():
        if not tensor.isfinite().all():
            raise StorytellerError(f"{path}: {key} has values that are none")
    if name not in WORDS:
        return
    words = len(Vocabulary.load(vocabulary / WORDS[name]))
    if (size := getattr(model.settings, "vocabulary", None)) != words:
        raise StorytellerError(
            f"{path} knows {size} words, {vocabulary / WORDS[name]} has "
            f"{words}: they were not trained on this text"
        )


def _put(name: str, body: bytes, runs: Path) -> list[str]:
    path = runs / name
    if path.is_file() and path.read_bytes() == body:
        return [f"{path} is there already"]
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    unfinished.write_bytes(body)
    unfinished.replace(path)
    notes = [f"{path}: {len(body) / 1e6:.2f} MB"]
    if name in WEIGHTS and any(path.parent.glob("step-*.safetensors")):
        notes.append(
            f"{path.parent} has checkpoints of an earlier training: run "
            "again, its stage would go on from those"
        )
    for old in sorted(runs.glob(MADE_OF[name]) if name in MADE_OF else ()):
        old.unlink()
        notes.append(f"{old} was made with other weights, and is removed")
    return notes
