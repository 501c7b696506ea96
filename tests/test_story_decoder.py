from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batch,
    passage_batches,
)
from storyteller_lib.text import EOS, UNK
from tests.helpers.references import gru_states, log_softmax
from tests.helpers.writers import (
    asks_for_every_word_and_the_end,
    story_decoder,
)


def by_hand(
    decoder: StoryDecoder, thought: np.ndarray, ids: list[int]
) -> np.ndarray:
    """Log-probabilities of every next word: (time, vocabulary)."""
    parts = {
        name: parameter.detach().double().numpy()
        for name, parameter in decoder.named_parameters()
    }

    def layer(name: str, x: np.ndarray) -> np.ndarray:
        return np.tanh(parts[f"{name}.weight"] @ x + parts[f"{name}.bias"])

    words = parts["words.weight"]
    read = np.vstack([np.zeros((1, 5)), words[ids]])[: len(ids) + 1]
    if decoder.settings.condition_dim:
        seen = layer("condition", thought)
        read = np.hstack([read, np.tile(seen, (len(read), 1))])
    states = gru_states(decoder.gru, read, layer("initial", thought))
    return np.array(
        [
            log_softmax(words @ layer("hidden", state) + parts["bias"])
            for state in states
        ]
    )


@pytest.mark.parametrize("condition_dim", [0, 4])
def test_steps_follow_the_equations(condition_dim: int) -> None:
    decoder = story_decoder(condition_dim)
    thoughts = torch.randn(2, 6)
    ids = [[3, 4, 5, 3], [8, 8, 2, 7]]
    expected = [
        by_hand(decoder, t.double().numpy(), row)
        for t, row in zip(thoughts, ids, strict=True)
    ]
    state = decoder.start(thoughts)
    last = torch.tensor([-1, -1])
    for time in range(5):
        log_probs, state = decoder.step(last, state)
        for row in range(2):
            np.testing.assert_allclose(
                log_probs[row].detach(), expected[row][time], atol=1e-5
            )
        if time < 4:
            last = torch.tensor([row[time] for row in ids])


@pytest.mark.parametrize("condition_dim", [0, 4])
def test_teacher_forcing_asks_for_every_word_and_the_end(
    condition_dim: int,
) -> None:
    decoder = story_decoder(condition_dim)
    asks_for_every_word_and_the_end(decoder, partial(by_hand, decoder))


def test_the_words_are_one_table_for_reading_and_writing() -> None:
    decoder = story_decoder(0)
    names = [name for name, _ in decoder.named_parameters()]
    shapes = [tuple(p.shape) for p in decoder.parameters()]
    assert shapes.count((9, 5)) == 1
    assert not any(name.startswith("condition") for name in names)


def test_word_dropout_hides_words_from_the_reader_alone() -> None:
    rows = [[2 + i % 6] * 20 for i in range(200)]
    chance = torch.Generator().manual_seed(0)
    batch = passage_batch(torch.zeros(200, 6), rows, 0.3, chance)
    assert [row.tolist()[:20] for row in batch.ids] == rows
    lost = batch.inputs != batch.ids
    assert (batch.inputs[lost] == UNK).all()
    assert 0.28 < lost.float().mean() < 0.32
    whole = passage_batch(torch.zeros(200, 6), rows)
    assert torch.equal(whole.inputs, whole.ids)


def test_batches_keep_thoughts_and_passages_together() -> None:
    table = torch.randn(31, 6)
    ids = [[i % 7 + 2] * (1 + i % 5) for i in range(31)]
    asked: list[int] = []

    def thoughts(rows: list[int], chance: torch.Generator) -> torch.Tensor:
        asked.extend(rows)
        return table[rows] + 0 * torch.rand(1, generator=chance)

    batches = passage_batches(thoughts, ids, 8)
    found = list(batches(torch.Generator().manual_seed(0)))
    assert sorted(asked) == list(range(31))
    place = 0
    for batch in found:
        rows = asked[place : place + len(batch.ids)]
        place += len(rows)
        torch.testing.assert_close(batch.thoughts, table[rows])
        for row, words, length in zip(
            rows, batch.ids, batch.lengths, strict=True
        ):
            assert words[: length - 1].tolist() == ids[row]
            assert words[length - 1] == EOS


@pytest.mark.parametrize(
    "wrong",
    [{"dim": 0}, {"condition_dim": -1}, {"dropout": 1.0}, {"vocabulary": 0}],
)
def test_settings_say_what_is_wrong(wrong: dict[str, float]) -> None:
    with pytest.raises(StorytellerError, match=next(iter(wrong))):
        StoryDecoderSettings(**{"vocabulary": 9, "thought_dim": 6, **wrong})


def test_the_equaliser_makes_quiet_directions_loud() -> None:
    """A style is a whisper beside the subject until it is equalised."""
    chance = torch.Generator().manual_seed(1)
    loudness = torch.tensor([3.0, 2.0, 1.0, 0.5, 0.2, 0.1])
    turned, _ = torch.linalg.qr(torch.randn(6, 6, generator=chance))
    drawn = torch.randn(4_000, 6, generator=chance) * loudness
    thoughts = drawn @ turned.T + 2.0
    torch.manual_seed(0)
    decoder = StoryDecoder(StoryDecoderSettings(9, 6, 5, 7, equalised=True))
    decoder.know_thoughts(thoughts)
    heard = (thoughts - decoder.centre) @ decoder.equaliser
    found = torch.cov(heard.T)
    wanted = loudness**2 / (loudness**2 + (loudness**2).mean() / 100)
    torch.testing.assert_close(
        torch.linalg.eigvalsh(found), wanted.sort().values, atol=0.05, rtol=0
    )
    plain = StoryDecoder(StoryDecoderSettings(9, 6, 5, 7))
    plain.load_state_dict(
        {
            name: value
            for name, value in decoder.state_dict().items()
            if name not in ("centre", "equaliser")
        }
    )
    state, other = decoder.start(thoughts), plain.start(heard)
    torch.testing.assert_close(state["hidden"], other["hidden"])
    torch.testing.assert_close(state["condition"], other["condition"])


def test_a_decoder_without_an_equaliser_says_so() -> None:
    with pytest.raises(StorytellerError, match="equalised=True"):
        story_decoder(4).know_thoughts(torch.randn(20, 6))


def test_a_topic_speaks_to_every_word_of_the_passage() -> None:
    torch.manual_seed(3)
    settings = StoryDecoderSettings(9, 6, 5, 7, topic=True)
    decoder = StoryDecoder(settings).eval()
    torch.nn.init.normal_(decoder.topic.weight)
    torch.nn.init.normal_(decoder.words.weight)
    thoughts, ids = torch.randn(2, 6), [[3, 4, 5], [8, 2, 7]]
    batch = passage_batch(thoughts, ids)
    silent = StoryDecoder(StoryDecoderSettings(9, 6, 5, 7)).eval()
    rest = {
        name: value
        for name, value in decoder.state_dict().items()
        if not name.startswith("topic")
    }
    silent.load_state_dict(rest)
    state, mute = decoder.start(thoughts), silent.start(thoughts)
    weight, bias = decoder.topic.weight, decoder.topic.bias
    louder = (thoughts @ weight.T + bias) @ decoder.words.weight.T
    surprises, last = [], torch.tensor([-1, -1])
    with torch.no_grad():
        for column in batch.ids.T:
            says, state = decoder.step(last, state)
            plain, mute = silent.step(last, mute)
            torch.testing.assert_close(says, (plain + louder).log_softmax(1))
            surprises.append(-says.gather(1, column[:, None])[:, 0])
            last = column
        stepwise = torch.stack(surprises, dim=1).flatten()
        torch.testing.assert_close(decoder.surprise(batch), stepwise)


def test_a_topic_needs_a_deep_output() -> None:
    with pytest.raises(StorytellerError, match="topic=False"):
        StoryDecoderSettings(9, 6, deep=False, tied=False, topic=True)
