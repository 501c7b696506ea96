"""Measure sequence storytellers on the storybook world, option by option.

    python -m data_scripts.measure.sequences

Trains every option three times on the same plots and writes the numbers that
chapter 11 tells of to ``book/measured/sequences.json``. Features and finished
runs are kept under ``runs/sequences``: cut off, it goes on where it was.

    python -m data_scripts.measure.sequences ship

trains one of them for longer and writes it to the storybook models.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm

from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.data.storybook.plots import LENGTH, NAMES
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.decoding.beam_search import BeamSettings
from storyteller_lib.evaluation.stories.sequences import (
    picture_features,
    shuffled_orders,
    story_figures,
)
from storyteller_lib.sequence_storyteller import (
    SequenceStoryteller,
    SequenceStorytellerSettings,
    story_batch,
    story_batches,
)
from storyteller_lib.storyteller.models.files import load_image_encoder
from storyteller_lib.storyteller.sequences.teller import (
    WEIGHTS as SEQUENCE_WEIGHTS,
)
from storyteller_lib.storyteller.sequences.teller import (
    WORDS as SEQUENCE_WORDS,
)
from storyteller_lib.storyteller.sequences.writing import write_sequences
from storyteller_lib.text import Vocabulary, detokenise, tokenise
from storyteller_lib.training import Trainer, TrainingSettings

OUTPUT = Path(__file__).parents[2] / "book" / "measured" / "sequences.json"
RUNS = Path("runs/sequences")
PLOTS = {"train": 800, "test": 150}
TELLINGS, STEPS, SEEDS = 4, 250, (0, 1, 2)
SIZES: dict[str, int] = {"dim": 96, "word_dim": 96, "condition_dim": 64}
WEIGHTS = Path("storyteller_lib/weights/storybook")
SHIPPED = {
    "attention": "additive",
    "copying": True,
    "group": 3,
    "dim": 160,
}
SHIPPED_STEPS = 900
GREEDY = BeamSettings(width=1, length_normalisation=0.0, max_length=25)

OPTIONS: dict[str, dict[str, Any]] = {
    **{
        f"pictures only, k = {k}": {"previous": False, "group": k}
        for k in range(1, LENGTH + 1)
    },
    **{
        f"and the sentence before, k = {k}": {"previous": True, "group": k}
        for k in (1, 3, 5)
    },
    **{
        f"and {attention} attention, k = 3": {
            "attention": attention,
            "group": 3,
        }
        for attention in ("general", "dot", "additive")
    },
    **{
        f"and {attention} attention, copying, k = 3": {
            "attention": attention,
            "copying": True,
            "group": 3,
        }
        for attention in ("general", "dot", "additive")
    },
}


def features(split: str) -> Tensor:
    """The shipped encoder's pooled features: (plots, 5, channels)."""
    path = RUNS / f"features_{split}.safetensors"
    if not path.is_file():
        pixels = StorybookWorld().sequence_pixels(split, PLOTS[split])
        found = picture_features(load_image_encoder("storybook"), pixels)
        RUNS.mkdir(parents=True, exist_ok=True)
        save_weights(path, {"pooled": found}, dtype="float16")
    return load_weights(path)["pooled"]


class Material:
    """What all runs learn from and are measured on."""

    def __init__(self) -> None:
        self.seen, self.unseen = features("train"), features("test")
        world, rng = StorybookWorld(), random.Random("tellings")
        self.truth = world.plots("test", PLOTS["test"])
        known = world.plots("train", PLOTS["train"])
        told = [
            [tokenise(sentence) for sentence in plot.tell(rng)]
            for _ in range(TELLINGS)
            for plot in known
        ]
        self.words = Vocabulary.build(s for story in told for s in story)
        self.ids = [[self.words.encode(s) for s in story] for story in told]
        fresh = [[tokenise(s) for s in plot.tell(rng)] for plot in self.truth]
        self.fresh = [[self.words.encode(s) for s in f] for f in fresh]

    def pictures(self, rows: list[int], _: torch.Generator) -> Tensor:
        """The pictures behind tellings: every plot is told several times."""
        return self.seen[[row % len(self.seen) for row in rows]]


def train(
    material: Material, seed: int, option: dict[str, Any], steps: int = STEPS
) -> Any:
    """A storyteller with one option, from scratch."""
    torch.manual_seed(seed)
    settings = SequenceStorytellerSettings(
        len(material.words), material.seen.shape[2], **{**SIZES, **option}
    )
    model = SequenceStoryteller(settings)
    model.know_frequencies(s for story in material.ids for s in story)
    model.know_pictures(material.seen.flatten(0, 1))
    training = TrainingSettings(
        steps, learning_rate=1e-2, warmup=20, seed=seed
    )
    batches = story_batches(material.pictures, material.ids, settings.group)
    Trainer(model, training, progress=False).fit(batches)
    return model.eval()


@torch.no_grad()
def measure(model: SequenceStoryteller, material: Material) -> dict[str, Any]:
    """Figures for pictures in order, and shuffled."""
    chance = torch.Generator().manual_seed(0)
    rows = torch.arange(len(material.truth)).unsqueeze(1)
    orders = shuffled_orders(len(rows), LENGTH, chance)
    mixed = material.unseen[rows, torch.tensor(orders)]
    found = {}
    for name, seen in (("in order", material.unseen), ("shuffled", mixed)):
        told = write_sequences(model, seen, GREEDY)
        texts = [
            [detokenise(material.words.decode(s)) for s in story]
            for story in told
        ]
        batch = story_batch(seen, material.fresh, model.settings.group)
        found[name] = {
            **story_figures(texts, material.truth),
            "nats a word": model.surprise(batch).mean().item(),
        }
    return found


def main() -> None:
    """Run what is not done yet, then write all numbers."""
    material = Material()
    path = RUNS / "done.json"
    done = json.loads(path.read_text()) if path.is_file() else {}
    jobs = [(n, seed) for seed in SEEDS for n in OPTIONS]
    for name, seed in tqdm(jobs, desc="options"):
        key = f"{name}, seed {seed}"
        if key not in done:
            model = train(material, seed, OPTIONS[name])
            done[key] = measure(model, material)
            path.write_text(json.dumps(done, indent=1))
        write(done)


def write(done: dict[str, Any]) -> None:
    """The committed numbers: every seed's, to four digits."""
    table: dict[str, Any] = {}
    for name in OPTIONS:
        runs = [done.get(f"{name}, seed {seed}") for seed in SEEDS]
        finished = [run for run in runs if run]
        table[name] = {
            case: {
                figure: [round(run[case][figure], 4) for run in finished]
                for figure in finished[0][case]
            }
            for case in (finished[0] if finished else ())
        }
    whole = {
        "made_by": "python -m data_scripts.measure.sequences",
        "plots": PLOTS,
        "tellings": TELLINGS,
        "steps": STEPS,
        "seeds": list(SEEDS),
        "table": table,
    }
    OUTPUT.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def ship() -> None:
    """Train one storyteller for longer and write it beside the others."""
    material = Material()
    model = train(material, 0, SHIPPED, SHIPPED_STEPS)
    figures = measure(model, material)
    save_weights(
        WEIGHTS / SEQUENCE_WEIGHTS,
        model,
        settings=model.settings.to_dict(),
        card={
            "sees": "pooled",
            "names": {name.lower(): name for name in NAMES},
            "beam": {"max_length": 25, "length_normalisation": 0.7},
            "made_by": "python -m data_scripts.measure.sequences ship",
            "seed": 0,
            "data": "800 plots of the storybook world, told four times each",
            "measured": figures,
        },
        dtype="int8",
    )
    material.words.save(WEIGHTS / SEQUENCE_WORDS)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    torch.set_num_threads(1)
    ship() if sys.argv[1:] == ["ship"] else main()
