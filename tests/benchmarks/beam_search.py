"""Beam search against the original's bookkeeping and the bare model.

Run ``python -m tests.benchmarks.beam_search``: it prints one table, from
one run on one thread, with an untrained GRU decoder.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from storyteller_lib.decoding.beam_search import BeamSettings, beam_search
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from tests.benchmarks.original_beam import original_beam_search

DIM, VOCABULARY, LENGTH = 256, 20_000, 60
HEAD = (
    "                       whole search        |  bookkeeping alone  |"
    "       ratios\n"
    "width  original     ours    model  products   original     ours "
    " orig/ours  bookkeeping  ours/prod  same best"
)


class Decoder:
    """The story decoder of the library, untrained, whose eos is unlikely."""

    def __init__(self, dim: int = DIM, vocabulary: int = VOCABULARY) -> None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            settings = StoryDecoderSettings(
                vocabulary=vocabulary,
                thought_dim=dim,
                word_dim=dim,
                dim=dim,
                condition_dim=0,
            )
            self.model = StoryDecoder(settings).eval()
            with torch.no_grad():
                self.model.words.weight.mul_(10)
                self.model.bias[0] = -20
            self.thought = torch.randn(1, dim)

    def start(self) -> dict[str, Tensor]:
        with torch.inference_mode():
            return self.model.start(self.thought)

    def step(
        self, last: Tensor, state: dict[str, Tensor]
    ) -> tuple[Tensor, dict[str, Tensor]]:
        return self.model.step(last, state)

    def array_step(
        self, last: np.ndarray, states: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        state = {"hidden": torch.from_numpy(states)}
        log_probs, state = self.step(torch.from_numpy(last), state)
        return log_probs.exp().numpy(), state["hidden"].numpy()


class Frozen(Decoder):
    """A decoder that always says the same and takes no time for it."""

    def __init__(self, rows: int, vocabulary: int = VOCABULARY) -> None:
        chance = torch.Generator().manual_seed(0)
        logits = 3 * torch.randn(rows, vocabulary, generator=chance)
        logits[:, 0] = -20
        self.log_probs = logits.log_softmax(dim=1)
        self.probabilities = self.log_probs.exp().numpy()

    def start(self) -> dict[str, Tensor]:
        return {"hidden": torch.zeros(1, DIM)}

    def step(
        self, last: Tensor, state: dict[str, Tensor]
    ) -> tuple[Tensor, dict[str, Tensor]]:
        return self.log_probs[: len(last)], state

    def array_step(
        self, last: np.ndarray, states: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        return self.probabilities[: len(last)], states


def ours(decoder: Decoder, width: int, length: int = LENGTH) -> list[int]:
    """The best tokens of the library's beam search, by sums."""
    settings = BeamSettings(
        width=width, max_length=length, length_normalisation=0.0, min_length=0
    )
    with torch.inference_mode():
        found = beam_search(decoder.step, decoder.start(), settings=settings)
    return list(found[0].best.tokens)


def original(decoder: Decoder, width: int, length: int = LENGTH) -> list[int]:
    """The best tokens of the original's bookkeeping."""
    with torch.inference_mode():
        state = decoder.start()["hidden"][0].numpy()
        samples, costs = original_beam_search(
            decoder.array_step, state, width, length
        )
    best = samples[int(np.argmin(costs))]
    return best[:-1] if best[-1] == 0 else best


def model_alone(decoder: Decoder, width: int, length: int = LENGTH) -> None:
    """The same number of steps, without choosing anything."""
    state = decoder.start()["hidden"].repeat(width, 1)
    last = torch.ones(width, dtype=torch.long)
    with torch.inference_mode():
        for _ in range(length):
            decoder.step(last, {"hidden": state})


def products_alone(decoder: Decoder, width: int, length: int = LENGTH) -> None:
    """Only the matrix products of these steps: no softmax, no gates."""
    gru = decoder.model.gru
    state = decoder.start()["hidden"].repeat(width, 1)  # (width, dim)
    with torch.inference_mode():
        for _ in range(length):
            state @ gru.weight_ih_l0.T
            state @ gru.weight_hh_l0.T
            state @ decoder.model.hidden.weight.T
            state @ decoder.model.words.weight.T


def seconds(jobs: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The median time of each job, of the processor and not by the clock:
    what others do on a busy machine is not counted. They take turns all the
    same, for caches are shared. The first round is not counted."""
    times = np.empty((rounds + 1, len(jobs)))
    for turn in range(rounds + 1):
        for number, job in enumerate(jobs):
            start = time.process_time()
            job()
            times[turn, number] = time.process_time() - start
    return np.median(times[1:], axis=0).tolist()


def row(decoder: Decoder, width: int, repeats: int) -> str:
    """One line of the table."""
    same = ours(decoder, width) == original(decoder, width)
    frozen = Frozen(width)
    jobs = [
        lambda: original(decoder, width),
        lambda: ours(decoder, width),
        lambda: model_alone(decoder, width),
        lambda: products_alone(decoder, width),
        lambda: original(frozen, width),
        lambda: ours(frozen, width),
    ]
    old, new, model, products, old_books, new_books = seconds(jobs, repeats)
    return (
        f"{width:5d} {old:9.3f} {new:8.3f} {model:8.3f} {products:9.3f} "
        f"{old_books:10.3f} {new_books:8.4f} {old / new:10.1f} "
        f"{old_books / new_books:12.1f} {new / products:9.2f}  "
        f"{'yes' if same else 'no'}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--widths", type=int, nargs="+", default=[1, 5, 50])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    decoder = Decoder()
    print(
        f"GRU {DIM}, vocabulary {VOCABULARY}, {LENGTH} steps, one thread, "
        f"median of {options.repeats}; seconds, then ratios"
    )
    print(HEAD)
    for width in options.widths:
        print(row(decoder, width, options.repeats), flush=True)


if __name__ == "__main__":
    main()
