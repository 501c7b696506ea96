"""The course's image encoder, tuned for what people say about photographs.

Distillation gives the student its teacher's eyes; a caption asks for less
and for more than those see: who does what, rather than which of a thousand
kinds of things it is. So student and embedding are trained on together, end
to end: photographs must find their captions in the batch, the pooled vector
must name the captions' words, and the teacher's vectors stay a third task,
which keeps six thousand photographs from being learnt by heart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from data_scripts.course_embedding import captions_of_all, load_student
from data_scripts.distiller import Distiller, jitter
from data_scripts.teacher_targets import Targets, prepare, see
from data_scripts.teachers import load_teacher
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.recurrent import real_steps
from storyteller_lib.text import EOS, Vocabulary, pad, tokenise
from storyteller_lib.training import Trainer, TrainingSettings
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)

BATCH = 96
NEAREST = 0.8
"""A view holds at least so much of the photograph's width and height."""

WEIGHTS = {"pooled": 1.0, "grid": 0.5, "classes": 0.2, "similarity": 5.0}


class Eyes(nn.Module):
    """Student, embedding and teacher's targets, with one loss.

    Args:
        distiller: the student with its heads.
        embedding: the two towers on the student's pooled vectors.
    """

    def __init__(
        self, distiller: Distiller, embedding: VisualSemanticEmbedding
    ) -> None:
        super().__init__()
        self.distiller, self.embedding = distiller, embedding
        s = embedding.settings
        self.names = nn.Linear(s.image_dim, s.vocabulary)

    def forward(
        self,
        pictures: Tensor,
        pooled: Tensor,
        grid: Tensor,
        ids: Tensor,
        lengths: Tensor,
    ) -> Tensor:
        """The loss of photographs with a caption each."""
        distilled, seen = self.distiller.compare(pictures, pooled, grid)
        loss = sum(WEIGHTS[name] * part for name, part in distilled.items())
        loss = loss + self.embedding(seen.pooled, ids, lengths)
        chances = self.names(seen.pooled).float().log_softmax(dim=1)
        of_words = chances.gather(1, ids)  # (batch, time)
        return loss - of_words[real_steps(ids, lengths)].mean()


def near_boxes(count: int, rng: np.random.Generator) -> np.ndarray:
    """Views of nearly the whole photograph: left, top, width, height."""
    size = rng.uniform(NEAREST, 1, (count, 2))
    corner = rng.uniform(0, 1, (count, 2)) * (1 - size)
    return np.concatenate([corner, size], 1).astype(np.float32)


def eye_batches(
    targets: Targets, rows: np.ndarray, ids: list[list[list[int]]]
) -> Callable[[torch.Generator], Iterator[tuple[Tensor, ...]]]:
    """Batches of photographs with a caption each, for a trainer.

    Args:
        targets: photographs and what the teacher says of them.
        rows: which photographs have captions.
        ids: the captions of each of these.
    """

    def epoch(chance: torch.Generator) -> Iterator[tuple[Tensor, ...]]:
        seed = int(torch.randint(2**31, (), generator=chance))
        rng = np.random.default_rng(seed)
        order = torch.randperm(len(rows), generator=chance)
        for some in order.split(BATCH)[:-1]:
            chosen = rows[some.numpy()]
            mirror = rng.random(len(chosen)) < 0.5
            boxes = near_boxes(len(chosen), rng)
            pixels = targets.photographs[chosen]
            pictures = jitter(see(pixels, boxes, mirror), chance)
            grid = torch.from_numpy(targets.grids[0][chosen]).float()
            grid = grid.transpose(1, 2).unflatten(2, (7, 7))
            grid[mirror] = grid[mirror].flip(-1)
            pooled = torch.from_numpy(targets.pooled[0][chosen]).float()
            texts = [
                ids[i][int(rng.integers(len(ids[i])))] for i in some.tolist()
            ]
            yield (pictures, pooled, grid, *pad([[*t, EOS] for t in texts]))

    return epoch


def tune_eyes(runs: Path, steps: int) -> None:
    """Train the distilled image encoder on, and write it."""
    distiller, targets = _distilled(runs)
    texts = captions_of_all(RealWorld(), runs / "teacher")
    rows = np.array([i for i, captions in enumerate(texts) if captions])
    tokens = [[tokenise(text) for text in texts[i]] for i in rows]
    words = Vocabulary.build((t for five in tokens for t in five), min_count=2)
    ids = [[words.encode(text) for text in five] for five in tokens]
    channels = distiller.student.settings.channels
    torch.manual_seed(0)
    embedding = VisualSemanticEmbedding(
        EmbeddingSettings(len(words), channels, word_dim=128, dim=256)
    )
    training = TrainingSettings(
        steps, learning_rate=1.5e-3, warmup=100, bfloat16=True
    )
    eyes, folder = Eyes(distiller, embedding), runs / "eyes"
    trainer = Trainer(eyes, training, folder=folder, name="eyes")
    trainer.fit(eye_batches(targets, rows, ids))
    student = distiller.student
    save_weights(
        runs / "eyes" / "image_encoder.safetensors",
        student,
        settings=student.settings.to_dict(),
        dtype="float32",
    )


def _distilled(runs: Path) -> tuple[Distiller, Targets]:
    """The student with its teacher's heads and targets, one view each."""
    data = RealWorld().folder
    teacher = load_teacher(data / "weights")
    teacher.to(memory_format=torch.channels_last)
    tars = [
        data / "flickr8k" / "train.tar",
        data / "photos_unlabelled" / "photos.tar",
    ]
    targets = prepare(teacher, tars, runs / "teacher", views=1)
    student = load_student(runs / "image_encoder")
    distiller = Distiller(student, teacher, targets.grids[0].shape[-1])
    distiller.fit_scales(targets.pooled[0], targets.grids[0])
    return distiller.to(memory_format=torch.channels_last), targets
