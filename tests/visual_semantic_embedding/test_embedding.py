from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.text import EOS, pad, tokenise
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    PicturesAndCaptions,
    VisualSemanticEmbedding,
    pair_batches,
)
from storyteller_lib.visual_semantic_embedding.ranking import (
    contrastive_loss,
    ranking_loss,
)
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank
from tests.helpers.references import gru_states, unit
from tests.helpers.tiny import CAPTIONS, WORDS


def model(loss: str = "contrastive") -> VisualSemanticEmbedding:
    torch.manual_seed(0)
    settings = EmbeddingSettings(len(WORDS), 5, 6, 8, loss=loss)
    return VisualSemanticEmbedding(settings)


def by_hand(embedding: VisualSemanticEmbedding, text: str) -> np.ndarray:
    ids = [*WORDS.encode(tokenise(text)), EOS]
    words = embedding.words.weight[ids].detach().double().numpy()
    return unit(gru_states(embedding.gru, words)[-1])


def test_texts_become_unit_vectors_in_order() -> None:
    embedding = model()
    texts = ["a dog", "", CAPTIONS[3], "unheard words", "a red fox runs"]
    found = embedding.embed_texts(texts, WORDS, batch_size=2)
    for text, vector in zip(texts, found, strict=True):
        np.testing.assert_allclose(vector, by_hand(embedding, text), atol=1e-6)


def test_pictures_become_unit_vectors() -> None:
    embedding = model()
    pooled = torch.randn(4, 5) * 100
    found = embedding.embed_images(pooled).detach()
    weight = embedding.image_tower.weight.detach().double().numpy()
    bias = embedding.image_tower.bias.detach().double().numpy()
    for row, vector in zip(pooled.double().numpy(), found, strict=True):
        np.testing.assert_allclose(
            vector, unit(weight @ row + bias), atol=1e-6
        )


@pytest.mark.parametrize("loss", ["sum", "max", "contrastive"])
def test_the_loss_is_that_of_all_pairs_of_cosines(loss: str) -> None:
    embedding = model(loss)
    pooled = torch.randn(4, 5)
    ids, lengths = pad(
        [[*WORDS.encode(tokenise(text)), EOS] for text in CAPTIONS[:8:2]]
    )
    pictures = embedding.embed_images(pooled)
    scores = torch.stack(
        [
            torch.stack(
                [
                    p @ torch.tensor(by_hand(embedding, t)).float()
                    for t in CAPTIONS[:8:2]
                ]
            )
            for p in pictures
        ]
    )
    expected = {
        "sum": ranking_loss(scores, 0.2),
        "max": ranking_loss(scores, 0.2, hardest=True),
        "contrastive": contrastive_loss(scores * embedding.log_scale.exp()),
    }[loss]
    torch.testing.assert_close(embedding(pooled, ids, lengths), expected)


def test_settings_say_what_is_wrong() -> None:
    with pytest.raises(StorytellerError, match=r"'triplet'.*sum, max"):
        EmbeddingSettings(9, 5, loss="triplet")
    with pytest.raises(StorytellerError, match=r"image_dim.*-1"):
        EmbeddingSettings(9, -1)


def epochs(seeds: list[int]) -> Iterator[list[tuple[torch.Tensor, ...]]]:
    captions = [[[10 * i + k] * (k + 1) for k in range(5)] for i in range(23)]
    pictures = torch.arange(23.0).unsqueeze(1)
    batches = pair_batches(pictures, captions, batch_size=6)
    for seed in seeds:
        yield list(batches(torch.Generator().manual_seed(seed)))


def test_pair_batches_give_every_picture_once_with_its_own_caption() -> None:
    drawn = set()
    for batches in epochs(list(range(30))):
        seen = []
        for pictures, ids, lengths in batches:
            for picture, row, length in zip(
                pictures[:, 0].tolist(), ids, lengths.tolist(), strict=True
            ):
                first = int(row[0])
                assert first // 10 == picture
                assert length == first % 10 + 2
                assert row[length - 1] == EOS
                seen.append(picture)
                drawn.add(first)
        assert sorted(seen) == list(range(23))
    assert len(drawn) == 23 * 5


def test_pair_batches_repeat_with_their_generator() -> None:
    first, again, other = epochs([3, 3, 4])
    assert all(map(torch.equal, first[0], again[0]))
    assert not torch.equal(first[0][0], other[0][0])


def test_pair_batches_keep_an_order_of_ones_own() -> None:
    captions = [[[i]] for i in range(7)]
    pictures = torch.arange(7.0).unsqueeze(1)

    def backwards(generator: torch.Generator) -> torch.Tensor:
        return torch.arange(6, -1, -1)

    batches = pair_batches(pictures, captions, 3, backwards)
    seen = [p[:, 0].tolist() for p, _, _ in batches(torch.Generator())]
    assert seen == [[6, 5, 4], [3, 2, 1], [0]]


def test_bytes_are_read_as_pictures_in_0_to_1() -> None:
    torch.manual_seed(0)
    sizes = ImageEncoderSettings(4, (8,), (1,), channels=5, pooling=8)
    encoder, embedding = ImageEncoder(sizes).eval(), model()
    pixels = torch.randint(0, 256, (3, 16, 16, 3), dtype=torch.uint8)
    ids, lengths = pad([[2, 3, EOS], [4, EOS], [5, EOS]])
    both = PicturesAndCaptions(encoder, embedding, naming=0.0)
    pictures = torch.stack([p.permute(2, 0, 1) for p in pixels]) / 255.0
    expected = embedding(encoder(pictures).pooled, ids, lengths)
    torch.testing.assert_close(both(pixels, ids, lengths), expected)


def test_the_nearest_captions_of_a_bank() -> None:
    vectors = torch.nn.functional.normalize(torch.randn(9, 4), dim=1)
    bank = CaptionBank([f"caption {i}" for i in range(9)], vectors)
    picture = torch.nn.functional.normalize(torch.randn(4), dim=0)
    cosines = (vectors.double() @ picture.double()).tolist()
    expected = sorted(range(9), key=lambda i: -cosines[i])
    found = bank.nearest(picture, 4)
    assert [c.text for c in found] == [f"caption {i}" for i in expected[:4]]
    for caption, i in zip(found, expected[:4], strict=True):
        assert caption.score == pytest.approx(cosines[i], abs=1e-6)


@pytest.mark.parametrize("k", [0, -1, 10])
def test_a_bank_says_how_many_captions_it_can_give(k: int) -> None:
    bank = CaptionBank(["a"] * 9, torch.zeros(9, 4))
    with pytest.raises(StorytellerError, match=f"from 1 to 9, got {k}"):
        bank.nearest(torch.zeros(4), k)


@pytest.mark.parametrize(("captions", "vectors"), [(0, 0), (3, 2)])
def test_a_bank_needs_a_vector_a_caption(captions: int, vectors: int) -> None:
    with pytest.raises(StorytellerError, match=f"{captions} captions"):
        CaptionBank(["a"] * captions, torch.zeros(vectors, 4))
