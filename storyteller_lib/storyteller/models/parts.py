"""The trained parts of a storyteller in one folder.

A folder of models holds one safetensors file a part, the two vocabularies,
the caption bank's texts and a card that says where they come from. Nothing
in it is a pickle.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import OwnEncoder
from storyteller_lib.image_encoder.fc7 import Fc7Encoder
from storyteller_lib.pictures import PictureLike, to_tensor
from storyteller_lib.prose_critic import ProseCritic
from storyteller_lib.retelling.shelf import Shelf
from storyteller_lib.skip_thoughts.combine_skip import (
    ThoughtEncoder,
)
from storyteller_lib.story_decoder import StoryDecoder
from storyteller_lib.storyteller.models.bank import save_bank
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    VisualSemanticEmbedding,
)
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

CAPTION_MEAN, WRITTEN_MEAN = "captions", "captions, written"
"""Their names among the styles' vectors."""


@dataclass
class Models:
    """All that a storyteller knows.

    Attributes:
        image_encoder: pictures to pooled features.
        embedding: the visual-semantic embedding.
        embedding_words: its vocabulary.
        bank: the caption bank.
        thoughts: the skip-thought encoder.
        words: the vocabulary of encoder and decoder, or of the encoder
            alone if the decoder has its own.
        decoder: the story decoder.
        styles: a style vector b for each name.
        caption_mean: the mean thought c of captions like the bank's.
        beam: settings of the beam that suit the decoder.
        captions: how many of a picture's captions are usually averaged.
        name: what the models are called.
        decoder_words: the decoder's vocabulary, if it has its own.
        voices: of some styles, each word's log-odds against the others'
            mean, in nats; candidates are judged by them.
        selection: how many candidates are drawn and how one is chosen, see
            ``SelectionSettings``; empty tells one story.
        recipe: how stories come about, see ``RECIPES``.
        captioner: writes captions, if there is one.
        caption_words: its vocabulary.
        written_mean: the mean thought of captions that it writes, if known.
        captions_from: where captions usually come from, see ``captioners``.
        critic: tells the decoder's prose from people's, if there is one.
        shelf: the story library, if stories are retold from it.

    Chapter: book/01_a_story_from_a_picture
    """

    image_encoder: OwnEncoder | Fc7Encoder
    embedding: VisualSemanticEmbedding
    embedding_words: Vocabulary
    bank: CaptionBank
    thoughts: ThoughtEncoder
    words: Vocabulary
    decoder: StoryDecoder
    styles: dict[str, Float[Tensor, " dim"]]
    caption_mean: Float[Tensor, " dim"]
    beam: dict[str, Any] = field(default_factory=dict)
    captions: int = 100
    name: str = ""
    decoder_words: Vocabulary | None = None
    voices: dict[str, Float[Tensor, " vocabulary"]] = field(
        default_factory=dict
    )
    selection: dict[str, Any] = field(default_factory=dict)
    recipe: str = "written"
    captioner: AttentionCaptioner | None = None
    caption_words: Vocabulary | None = None
    written_mean: Float[Tensor, " dim"] | None = None
    captions_from: str = "retrieval"
    critic: ProseCritic | None = None
    shelf: Shelf | None = None

    @property
    def written(self) -> Vocabulary:
        """The vocabulary of what the decoder writes."""
        return self.decoder_words or self.words

    def prepare(self, picture: PictureLike) -> Float[Tensor, "3 h w"]:
        """A picture as the image encoder wants it."""
        if isinstance(self.image_encoder, Fc7Encoder):
            return self.image_encoder.prepare(picture)
        return to_tensor(picture)

    def to(self, place: torch.device) -> Models:
        """Move every part to a device."""
        for part in self._modules().values():
            part.to(place).eval()
        self.bank.vectors = self.bank.vectors.to(place)
        self.styles = {n: b.to(place) for n, b in self.styles.items()}
        self.caption_mean = self.caption_mean.to(place)
        if self.written_mean is not None:
            self.written_mean = self.written_mean.to(place)
        if self.shelf is not None:
            self.shelf.to(place)
        return self

    def _modules(self) -> dict[str, nn.Module]:
        parts: dict[str, nn.Module] = {
            "image_encoder": self.image_encoder,
            "visual_semantic_embedding": self.embedding,
            "skip_thoughts": self.thoughts,
            "story_decoder": self.decoder,
        }
        if self.captioner is not None:
            parts["attention_captioner"] = self.captioner
        if self.critic is not None:
            parts["prose_critic"] = self.critic
        return parts

    def save(
        self, folder: Path, card: dict[str, Any], bank_axes: int = 0
    ) -> None:
        """Write the parts: networks and bank in 8 bits, styles in full.

        Args:
            folder: in which all files are to be.
            card: what is to be known of them.
            bank_axes: see ``save_bank``.

        Raises:
            StorytellerError: if the disk refuses a file.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._save_parts(folder)
            save_bank(folder, self.bank, bank_axes)
            self._save_texts(folder, card)
        except OSError as error:
            raise StorytellerError(
                f"the models in {folder} could not be written "
                f"({error.strerror}); free some space or choose another folder"
            ) from None

    def _save_parts(self, folder: Path) -> None:
        for name, part in self._modules().items():
            save_weights(
                folder / f"{name}.safetensors",
                part,
                settings=_settings_of(part),
                dtype="int8",
            )
        self.save_styles(folder)
        if self.voices:
            save_weights(folder / "voices.safetensors", self.voices)

    def _save_texts(self, folder: Path, card: dict[str, Any]) -> None:
        self.embedding_words.save(folder / "embedding_words.txt")
        self.words.save(folder / "words.txt")
        if self.decoder_words is not None:
            self.decoder_words.save(folder / "decoder_words.txt")
        if self.caption_words is not None:
            self.caption_words.save(folder / "caption_words.txt")
        usual: dict[str, Any] = {"beam": self.beam, "captions": self.captions}
        if self.captions_from != "retrieval":
            usual["captions_from"] = self.captions_from
        if self.selection:
            usual["selection"] = self.selection
        whole = {"name": self.name, **usual, **card}
        (folder / "card.json").write_text(
            json.dumps(whole, indent=2) + "\n", encoding="utf-8"
        )

    def save_styles(self, folder: Path) -> None:
        """Write the style vectors, and the captions' means beside them."""
        means = {CAPTION_MEAN: self.caption_mean}
        if self.written_mean is not None:
            means[WRITTEN_MEAN] = self.written_mean
        save_weights(
            folder / "styles.safetensors",
            {**self.styles, **means},
            dtype="float32",
        )


def _settings_of(part: Any) -> dict[str, Any]:
    return part.settings.to_dict()
