"""Does a decoder need its thought, and how often must it see it?

    python -m data_scripts.measure.hints

Trains chapter 7's decoder without a thought, with the thought once and with
it at every step, each from several seeds, at two rates of learning, and once
for three times as long. Asks
each how surprised it is by unseen passages, how much more so with the
thoughts of others, and how many of its stories name the right creature.
Finished runs are kept under ``runs/hints``: cut off, it goes on where it
was. The table is ``book/measured/hints.json``.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import torch
from torch import Tensor

from storyteller_lib.data.storybook.mentions import named
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES, Passage
from storyteller_lib.decoding.beam_search import BeamSettings, greedy
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batch,
    passage_batches,
)
from storyteller_lib.storyteller.models import load_models
from storyteller_lib.text import detokenise, tokenise
from storyteller_lib.training import Trainer, TrainingSettings

OUTPUT = Path(__file__).parents[2] / "book" / "measured" / "hints.json"
RUNS = Path("runs/hints")
LEARNT, ASKED, BATCH = 750, 75, 24
CONDITION, AWAY, STORIES = 64, 7, 5
"""Numbers of the thought at each step; how far away the wrong thought is
taken from; and one passage in so many is written."""

LESSONS = (400, 1e-2, 2), (400, 3e-3, 2), (1_200, 1e-2, 1)
"""Steps, rate of learning, and from how many seeds; the first is the
chapter's own."""

HINTS = ("no thought", "once", "every step")


class Lesson:
    """The passages and thoughts of chapter 7."""

    def __init__(self) -> None:
        models = load_models("storybook")
        self.words, world = models.words, StorybookWorld()
        self.ids: dict[str, list[list[int]]] = {}
        self.thoughts: dict[str, Tensor] = {}
        self.passages: dict[str, list[Passage]] = {}
        for split, count in (("train", LEARNT), ("test", ASKED)):
            found = [
                p for g in GENRES for p in world.passages(g, split, count)
            ]
            ids = [self.words.encode(tokenise(p.text)) for p in found]
            self.passages[split], self.ids[split] = found, ids
            self.thoughts[split] = models.thoughts.encode_ids(ids)
        learnt = self.thoughts["train"]
        centre, spread = learnt.mean(dim=0), learnt.std(dim=0)
        for split, thoughts in self.thoughts.items():
            self.thoughts[split] = (thoughts - centre) / spread

    def heard(self, split: str, hint: str) -> Tensor:
        """The thoughts, or nothing in their place."""
        return self.thoughts[split] * (hint != "no thought")

    def train(
        self, hint: str, seed: int, steps: int, rate: float
    ) -> StoryDecoder:
        """One decoder, trained as chapter 7 does it."""
        torch.manual_seed(seed)
        decoder = StoryDecoder(
            StoryDecoderSettings(
                len(self.words),
                self.thoughts["train"].shape[1],
                word_dim=64,
                dim=160,
                condition_dim=CONDITION if hint == "every step" else 0,
            )
        )
        decoder.know_frequencies(self.ids["train"])
        settings = TrainingSettings(
            steps, learning_rate=rate, warmup=20, seed=seed
        )
        told = self.heard("train", hint)
        Trainer(decoder, settings, name=f"{hint}, {seed}, {rate:g}").fit(
            passage_batches(
                lambda rows, _: told[rows], self.ids["train"], BATCH
            )
        )
        return decoder

    @torch.inference_mode()
    def ask(self, decoder: StoryDecoder, hint: str) -> dict[str, float]:
        """Perplexities of the exam, and what the stories name."""
        given, ids = self.heard("test", hint), self.ids["test"]
        right = decoder.surprise(passage_batch(given, ids)).mean()
        others = given.roll(AWAY, dims=0)
        wrong = decoder.surprise(passage_batch(others, ids)).mean()
        found = greedy(
            decoder.step,
            decoder.start(given[::STORIES]),
            settings=BeamSettings(max_length=40),
        )
        told = [
            detokenise(self.words.decode(one.best.tokens)) for one in found
        ]
        subjects = [
            p.truth.subject
            for p in self.passages["test"][::STORIES]
            if isinstance(p.truth, Scene)
        ]
        return {
            "perplexity": float(right.exp()),
            "wrong over right": float((wrong - right).exp()),
            "name it": _share(told, subjects),
            "name another's": _share(told, subjects[AWAY:] + subjects[:AWAY]),
        }


def _share(stories: list[str], subjects: list[str]) -> float:
    """How many stories name the subject that stands beside them."""
    pairs = list(zip(stories, subjects, strict=True))
    return sum(it in named(text, "subject") for text, it in pairs) / len(pairs)


def asked(
    lesson: Lesson, hint: str, seed: int, steps: int, rate: float
) -> dict[str, float | str]:
    """The row of one decoder, which is trained if that is not done yet."""
    path = RUNS / f"{hint.replace(' ', '_')}_{seed}_{steps}_{rate:g}.json"
    if not path.is_file():
        found = lesson.ask(lesson.train(hint, seed, steps, rate), hint)
        kept = {name: round(value, 4) for name, value in found.items()}
        row = {"hint": hint, "steps": steps, "rate": rate, "seed": seed}
        path.write_text(json.dumps({**row, **kept}))
    done: dict[str, float | str] = json.loads(path.read_text())
    return done


def table() -> list[dict[str, float | str]]:
    """Train and ask all that have not been asked yet; the rows in order."""
    lesson, rows = Lesson(), []
    for steps, rate, seeds in LESSONS:
        for hint, seed in itertools.product(HINTS, range(seeds)):
            rows.append(asked(lesson, hint, seed, steps, rate))
    return rows


def main() -> None:
    """Write the table."""
    torch.set_num_threads(1)
    RUNS.mkdir(parents=True, exist_ok=True)
    made_by = "python -m data_scripts.measure.hints"
    found = {"made_by": made_by, "rows": table()}
    OUTPUT.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
