"""Times of beam search: ``pytest tests/benchmarks --benchmark-only``.

Nothing is asserted about times; without ``--benchmark-enable`` each runs
once, to see that it still runs.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from tests.benchmarks import beam_search as bench

WORKS = [
    bench.ours,
    bench.original,
    bench.model_alone,
    bench.products_alone,
]


@pytest.fixture(scope="module")
def decoder():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield bench.Decoder()
    torch.set_num_threads(threads)


@pytest.mark.slow
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
@pytest.mark.benchmark(group="width 50, 60 steps, vocabulary 20,000")
def test_width_50(
    benchmark, decoder: bench.Decoder, work: Callable[..., object]
) -> None:
    benchmark.pedantic(work, args=(decoder, 50), rounds=3, warmup_rounds=1)
