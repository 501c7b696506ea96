from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings, beam_search
from storyteller_lib.decoding.rules import map_state, stacked
from storyteller_lib.decoding.sampling import SamplingSettings, sample
from storyteller_lib.decoding.sentences import write_by_sentence
from storyteller_lib.sampled_softmax import SampledSoftmax
from storyteller_lib.story_decoder import passage_batch
from storyteller_lib.storyteller.choosing.candidates import SelectionSettings
from storyteller_lib.storyteller.choosing.selection import Selection
from storyteller_lib.storyteller.writing import Writing
from storyteller_lib.text import EOS
from storyteller_lib.transformer_decoder import (
    TransformerDecoder,
    TransformerSettings,
    positions,
)
from tests.helpers.references import log_softmax
from tests.helpers.tiny import CAPTIONS, WORDS, tiny_models
from tests.helpers.writers import (
    PASSAGES,
    SIZES,
    asks_for_every_word_and_the_end,
    transformer,
)


class ByHand:
    """The equations of the chapter, word by word and head by head."""

    def __init__(self, decoder: TransformerDecoder) -> None:
        self.parts = {
            name: value.detach().double().numpy()
            for name, value in decoder.named_parameters()
        }

    def linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self.parts[f"{name}.weight"].T + self.parts[f"{name}.bias"]

    def norm(self, name: str, x: np.ndarray) -> np.ndarray:
        spread = np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)
        unit = (x - x.mean(axis=-1, keepdims=True)) / spread
        return unit * self.parts[f"{name}.weight"] + self.parts[f"{name}.bias"]

    def attend(
        self, name: str, x: np.ndarray, seen: list[np.ndarray]
    ) -> np.ndarray:
        """What each row of x finds in the rows of its own ``seen``."""
        found = []
        for row, memory in zip(x, seen, strict=True):
            query = self.linear(f"{name}.queries", row)
            keys = self.linear(f"{name}.keys", memory)
            values = self.linear(f"{name}.values", memory)
            heads = []
            for part in np.split(np.arange(8), 2):
                scores = keys[:, part] @ query[part] / math.sqrt(4)
                heads.append(np.exp(log_softmax(scores)) @ values[:, part])
            found.append(self.linear(f"{name}.output", np.concatenate(heads)))
        return np.array(found)

    def layer(
        self, name: str, x: np.ndarray, memories: np.ndarray
    ) -> np.ndarray:
        read = self.norm(f"{name}.norms.0", x)
        back = [read[: t + 1] for t in range(len(x))]
        x = x + self.attend(f"{name}.words", read, back)
        asked = self.norm(f"{name}.norms.1", x)
        x = x + self.attend(f"{name}.thought", asked, [memories] * len(x))
        inner = self.linear(f"{name}.inside", self.norm(f"{name}.norms.2", x))
        bent = [[v / 2 * (1 + math.erf(v / math.sqrt(2))) for v in row]
                for row in inner]  # fmt: skip
        return x + self.linear(f"{name}.outside", np.array(bent))

    def log_probs(self, thought: np.ndarray, ids: list[int]) -> np.ndarray:
        """Log-probabilities of every next word: (time, vocabulary)."""
        words = self.parts["words.weight"]
        read = np.vstack([np.zeros((1, 5)), words[ids]])
        x = self.linear("read", read * math.sqrt(5))
        for t in range(len(x)):
            for i in range(4):
                angle = t / 10_000 ** (2 * i / 8)
                x[t, 2 * i] += math.sin(angle)
                x[t, 2 * i + 1] += math.cos(angle)
        memories = np.tanh(self.linear("remember", thought)).reshape(3, 8)
        for number in range(2):
            x = self.layer(f"layers.{number}", x, memories)
        out = self.linear("hidden", self.norm("norm", x))
        return np.array(
            [log_softmax(words @ row + self.parts["bias"]) for row in out]
        )


def test_teacher_forcing_follows_the_equations() -> None:
    decoder = transformer()
    asks_for_every_word_and_the_end(decoder, ByHand(decoder).log_probs)


def test_word_by_word_is_the_same_as_all_at_once() -> None:
    decoder = transformer()
    batch = passage_batch(torch.randn(3, 6), [[3, 4, 5], [8, 2, 7], [6, 6, 6]])
    state, last, found = (
        decoder.start(batch.thoughts),
        torch.tensor([-1] * 3),
        [],
    )
    for column in batch.ids.T:
        says, state = decoder.step(last, state)
        torch.testing.assert_close(says.exp().sum(dim=1), torch.ones(3))
        found.append(-says.gather(1, column[:, None])[:, 0])
        last = column
    stepwise = torch.stack(found, dim=1).flatten()
    torch.testing.assert_close(stepwise, decoder.surprise(batch))


def test_a_later_word_changes_nothing_before_it() -> None:
    decoder, thought = transformer(), torch.randn(1, 6)
    row = [3, 4, 5, 3, 7]
    before = decoder.surprise(passage_batch(thought, [row]))
    for place in range(len(row)):
        other = [*row[:place], 8, *row[place + 1 :]]
        after = decoder.surprise(passage_batch(thought, [other]))
        torch.testing.assert_close(after[:place], before[:place])
        assert not torch.isclose(after[place + 1], before[place + 1])


def test_the_thought_and_the_order_are_heard() -> None:
    decoder, thoughts = transformer(), torch.randn(2, 6)
    one, two = decoder.surprise(passage_batch(thoughts, [[3, 4, 5]] * 2)).view(
        2, 4
    )
    assert not torch.isclose(one, two).any()
    ends = [
        decoder.surprise(passage_batch(thoughts[:1], [row]))[-1]
        for row in ([3, 4, 5], [4, 3, 5])
    ]
    assert not torch.isclose(*ends)


def test_beams_and_chance_write_with_it() -> None:
    decoder = transformer()
    state = decoder.start(torch.randn(2, 6))
    limits = {"max_length": 6, "min_length": 2}
    beams = beam_search(
        decoder.step, state, settings=BeamSettings(width=3, **limits)
    )
    drawn = sample(decoder.step, state, settings=SamplingSettings(**limits))
    written = [result.best for result in beams] + drawn
    assert len(written) == 4
    for row, hypothesis in zip([0, 1, 0, 1], written, strict=True):
        ids = list(hypothesis.tokens)
        assert 2 <= len(ids) <= 6
        said = [*ids, EOS] if hypothesis.finished else ids
        start = map_state(lambda part, row=row: part[row : row + 1], state)
        total, last = 0.0, -1
        for word in said:
            says, start = decoder.step(torch.tensor([last]), start)
            total, last = total + says[0, word].item(), word
        assert hypothesis.log_prob == pytest.approx(total, abs=1e-4)


def test_rows_that_are_not_equally_far_go_on_side_by_side() -> None:
    decoder = transformer()
    states, alone = [], []
    for row, ids in enumerate(PASSAGES):
        state, last = decoder.start(torch.full((1, 6), row - 1.0)), -1
        for word in ids:
            _, state = decoder.step(torch.tensor([last]), state)
            last = word
        states.append(state)
        alone.append(decoder.step(torch.tensor([last]), state))
    last = torch.tensor([ids[-1] for ids in PASSAGES])
    both, state = decoder.step(last, stacked(states))
    torch.testing.assert_close(both, torch.cat([says for says, _ in alone]))
    once_more, _ = decoder.step(torch.tensor([5, 6, 7]), state)
    for row, (_, own) in enumerate(alone):
        says, _ = decoder.step(torch.tensor([5 + row]), own)
        torch.testing.assert_close(once_more[row : row + 1], says)


def test_sentence_by_sentence_several_drafts_go_on() -> None:
    decoder = transformer()
    ends = torch.zeros(9, dtype=torch.bool)
    ends[7] = True
    drafts = write_by_sentence(
        decoder.step,
        decoder.start(torch.randn(1, 6)),
        lambda found: sorted(found, key=lambda it: -it.log_prob),
        ends,
        settings=SamplingSettings(max_length=12, min_length=2),
        candidates=8,
        kept=3,
    )
    assert len({draft.tokens for draft in drafts}) > 1
    for draft in drafts:
        thoughtful = map_state(lambda part: part[:1], draft.state)
        assert thoughtful["places"].item() >= len(draft.tokens)


@pytest.mark.parametrize("by_sentence", [False, True])
def test_candidates_are_chosen_from_its_drafts(by_sentence: bool) -> None:
    """What was added up in drawing is what reading again would find."""
    made = tiny_models()
    made.decoder = TransformerDecoder(
        TransformerSettings(len(WORDS), 12, 6, dim=8, inner=12)
    ).eval()
    made.selection = {"candidates": 6}
    settings = SelectionSettings(6, keyword_bonus=3.0, by_sentence=by_sentence)
    selection = Selection(made, BeamSettings(max_length=16), settings)
    thought = torch.randn(12)
    found = selection.draw(
        thought, CAPTIONS[:3], {"romance": 1.0}, Writing(), seed=1
    )
    assert len(found) > 1
    for one in found:
        ids = list(one.hypothesis.tokens)
        nats = -made.decoder.surprise(passage_batch(thought[None], [ids]))
        nats = nats.detach() / len(ids)
        ways = float(nats[:-1].sum()), float(nats.sum())  # eos drawn or not
        assert any(abs(one.fluency - way) < 1e-5 for way in ways)


def test_the_table_is_one_and_frequencies_are_known() -> None:
    decoder = transformer()
    shapes = [tuple(p.shape) for p in decoder.parameters()]
    assert shapes.count((9, 5)) == 1
    assert decoder.table is decoder.words.weight
    decoder.know_frequencies([[3, 3], [4]])
    shares = decoder.bias.detach().exp()
    assert shares.sum().item() == pytest.approx(1)
    assert shares[3] / shares[4] == pytest.approx(2.5 / 1.5)


def test_a_sample_of_the_words_is_scored_in_training_alone() -> None:
    decoder = transformer()
    batch = passage_batch(torch.randn(3, 6), PASSAGES)
    whole = decoder(*batch).item()
    decoder.sampled = SampledSoftmax(torch.ones(9), words=1)
    assert decoder(*batch).item() == whole
    decoder.train()
    torch.manual_seed(1)
    assert decoder(*batch).item() != whole


def test_the_equaliser_comes_first() -> None:
    heard, plain = transformer(equalised=True), transformer()
    thoughts = torch.randn(400, 6) * torch.tensor([9.0, 5, 3, 1, 0.5, 0.2])
    heard.know_thoughts(thoughts + 2)
    same = {
        name: value
        for name, value in heard.state_dict().items()
        if name not in ("centre", "equaliser")
    }
    plain.load_state_dict(same)
    found = heard.start(thoughts + 2)["thought"]
    level = (thoughts + 2 - heard.centre) @ heard.equaliser
    torch.testing.assert_close(found, plain.start(level)["thought"])
    with pytest.raises(StorytellerError, match="equalised=True"):
        plain.know_thoughts(thoughts)


def test_every_place_has_waves_of_its_own() -> None:
    found = positions(torch.arange(200), 16)
    assert found.shape == (200, 16) and found.abs().max() <= 1
    apart = torch.cdist(found, found) + torch.eye(200)
    assert apart.min() > 0.1
    torch.testing.assert_close(positions(torch.tensor([7]), 16), found[7:8])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"dim": 7}, "dim 7"),
        ({"heads": 3}, "heads 3"),
        ({"layers": 0}, "layers"),
        ({"memories": 0}, "memories"),
        ({"dropout": 1.0}, "dropout"),
        ({"vocabulary": 0}, "vocabulary"),
    ],
)
def test_settings_say_what_is_wrong(
    wrong: dict[str, float], said: str
) -> None:
    with pytest.raises(StorytellerError, match=said):
        TransformerSettings(**{**SIZES, **wrong})
