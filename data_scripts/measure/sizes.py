"""A GRU or a transformer, and how large? The table of chapter 14.

    STORYTELLER_DATA=... python -m data_scripts.measure.sizes [SECONDS]

Trains decoders of several sizes from nothing on the library's texts, novels
left out: each on one core, for the same SECONDS of that core's work (not of
the clock on the wall, since others may use the machine). Then each is asked
how surprised it is by the passages of held scenes, told of the captions near
them, and how long it takes to tell stories. Writes
``book/measured/sizes.json`` after each, and leaves out what is there already
with the same SECONDS. The thoughts lie in ``runs/library``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from data_scripts.library.dresses import OUTPUT as DRESSES
from data_scripts.library.material import (
    RUNS,
    Reader,
    Texts,
    album_texts,
    dressed_texts,
    scene_texts,
)
from data_scripts.library.mixture import Mixture, exact_batches
from storyteller_lib.conditional_writer import ConditionalWriter
from storyteller_lib.decoding.sampling import SamplingSettings, sample
from storyteller_lib.recurrent import know_frequencies
from storyteller_lib.sampled_softmax import SampledSoftmax
from storyteller_lib.story_decoder import (
    PassageBatch,
    StoryDecoder,
    StoryDecoderSettings,
)
from storyteller_lib.storyteller.models import Models
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.transformer_decoder import (
    TransformerDecoder,
    TransformerSettings,
)

OUTPUT = Path("book/measured/sizes.json")
BATCH, SAMPLED, DROPOUT, SAMPLE = 48, 1024, 0.1, 6_000
RATE = 2e-3
"""The learning rate of all of them; ``--rate`` tries another one."""

WARMUP, CLIP = 0.05, 1.0
"""The share of the time until the rate is reached; a gradient's norm."""

CANDIDATES, WORDS, STORIES = 32, 40, 3
"""Drawn for a story; its words; stories that are timed."""

Maker = Callable[[int, int], ConditionalWriter]


def gru(dim: int) -> Maker:
    """The course's decoder with a state of so many numbers."""
    return lambda words, thought: StoryDecoder(
        StoryDecoderSettings(
            words,
            thought,
            word_dim=224,
            dim=dim,
            condition_dim=160,
            dropout=DROPOUT,
            equalised=True,
            topic=True,
        )
    )


def transformer(dim: int, layers: int) -> Maker:
    """A transformer decoder of so many numbers a word, and layers."""
    return lambda words, thought: TransformerDecoder(
        TransformerSettings(
            words,
            thought,
            word_dim=224,
            dim=dim,
            layers=layers,
            heads=dim // 64,
            inner=4 * dim,
            memories=4,
            dropout=DROPOUT,
            equalised=True,
        )
    )


MODELS: dict[str, Maker] = {
    "GRU 512": gru(512),
    "transformer 192": transformer(192, 2),
    "GRU 768": gru(768),
    "GRU 1024": gru(1024),
}


class Material:
    """What is learnt, what is held back, and a model's first knowledge.

    Args:
        models: the course's, for words, thoughts and bank.
    """

    def __init__(self, models: Models) -> None:
        reader = Reader(models, RUNS / "encoded")
        self.words = len(models.words)
        scenes, bank = scene_texts(reader, "train", models)
        _, self.held = scene_texts(reader, "val", models)
        self.held.caption_means = bank.caption_means
        dresses, spoken = dressed_texts(reader, DRESSES, scenes.styles)
        self.kinds: dict[str, Texts] = {
            "scenes": scenes,
            "bank": bank,
            "dresses": dresses,
            "captions": spoken,
            "albums": album_texts(reader, scenes.styles),
        }
        self.thoughts: Tensor = torch.cat(
            [
                texts.exact(torch.randperm(len(texts.ids))[:SAMPLE])
                for texts in self.kinds.values()
            ]
        )
        self.logs = torch.zeros(self.words)
        rows = [row for texts in self.kinds.values() for row in texts.ids]
        know_frequencies(self.logs, rows)

    def begin(self, make: Maker) -> ConditionalWriter:
        """A decoder that knows how common words are, and no more."""
        torch.manual_seed(0)
        model = make(self.words, self.thoughts.shape[1])
        model.know_thoughts(self.thoughts)
        with torch.no_grad():
            model.bias.copy_(self.logs)
        model.sampled = SampledSoftmax(self.logs.exp(), SAMPLED)
        return model

    def train(
        self, model: ConditionalWriter, seconds: float, rate: float
    ) -> int:
        """Train for so many seconds of the processor; the steps made.

        The rate rises for a share of the time, the same for large and small,
        and falls along a cosine of the time that has passed.
        """
        optimizer = torch.optim.AdamW(
            model.parameters(), weight_decay=0.01, fused=True
        )
        begun, steps, spent = time.process_time(), 0, 0.0
        stream = self._stream()
        while spent < seconds:
            share = spent / seconds
            fallen = 0.5 * (1 + math.cos(math.pi * share))
            for group in optimizer.param_groups:
                group["lr"] = rate * fallen * min(share / WARMUP, 1)
            with torch.autocast("cpu", torch.bfloat16):
                loss = model(*next(stream))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
            steps, spent = steps + 1, time.process_time() - begun
        model.eval()
        return steps

    def _stream(self) -> Iterator[PassageBatch]:
        mixture = Mixture(self.kinds, BATCH)
        for epoch in itertools.count():
            yield from mixture.epoch(torch.Generator().manual_seed(epoch))

    @torch.no_grad()
    def nats(self, model: ConditionalWriter) -> float:
        """Surprise at a word of held scenes, told of the captions near."""
        found = [model.surprise(b) for b in exact_batches(self.held)]
        return float(torch.cat(found).mean())

    @torch.no_grad()
    def story_seconds(self, model: ConditionalWriter) -> float:
        """Seconds of the processor for a story: all candidates are drawn."""
        thoughts = self.held.exact(torch.arange(STORIES))
        limits = SamplingSettings(WORDS, WORDS, top_k=256)
        begun = time.process_time()
        for thought in thoughts:
            state = model.start(thought.expand(CANDIDATES, -1))
            sample(model.step, state, settings=limits)
        return (time.process_time() - begun) / STORIES


def row(
    name: str, material: Material, seconds: float, rate: float
) -> dict[str, Any]:
    """Train one model for its time, and measure it."""
    model = material.begin(MODELS[name])
    steps = material.train(model, seconds, rate)
    return {
        "model": name,
        "weights": sum(p.numel() for p in model.parameters()),
        "steps": steps,
        "seconds": seconds,
        "seconds a step": round(seconds / steps, 3),
        "rate": rate,
        "nats a word": round(material.nats(model), 3),
        "seconds a story": round(material.story_seconds(model), 3),
    }


def main() -> None:
    """Read the command line, train and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=480.0)
    parser.add_argument("--only", choices=MODELS, action="append")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--out", type=Path, default=OUTPUT)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    found = json.loads(chosen.out.read_text()) if chosen.out.exists() else {}
    if found.get("seconds") != chosen.seconds:
        found = {}
    rows = found.get("rows", [])
    material = Material(load_models("course"))
    for name in chosen.only or MODELS:
        if any(r["model"] == name for r in rows):
            continue
        rows.append(row(name, material, chosen.seconds, chosen.rate))
        figures = {
            "made_by": "python -m data_scripts.measure.sizes",
            "seconds": chosen.seconds,
            "dressed photographs": len(DRESSES.read_text().splitlines()),
            "held passages": len(material.held.ids),
            "counting": round(counting(material), 3),
            "rows": rows,
        }
        chosen.out.write_text(json.dumps(figures, indent=2) + "\n")
        print(json.dumps(rows[-1]))


def counting(material: Material) -> float:
    """The surprise of one who knows only how common each word is."""
    ids = [i for ids in material.held.ids for i in [*ids, 0]]
    return float(-material.logs[torch.tensor(ids)].mean())


if __name__ == "__main__":
    main()
