"""Distil the course's image encoder from a pretrained teacher.

    python -m data_scripts.distil_image_encoder --minutes 60

The student sees Flickr8k's train photographs and the unlabelled ones in
``$STORYTELLER_DATA`` (or what ``data_scripts.travel`` carried of it), never a
photograph of Flickr8k's val or test or of COCO's val2017. It is resumable:
run the same command again, or pause it with ``--at-most``. Weights and log
lines end up in ``runs/course/image_encoder``.

With ``--start FILE`` it goes on from the weights of an earlier student, whose
optimizer is gone: as shipped, say, to be trained for longer. The earlier one
may have fewer blocks in a stage; added blocks begin as if they were not there.
Such a student needs no small pictures to begin with.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from data_scripts.distiller import Distiller, jitter, start_from
from data_scripts.elsewhere import data_of
from data_scripts.probe import Pooled, Probe
from data_scripts.teacher_targets import SIZE, Targets, prepare, see
from data_scripts.teachers import load_teacher
from storyteller_lib.checkpoints import (
    load_state,
    save_state,
    save_weights,
)
from storyteller_lib.config import device
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings

PEAK_RATE, WEIGHT_DECAY, WARMUP = 3e-3, 0.05, 0.03
BATCH = 48
Sizes = tuple[tuple[float, int], ...]
SIZES: Sizes = ((0.45, 96), (0.75, 128), (1.0, SIZE))
"""Until which share of the time pictures are seen in how many pixels."""

SIZES_OF_A_START: Sizes = ((0.3, 128), (1.0, SIZE))

WEIGHTS = {"pooled": 2.0, "grid": 1.0, "classes": 0.5, "similarity": 10.0}
CARD = {
    "name": "image encoder of the course models",
    "trained on": "Flickr8k's 6,000 train photographs, 7,981 unlabelled ones",
    "teacher": "MobileNetEdgeTPU 1.0 (Google, Apache-2.0), ImageNet-1k",
    "command": "python -m data_scripts.distil_image_encoder",
    "terms": "research and education, not commercial",
}


def size_at(progress: float, sizes: Sizes = SIZES) -> int:
    """The pixels in which pictures are seen at a share of the time.

    Small pictures first: several of them cost as much as one large one.

    Chapter: book/02_pictures_captions_books
    """
    return next(size for until, size in sizes if progress <= until)


class Distillation:
    """One resumable run: batches, a schedule in minutes, checkpoints.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(
        self,
        distiller: Distiller,
        targets: Targets,
        folder: Path,
        seed: int,
        sizes: Sizes = SIZES,
    ) -> None:
        self.distiller, self.targets = distiller, targets
        self.folder, self.seed, self.sizes = folder, seed, sizes
        self.place = distiller.mean.device
        self.optimizer = torch.optim.AdamW(
            distiller.parameters(), PEAK_RATE, weight_decay=WEIGHT_DECAY
        )
        self.step, self.elapsed = 0, 0.0
        self._resume()

    def batch(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """The batch of the present step, the same however resumed."""
        targets = self.targets
        rng = np.random.default_rng([self.seed, self.step])
        view = int(rng.integers(len(targets.pooled)))
        rows = np.sort(
            rng.choice(len(targets.photographs), BATCH, replace=False)
        )
        mirror = rng.random(BATCH) < 0.5
        pictures = see(
            targets.photographs[rows],
            targets.boxes[view][rows],
            mirror,
            size,
            self.place,
        )
        light = torch.Generator().manual_seed(self.step)
        pooled = torch.from_numpy(targets.pooled[view][rows]).float()
        grid = torch.from_numpy(targets.grids[view][rows]).float()
        grid = grid.transpose(1, 2).unflatten(2, (7, 7))
        grid[mirror] = grid[mirror].flip(-1)
        parts = (jitter(pictures, light), pooled, grid)
        first, *others = (part.to(self.place) for part in parts)
        return first, others[0], others[1]

    def train_step(self, progress: float) -> dict[str, float]:
        """One step, at the rate of this share of the time."""
        warm = min(1.0, (progress + 1e-4) / WARMUP)
        rate = PEAK_RATE * warm * 0.5 * (1 + math.cos(math.pi * progress))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.distiller.train()
        losses = self.distiller(*self.batch(size_at(progress, self.sizes)))
        total = sum(WEIGHTS[name] * loss for name, loss in losses.items())
        self.optimizer.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(self.distiller.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        return {name: loss.item() for name, loss in losses.items()}

    def save(self) -> None:
        """Write the student, and all that a resumed run needs."""
        student = self.distiller.student
        save_weights(
            self.folder / "image_encoder.safetensors",
            student,
            settings=student.settings.to_dict(),
            card={**CARD, "steps": self.step, "seconds": self.elapsed},
        )
        moments = self.optimizer.state_dict()["state"]
        save_state(
            self.folder,
            self.step,
            {
                "distiller": self.distiller.state_dict(),
                "moments": {str(i): moments[i] for i in moments},
            },
            {"step": self.step, "elapsed": self.elapsed, "seed": self.seed},
        )

    def _resume(self) -> None:
        found = load_state(self.folder)
        if found is None:
            return
        tensors, values = found
        self.step, self.elapsed = values["step"], values["elapsed"]
        self.seed = values["seed"]
        self.distiller.load_state_dict(tensors["distiller"])
        state = self.optimizer.state_dict()
        moments = tensors["moments"]
        state["state"] = {int(i): moments[i] for i in moments}
        self.optimizer.load_state_dict(state)


def run(
    distillation: Distillation,
    minutes: float,
    probe: Probe | None,
    at_most: float = 0,
) -> bool:
    """Train until the minutes are spent, logging and saving on the way.

    Args:
        distillation: goes on from where it was.
        minutes: of training in all, on which the rate depends.
        probe: looks at the student now and then.
        at_most: pause after so many minutes; 0 is never.

    Returns:
        Whether all minutes are spent.

    Chapter: book/02_pictures_captions_books
    """
    budget, last = minutes * 60, time.monotonic()
    until = last + 60 * at_most if at_most else math.inf
    saved = probed = shown = distillation.elapsed
    while distillation.elapsed < budget:
        if last > until:
            distillation.save()
            return False
        losses = distillation.train_step(distillation.elapsed / budget)
        now = time.monotonic()
        distillation.elapsed += now - last
        last = now
        elapsed = distillation.elapsed
        if elapsed - shown > 30:
            shown = elapsed
            report = " ".join(f"{k} {v:.4f}" for k, v in losses.items())
            print(f"{elapsed / 60:.1f} min, step {distillation.step}:")
            print(f"    {report}", flush=True)
        if elapsed - saved > 180:
            saved = elapsed
            distillation.save()
        if probe and elapsed - probed > 600:
            probed = elapsed
            found = probe.of(Pooled(distillation.distiller.student))
            print("probe of the student", found, flush=True)
            last = time.monotonic()
    distillation.save()
    if probe:
        found = probe.of(Pooled(distillation.distiller.student))
        print("probe of the student", found, flush=True)
    return True


def main() -> None:
    """Read the command line and distil."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--at-most", type=float, default=0, metavar="MINUTES")
    parser.add_argument("--views", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="an earlier student")
    parser.add_argument("--runs", type=Path, default=Path("runs/course"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    data, place = data_of(options.runs), device()
    teacher = load_teacher(data / "weights")
    teacher.to(place, memory_format=torch.channels_last)
    cache = options.runs / "teacher"
    tars = [
        data / "flickr8k" / "train.tar",
        data / "photos_unlabelled" / "photos.tar",
    ]
    targets = prepare(teacher, tars, cache, options.views, options.seed)
    probe = Probe(data / "flickr8k", cache)
    torch.manual_seed(options.seed)
    student = ImageEncoder(ImageEncoderSettings.course())
    if options.start:
        start_from(student, options.start)
    distiller = Distiller(student, teacher, targets.grids[0].shape[-1])
    distiller.fit_scales(targets.pooled[0], targets.grids[0])
    distiller.to(place, memory_format=torch.channels_last)
    folder = options.runs / "image_encoder"
    sizes = SIZES_OF_A_START if options.start else SIZES
    distillation = Distillation(
        distiller, targets, folder, options.seed, sizes
    )
    if not run(distillation, options.minutes, probe, options.at_most):
        minutes = distillation.elapsed / 60
        sys.exit(
            f"image encoder: paused after {minutes:.0f} of "
            f"{options.minutes:.0f} minutes; run the same command to go on"
        )
    print("probe of the teacher", probe.of(Pooled(teacher)), flush=True)


if __name__ == "__main__":
    main()
