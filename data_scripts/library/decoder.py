"""The story decoder learns from the library.

    STORYTELLER_DATA=... python -m data_scripts.library.decoder ground
    STORYTELLER_DATA=... python -m data_scripts.library.decoder stories

It goes on from the course's decoder of novels, with the library's words and
the thoughts of the library's encoder: first, while those are new to it, on
scenes, albums and novels; then on all of ``material``, dresses too. Keeps
its work in ``runs/library`` and resumes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import torch

from data_scripts.course.language import prepare_language
from data_scripts.course.pack import NOVELS
from data_scripts.library.dresses import OUTPUT as DRESSES
from data_scripts.library.material import (
    RUNS,
    Reader,
    album_texts,
    dressed_texts,
    novel_texts,
    scene_texts,
)
from data_scripts.library.mixture import Mixture, exact_batches
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.recurrent import know_frequencies
from storyteller_lib.sampled_softmax import SampledSoftmax
from storyteller_lib.story_decoder import (
    PassageBatch,
    StoryDecoder,
    StoryDecoderSettings,
)
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.text import Vocabulary
from storyteller_lib.training import Trainer, TrainingSettings
from storyteller_lib.vocabulary_expansion import learn_map

NAME = "story_decoder.safetensors"
BATCH, SAMPLED, DROPOUT = 48, 1024, 0.3
SAMPLE = 6_000
"""Thoughts of each kind that the equaliser is fitted to."""
GROUND_STEPS, STORY_STEPS = 3_000, 6_000


def load_decoder(path: Path) -> StoryDecoder:
    """A decoder from its file."""
    found = StoryDecoder(StoryDecoderSettings.from_dict(read_settings(path)))
    load_weights(path, found)
    return found.eval()


def begin(words: Vocabulary, start: Path) -> StoryDecoder:
    """A decoder of novels with rows for the library's words.

    A new word begins where a regression from word vectors puts it, see
    ``vocabulary_expansion``, as likely as its mean rank among all words.
    """
    known = Vocabulary.load(start / "words.txt")
    old = load_decoder(start / NAME)
    sizes = replace(old.settings, vocabulary=len(words), dropout=DROPOUT)
    new = StoryDecoder(sizes)
    kept = {
        name: tensor
        for name, tensor in old.state_dict().items()
        if name not in ("words.weight", "bias")
    }
    new.load_state_dict(kept, strict=False)
    world = RealWorld(vector_file="glove-840B-300d-q8-9910.npz")
    vectors = world.word_vectors()
    places = {word: i for i, word in enumerate(vectors.words)}
    common = [w for w in known.words[2:] if w in places]
    table, rows = old.words.weight.detach(), known.encode(common)
    way = learn_map(
        vectors.vectors[[places[w] for w in common]], table[rows].numpy()
    )
    with torch.no_grad():
        for i, word in enumerate(words.words):
            if word in known:
                old_row = known.encode([word])[0]
                new.words.weight[i] = table[old_row]
                new.bias[i] = old.bias[old_row]
                continue
            if word in places:
                row = way(vectors.vectors[[places[word]]])[0]
                new.words.weight[i] = torch.from_numpy(row).float()
            new.bias[i] = old.bias[min(i, len(known) - 1)]
    return new


def train(
    stage: str, steps: int, rate: float, start: Path, runs: Path = RUNS
) -> None:
    """Train one stage, and write the decoder."""
    models = load_models("course")
    words, text = models.words, runs / "text"
    text.mkdir(parents=True, exist_ok=True)
    words.save(text / "words.txt")
    prepare_language(text, RealWorld().folder / "novels")
    reader = Reader(models, runs / "encoded")
    scenes, bank = scene_texts(reader, "train", models)
    held, held_bank = scene_texts(reader, "val", models)
    held.caption_means = scenes.caption_means
    held_bank.caption_means = bank.caption_means
    kinds = {
        "scenes": scenes,
        "bank": bank,
        "albums": album_texts(reader, scenes.styles),
        "novels": novel_texts(reader, text),
    }
    if stage == "stories":
        dresses, spoken = dressed_texts(reader, DRESSES, scenes.styles)
        kinds |= {"dresses": dresses, "captions": spoken}
    torch.manual_seed(0)
    if stage == "stories":
        ground = load_decoder(runs / "ground" / NAME)
        model = StoryDecoder(replace(ground.settings, dropout=DROPOUT))
        model.load_state_dict(ground.state_dict())
    else:
        model = begin(words, start)
        sample = [
            texts.exact(torch.randperm(len(texts.ids))[:SAMPLE])
            for texts in kinds.values()
        ]
        model.know_thoughts(torch.cat(sample))
    chances = torch.zeros(len(words))
    know_frequencies(chances, [row for t in kinds.values() for row in t.ids])
    model.sampled = SampledSoftmax(chances.exp(), SAMPLED)

    def looks(_: torch.Generator) -> Iterator[PassageBatch]:
        return exact_batches(held_bank)

    training = TrainingSettings(
        steps=steps,
        learning_rate=rate,
        warmup=100,
        clip=1.0,
        bfloat16=True,
        evaluate_every=500,
    )
    trainer = Trainer(
        model,
        training,
        folder=runs / stage,
        name=stage,
        held_out=looks,
    )
    trainer.fit(Mixture(kinds, BATCH).epoch)
    save_weights(
        runs / stage / NAME,
        model,
        settings=model.settings.to_dict(),
        dtype="float32",
    )


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=("ground", "stories"))
    parser.add_argument("--steps", type=int)
    parser.add_argument("--start", type=Path, default=NOVELS)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    usual = GROUND_STEPS if chosen.stage == "ground" else STORY_STEPS
    train(chosen.stage, chosen.steps or usual, chosen.rate, chosen.start)


if __name__ == "__main__":
    main()
