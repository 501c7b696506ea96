from __future__ import annotations

import numpy as np
import pytest
import torch

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.recurrent import (
    gru,
    know_frequencies,
    last_states,
    read_tokens,
    real_steps,
    shifted,
    with_condition,
    word_table,
)
from storyteller_lib.sequence_storyteller import (
    SequenceStoryteller,
    SequenceStorytellerSettings,
)
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from tests.helpers.references import gru_states


@pytest.fixture(autouse=True)
def _same_weights() -> None:
    torch.manual_seed(0)


def test_the_gru_follows_the_equations_of_skip_thoughts() -> None:
    layer = gru(5, 7)
    torch.nn.init.normal_(layer.bias_ih_l0)
    inputs = torch.randn(3, 40, 5)
    start = torch.randn(1, 3, 7)
    states, _ = layer(inputs, start)
    for row in range(3):
        expected = gru_states(
            layer,
            inputs[row].double().numpy(),
            start[0, row].double().numpy(),
        )
        np.testing.assert_allclose(
            states[row].detach().numpy(), expected, atol=2e-6
        )


def test_a_gru_starts_orthogonal_and_without_recurrent_bias() -> None:
    layer = gru(4, 6)
    product = layer.weight_hh_l0.T @ layer.weight_hh_l0
    torch.testing.assert_close(product, torch.eye(6), atol=1e-5, rtol=0)
    assert not layer.bias_hh_l0.requires_grad
    layer(torch.randn(2, 3, 4))[0].sum().backward()
    assert layer.bias_hh_l0.grad is None
    assert layer.bias_hh_l0.abs().max() == 0
    assert layer.bias_ih_l0.grad is not None


def test_last_states_do_not_see_the_padding() -> None:
    layer = gru(4, 6)
    inputs = torch.randn(3, 9, 4)
    lengths = torch.tensor([9, 4, 0])
    found = last_states(layer(inputs)[0], lengths)
    inputs[1, 4:] = 1e3
    inputs[2] = -1e3
    again = last_states(layer(inputs)[0], lengths)
    torch.testing.assert_close(found, again)
    for row, length in enumerate([9, 4]):
        states = gru_states(layer, inputs[row, :length].double().numpy())
        np.testing.assert_allclose(
            found[row].detach().numpy(), states[-1], atol=1e-6
        )
    assert found[2].abs().max() == 0


def test_shifted_hides_the_word_to_be_written() -> None:
    words = torch.arange(12.0).view(2, 3, 2)
    expected = [[[0, 0], [0, 1], [2, 3]], [[0, 0], [6, 7], [8, 9]]]
    assert shifted(words).tolist() == expected


def test_real_steps() -> None:
    found = real_steps(torch.zeros(3, 4).long(), torch.tensor([0, 2, 4]))
    assert found.int().tolist() == [
        [0, 0, 0, 0],
        [1, 1, 0, 0],
        [1, 1, 1, 1],
    ]


def test_a_bias_knows_the_words_frequencies() -> None:
    texts = [[3, 3, 3], [3, 4]]  # four 3, one 4, two ends, half a one each
    shares = torch.tensor([2.5, 0.5, 0.5, 4.5, 1.5, 0.5, 0.5])
    bias = torch.nn.Parameter(torch.randn(7))
    know_frequencies(bias, texts)
    torch.testing.assert_close(bias.exp(), shares / shares.sum())
    assert bias.requires_grad
    writers = (
        StoryDecoder(StoryDecoderSettings(7, 4)),
        AttentionCaptioner(AttentionCaptionerSettings(7, 4)),
        SequenceStoryteller(SequenceStorytellerSettings(7, 4)),
    )
    for writer in writers:
        writer.know_frequencies(iter(texts))
        torch.testing.assert_close(writer.bias, bias)


def test_a_word_table_is_drawn_evenly_and_each_table_anew() -> None:
    torch.manual_seed(0)
    first, second = word_table(500, 40).weight, word_table(500, 40).weight
    assert first.shape == (500, 40) and first.requires_grad
    assert 0.0999 < first.abs().max() <= 0.1
    # The variance of an even spread from -0.1 to 0.1.
    assert first.var().item() == pytest.approx(0.2**2 / 12, rel=0.05)
    assert not torch.equal(first, second)


def test_the_start_reads_as_zeros() -> None:
    table = word_table(5, 3)
    found = read_tokens(table, torch.tensor([[4, -1], [-1, 0]]))
    assert found.shape == (2, 2, 3)
    assert found[0, 1].tolist() == found[1, 0].tolist() == [0, 0, 0]
    assert torch.equal(found[0, 0], table.weight[4])
    assert torch.equal(found[1, 1], table.weight[0])


def test_the_condition_stands_beside_every_word() -> None:
    words = torch.arange(8.0).view(2, 2, 2)
    found = with_condition(words, torch.tensor([[7.0], [9.0]]))
    assert found.tolist() == [
        [[0, 1, 7], [2, 3, 7]],
        [[4, 5, 9], [6, 7, 9]],
    ]
    assert with_condition(words, None) is words
