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
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from data_scripts.course_decoder import load_encoder
from data_scripts.elsewhere import go_on_later
from data_scripts.probe import names_in
from data_scripts.teacher_targets import crop_boxes, see
from data_scripts.unlabelled_captions import captions_of_unlabelled
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.config import StorytellerError, device
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.image_encoder import OwnEncoder, encoder_of
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.training import Trainer, TrainingSettings
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
    pair_batches,
)

BATCH, DIM, HIDDEN = 384, 192, 0.1
"""Rows of a batch, numbers of a vector, share of features hidden."""


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


def kept_captions(runs: Path) -> list[list[str]]:
    """What ``captions_of_all`` gives, found once and kept."""
    path = runs / "embedding_captions.json"
    if not path.is_file():
        found = captions_of_all(RealWorld(), runs / "teacher")
        path.write_text(json.dumps(found), encoding="utf-8")
    try:
        texts = json.loads(path.read_text(encoding="utf-8"))
        if not all(isinstance(t, str) for some in texts for t in some):
            raise TypeError("a caption that is no text")
    except (ValueError, TypeError, RecursionError) as error:
        raise StorytellerError(
            f"{path} holds no lists of captions ({error}): remove it"
        ) from None
    return [list(some) for some in texts]


def captions_of_all(world: RealWorld, teacher: Path) -> list[list[str]]:
    """Captions of the teacher's photographs, in the order of its array.

    Those of Flickr8k have five each; an unlabelled one may have none.
    """
    people = {
        record.name: list(record.captions)
        for record in world.pictures("train")
    }
    grammar = captions_of_unlabelled(world.folder, teacher)
    flickr = names_in(world.folder / "flickr8k" / "train.tar")
    others = names_in(world.folder / "photos_unlabelled" / "photos.tar")
    return [
        *(people[name] for name in flickr),
        *(grammar.get(name, []) for name in others),
    ]


class Dimmed(nn.Module):
    """An embedding that is trained with some features hidden."""

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
        seen = F.dropout(features, HIDDEN, self.training)
        loss: Tensor = self.embedding(seen, ids, lengths)
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


def train_embedding(
    runs: Path, folder: Path, steps: int, minutes: float = 0
) -> None:
    """Train the two towers and write their weights and vocabulary.

    Features and captions are those kept in ``runs``, if there are any.

    Raises:
        Paused: if the minutes ended first; 0 minutes never end.
        StorytellerError: if they are not of the same photographs.
    """
    texts, views = kept_captions(runs), kept_features(runs)
    if len(texts) != len(views[0]):
        raise StorytellerError(
            f"in {runs} are captions of {len(texts)} photographs and features "
            f"of {len(views[0])}: make both again"
        )
    kept = [i for i, captions in enumerate(texts) if captions]
    tokens = [[tokenise(text) for text in texts[i]] for i in kept]
    words = Vocabulary.build(
        (text for five in tokens for text in five), min_count=2
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
    training = TrainingSettings(
        steps,
        learning_rate=1e-3,
        weight_decay=0.02,
        warmup=100,
        bfloat16=True,
        minutes=minutes,
    )
    trainer = Trainer(Dimmed(model), training, folder=folder, name="embedding")
    trainer.fit(pair_batches(pooled, ids * len(views), BATCH))
    save_weights(
        folder / "visual_semantic_embedding.safetensors",
        model,
        settings=model.settings.to_dict(),
        dtype="float32",
    )
    go_on_later(trainer)


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
