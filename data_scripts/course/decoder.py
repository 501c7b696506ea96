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

from data_scripts.course.runs import TrainingRun
from data_scripts.course.text import PSEUDO_CAPTIONS, IdRows
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
)
from storyteller_lib.config import device
from storyteller_lib.recurrent import know_frequencies
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

LANGUAGE = ConditionSettings(own_share=0.7, noise=0.001, bare_share=0.3)
MIXTURE = ConditionSettings(
    own_share=0.15, caption_share=0.7, noise=0.001, bare_share=0.1
)
"""The mean of a few captions is short, and what tells two styles apart in it
is shorter still: more noise than this drowns it."""

TARGETS = 2
"""So many of a photograph's five captions are written; the others of the
five are what they are written from."""

BATCH, WORD_DROPOUT, SAMPLED = 96, 0.1, 1024
DROPOUT = 0.25


def load_encoder(folder: Path) -> SkipThoughtEncoder:
    """The encoder that the stage of the thoughts wrote."""
    path = folder / "skip_thoughts.safetensors"
    settings = SkipThoughtSettings.from_dict(read_settings(path))
    encoder = SkipThoughtEncoder(settings)
    load_weights(path, encoder)
    return encoder.eval()


def encode_all(text: Path, thoughts: Path, folder: Path) -> None:
    """Encode passages and captions of both kinds once, as float16."""
    place = device()
    encoder = load_encoder(thoughts).to(place)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("passages", "pseudo_captions", "captions", "language"):
        if (folder / f"{name}.npy").is_file():
            continue
        rows = IdRows.load(text / f"{name}.npz")
        lists = [rows[i] for i in range(len(rows))]
        with torch.autocast(place.type, torch.bfloat16):
            vectors = encoder.encode_ids(lists, batch_size=512)
        array = vectors.half().cpu().numpy()
        unfinished = folder / f"{name}.part.npy"
        np.save(unfinished, array)  # cut off, it would be taken for whole
        unfinished.replace(folder / f"{name}.npy")


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


def language_conditions(text: Path, encoded: Path) -> Conditions:
    """What all that the novels tell is written from."""
    own = torch.from_numpy(np.load(encoded / "language.npy"))
    genres = torch.from_numpy(np.load(text / "language_genres.npy")).long()
    return Conditions(own, own.unsqueeze(1), genres, LANGUAGE)


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


def new_decoder(
    text: Path, conditions: Conditions, start: Path | None = None
) -> StoryDecoder:
    """A decoder of the course's size that knows thoughts and no words.

    Args:
        text: with the words.
        conditions: the thoughts that it will meet.
        start: weights to go on from, if any.
    """
    words = Vocabulary.load(text / "words.txt")
    torch.manual_seed(0)
    settings = StoryDecoderSettings(
        vocabulary=len(words),
        thought_dim=conditions.styles.shape[1],
        word_dim=224,
        dim=512,
        condition_dim=160,
        dropout=DROPOUT,
        equalised=True,
        topic=True,
    )
    model = StoryDecoder(settings)
    rows = torch.randperm(len(conditions.own))[:20_000].tolist()
    model.know_thoughts(conditions(rows, torch.Generator()))
    if start:
        load_weights(start, model)
    return model


def train_language(run: TrainingRun) -> None:
    """Train on all that the novels tell, each passage from its own thought.

    A third of the passages comes with the thought of their genre alone.

    Raises:
        Paused: if the minutes ended first.
    """
    rows = IdRows.load(run.text / "language.npz")
    ids = [rows[i] for i in range(len(rows))]
    conditions = language_conditions(run.text, run.encoded)
    known = load_conditions(run.text, run.encoded)
    _train(run, new_decoder(run.text, known, run.start), conditions, ids)


def train_decoder(run: TrainingRun) -> None:
    """Train on passages and captions, and write the decoder's weights.

    Raises:
        Paused: if the minutes ended first.
    """
    conditions = load_conditions(run.text, run.encoded)
    model = new_decoder(run.text, conditions, run.start)
    _train(run, model, conditions, written_ids(run.text))


def _train(
    run: TrainingRun,
    model: StoryDecoder,
    conditions: Conditions,
    ids: list[list[int]],
) -> None:
    chances = torch.zeros(model.settings.vocabulary)
    know_frequencies(chances, ids)
    if not model.bias.any():
        model.know_frequencies(ids)
    model.sampled = SampledSoftmax(chances.exp(), SAMPLED)
    batches = passage_batches(conditions, ids, BATCH, WORD_DROPOUT)
    rate = {"learning_rate": 1e-3, "warmup": 200}
    run.fit(model, batches, model, "story_decoder.safetensors", **rate)
