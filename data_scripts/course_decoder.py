"""The course's story decoder: passages of novels from shifted thoughts.

It learns from passages of novels, each from the shifted mean thought of its
pseudo-captions, and from captions of photographs, each from the mean thought
of the other captions of the same photograph: there the words for what can be
seen are the right ones. See ``storyteller_lib.style.conditions`` for how the
thoughts are mixed, ``storyteller_lib.sampled_softmax`` for the loss.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from data_scripts.course_text import PSEUDO_CAPTIONS, IdRows
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.sampled_softmax import SampledSoftmax
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

MIXTURE = ConditionSettings(own_share=0.15, caption_share=0.7, noise=0.001)
"""The mean of a few captions is short, and what tells two styles apart in it
is shorter still: more noise than this drowns it."""

TARGETS = 2
"""So many of a photograph's five captions are written; the others of the
five are what they are written from."""

BATCH, WORD_DROPOUT, SAMPLED = 96, 0.1, 1024


def load_encoder(folder: Path) -> SkipThoughtEncoder:
    """The encoder that the stage of the thoughts wrote."""
    path = folder / "skip_thoughts.safetensors"
    settings = SkipThoughtSettings.from_dict(read_settings(path))
    encoder = SkipThoughtEncoder(settings)
    load_weights(path, encoder)
    return encoder.eval()


def encode_all(text: Path, thoughts: Path, folder: Path) -> None:
    """Encode passages and captions of both kinds once, as float16."""
    encoder = load_encoder(thoughts)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("passages", "pseudo_captions", "captions"):
        if (folder / f"{name}.npy").is_file():
            continue
        rows = IdRows.load(text / f"{name}.npz")
        lists = [rows[i] for i in range(len(rows))]
        with torch.autocast("cpu", torch.bfloat16):
            vectors = encoder.encode_ids(lists, batch_size=512)
        np.save(folder / f"{name}.npy", vectors.half().numpy())


def load_conditions(text: Path, encoded: Path) -> Conditions:
    """What all passages, then all captions, are written from."""
    own, pseudo, people = (
        torch.from_numpy(np.load(encoded / f"{name}.npy"))
        for name in ("passages", "pseudo_captions", "captions")
    )
    genres = torch.from_numpy(np.load(text / "genres.npy")).long()
    fives = people[: len(people) // 5 * 5].view(-1, 5, people.shape[1])
    written, about = _others(fives)
    by_passage = pseudo.view(len(own), PSEUDO_CAPTIONS, own.shape[1])
    last = int(genres.max()) + 1  # the voice of captions
    return Conditions(
        torch.cat([own, written]),
        torch.cat([by_passage, about]),
        torch.cat([genres, genres.new_full((len(written),), last)]),
        MIXTURE,
        torch.arange(2).repeat_interleave(
            torch.tensor([len(own), len(written)])
        ),
    )


def _others(fives: Tensor) -> tuple[Tensor, Tensor]:
    """Thoughts of the captions to write, and of the four others of each."""
    written = fives[:, :TARGETS].flatten(0, 1)
    kept = [[j for j in range(5) if j != i] for i in range(TARGETS)]
    return written, fives[:, kept].flatten(0, 1)  # (written, 4, dim)


def written_ids(text: Path) -> list[list[int]]:
    """The words of all passages, then of all captions that are written."""
    passages = IdRows.load(text / "passages.npz")
    captions = IdRows.load(text / "captions.npz")
    chosen = [
        captions[5 * photograph + i]
        for photograph in range(len(captions) // 5)
        for i in range(TARGETS)
    ]
    return [passages[i] for i in range(len(passages))] + chosen


def train_decoder(
    text: Path,
    encoded: Path,
    folder: Path,
    steps: int,
    start: Path | None = None,
) -> None:
    """Train on the encoded text and write the decoder's weights.

    Args:
        text: what ``course_text.prepare`` wrote.
        encoded: what ``encode_all`` wrote.
        folder: for checkpoints and the weights.
        steps: of training.
        start: a decoder of the same sizes and vocabulary, whose knowledge
            of the language is kept; what reads thoughts begins anew.
    """
    words = Vocabulary.load(text / "words.txt")
    ids = written_ids(text)
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
    counts = model.bias.detach().exp()
    if start:
        _keep_language(model, start)
    rows = torch.randperm(len(ids))[:20_000].tolist()
    model.know_thoughts(conditions(rows, torch.Generator()))
    model.sampled = SampledSoftmax(counts, SAMPLED)
    training = TrainingSettings(
        steps=steps, learning_rate=2e-3, warmup=200, bfloat16=True
    )
    batches = passage_batches(conditions, ids, BATCH, WORD_DROPOUT)
    Trainer(model, training, folder=folder, name="story decoder").fit(batches)
    save_weights(
        folder / "story_decoder.safetensors",
        model,
        settings=settings.to_dict(),
        dtype="float32",
    )


def _keep_language(model: StoryDecoder, start: Path) -> None:
    """Take over all but the layers that read a thought."""
    reads = ("initial.", "condition.", "topic.", "centre", "equaliser")
    kept = {
        name: tensor
        for name, tensor in load_weights(start).items()
        if not name.startswith(reads)
    }
    model.load_state_dict(kept, strict=False)
