"""The course's visual-semantic embedding, on the student's features.

Pairs come from Flickr8k's train photographs with people's captions, and from
the unlabelled photographs with captions that our grammar wrote for what is
on them by the teacher's or their folder's word: Flickr8k is dogs, children
and sports, and a cup of coffee is a picture too.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from data_scripts.probe import names_in
from data_scripts.unlabelled_captions import captions_of_unlabelled
from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.training import Trainer, TrainingSettings
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
    pair_batches,
)

BATCH = 256


def load_student(folder: Path) -> ImageEncoder:
    """The image encoder that the distillation wrote."""
    student = ImageEncoder(ImageEncoderSettings.course())
    load_weights(folder / "image_encoder.safetensors", student)
    return student.eval()


@torch.inference_mode()
def pooled_features(
    student: nn.Module, photographs: np.ndarray
) -> tuple[Tensor, Tensor]:
    """Pooled vectors of photographs (bytes), as they are and mirrored."""
    views: tuple[list[Tensor], list[Tensor]] = ([], [])
    for start in tqdm(range(0, len(photographs), 64), desc="features"):
        pixels = photographs[start : start + 64]
        pictures = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
        for flipped, found in zip((False, True), views, strict=True):
            seen = pictures.flip(3) if flipped else pictures
            found.append(student(seen.contiguous()).pooled)
    return torch.cat(views[0]), torch.cat(views[1])  # (photographs, dim)


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


def train_embedding(runs: Path, folder: Path, steps: int) -> None:
    """Train the two towers and write their weights and vocabulary."""
    texts = captions_of_all(RealWorld(), runs / "teacher")
    photographs = np.load(runs / "teacher" / "photographs.npy", mmap_mode="r")
    kept = [i for i, captions in enumerate(texts) if captions]
    views = _features(runs, photographs)
    tokens = [[tokenise(text) for text in texts[i]] for i in kept]
    words = Vocabulary.build(
        (text for five in tokens for text in five), min_count=2
    )
    folder.mkdir(parents=True, exist_ok=True)
    words.save(folder / "embedding_words.txt")
    ids = [[words.encode(text) for text in five] for five in tokens]
    pooled = torch.cat([view[kept] for view in views])
    torch.manual_seed(0)
    model = VisualSemanticEmbedding(
        EmbeddingSettings(len(words), pooled.shape[1], word_dim=128, dim=256)
    )
    training = TrainingSettings(steps, learning_rate=1e-3, bfloat16=True)
    trainer = Trainer(model, training, folder=folder, name="embedding")
    trainer.fit(pair_batches(pooled, [*ids, *ids], BATCH))
    save_weights(
        folder / "visual_semantic_embedding.safetensors",
        model,
        settings=model.settings.to_dict(),
        dtype="float32",
    )


def _features(runs: Path, photographs: np.ndarray) -> list[Tensor]:
    """The student's pooled features, computed once and kept."""
    path = runs / "features.safetensors"
    if not path.is_file():
        student = load_student(runs / "image_encoder")
        plain, mirrored = pooled_features(student, photographs)
        save_weights(path, {"0": plain, "1": mirrored}, dtype="float16")
    stored = load_weights(path)
    return [stored["0"], stored["1"]]
