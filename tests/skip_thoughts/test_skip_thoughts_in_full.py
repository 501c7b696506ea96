"""Uni-skip, bi-skip and combine-skip, under both ways to tell decoders."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from storyteller_lib.config import StorytellerError
from storyteller_lib.skip_thoughts import (
    CONDITIONINGS,
    SkipThoughts,
    SkipThoughtSettings,
    Triplet,
    triplet_batch,
    triplet_batches,
)
from storyteller_lib.skip_thoughts.combine_skip import CombineSkip
from storyteller_lib.text import EOS
from storyteller_lib.training import Trainer, TrainingSettings
from tests.helpers.references import gru_states, log_softmax, sigmoid

WORD, DIM, WORDS = 5, 8, 11
ROWS = [
    ([2, 3], [4, 5, 6], [7]),
    ([4, 5, 6], [7], [8, 9, 2, 3]),
    ([3, 3, 3], [9, 10], [4, 2]),
]
CASES = list(itertools.product(CONDITIONINGS, (False, True)))


def model(conditioning: str, both: bool) -> SkipThoughts:
    torch.manual_seed(0)
    settings = SkipThoughtSettings(WORDS, WORD, DIM, both_ways=both)
    made = SkipThoughts(settings, conditioning=conditioning)
    nn.init.normal_(made.encoder.words.weight)
    return made


def numbers(tensor: Tensor) -> np.ndarray:
    return tensor.detach().double().numpy()


def thought(skip: SkipThoughts, ids: list[int]) -> np.ndarray:
    """Equations 1 to 4; bi-skip reads the words once more, backwards."""
    words = numbers(skip.encoder.words.weight)[ids]
    forwards = gru_states(skip.encoder.gru, words)[-1]
    if not skip.settings.both_ways:
        return forwards
    backwards = gru_states(skip.encoder.backward_gru, words[::-1])[-1]
    return np.concatenate([forwards, backwards])


def states_of_the_paper(
    layer: nn.GRU, words: np.ndarray, h: np.ndarray
) -> list[np.ndarray]:
    """Equations 5 to 8: the thought h_i enters each gate by C_r, C_z, C."""
    w_r, w_z, w_n = np.split(numbers(layer.weight_ih_l0)[:, :WORD], 3)
    c_r, c_z, c_n = np.split(numbers(layer.weight_ih_l0)[:, WORD:], 3)
    u_r, u_z, u_n = np.split(numbers(layer.weight_hh_l0), 3)
    state, found = np.zeros(DIM), []
    for x in words:
        reset = sigmoid(w_r @ x + u_r @ state + c_r @ h)
        update = sigmoid(w_z @ x + u_z @ state + c_z @ h)
        new = np.tanh(w_n @ x + reset * (u_n @ state) + c_n @ h)
        state = update * state + (1 - update) * new
        found.append(state)
    return found


@pytest.mark.parametrize(("conditioning", "both"), CASES)
def test_the_loss_step_by_step_by_hand(conditioning: str, both: bool) -> None:
    skip = model(conditioning, both)
    table = numbers(skip.encoder.words.weight)
    weight, bias = numbers(skip.output.weight), numbers(skip.output.bias)
    losses = []
    for before, source, after in ROWS:
        h = thought(skip, source)
        for layer, ids in ((skip.previous, before), (skip.next, after)):
            words = np.vstack([np.zeros(WORD), table[ids]])
            states = (
                states_of_the_paper(layer, words, h)
                if conditioning == "every-step"
                else gru_states(layer, words, h)
            )
            losses += [
                -log_softmax(weight @ state + bias)[target]
                for state, target in zip(states, [*ids, EOS], strict=True)
            ]
    found = skip(*triplet_batch(ROWS)).item()
    assert found == pytest.approx(np.mean(losses), abs=1e-5)


@pytest.mark.parametrize(("conditioning", "both"), CASES)
def test_the_gradient_reaches_all_of_the_thought(
    conditioning: str, both: bool
) -> None:
    skip = model(conditioning, both)
    seen: list[Tensor] = []

    def keep(_: nn.Module, __: object, thoughts: Tensor) -> None:
        thoughts.retain_grad()
        seen.append(thoughts)

    skip.encoder.register_forward_hook(keep)
    skip(*triplet_batch(ROWS)).backward()
    assert seen[0].grad is not None
    assert bool((seen[0].grad != 0).all())
    for name, parameter in skip.named_parameters():
        if parameter.requires_grad:
            assert parameter.grad is not None, name
            assert parameter.grad.abs().max() > 0, name


@pytest.mark.parametrize("conditioning", CONDITIONINGS)
def test_only_at_every_step_a_forgetful_decoder_hears_it(
    conditioning: str,
) -> None:
    """With no way from one state to the next, a late word can know of the
    thought only if it is told again."""
    skip = model(conditioning, both=False)
    with torch.no_grad():
        for layer in (skip.previous, skip.next):
            layer.weight_hh_l0.zero_()
            layer.bias_ih_l0[DIM : 2 * DIM] = -60  # keep nothing
    thoughts = torch.randn(3, DIM, requires_grad=True)
    batch = Triplet(*triplet_batch(ROWS))
    states, _ = skip._teacher_forced(skip.next, thoughts, *batch.next)
    states[-1].sum().backward()  # of the third row's end
    assert thoughts.grad is not None
    heard = bool(thoughts.grad[2].abs().max() > 0)
    assert heard == (conditioning == "every-step")
    assert thoughts.grad[:2].abs().max() == 0


def remembering(count: int, seed: int) -> list[tuple[list[int], ...]]:
    """Sentences whose neighbours say how they began, 30 words before."""
    chance = torch.Generator().manual_seed(seed)
    rows = []
    for _ in range(count):
        first = int(torch.randint(2, 6, (), generator=chance))
        rest = torch.randint(6, 16, (30,), generator=chance).tolist()
        rows.append(([first], [first, *rest], [first]))
    return rows


def share_right(
    skip: SkipThoughts, rows: list[tuple[list[int], ...]]
) -> float:
    """How often the first word of the next sentence is known."""
    batch = triplet_batch(rows)
    with torch.no_grad():
        thoughts = skip.encoder(*batch.source)
        ones = torch.ones(len(rows), dtype=torch.long)
        states, _ = skip._teacher_forced(
            skip.next, thoughts, batch.next.ids[:, :1], ones
        )
        found = skip.output(states).argmax(dim=1)
    return (found == batch.next.ids[:, 0]).float().mean().item()


@pytest.mark.slow
@pytest.mark.parametrize("conditioning", CONDITIONINGS)
def test_bi_skip_soon_knows_how_a_long_sentence_began(
    conditioning: str,
) -> None:
    """Read backwards, the first word is the last that was read; forwards
    alone it takes twice the steps and more to keep it so long."""
    shares = {}
    for both in (False, True):
        torch.manual_seed(0)
        settings = SkipThoughtSettings(16, 8, 16, both_ways=both)
        skip = SkipThoughts(settings, conditioning=conditioning)
        training = TrainingSettings(80, learning_rate=0.02, warmup=10)
        Trainer(skip, training, progress=False).fit(
            triplet_batches(remembering(1_500, 0), 64)
        )
        shares[both] = share_right(skip, remembering(300, 1))
    assert shares[True] > 0.55
    assert shares[False] < 0.35  # chance is a quarter


def test_combine_skip_keeps_what_only_one_half_knows() -> None:
    encoders = [
        model("initial", both).encoder.eval() for both in (False, True)
    ]
    both = CombineSkip(encoders)
    ids = [row[1] for row in ROWS]
    found = both.encode_ids(ids)
    assert found.shape == (3, 2 * DIM)
    for half, encoder in zip(found.split(DIM, 1), encoders, strict=True):
        torch.testing.assert_close(half, encoder.encode_ids(ids))


def test_an_unknown_conditioning_is_refused() -> None:
    with pytest.raises(StorytellerError, match="no conditioning 'never'"):
        model("never", both=False)
