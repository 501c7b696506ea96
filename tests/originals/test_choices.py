"""The originals' choices that our modules offer, against their formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.recurrent import reversed_steps, word_loss
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.skip_thoughts.combine_skip import (
    CombineSkip,
    CombineSkipSettings,
    thought_encoder,
)
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.text import EOS, Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)
from storyteller_lib.visual_semantic_embedding.ranking import (
    order_scores,
    ranking_loss,
)


def draw(*shape: int, seed: int = 0) -> Tensor:
    chance = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=chance)


def close(ours: Tensor, theirs: Tensor) -> None:
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-6)


def test_the_released_loss_is_a_sum_with_a_ceiling() -> None:
    logits = draw(5, 7) * 30
    targets = torch.tensor([0, 3, 6, 1, 1])
    chances = torch.softmax(logits.double(), dim=1)
    wanted = sum(
        -torch.log(chances[i, word] + 1e-8) for i, word in enumerate(targets)
    )
    found = word_loss(logits, targets, released=True)
    assert found.item() == pytest.approx(float(wanted), rel=1e-5)
    hopeless = torch.tensor([[0.0, -1000.0]])
    worst = word_loss(hopeless, torch.tensor([1]), released=True)
    assert worst.item() == pytest.approx(18.42068, rel=1e-5)


def test_each_sentence_is_reversed_within_its_length() -> None:
    ids = torch.tensor([[5, 6, 7, 0], [8, 9, 0, 0], [0, 0, 0, 0]])
    found = reversed_steps(ids, torch.tensor([3, 2, 0]))
    assert found.tolist() == [[7, 6, 5, 0], [9, 8, 0, 0], [0, 0, 0, 0]]


@torch.no_grad()
def test_bi_skip_reads_both_ways() -> None:
    both = SkipThoughtEncoder(SkipThoughtSettings(9, 4, 6, both_ways=True))
    ways = []
    for name in ("gru", "backward_gru"):
        one = SkipThoughtEncoder(SkipThoughtSettings(9, 4, 3))
        one.words = both.words
        one.gru = getattr(both, name)
        ways.append(one)
    ids = torch.tensor([[2, 3, 4, 5], [6, 7, 0, 0]])
    lengths = torch.tensor([4, 2])
    turned = torch.tensor([[5, 4, 3, 2], [7, 6, 0, 0]])
    wanted = [ways[0](ids, lengths), ways[1](turned, lengths)]
    close(both(ids, lengths), torch.cat(wanted, dim=1))


@torch.no_grad()
def test_the_end_is_read_where_asked() -> None:
    plain = SkipThoughtEncoder(SkipThoughtSettings(9, 4, 6))
    reads = SkipThoughtEncoder(SkipThoughtSettings(9, 4, 6, reads_end=True))
    raw = SkipThoughtEncoder(SkipThoughtSettings(9, 4, 6, unit_length=False))
    for other in (reads, raw):
        other.load_state_dict(plain.state_dict())
    rows = [[2, 3], [4]]
    ended = [[*row, EOS] for row in rows]
    close(reads.encode_ids(rows), plain.encode_ids(ended))
    found = raw.encode_ids(rows)
    close(found / found.norm(dim=1, keepdim=True), plain.encode_ids(rows))
    assert (found.norm(dim=1) < 0.99).all()


def test_capitals_are_kept_where_asked() -> None:
    words = Vocabulary(["Ann", "ann", "'s"])
    settings = SkipThoughtSettings(5, 4, 6, lower_case=False)
    encoder = SkipThoughtEncoder(settings)
    assert words.encode(encoder.tokens("Ann's ann")) == [2, 4, 3]
    lower = SkipThoughtEncoder(SkipThoughtSettings(5, 4, 6))
    assert words.encode(lower.tokens("Ann's ann")) == [3, 4, 3]


def test_halves_side_by_side_have_length_one_each() -> None:
    uni = SkipThoughtEncoder(SkipThoughtSettings(9, 4, 6))
    bi = SkipThoughtEncoder(SkipThoughtSettings(9, 5, 8, both_ways=True))
    whole = CombineSkip([uni, bi])
    assert (whole.settings.dim, whole.settings.vocabulary) == (14, 9)
    found = whole.encode_ids([[2, 3, 4], [5]])
    for half in (found[:, :6], found[:, 6:]):
        close(half.norm(dim=1), torch.ones(2))
    again = thought_encoder(whole.settings.to_dict())
    again.load_state_dict(whole.state_dict())
    close(again.encode_ids([[2, 3, 4], [5]]), found)
    with pytest.raises(StorytellerError, match="one vocabulary"):
        CombineSkipSettings(({"vocabulary": 3}, {"vocabulary": 4}))
    with pytest.raises(StorytellerError, match="even"):
        SkipThoughtSettings(9, 4, 7, both_ways=True)


@torch.no_grad()
@pytest.mark.parametrize("deep", [True, False])
def test_an_output_of_its_own(deep: bool) -> None:
    settings = StoryDecoderSettings(
        9, 5, 4, 6, condition_dim=0, deep=deep, tied=False
    )
    decoder = StoryDecoder(settings)
    state = decoder.start(draw(2, 5))
    log_probs, after = decoder.step(torch.tensor([-1, 3]), state)
    hidden = after["hidden"]
    if deep:
        hidden = torch.tanh(decoder.hidden(after["hidden"]))
    logits = hidden @ decoder.output.weight.T + decoder.bias
    close(log_probs, torch.log_softmax(logits, dim=1))
    with pytest.raises(StorytellerError, match="tied=False"):
        StoryDecoderSettings(9, 5, 4, 6, deep=False)


@torch.no_grad()
def test_a_bag_of_words_is_a_sum() -> None:
    bag = VisualSemanticEmbedding(EmbeddingSettings(9, 3, 5, 5, tower="bag"))
    ids = torch.tensor([[2, 3, 0], [4, 0, 0]])
    table = bag.words.weight
    wanted = torch.stack([table[2] + table[3] + table[0], table[4] + table[0]])
    found = bag.embed_ids(ids, torch.tensor([3, 2]))
    close(found, wanted / wanted.norm(dim=1, keepdim=True))
    with pytest.raises(StorytellerError, match="word_dim"):
        EmbeddingSettings(9, 3, 4, 5, tower="bag")
    for choice in ({"tower": "tree"}, {"measure": "angle"}):
        with pytest.raises(StorytellerError, match="there is no"):
            EmbeddingSettings(9, 3, **choice)


@torch.no_grad()
@pytest.mark.parametrize("unit", [True, False])
def test_pictures_of_any_length_in_training(unit: bool) -> None:
    settings = EmbeddingSettings(9, 3, 4, 5, loss="sum", unit_images=unit)
    model = VisualSemanticEmbedding(settings)
    pictures, ids = draw(2, 3), torch.tensor([[2, 0], [3, 0]])
    lengths = torch.tensor([2, 2])
    images = model.image_tower(pictures)
    if unit:
        images = images / images.norm(dim=1, keepdim=True)
    scores = images @ model.embed_ids(ids, lengths).T
    wanted = ranking_loss(scores, 0.2)
    close(model(pictures, ids, lengths), wanted)
    assert model.embed_images(pictures).norm(dim=1).tolist() == pytest.approx(
        [1, 1]
    )


def test_order_scores_by_hand() -> None:
    images = torch.tensor([[1.0, 2.0], [0.0, 5.0]])
    captions = torch.tensor([[1.0, 1.0], [4.0, 6.0]])
    wanted = [[0, -5], [-1, -((16 + 1) ** 0.5)]]
    close(order_scores(images, captions), torch.tensor(wanted))


def test_captions_split_at_spaces() -> None:
    settings = EmbeddingSettings(9, 3, split_at_spaces=True)
    tokens = VisualSemanticEmbedding(settings).tokens("A dog 's  bone.")
    assert tokens == ["A", "dog", "'s", "bone."]


def test_words_with_odd_line_breaks_are_kept(tmp_path: Path) -> None:
    words = Vocabulary(["sea\x85", "\u2028", "night"])
    words.save(tmp_path / "words.txt")
    assert Vocabulary.load(tmp_path / "words.txt").words == words.words
    Vocabulary([]).save(tmp_path / "none.txt")
    assert len(Vocabulary.load(tmp_path / "none.txt")) == 2
