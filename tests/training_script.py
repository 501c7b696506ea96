"""A small training as a program of its own, to be killed or launched twice.

    python tests/training_script.py FOLDER [--what decoder|embedding|thoughts]
        [--loss NAME] [--steps N] [--dropout SHARE]

It writes its checkpoints, and at the end weights and losses, to the folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402

from storyteller_lib.checkpoints import save_weights  # noqa: E402
from storyteller_lib.skip_thoughts import (  # noqa: E402
    SkipThoughts,
    SkipThoughtSettings,
    triplet_batches,
    triplets,
)
from storyteller_lib.story_decoder import (  # noqa: E402
    StoryDecoder,
    StoryDecoderSettings,
    passage_batches,
)
from storyteller_lib.training import (  # noqa: E402
    Batches,
    Trainer,
    TrainingSettings,
)
from storyteller_lib.training import (  # noqa: E402
    trainer as trainer_module,
)
from storyteller_lib.visual_semantic_embedding import (  # noqa: E402
    EmbeddingSettings,
    VisualSemanticEmbedding,
    pair_batches,
)

WORDS, DIM = 60, 16


def passages() -> tuple[torch.Tensor, list[list[int]]]:
    """Passages that count upwards from where their thought says."""
    chance = torch.Generator().manual_seed(5)
    firsts = torch.randint(2, 30, (101,), generator=chance).tolist()
    lengths = torch.randint(3, 12, (101,), generator=chance).tolist()
    table = torch.randn(WORDS, DIM, generator=chance)
    rows = [
        list(range(first, first + length))
        for first, length in zip(firsts, lengths, strict=True)
    ]
    return table[firsts], rows


Work = tuple[torch.nn.Module, Batches]


def decoder(options: argparse.Namespace) -> Work:
    """A story decoder."""
    thoughts, rows = passages()
    settings = StoryDecoderSettings(WORDS, DIM, 12, 24, 4, options.dropout)
    batches = passage_batches(lambda i, _: thoughts[i], rows, 16, 0.1)
    return StoryDecoder(settings), batches


def embedding(options: argparse.Namespace) -> Work:
    """An embedding, in batches of 25 and a last one of a single row."""
    pooled, rows = passages()
    settings = EmbeddingSettings(WORDS, DIM, 8, 12, loss=options.loss)
    return (
        VisualSemanticEmbedding(settings),
        pair_batches(pooled, [[row] for row in rows], 25),
    )


def thoughts(_: argparse.Namespace) -> Work:
    """Skip-thoughts that must also find their neighbours in the batch."""
    _, rows = passages()
    some = triplets([rows])
    model = SkipThoughts(SkipThoughtSettings(WORDS, 8, 12), contrast=1.0)
    return model, triplet_batches(some, 25)


WORKS = {"decoder": decoder, "embedding": embedding, "thoughts": thoughts}


def main() -> None:
    """Train, then write what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--what", choices=WORKS, default="decoder")
    parser.add_argument("--loss", default="contrastive")
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--save-seconds", type=float, default=0.05)
    options = parser.parse_args()
    trainer_module.device = lambda: torch.device("cpu")
    torch.set_num_threads(1)
    settings = TrainingSettings(
        steps=options.steps,
        learning_rate=0.01,
        save_seconds=options.save_seconds,
        evaluate_every=40,
    )
    torch.manual_seed(11)
    model, batches = WORKS[options.what](options)
    trainer = Trainer(model, settings, folder=options.folder, held_out=batches)
    print("ready", flush=True)
    history = trainer.fit(batches)
    if trainer.processes.first:
        last = options.folder / "last.safetensors"
        save_weights(last, model, dtype="float32")
        result = {"losses": history.losses, "held": history.held_out}
        (options.folder / "result.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main()
