"""Distil the course's image encoder from a pretrained teacher.

    python -m data_scripts.eyes.distil --minutes 90

The student sees Flickr8k's train photographs and the unlabelled ones in
``$STORYTELLER_DATA`` (or what ``elsewhere.travel`` carried of it), never a
photograph of Flickr8k's val or test or of COCO's val2017. In the first part of
the time its stages learn apart, each from the teacher's own maps; then all
together. It is resumable: run the same command again, or pause it with
``--at-most``. Weights and log lines end up in ``runs/course/image_encoder``.

With ``--start FILE`` it goes on from the weights of an earlier student, whose
optimizer is gone: as shipped, say, to be trained for longer. Nothing is then
learnt apart.

Chapter: book/15_a_teacher_for_the_eyes
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

from data_scripts.elsewhere.pausing import data_of
from data_scripts.eyes.distiller import Distiller, jitter
from data_scripts.eyes.probe import Pooled, Probe
from data_scripts.eyes.targets import TARS, crop_boxes, decode, see
from data_scripts.eyes.teachers import MAPS, load_teacher
from storyteller_lib.checkpoints import (
    load_state,
    load_weights,
    read_settings,
    save_state,
    save_weights,
)
from storyteller_lib.config import StorytellerError, device
from storyteller_lib.image_encoder import (
    BottleneckEncoder,
    BottleneckSettings,
    encoder_of,
)

PEAK_RATES = {"apart": 3e-3, "together": 1e-3}
WEIGHT_DECAY, WARMUP = 0.02, 0.03
BATCH, WHOLE = 32, 0.5
"""Photographs of a batch, and the share that is seen whole."""

APART = 0.25
"""Share of the time in which each stage learns by itself."""

WEIGHTS = {f"stage {number}": 0.5 for number in range(1, len(MAPS) + 1)}
WEIGHTS |= {"pooled": 2.0, "grid": 0.5, "classes": 0.2, "similarity": 10.0}
CARD = {
    "name": "image encoder of the course models",
    "trained on": "Flickr8k's 6,000 train photographs, 7,981 unlabelled ones",
    "teacher": "MobileNetEdgeTPU 1.0 (Google, Apache-2.0), ImageNet-1k",
    "command": "python -m data_scripts.eyes.distil",
    "terms": "research and education, not commercial",
}


def rate_at(progress: float, apart: float = APART) -> tuple[str, float]:
    """The phase at a share of the time, and its learning rate.

    Each phase warms up and cools down for itself.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    phase = "apart" if progress < apart else "together"
    done = (
        progress / apart
        if phase == "apart"
        else (progress - apart) / (1 - apart)
    )
    warm = min(1.0, (done + 1e-3) / WARMUP)
    cool = 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
    return phase, PEAK_RATES[phase] * warm * cool


class Distillation:
    """One resumable run: batches, a schedule in minutes, checkpoints.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def __init__(
        self,
        distiller: Distiller,
        photographs: np.ndarray,
        folder: Path,
        seed: int,
        apart: float = APART,
    ) -> None:
        self.distiller, self.photographs = distiller, photographs
        self.folder, self.seed, self.share_apart = folder, seed, apart
        self.place = distiller.mean.device
        self.optimizer = torch.optim.AdamW(
            distiller.parameters(),
            PEAK_RATES["together"],
            weight_decay=WEIGHT_DECAY,
        )
        self.step, self.elapsed = 0, 0.0
        self._resume()

    def batch(self) -> tuple[Tensor, Tensor]:
        """The batch of the present step, the same however resumed.

        Some photographs whole, the others cropped, half of them mirrored;
        and the same in another light.
        """
        rng = np.random.default_rng([self.seed, self.step])
        count = len(self.photographs)
        rows = np.sort(rng.choice(count, min(BATCH, count), replace=False))
        boxes = crop_boxes(len(rows), 1, int(rng.integers(2**31)))
        boxes[rng.random(len(rows)) < WHOLE] = (0, 0, 1, 1)
        mirror = rng.random(len(rows)) < 0.5
        some = self.photographs[rows]
        pictures = see(some, boxes, mirror, place=self.place)
        light = torch.Generator().manual_seed(self.step)
        return pictures, jitter(pictures, light)

    def train_step(self, progress: float) -> dict[str, float]:
        """One step, in the phase and at the rate of this share."""
        phase, rate = rate_at(progress, self.share_apart)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.distiller.train()
        pictures, lit = (
            part.to(memory_format=torch.channels_last) for part in self.batch()
        )
        losses = self.distiller(pictures, lit, apart=phase == "apart")
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


def go_on_from(student: BottleneckEncoder, path: Path) -> None:
    """Give a student the weights of an earlier one.

    Raises:
        StorytellerError: if the file is not there, is broken, or is of a
            student of another shape.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    if encoder_of(read_settings(path)).settings != student.settings:
        raise StorytellerError(
            f"{path} is of an image encoder of another shape: "
            "begin without --start"
        )
    load_weights(path, student)


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

    Chapter: book/15_a_teacher_for_the_eyes
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
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--at-most", type=float, default=0, metavar="MINUTES")
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
    photographs = decode(
        [data / tar for tar in TARS], cache / "photographs.npy"
    )
    probe = Probe(data / "flickr8k", cache)
    torch.manual_seed(options.seed)
    student = BottleneckEncoder(BottleneckSettings())
    if options.start:
        go_on_from(student, options.start)
    distiller = Distiller(student, teacher)
    distiller.to(place, memory_format=torch.channels_last)
    some = photographs[:: max(1, len(photographs) // 500)]
    whole = crop_boxes(len(some), 0)
    distiller.fit_scales(see(some, whole, place=place))
    folder = options.runs / "image_encoder"
    distillation = Distillation(
        distiller,
        photographs,
        folder,
        options.seed,
        apart=0 if options.start else APART,
    )
    if not run(distillation, options.minutes, probe, options.at_most):
        minutes = distillation.elapsed / 60
        sys.exit(
            f"image encoder: paused after {minutes:.0f} of "
            f"{options.minutes:.0f} minutes; run the same command to go on"
        )
    print("probe of the teacher", probe.of(Pooled(teacher)), flush=True)


if __name__ == "__main__":
    try:
        main()
    except StorytellerError as error:
        sys.exit(f"eyes.distil: {error}")
