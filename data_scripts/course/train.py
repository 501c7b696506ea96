"""Train the course models: everything a real photograph needs.

    STORYTELLER_DATA=... python -m data_scripts.course.train [STAGE ...]

Stages, in order:

    image-encoder   our CNN, distilled from a pretrained teacher
    text            passages, pseudo-captions and captions as word ids
    thoughts        the skip-thought encoder
    embedding       visual-semantic embedding on Flickr8k
    encode          thoughts of all passages and captions, once
    language        the story decoder, on all that the novels tell
    decoder         the story decoder, on passages a picture could be behind
    pack            caption bank, styles, quantised weights, card
    written         the voice of captions that attention writes

The last one needs the attention captioner: ``data_scripts.captioners.train``.

Every stage keeps its work under ``runs/course`` and resumes where it was cut
off; a stage that is complete ends at once. With ``--go-on`` the networks do
not begin from nothing but from the shipped weights, and keep their words.
With ``--minutes`` a training pauses after so long, and the same command goes
on from there. How to train elsewhere, on a GPU:
``data_scripts.elsewhere.travel``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from data_scripts.course import decoder as course_decoder
from data_scripts.course.embedding import train_embedding
from data_scripts.course.language import prepare_language
from data_scripts.course.pack import pack, pack_written
from data_scripts.course.runs import TrainingRun
from data_scripts.course.text import prepare
from data_scripts.course.thoughts import train_thoughts
from data_scripts.elsewhere.pausing import Paused
from storyteller_lib.data.real.world import RealWorld

RUNS = Path("runs/course")
WEIGHTS = Path("storyteller_lib/weights/course")

IMAGE_ENCODER_MINUTES = 90
EMBEDDING_STEPS, THOUGHT_STEPS = 1_400, 1_300
LANGUAGE_STEPS, DECODER_STEPS = 2_400, 4_600


@dataclass(frozen=True)
class Course:
    """The stages of the course's training, each on the work of the last.

    Attributes:
        runs: where they keep their work.
        go_on: whether networks begin from the shipped weights.
        steps: of each training, instead of its own number.
        minutes: after which a training pauses; 0 is never.
    """

    runs: Path = RUNS
    go_on: bool = False
    steps: int | None = None
    minutes: float = 0

    def shipped(self, name: str) -> Path | None:
        """A shipped part to begin from, if that is wanted."""
        return WEIGHTS / name if self.go_on else None

    def run(
        self, stage: str, steps: int, start: Path | None = None
    ) -> TrainingRun:
        """A stage's training, with its own number of steps or another."""
        steps = self.steps or steps
        return TrainingRun(self.runs, stage, steps, start, self.minutes)

    def image_encoder(self) -> None:
        """Distil, in a process of its own with all threads."""
        start = self.shipped("image_encoder.safetensors")
        subprocess.run(
            [
                sys.executable,
                *("-m", "data_scripts.eyes.distil"),
                *("--minutes", str(IMAGE_ENCODER_MINUTES)),
                *("--at-most", str(self.minutes), "--runs", str(self.runs)),
                *(("--start", str(start)) if start else ()),
            ],
            check=True,
        )

    def embedding(self) -> None:
        """Train the embedding on the image encoder's features."""
        train_embedding(self.run("embedding", EMBEDDING_STEPS))

    def text(self) -> None:
        """Prepare the text, unless it is there."""
        if not (self.runs / "text" / "novels.npz").is_file():
            prepare(self.runs / "text", self.shipped("words.txt"))
        if not (self.runs / "text" / "language_genres.npy").is_file():
            novels = RealWorld().folder / "novels"
            prepare_language(self.runs / "text", novels)

    def thoughts(self) -> None:
        """Train the skip-thought encoder."""
        start = self.shipped("skip_thoughts.safetensors")
        train_thoughts(self.run("thoughts", THOUGHT_STEPS, start))

    def encode(self) -> None:
        """Encode the text, unless it is done."""
        parts = ("text", "thoughts", "encoded")
        course_decoder.encode_all(*(self.runs / part for part in parts))

    def language(self) -> None:
        """Teach the story decoder the language of novels."""
        start = self.shipped("story_decoder.safetensors")
        run = self.run("language", LANGUAGE_STEPS, start)
        course_decoder.train_language(run)

    def decoder(self) -> None:
        """Train the story decoder on stories and captions."""
        start = self.runs / "language" / "story_decoder.safetensors"
        run = self.run("decoder", DECODER_STEPS, start)
        course_decoder.train_decoder(run)

    def pack(self) -> None:
        """Gather, quantise and write what is shipped."""
        pack(self.runs, WEIGHTS)

    def written(self) -> None:
        """Add the voice of written captions to what is shipped."""
        pack_written(WEIGHTS)

    def stages(self) -> dict[str, Callable[[], None]]:
        """The stages by name, in order."""
        order = (
            self.image_encoder,
            self.text,
            self.thoughts,
            self.embedding,
            self.encode,
            self.language,
            self.decoder,
            self.pack,
            self.written,
        )
        return {s.__name__.replace("_", "-"): s for s in order}


def main() -> None:
    """Run the stages named on the command line, or all of them."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("stages", nargs="*", metavar="STAGE")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--go-on", action="store_true")
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--steps", type=int, help="instead of the stages' own")
    parser.add_argument("--minutes", type=float, default=0, help="then pause")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    course = Course(chosen.runs, chosen.go_on, chosen.steps, chosen.minutes)
    stages = course.stages()
    unknown = set(chosen.stages) - set(stages)
    if unknown:
        parser.error(f"no stage {unknown.pop()}: {', '.join(stages)}")
    try:
        for stage in chosen.stages or stages:
            stages[stage]()
    except Paused as pause:
        sys.exit(str(pause))
    except subprocess.CalledProcessError as failed:  # it said why
        sys.exit(failed.returncode)


if __name__ == "__main__":
    main()
