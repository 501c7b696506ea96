"""Visual-semantic embedding: pictures and sentences in one space.

A linear map takes a picture's pooled features, a GRU takes a caption, both to
vectors of unit length whose dot product says how well they fit (Kiros et
al., 2014, "Unifying Visual-Semantic Embeddings", section 2). The loss is a
margin ranking loss over all wrong pairs of the batch; its max-of-hinges form
(Faghri et al., 2018) and a softmax over the batch (contrastive) are options.

The released code forgot to normalise the pictures while training; here both
towers are normalised always, unless the settings ask for it as it was. They
offer its other tower for captions too, a bag of words.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError, check_known
from storyteller_lib.image_encoder import OwnEncoder
from storyteller_lib.recurrent import (
    gru,
    last_states,
    packed_states,
    real_steps,
    word_table,
)
from storyteller_lib.text import (
    EOS,
    Vocabulary,
    length_batches,
    pad,
    tokenise,
)
from storyteller_lib.training.shared_rows import all_rows
from storyteller_lib.visual_semantic_embedding.ranking import (
    contrastive_loss,
    order_scores,
    ranking_loss,
)

LOSSES = ("sum", "max", "contrastive")
TOWERS = ("gru", "bag")
MEASURES = ("cosine", "order")


@dataclass(frozen=True)
class EmbeddingSettings(Settings):
    """Sizes and choices of a visual-semantic embedding.

    Attributes:
        vocabulary: number of words, the two special ones counted.
        image_dim: size of a picture's pooled features.
        word_dim: size of a word's vector.
        dim: size of the common space.
        loss: ``sum`` (of hinges, the original's), ``max`` (of hinges) or
            ``contrastive`` (softmax over the batch).
        margin: by how much the right one should win, for the hinges.
        tower: what reads a caption: a ``gru``, or a ``bag`` that adds up
            its words' vectors (word_dim is then dim).
        measure: how well a picture fits a caption in training: ``cosine``
            or ``order`` (see ``ranking.order_scores``).
        unit_images: whether pictures' vectors have length one in training
            too; in the released code they have not.
        split_at_spaces: whether captions are tokens with spaces between, as
            in the released code, and not text as people write it.

    Chapter: book/03_captions_by_retrieval
    """

    vocabulary: int
    image_dim: int
    word_dim: int = 128
    dim: int = 256
    loss: str = "contrastive"
    margin: float = 0.2
    tower: str = "gru"
    measure: str = "cosine"
    unit_images: bool = True
    split_at_spaces: bool = False

    def __post_init__(self) -> None:
        self.check_positive("vocabulary", "image_dim", "word_dim", "dim")
        for name, known in (
            ("loss", LOSSES),
            ("tower", TOWERS),
            ("measure", MEASURES),
        ):
            check_known(name, getattr(self, name), known)
        if self.tower == "bag" and self.word_dim != self.dim:
            raise StorytellerError(
                "a bag of words needs words as long as the vectors: word_dim "
                f"is {self.word_dim}, dim is {self.dim}"
            )


class VisualSemanticEmbedding(nn.Module):
    """Two towers into one space.

    Chapter: book/03_captions_by_retrieval
    """

    def __init__(self, settings: EmbeddingSettings) -> None:
        super().__init__()
        self.settings = s = settings
        self.image_tower = nn.Linear(s.image_dim, s.dim)
        self.words = word_table(s.vocabulary, s.word_dim)
        if s.tower == "gru":
            self.gru = gru(s.word_dim, s.dim)
        self.log_scale = nn.Parameter(torch.tensor(2.7))

    def embed_images(
        self, pooled: Float[Tensor, "batch image"]
    ) -> Float[Tensor, "batch dim"]:
        """Pictures' pooled features to unit vectors."""
        return F.normalize(self.image_tower(pooled), dim=1)

    def embed_ids(
        self,
        ids: Int[Tensor, "batch time"],
        lengths: Int[Tensor, " batch"],
        packed: bool = False,
    ) -> Float[Tensor, "batch dim"]:
        """Captions (ids that end with eos) to unit vectors.

        Packed, no product is spent on padding: in use that is quicker.
        """
        words = self.words(ids)  # (batch, time, word)
        if self.settings.tower == "bag":
            real = real_steps(ids, lengths).unsqueeze(2)  # (batch, time, 1)
            return F.normalize((words * real).sum(dim=1), dim=1)
        if packed:
            return F.normalize(packed_states(self.gru, words, lengths), dim=1)
        states, _ = self.gru(words)  # (batch, time, dim)
        return F.normalize(last_states(states, lengths), dim=1)

    def tokens(self, text: str) -> list[str]:
        """The words of a caption as this embedding reads them."""
        if self.settings.split_at_spaces:
            return text.split()
        return tokenise(text)

    @torch.no_grad()
    def embed_texts(
        self,
        texts: Sequence[str],
        vocabulary: Vocabulary,
        batch_size: int = 256,
    ) -> Float[Tensor, "batch dim"]:
        """Captions as people write them to unit vectors, in order."""
        place = self.words.weight.device
        ids = [[*vocabulary.encode(self.tokens(t)), EOS] for t in texts]
        vectors = torch.zeros(len(ids), self.settings.dim, device=place)
        for batch in length_batches([len(i) for i in ids], batch_size):
            rows, lengths = pad([ids[i] for i in batch])
            rows, lengths = rows.to(place), lengths.to(place)
            vectors[batch] = self.embed_ids(rows, lengths, packed=True)
        return vectors

    def forward(
        self,
        pooled: Float[Tensor, "batch image"],
        ids: Int[Tensor, "batch time"],
        lengths: Int[Tensor, " batch"],
    ) -> Float[Tensor, ""]:
        """The loss of a batch in which row i fits caption i alone."""
        if self.settings.unit_images:
            images = self.embed_images(pooled)
        else:
            images = self.image_tower(pooled)
        images = all_rows(images)  # of several processes, if there are
        captions = all_rows(self.embed_ids(ids, lengths))
        if self.settings.measure == "order":
            scores = order_scores(images, captions)
        else:
            scores = images @ captions.T
        if self.settings.loss == "contrastive":
            return contrastive_loss(scores * self.log_scale.exp())
        hardest = self.settings.loss == "max"
        return ranking_loss(scores, self.settings.margin, hardest)


class PicturesAndCaptions(nn.Module):
    """An image encoder and an embedding, trained end to end.

    Args:
        encoder: the image encoder.
        embedding: the two towers on its pooled features.
        naming: weight of a second loss: the pooled features must also say
            which words the caption has (Joulin et al., 2016). Telling the
            pictures of one batch apart can be done by sky and colour
            alone; naming every word cannot. 0 leaves it out.

    Chapter: book/03_captions_by_retrieval
    """

    def __init__(
        self,
        encoder: OwnEncoder,
        embedding: VisualSemanticEmbedding,
        naming: float = 1.0,
    ) -> None:
        super().__init__()
        self.encoder = encoder.to(memory_format=torch.channels_last)
        self.embedding, self.naming = embedding, naming
        s = embedding.settings
        self.names = nn.Linear(s.image_dim, s.vocabulary)

    def forward(
        self,
        pixels: UInt8[Tensor, "batch h w 3"],
        ids: Int[Tensor, "batch time"],
        lengths: Int[Tensor, " batch"],
    ) -> Float[Tensor, ""]:
        """The loss of pictures (as bytes) with a caption each."""
        pictures = pixels.permute(0, 3, 1, 2).float() / 255
        pooled = self.encoder(pictures).pooled  # (batch, channels)
        loss = self.embedding(pooled, ids, lengths)
        if self.naming:
            chances = self.names(pooled).float().log_softmax(dim=1)
            of_words = chances.gather(1, ids)  # (batch, time)
            real = real_steps(ids, lengths)
            loss = loss - self.naming * of_words[real].mean()
        return loss


def pair_batches(
    pictures: Tensor,
    captions: Sequence[Sequence[Sequence[int]]],
    batch_size: int = 128,
    order: Callable[..., Tensor] | None = None,
) -> Callable[[torch.Generator], Iterator[tuple[Tensor, Tensor, Tensor]]]:
    """Batches of pictures, each with one of its captions, for a trainer.

    Args:
        pictures: whatever the picture side reads, one row a picture.
        captions: the ids of each picture's captions, without eos.
        order: draws the order of an epoch's pictures, by default all
            shuffled. Pictures that come together must be told apart.

    Returns:
        A function that gives an epoch's batches (pictures, ids, lengths):
        every picture once, with a caption drawn at random.

    Chapter: book/03_captions_by_retrieval
    """

    def epoch(
        chance: torch.Generator,
    ) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        shuffled = order or partial(torch.randperm, len(captions))
        for rows in shuffled(generator=chance).split(batch_size):
            drawn = torch.rand(len(rows), generator=chance)
            texts = [
                captions[i][int(share * len(captions[i]))]
                for i, share in zip(rows.tolist(), drawn.tolist(), strict=True)
            ]
            ids, lengths = pad([[*text, EOS] for text in texts])
            yield pictures[rows], ids, lengths

    return epoch
