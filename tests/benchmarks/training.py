"""Training words a second against plain padded PyTorch and bare products.

Run ``python -m tests.benchmarks.training``. The plain way is the usual first
one: batches in random order, padded to their longest sentence, and the
output layer asked for padding too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.skip_thoughts import (
    SkipThoughts,
    SkipThoughtSettings,
    Triplet,
    triplet_batch,
    triplet_batches,
)
from storyteller_lib.training import Trainer, TrainingSettings
from tests.benchmarks.beam_search import seconds

SETTINGS = SkipThoughtSettings(vocabulary=8_000, word_dim=128, dim=256)
BATCH, BATCHES = 64, 3

Rows = list[tuple[list[int], list[int], list[int]]]


def rows(count: int, words: int = SETTINGS.vocabulary) -> Rows:
    """Triplets as long as sentences of novels: 18 words, some many more."""
    rng = random.Random(0)

    def sentence() -> list[int]:
        length = min(60, max(2, round(rng.lognormvariate(2.7, 0.6))))
        return [rng.randrange(2, words) for _ in range(length)]

    return [(sentence(), sentence(), sentence()) for _ in range(count)]


def model(settings: SkipThoughtSettings = SETTINGS) -> SkipThoughts:
    """The same weights each time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return SkipThoughts(settings)


def ours(module: SkipThoughts, data: Rows, batch: int = BATCH) -> None:
    """An epoch of the library's own training."""
    steps = -(-len(data) // batch)
    settings = TrainingSettings(steps=steps, learning_rate=1e-4)
    Trainer(module, settings, progress=False).fit(triplet_batches(data, batch))


def plain_loss(module: SkipThoughts, batch: Triplet) -> Tensor:
    """The same loss, with padding computed and then left out."""
    words = module.encoder.words
    states, _ = module.encoder.gru(words(batch.source.ids))
    last = (batch.source.lengths - 1).view(-1, 1, 1)
    thoughts = states.gather(1, last.expand(-1, 1, states.shape[2]))[:, 0]
    losses, count = torch.zeros(()), torch.zeros(())
    for decoder, (ids, lengths) in (
        (module.previous, batch.previous),
        (module.next, batch.next),
    ):
        inputs = F.pad(words(ids), (0, 0, 1, 0))[:, :-1]
        states, _ = decoder(inputs, thoughts.unsqueeze(0).contiguous())
        logits = module.output(states)  # (batch, time, vocabulary)
        steps = torch.arange(ids.shape[1])
        targets = ids.masked_fill(steps >= lengths.unsqueeze(1), -100)
        losses = losses + F.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), reduction="sum"
        )
        count = count + (targets >= 0).sum()
    return losses / count


def plain(module: SkipThoughts, data: Rows, batch: int = BATCH) -> None:
    """An epoch of plain padded PyTorch."""
    optimizer = torch.optim.AdamW(module.parameters(), lr=1e-4)
    order = torch.randperm(
        len(data), generator=torch.Generator().manual_seed(0)
    ).tolist()
    for start in range(0, len(data), batch):
        some = [data[i] for i in order[start : start + batch]]
        loss = plain_loss(module, triplet_batch(some))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(module.parameters(), 5.0)
        optimizer.step()


def products(
    data: Rows, settings: SkipThoughtSettings = SETTINGS, batch: int = BATCH
) -> Callable[[], None]:
    """Only the matrix products of our epoch, forwards and backwards."""
    chance = torch.Generator().manual_seed(0)
    shapes = [(*t.source.ids.shape, 0) for t in _batches(data, batch)]
    for t in _batches(data, batch):
        shapes += [
            (len(ids), ids.shape[1], int(lengths.sum()))
            for ids, lengths in (t.previous, t.next)
        ]
    w, d, v = settings.word_dim, settings.dim, settings.vocabulary
    to_gates = torch.randn(w, 3 * d, generator=chance)
    again, out = torch.randn(d, 3 * d), torch.randn(d, v)

    def run() -> None:
        for size, time, written in shapes:
            _both_ways(torch.randn(size * time, w), to_gates)
            state, gates = torch.randn(size, d), torch.randn(size, 3 * d)
            for _ in range(time):
                state @ again
                gates @ again.T
            torch.randn(size * time, d).T @ torch.randn(size * time, 3 * d)
            if written:
                _both_ways(torch.randn(written, d), out)

    return run


def _both_ways(inputs: Tensor, weight: Tensor) -> None:
    """A product, and the two that its gradients are."""
    outputs = inputs @ weight
    outputs @ weight.T
    inputs.T @ outputs


def _batches(data: Rows, batch: int) -> Iterator[Triplet]:
    return triplet_batches(data, batch)(torch.Generator().manual_seed(0))


def words(data: Rows) -> int:
    """The words that an epoch reads and writes, ends counted as words."""
    return sum(len(b) + len(s) + len(a) + 2 for b, s, a in data)


def report(repeats: int = 3, count: int = BATCH * BATCHES) -> str:
    """One line with the ratios."""
    data = rows(count)
    first, second = model(), model()
    jobs = [
        lambda: ours(first, data),
        lambda: plain(second, data),
        products(data),
    ]
    mine, padded, bare = seconds(jobs, repeats)
    return (
        f"training, {SETTINGS.vocabulary:,} words, {SETTINGS.dim} units, "
        f"batches of {BATCH}: {words(data) / mine:,.0f} words/s, "
        f"{padded / mine:.2f} times plain padded PyTorch (budget: 2 or "
        f"more), {mine / bare:.2f} times the time of the matrix products "
        "alone (budget: 2 or less)"
    )


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(report())
