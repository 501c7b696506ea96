"""Small trainings as a program of its own, to be killed or launched twice.

    python tests/helpers/training_script.py FOLDER [--what WORK ...]
        [--steps N] [--dropout SHARE] [--save-every STEPS] [--wait]

Each writes its checkpoints, and at the end weights and losses, to a folder of
its name in the folder.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]
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
LOSSES = ("contrastive", "max", "sum")  # of an embedding


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
    settings = StoryDecoderSettings(
        WORDS, DIM, 12, 24, 4, dropout=options.dropout
    )
    batches = passage_batches(lambda i, _: thoughts[i], rows, 16, 0.1)
    return StoryDecoder(settings), batches


def embedding(loss: str, _: argparse.Namespace) -> Work:
    """An embedding, in batches of 25 and a last one of a single row."""
    pooled, rows = passages()
    settings = EmbeddingSettings(WORDS, DIM, 8, 12, loss=loss)
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


WORKS = {
    "decoder": decoder,
    "thoughts": thoughts,
    **{loss: partial(embedding, loss) for loss in LOSSES},
}


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--what", choices=WORKS, nargs="+", default=["decoder"]
    )
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--save-every", type=int, default=3)
    parser.add_argument("--wait", action="store_true", help="to be killed")
    options = parser.parse_args()
    trainer_module.device = lambda: torch.device("cpu")
    clock = itertools.count()  # is looked at once a step
    trainer_module.time = SimpleNamespace(monotonic=lambda: next(clock))
    torch.set_num_threads(1)
    for what in options.what:
        train(what, options)
    while options.wait:
        time.sleep(1)


def train(what: str, options: argparse.Namespace) -> None:
    """Train, then write what came out."""
    folder = options.folder / what
    settings = TrainingSettings(
        steps=options.steps,
        learning_rate=0.01,
        save_seconds=options.save_every - 0.5,
        evaluate_every=40,
    )
    torch.manual_seed(11)
    model, batches = WORKS[what](options)
    trainer = Trainer(model, settings, folder=folder, held_out=batches)
    history = trainer.fit(batches)
    if trainer.processes.first:
        last = folder / "last.safetensors"
        save_weights(last, model, dtype="float32")
        result = {"losses": history.losses, "held": history.held_out}
        (folder / "result.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main()
