"""What the attention captioner would write with the teacher's eyes.

    STORYTELLER_DATA=... python -m data_scripts.measure_teacher_captions

The shipped captioner sees through our small image encoder. Here the same
recipe is trained on the grid of the encoder's teacher instead: 7 by 7 places
of 128 principal components. The teacher is never shipped; what it reaches on
Flickr8k's test photographs is a bound to measure the shipped captioner by.
Both rows are printed, and kept in
``runs/captioners/course/teacher/scores.json``. It resumes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from safetensors.torch import load_file
from torch import Tensor, nn

from data_scripts.elsewhere import Paused, data_of
from data_scripts.probe import names_in
from data_scripts.teacher_targets import TARS, prepare
from data_scripts.teachers import MobileNetEdgeTPU, load_teacher
from data_scripts.train_captioners import RUNS, Bench, load_captioner
from storyteller_lib.config import StorytellerError
from storyteller_lib.evaluation.captioning import write_all
from storyteller_lib.evaluation.captions import caption_scores
from storyteller_lib.image_encoder import Annotations
from storyteller_lib.text import Vocabulary, detokenise

PART, WORDS = "attention_captioner.safetensors", "caption_words.txt"


class TeachersEyes(nn.Module):
    """The teacher as an image encoder, in a few principal components."""

    mean: Tensor
    axes: Tensor

    def __init__(
        self, teacher: MobileNetEdgeTPU, basis: dict[str, Tensor]
    ) -> None:
        super().__init__()
        self.teacher = teacher.to(memory_format=torch.channels_last)
        self.register_buffer("mean", basis["mean"])
        self.register_buffer("axes", basis["axes"])

    def forward(self, pictures: Float[Tensor, "batch 3 h w"]) -> Annotations:
        """What the teacher sees, computed in bfloat16."""
        pictures = pictures.to(memory_format=torch.channels_last)
        with torch.autocast(pictures.device.type, torch.bfloat16):
            grid = self.teacher(pictures).float()
        places = grid.flatten(2).transpose(1, 2)  # (batch, 49, 1280)
        seen = (places - self.mean) @ self.axes
        return Annotations(seen, seen.mean(dim=1))


class TeachersBench(Bench):
    """The course captioner's training, but with the teacher's eyes.

    Args:
        runs: where the distillation keeps what the teacher sees.
        steps: of training, or None for the recipe's.
        minutes: after which to pause; 0 is never.
    """

    def __init__(self, runs: Path, steps: int | None, minutes: float) -> None:
        super().__init__("course", steps, again=False, minutes=minutes)
        data, cache = data_of(runs), runs / "teacher"
        teacher = load_teacher(data / "weights")
        kept = prepare(teacher, [data / tar for tar in TARS], cache)
        rows = {name: i for i, name in enumerate(names_in(data / TARS[0]))}
        order = [rows[record.name] for record in self.train_set]
        self.seen = np.array(kept.grids[order])  # (pictures, 49, 128)
        basis = load_file(cache / "components.safetensors")
        self.encoder = TeachersEyes(teacher, basis)
        self.folder = RUNS / "course" / "teacher"
        self.part, self.words_file = self.folder / PART, self.folder / WORDS

    def look(self, split: str, mirrored: bool = False) -> np.ndarray:
        """What it saw once: of a mirrored picture, the grid mirrored."""
        if split != "train":
            return super().look(split, mirrored)
        if not mirrored:
            return self.seen
        side = math.isqrt(self.seen.shape[1])
        rows = self.seen.reshape(len(self.seen), side, side, -1)
        return rows[:, :, ::-1].reshape(self.seen.shape)


def scores(bench: Bench) -> dict[str, float]:
    """BLEU, METEOR and CIDEr-D of a bench's captions of test photographs."""
    captioner = load_captioner(bench.part)
    words = Vocabulary.load(bench.words_file)
    ids = write_all(captioner, bench.look("test"))
    captions = [detokenise(words.decode(row)) for row in ids]
    return caption_scores(captions, [r.captions for r in bench.test_set])


def main() -> None:
    """Train, and print the scores of both."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--steps", type=int, help="instead of the recipe's")
    parser.add_argument("--minutes", type=float, default=0, help="then pause")
    parser.add_argument("--runs", type=Path, default=Path("runs/course"))
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    os.environ.setdefault("STORYTELLER_CACHE", str(RUNS / "features"))
    try:
        bench = TeachersBench(chosen.runs, chosen.steps, chosen.minutes)
        bench.train()
        found = {
            "teacher's eyes": scores(bench),
            "as shipped": scores(Bench("course", None, again=False)),
        }
    except (Paused, StorytellerError) as error:
        sys.exit(str(error))
    for who, row in found.items():
        print(who, {name: round(value, 4) for name, value in row.items()})
    path = Path(bench.folder / "scores.json")
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
