"""Five pictures, one story, any voice.

    pictures -> features -> sequence storyteller -> five plain sentences
    plain sentence + captions -> thought x -> x - c + b -> decoder -> sentence

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.checkpoints import (
    Undrawn,
    load_weights,
    read_card,
    read_settings,
)
from storyteller_lib.config import StorytellerError, check_seed, device
from storyteller_lib.decoding.beam_search import BeamSettings
from storyteller_lib.decoding.sampling import SamplingSettings
from storyteller_lib.pictures import Picture, PictureLike, load_picture
from storyteller_lib.sequence_storyteller import (
    SequenceStoryteller,
    SequenceStorytellerSettings,
)
from storyteller_lib.storyteller.models.files import load_models, models_folder
from storyteller_lib.storyteller.sequences.story import SequenceStory
from storyteller_lib.storyteller.sequences.styles import styled_sentences
from storyteller_lib.storyteller.sequences.writing import (
    Choosing,
    Sentence,
    write_sequences,
)
from storyteller_lib.storyteller.story import SHOWN
from storyteller_lib.storyteller.storyteller import Storyteller, StyleLike
from storyteller_lib.storyteller.styles.files import (
    shown_weights,
    style_weights,
)
from storyteller_lib.storyteller.writing import Writing
from storyteller_lib.text import Vocabulary, detokenise
from storyteller_lib.visual_semantic_embedding.retrieval import (
    CaptionBank,
)

LENGTH = 5
WEIGHTS, WORDS = "sequence_storyteller.safetensors", "sequence_words.txt"
CAPTIONS = 10


def stand_in(
    vectors: Float[Tensor, "rows dim"], bank: CaptionBank, captions: int
) -> Float[Tensor, "rows dim"]:
    """What stands in for pictures: the mean of the captions nearest to each.

    The same is made of a photograph's vector and of a sentence's, in the
    visual-semantic space: so a storyteller that never saw a photograph in
    training reads, when it meets one, a vector of a kind that it knows.

    Chapter: book/11_stories_from_sequences
    """
    best = (vectors @ bank.vectors.T).topk(min(captions, len(bank))).indices
    return F.normalize(bank.vectors[best].mean(dim=1), dim=1)


@dataclass
class SequenceTeller:
    """Tells stories about five pictures.

    Attributes:
        teller: the storyteller of single pictures, for eyes and voices.
        model: the sequence storyteller.
        words: its vocabulary.
        card: how it is to be used: ``sees`` ("pooled" features, or
            "captions", see ``stand_in``), ``names`` (words to be written
            otherwise, such as proper names), ``beam`` and ``never`` (words
            that are not told).

    Chapter: book/11_stories_from_sequences
    """

    teller: Storyteller
    model: SequenceStoryteller
    words: Vocabulary
    card: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, models: str | Path = "course") -> SequenceTeller:
        """A sequence storyteller with trained models, shipped or your own.

        Raises:
            StorytellerError: if there are no such models, or these cannot
                tell stories about sequences.
        """
        folder = models_folder(models)
        path = folder / WEIGHTS
        if not path.is_file():
            raise StorytellerError(
                f"the models in {folder} have no sequence storyteller: "
                "choose others, or train one (see data_scripts)"
            )
        settings = SequenceStorytellerSettings.from_dict(read_settings(path))
        with Undrawn():
            model = SequenceStoryteller(settings)
        load_weights(path, model, assign=True)
        words = Vocabulary.load(folder / WORDS)
        found = cls(
            Storyteller(load_models(models)),
            model.to(device()).eval(),
            words,
            read_card(path),
        )
        found.check(path)
        return found

    def check(self, path: Path) -> None:
        """Raise StorytellerError unless the parts fit one another."""
        models, settings = self.teller.models, self.model.settings
        wanted = models.embedding.settings.dim
        if self.card.get("sees") == "pooled":
            wanted = models.image_encoder.settings.channels
        for found, needed in (
            (settings.image_dim, wanted),
            (settings.vocabulary, len(self.words)),
        ):
            if found != needed:
                raise StorytellerError(
                    f"{path} does not fit the other models ({found} instead "
                    f"of {needed}): make or copy them again"
                )

    def story(
        self,
        pictures: Sequence[PictureLike],
        style: StyleLike | None = None,
        beam_width: int = 10,
        strength: float = 1.0,
        seed: int | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
    ) -> SequenceStory:
        """A story about five pictures, in order, a sentence each.

        Args:
            pictures: paths, bytes, arrays or Pillow images.
            style: as of ``Storyteller.story``; None tells it plainly.
            beam_width: hypotheses kept at each word.
            strength: how far each sentence's thought is shifted.
            seed: decides what chance draws (a seed alone draws from the
                nucleus): each seed tells another story.
            temperature, top_k, top_p: draw the words, see ``Writing``.

        Raises:
            StorytellerError: if it is not five pictures, one of them cannot
                be read, the style is unknown or a number is out of range.
        """
        check_seed(seed)
        weights = None if style is None else style_weights(style)
        images = five_pictures(pictures)
        looks = torch.stack([self.teller.look(image) for image in images])
        bank = self.teller.models.bank
        most = min(CAPTIONS, len(bank))
        captions = [bank.nearest(look, most) for look in looks]
        if seed is not None and (temperature, top_k, top_p) == (None,) * 3:
            top_p = 0.6
        asked = Writing(temperature=temperature, top_k=top_k, top_p=top_p)
        plain = self.tell(self.see(images, looks), beam_width, asked, seed)
        told = plain
        if weights is not None:
            told = styled_sentences(
                self.teller,
                plain,
                captions,
                weights,
                beam_width=beam_width,
                strength=strength,
                seed=seed,
            )
        for image in images:
            image.thumbnail((SHOWN // 2, SHOWN // 2))
        return SequenceStory(
            sentences=told,
            plain=plain,
            captions=tuple(map(tuple, captions)),
            style=shown_weights(weights or {}),
            strength=strength,
            seed=seed,
            pictures=tuple(images),
        )

    @torch.no_grad()
    def see(
        self,
        images: Sequence[Picture],
        looks: Float[Tensor, "pictures dim"],
    ) -> Float[Tensor, "pictures image"]:
        """Pictures as the sequence storyteller reads them."""
        models = self.teller.models
        if self.card.get("sees") == "pooled":
            prepared = torch.stack([models.prepare(i) for i in images])
            found: Tensor = models.image_encoder(prepared.to(device())).pooled
            return found
        return stand_in(looks, models.bank, CAPTIONS)

    def tell(
        self,
        seen: Float[Tensor, "pictures image"],
        beam_width: int = 10,
        writing: Writing | None = None,
        seed: int | None = None,
    ) -> tuple[str, ...]:
        """Plain sentences for pictures as ``see`` gives them."""
        beam = BeamSettings.from_dict(self.card.get("beam", {}))
        choosing: Choosing = replace(beam, width=beam_width)
        drawn = (writing or Writing()).sampling(beam)
        if isinstance(drawn, SamplingSettings):
            choosing = drawn
        chance = torch.Generator(seen.device).manual_seed(seed or 0)
        never = self.words.encode(self.card.get("never", ()))
        told = write_sequences(self.model, seen[None], choosing, chance, never)
        return tuple(map(self.write, told[0]))

    def write(self, sentence: Sentence) -> str:
        """A sentence as text, with names as people write them."""
        names = self.card.get("names", {})
        tokens = self.words.decode(sentence)
        return detokenise(names.get(token, token) for token in tokens)


def five_pictures(pictures: Sequence[PictureLike]) -> list[Picture]:
    """Five pictures, loaded.

    Raises:
        StorytellerError: if they are not five, or one cannot be read; it
            says which.

    Chapter: book/11_stories_from_sequences
    """
    if isinstance(pictures, str | bytes | Path) or len(pictures) != LENGTH:
        count = 1 if isinstance(pictures, str | bytes | Path) else None
        raise StorytellerError(
            f"a story for a sequence needs {LENGTH} pictures, "
            f"got {count or len(pictures)}"
        )
    images = []
    for number, picture in enumerate(pictures, start=1):
        try:
            images.append(load_picture(picture))
        except StorytellerError as error:
            raise StorytellerError(f"picture {number}: {error}") from None
    return images
