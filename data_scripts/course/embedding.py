"""The course's visual-semantic embedding, on the student's features.

Pairs come from Flickr8k's train photographs with people's captions, and from
the unlabelled photographs with captions that our grammar wrote for what is
on them by the teacher's or their folder's word: Flickr8k is dogs, children
and sports, and a cup of coffee is a picture too. Words begin as the
skip-thought encoder knows them: seven thousand pictures are few to learn
English from.
"""

from __future__ import annotations

import json
import math
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from data_scripts.course.decoder import load_encoder
from data_scripts.course.runs import TrainingRun
from data_scripts.eyes.probe import names_in
from data_scripts.eyes.targets import crop_boxes, see
from data_scripts.eyes.unlabelled import captions_of_unlabelled
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.config import StorytellerError, device
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.image_encoder import OwnEncoder, encoder_of
from storyteller_lib.text import EOS, UNK, Vocabulary, tokenise
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
    pair_batches,
)

BATCH, DIM = 384, 512
"""Rows of a batch, numbers of a vector."""

HIDDEN_FEATURES, HIDDEN_WORDS = 0.2, 0.1
"""Shares hidden in training: six thousand photographs are soon known by
heart."""

GRAMMAR = 0.3
"""Share of the grammar's photographs that an epoch sees."""

SEEN = 3
"""Captions with a word, for the embedding to know it."""


def load_student(folder: Path) -> OwnEncoder:
    """The image encoder that the distillation wrote."""
    path = folder / "image_encoder.safetensors"
    student = encoder_of(read_settings(path))
    load_weights(path, student)
    return student.eval()


@torch.inference_mode()
def pooled_features(
    student: nn.Module, photographs: np.ndarray
) -> list[Float[Tensor, "photographs dim"]]:
    """Pooled vectors of photographs (bytes): whole, mirrored, cropped."""
    count = len(photographs)
    rng = np.random.default_rng(0)
    sides = rng.uniform(0.75, 1, (count, 2))
    corners = rng.uniform(0, 1, (count, 2)) * (1 - sides)
    crops = np.concatenate([corners, sides], 1).astype(np.float32)
    whole = crop_boxes(count, 0)
    place = device()
    student = student.to(place, memory_format=torch.channels_last)
    views = []
    for boxes, flip in ((whole, False), (whole, True), (crops, False)):
        found = []
        for i in tqdm(range(0, count, 96), desc="features"):
            some = np.array(photographs[i : i + 96])
            mirror = np.full(len(some), flip)
            pictures = see(some, boxes[i : i + 96], mirror, place=place)
            pictures = pictures.contiguous(memory_format=torch.channels_last)
            with torch.autocast(place.type, torch.bfloat16):
                found.append(student(pictures).pooled.float().cpu())
        views.append(torch.cat(found))
    return views


class Written(NamedTuple):
    """The captions of the teacher's photographs, in the order of its array.

    Attributes:
        people: five of each photograph of Flickr8k.
        grammar: ours, of each unlabelled one; there may be none.
    """

    people: list[list[str]]
    grammar: list[list[str]]


def kept_captions(runs: Path) -> Written:
    """What ``captions_of_all`` gives, found once and kept."""
    path = runs / "embedding_captions.json"
    if not path.is_file():
        found = captions_of_all(RealWorld(), runs / "teacher")
        path.write_text(json.dumps(found._asdict()), encoding="utf-8")
    try:
        kept = Written(**json.loads(path.read_text(encoding="utf-8")))
        if not all(
            isinstance(t, str) for k in kept for some in k for t in some
        ):
            raise TypeError("a caption that is no text")
    except (ValueError, TypeError, RecursionError) as error:
        raise StorytellerError(
            f"{path} holds no captions of people and of our grammar "
            f"({error}): remove it"
        ) from None
    return kept


def captions_of_all(world: RealWorld, teacher: Path) -> Written:
    """The captions that there are of the teacher's photographs."""
    people = {
        record.name: list(record.captions)
        for record in world.pictures("train")
    }
    grammar = captions_of_unlabelled(world.folder, teacher)
    flickr = names_in(world.folder / "flickr8k" / "train.tar")
    others = names_in(world.folder / "photos_unlabelled" / "photos.tar")
    return Written(
        [people[name] for name in flickr],
        [grammar.get(name, []) for name in others],
    )


def one_kind_a_batch(
    grammar: Bool[Tensor, " photographs"], generator: torch.Generator
) -> Int[Tensor, " seen"]:
    """The order of an epoch's photographs, each batch of one kind.

    Beside a photograph that people wrote about, one with a caption of our
    grammar is told apart by the manner of its caption alone, and nothing is
    learnt from it. What fills no batch of its kind comes last.

    Args:
        grammar: whether our grammar wrote of the photograph. Of these the
            share ``GRAMMAR`` is seen.
        generator: the source of chance.
    """
    batches: list[Tensor] = []
    rests: list[Tensor] = []
    for kind, share in ((~grammar, 1.0), (grammar, GRAMMAR)):
        rows = kind.nonzero()[:, 0]
        rows = rows[torch.randperm(len(rows), generator=generator)]
        for part in rows[: math.ceil(len(rows) * share)].split(BATCH):
            (batches if len(part) == BATCH else rests).append(part)
    order = torch.randperm(len(batches), generator=generator)
    return torch.cat([*(batches[i] for i in order.tolist()), *rests])


class Dimmed(nn.Module):
    """An embedding that is trained with some features and words hidden."""

    def __init__(self, embedding: VisualSemanticEmbedding) -> None:
        super().__init__()
        self.embedding = embedding

    def forward(
        self,
        features: Float[Tensor, "batch features"],
        ids: Int[Tensor, "batch time"],
        lengths: Int[Tensor, " batch"],
    ) -> Float[Tensor, ""]:
        """The ranking loss of a batch."""
        if self.training:
            features = F.dropout(features, HIDDEN_FEATURES)
            lost = torch.rand(ids.shape, device=ids.device) < HIDDEN_WORDS
            ids = ids.masked_fill(lost & (ids != EOS), UNK)
        loss: Tensor = self.embedding(features, ids, lengths)
        return loss


def begin_with_thoughts(
    embedding: VisualSemanticEmbedding, words: Vocabulary, runs: Path
) -> None:
    """Take the word vectors over that the skip-thought encoder has learnt."""
    encoder = load_encoder(runs / "thoughts")
    known = Vocabulary.load(runs / "text" / "words.txt")
    with torch.no_grad():
        for i, word in enumerate(words.words):
            if word in known:
                row = known.encode([word])[0]
                embedding.words.weight[i] = encoder.words.weight[row]


def train_embedding(run: TrainingRun) -> None:
    """Train the two towers and write their weights and vocabulary.

    Features and captions are those kept in ``runs``, if there are any.

    Raises:
        Paused: if the minutes ended first.
        StorytellerError: if they are not of the same photographs.
    """
    runs, folder = run.runs, run.folder
    written, views = kept_captions(runs), kept_features(runs)
    texts = [*written.people, *written.grammar]
    if len(texts) != len(views[0]):
        raise StorytellerError(
            f"in {runs} are captions of {len(texts)} photographs and features "
            f"of {len(views[0])}: make both again"
        )
    kept = [i for i, captions in enumerate(texts) if captions]
    tokens = [[tokenise(text) for text in texts[i]] for i in kept]
    words = Vocabulary.build(
        (text for five in tokens for text in five), min_count=SEEN
    )
    folder.mkdir(parents=True, exist_ok=True)
    words.save(folder / "embedding_words.txt")
    ids = [[words.encode(text) for text in five] for five in tokens]
    pooled = torch.cat([view[kept] for view in views])
    torch.manual_seed(0)
    word_dim = load_encoder(runs / "thoughts").words.weight.shape[1]
    model = VisualSemanticEmbedding(
        EmbeddingSettings(len(words), pooled.shape[1], word_dim, DIM)
    )
    begin_with_thoughts(model, words, runs)
    ours = torch.tensor([i >= len(written.people) for i in kept] * len(views))
    order = partial(one_kind_a_batch, ours)
    batches = pair_batches(pooled, ids * len(views), BATCH, order)
    run.fit(
        Dimmed(model),
        batches,
        model,
        "visual_semantic_embedding.safetensors",
        learning_rate=1e-3,
        weight_decay=0.02,
        warmup=100,
    )


def kept_features(runs: Path) -> list[Tensor]:
    """The student's pooled features, computed once and kept."""
    path = runs / "features.safetensors"
    if not path.is_file():
        stored = runs / "teacher" / "photographs.npy"
        photographs = np.load(stored, mmap_mode="r")
        views = pooled_features(
            load_student(runs / "image_encoder"), photographs
        )
        named = {str(number): view for number, view in enumerate(views)}
        save_weights(path, named, dtype="float16")
    stored = load_weights(path)
    return [stored[name] for name in sorted(stored)]
