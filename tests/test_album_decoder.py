"""What a decoder learns of albums: training turns as telling does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from storyteller_lib.album_decoder import (
    AlbumBatch,
    AlbumDecoder,
    album_batch,
    taught_albums,
)
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.rules import START
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batch,
)
from storyteller_lib.text import EOS

SETTINGS = StoryDecoderSettings(
    9, 6, 5, 7, condition_dim=3, equalised=True, topic=True
)
STORIES = [[[3, 4], [5], [6, 2, 3]], [[2], [7, 8, 4, 5], [6]]]


@pytest.fixture
def model() -> AlbumDecoder:
    torch.manual_seed(0)
    decoder = AlbumDecoder(SETTINGS).eval()
    for weight in decoder.parameters():
        torch.nn.init.normal_(weight, std=0.5)
    return decoder


@pytest.fixture
def thoughts() -> torch.Tensor:
    return torch.randn(2, 3, 6, generator=torch.Generator().manual_seed(1))


@torch.no_grad()
def told(
    decoder: StoryDecoder, thoughts: torch.Tensor, story: list[list[int]]
) -> list[float]:
    """What each word costs whoever tells it, word by word, as in use."""
    costs, last, state = [], START, decoder.start(thoughts[:1])
    for place, thought in enumerate(thoughts):
        fresh = decoder.start(thought[None])
        state = {**fresh, "hidden": state["hidden"]}
        ending = [EOS] if place == len(thoughts) - 1 else []
        for word in [*story[place], *ending]:
            log_probs, state = decoder.step(torch.tensor([last]), state)
            costs.append(-float(log_probs[0, word]))
            last = word
    return costs


def test_training_turns_where_telling_does(
    model: AlbumDecoder, thoughts: torch.Tensor
) -> None:
    batch = album_batch(thoughts, STORIES)
    costs = [
        cost
        for own, story in zip(thoughts, STORIES, strict=True)
        for cost in told(model, own, story)
    ]
    assert len(costs) == int(batch.lengths.sum())
    loss = model(*batch).item()
    assert loss == pytest.approx(sum(costs) / len(costs), rel=1e-4)
    turned = batch._replace(thoughts=thoughts.flip(1))
    assert abs(model(*turned).item() - loss) > 1e-3


def test_one_photograph_five_times_is_a_passage(
    model: AlbumDecoder, thoughts: torch.Tensor
) -> None:
    same = thoughts[:, :1].expand(-1, 3, -1)
    whole = [[word for part in story for word in part] for story in STORIES]
    passages = passage_batch(thoughts[:, 0], whole)
    plain = StoryDecoder(SETTINGS).eval()
    plain.load_state_dict(model.state_dict())
    torch.testing.assert_close(
        model(*album_batch(same, STORIES)), plain(*passages)
    )


def test_places_say_which_photograph_each_word_is_of(
    thoughts: torch.Tensor,
) -> None:
    batch = album_batch(thoughts, STORIES)
    assert batch.ids[0].tolist() == [3, 4, 5, 6, 2, 3, EOS]
    assert batch.places[0].tolist() == [0, 0, 1, 2, 2, 2, 2]
    assert batch.places[1].tolist() == [0, 1, 1, 1, 1, 2, 2]


def test_words_stay_and_the_rest_is_learnt(
    model: AlbumDecoder, thoughts: torch.Tensor, tmp_path: Path
) -> None:
    plain = StoryDecoder(SETTINGS)
    plain.load_state_dict(model.state_dict())
    model.freeze_words()
    wanted = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.SGD(wanted, lr=0.1)
    batch = album_batch(thoughts, STORIES)
    before = model(*batch).item()
    for _ in range(20):
        optimiser.zero_grad()
        model(*batch).backward()
        optimiser.step()
    assert model(*batch).item() < before - 0.1
    assert torch.equal(model.words.weight, plain.words.weight)
    assert torch.equal(model.bias, plain.bias)
    assert not {"words.weight", "bias"} & model.learnt().keys()
    path = tmp_path / "albums.safetensors"
    save_weights(path, model.learnt(), dtype="float32")
    again = taught_albums(plain, path)
    for name, weight in model.state_dict().items():
        assert torch.equal(again.state_dict()[name], weight), name
    with torch.no_grad():  # the decoder that was given is not changed
        assert model(*batch).item() < before - 0.1
    assert not torch.equal(plain.gru.weight_hh_l0, again.gru.weight_hh_l0)


def test_a_file_of_another_decoder_is_refused(
    model: AlbumDecoder, tmp_path: Path
) -> None:
    path = tmp_path / "albums.safetensors"
    other = StoryDecoder(replace(SETTINGS, dim=8))
    save_weights(path, model.learnt(), dtype="float32")
    with pytest.raises(StorytellerError, match="does not fit"):
        taught_albums(other, path)
    save_weights(path, {"strange": torch.zeros(2)}, dtype="float32")
    with pytest.raises(StorytellerError, match="strange"):
        taught_albums(StoryDecoder(SETTINGS), path)


def test_albums_of_unlike_lengths_are_padded(thoughts: torch.Tensor) -> None:
    short = [[[3], [4], [5]], STORIES[1]]
    batch = album_batch(thoughts, short)
    assert isinstance(batch, AlbumBatch)
    assert batch.ids.shape == batch.places.shape == (2, 7)
    assert batch.lengths.tolist() == [4, 7]
