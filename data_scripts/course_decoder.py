"""The course's story decoder: passages of novels from shifted thoughts.

See ``storyteller_lib.style.conditions`` for what it is given in training.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from data_scripts.course_text import PSEUDO_CAPTIONS, IdRows
from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batches,
)
from storyteller_lib.style.conditions import Conditions, ConditionSettings
from storyteller_lib.text import Vocabulary
from storyteller_lib.training import Trainer, TrainingSettings

MIXTURE = ConditionSettings(own_share=0.15, caption_share=0.8, noise=0.001)
"""The mean of a few captions is short, and what tells two styles apart in it
is shorter still: more noise than this drowns it."""


def load_encoder(folder: Path, words: Vocabulary) -> SkipThoughtEncoder:
    """The encoder that the stage of the thoughts wrote."""
    tensors = load_weights(folder / "skip_thoughts.safetensors")
    dim = tensors["gru.weight_hh_l0"].shape[1]
    word_dim = tensors["words.weight"].shape[1]
    encoder = SkipThoughtEncoder(
        SkipThoughtSettings(len(words), word_dim, dim)
    )
    encoder.load_state_dict(tensors)
    return encoder.eval()


def encode_all(text: Path, thoughts: Path, folder: Path) -> None:
    """Encode passages and pseudo-captions once, as float16."""
    words = Vocabulary.load(text / "words.txt")
    encoder = load_encoder(thoughts, words)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("passages", "pseudo_captions"):
        if (folder / f"{name}.npy").is_file():
            continue
        rows = IdRows.load(text / f"{name}.npz")
        lists = [rows[i] for i in range(len(rows))]
        with torch.autocast("cpu", torch.bfloat16):
            vectors = encoder.encode_ids(lists, batch_size=512)
        np.save(folder / f"{name}.npy", vectors.half().numpy())


def load_conditions(text: Path, encoded: Path) -> Conditions:
    """The conditions of the encoded passages."""
    own = torch.from_numpy(np.load(encoded / "passages.npy"))
    pseudo = torch.from_numpy(np.load(encoded / "pseudo_captions.npy"))
    genres = torch.from_numpy(np.load(text / "genres.npy")).long()
    by_passage = pseudo.view(len(own), PSEUDO_CAPTIONS, own.shape[1])
    return Conditions(own, by_passage, genres, MIXTURE)


def train_decoder(text: Path, encoded: Path, folder: Path, steps: int) -> None:
    """Train on the encoded passages and write the decoder's weights."""
    words = Vocabulary.load(text / "words.txt")
    passages = IdRows.load(text / "passages.npz")
    ids = [passages[i] for i in range(len(passages))]
    conditions = load_conditions(text, encoded)
    settings = StoryDecoderSettings(
        vocabulary=len(words),
        thought_dim=conditions.styles.shape[1],
        word_dim=224,
        dim=512,
        condition_dim=160,
        dropout=0.1,
        equalised=True,
        topic=True,
    )
    torch.manual_seed(0)
    model = StoryDecoder(settings)
    model.know_frequencies(ids)
    rows = torch.randperm(len(ids))[:20_000].tolist()
    model.know_thoughts(conditions(rows, torch.Generator()))
    training = TrainingSettings(
        steps=steps, learning_rate=3e-3, warmup=200, bfloat16=True
    )
    batches = passage_batches(conditions, ids, 96, word_dropout=0.2)
    Trainer(model, training, folder=folder, name="story decoder").fit(batches)
    save_weights(
        folder / "story_decoder.safetensors",
        model,
        settings=settings.to_dict(),
        dtype="float32",
    )
