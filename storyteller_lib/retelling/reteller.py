"""Find, fit, choose: how a passage of the library is told of a picture.

Passages near to x - c + b are found, each is made to fit what the picture
shows, and of all those the one is told that does best by four scores: how
near it was found, how well it fits, how probable the story decoder holds it,
given the picture's thought, and how much less probable the exchanges have
made it (retrieve and edit: Guu et al., 2018, "Generating Sentences by Editing
Prototypes"; Hashimoto et al., 2018).

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from storyteller_lib.conditional_writer import ConditionalWriter
from storyteller_lib.config import Settings, StorytellerError, shown_rounded
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.library.scenes import LONGEST, SHORTEST
from storyteller_lib.retelling.exchanging import Exchange
from storyteller_lib.retelling.finding import Found, find
from storyteller_lib.retelling.fitting import Fitted, fit
from storyteller_lib.retelling.seen import Seen
from storyteller_lib.retelling.shelf import Shelf
from storyteller_lib.story_decoder import passage_batch
from storyteller_lib.style import shift
from storyteller_lib.text import Vocabulary, tokenise

Length = tuple[int, int]


@dataclass(frozen=True)
class RetellingSettings(Settings):
    """How passages are found, and by what one is chosen.

    Attributes:
        found: how many passages are made to fit.
        read: how many of them the decoder reads.
        sight: what the picture weighs beside the thought, in finding.
        fit: weight of naming what the picture shows.
        fluency: weight of the decoder's opinion, in nats a word.
        strain: weight of what the exchanges cost, in nats of the passage.
        chance: how much luck has a say when a seed is given.

    Chapter: book/10_the_storyteller
    """

    found: int = 150
    read: int = 8
    sight: float = 1.0
    fit: float = 12.0
    fluency: float = 0.5
    strain: float = 0.1
    chance: float = 0.3

    def __post_init__(self) -> None:
        self.check_positive("found", "read")


@shown_rounded
@dataclass(frozen=True)
class Retold:
    """A passage as it is told, what it was made from, and its scores.

    Attributes:
        text: what is told.
        scene: the number of the library's scene that it is told after.
        genre: the voice it is told in.
        exchanges: what was put in the place of what.
        nearness: how near it was found, in standard deviations.
        fit: how well it fits the picture, see ``fitting``.
        fluency: the decoder's mean log-probability of its words, in nats.
        strain: by how many nats the exchanges made it less probable.
        total: the weighted sum of the four.

    Chapter: book/10_the_storyteller
    """

    text: str
    scene: int
    genre: str
    exchanges: tuple[Exchange, ...] = field(default=())
    nearness: float = 0.0
    fit: float = 0.0
    fluency: float = 0.0
    strain: float = 0.0
    total: float = 0.0

    @property
    def source(self) -> str:
        """What it was made from: ``after scene 1102, a thriller; ...``."""
        changes = "".join(f"; {change}" for change in self.exchanges)
        return f"after scene {self.scene:04d} ({self.genre}){changes}"

    def to_dict(self) -> dict[str, Any]:
        """What a story was made from, as plain values, for JSON."""
        return {
            "scene": self.scene,
            "genre": self.genre,
            "exchanges": [vars(change) for change in self.exchanges],
        }


@shown_rounded
@dataclass
class Question:
    """What is asked of the library.

    Attributes:
        captions: what the picture is said to show.
        voices: the weight of each genre.
        strength: of the shift; 0 tells what the captions of a scene say.
        eye: the picture in the visual-semantic space, if there is one.
        thought: what the decoder is given, to say how probable a text is.
        length: fewest and most words, or any.
        seed: draws among the best; None takes the best.

    Chapter: book/10_the_storyteller
    """

    captions: Sequence[str]
    voices: Mapping[str, float]
    strength: float = 1.0
    eye: Float[Tensor, " space"] | None = None
    thought: Float[Tensor, " dim"] | None = None
    length: Length | None = None
    seed: int | None = None


class Reteller:
    """Tells passages of a library of pictures.

    Args:
        shelf: the library.
        decoder: says how probable a text is.
        words: its vocabulary.
        settings: see ``RetellingSettings``.

    Chapter: book/10_the_storyteller
    """

    def __init__(
        self,
        shelf: Shelf,
        decoder: ConditionalWriter,
        words: Vocabulary,
        settings: RetellingSettings | None = None,
    ) -> None:
        self.shelf, self.decoder, self.words = shelf, decoder, words
        self.settings = settings or RetellingSettings()

    def tell(self, question: Question) -> list[Retold]:
        """Passages made to fit, the best first.

        Raises:
            StorytellerError: if no passage has the length asked for.
        """
        found = self._find(question)
        seen = Seen.of(question.captions)
        luck = self._luck(len(found), question.seed)
        pairs = [(one, self._fit(one, seen, question)) for one in found]
        hopes = [
            one.nearness + self.settings.fit * fitted.fit + lucky
            for (one, fitted), lucky in zip(pairs, luck, strict=True)
        ]
        order = sorted(range(len(pairs)), key=lambda i: -hopes[i])
        best = order[: self.settings.read]
        readings = self._read([pairs[i] for i in best], question)
        told = [
            self._scored(*pairs[i], *reading)
            for i, reading in zip(best, readings, strict=True)
        ]
        drawn = [
            (one.total + luck[i], one)
            for i, one in zip(best, told, strict=True)
        ]
        return [one for _, one in sorted(drawn, key=lambda pair: -pair[0])]

    def _find(self, question: Question) -> list[Found]:
        """The nearest passages, of each voice by its weight."""
        x = self.shelf.think(question.captions)
        c, settings = self.shelf.caption_mean, self.settings
        total = sum(question.voices.values())
        found: list[Found] = []
        for genre, weight in question.voices.items():
            b = self.shelf.styles[GENRES.index(genre)]
            found += find(
                self.shelf,
                shift(x, c, b, question.strength),
                genre,
                most=round(settings.found * weight / total),
                eye=question.eye,
                sight=settings.sight,
                allowed=self._long_enough(genre, question),
            )
        if not found:
            raise StorytellerError(
                "no passage of the library has "
                f"{question.length[0]} to {question.length[1]} words: ask "
                f'for {SHORTEST} to {LONGEST}, or for recipe="written"'
                if question.length
                else "there is nothing to tell: no voice has any weight"
            )
        return found

    def _long_enough(
        self, genre: str, question: Question
    ) -> Bool[Tensor, " scenes"] | None:
        if question.length is None:
            return None
        fewest, most = question.length
        words = self.shelf.lengths[:, GENRES.index(genre)]
        return (fewest <= words) & (words <= most)

    def _fit(self, found: Found, seen: Seen, question: Question) -> Fitted:
        shown = self.shelf.shown(found.row)
        passage = self._written(found, question)
        return fit(passage, shown, seen, self.shelf.rarity)

    @torch.no_grad()
    def _read(
        self, pairs: Sequence[tuple[Found, Fitted]], question: Question
    ) -> list[tuple[float, float]]:
        """Mean log-probability of each text, and what exchanges cost it."""
        if question.thought is None:
            return [(0.0, 0.0)] * len(pairs)
        changed = [pair for pair in pairs if pair[1].exchanges]
        written = [self._written(one, question) for one, _ in changed]
        texts = [fitted.text for _, fitted in pairs] + written
        ids = [self.words.encode(tokenise(text)) for text in texts]
        thoughts = question.thought.expand(len(ids), -1)
        surprise = self.decoder.surprise(passage_batch(thoughts, ids))
        each = surprise.split([len(row) + 1 for row in ids])
        before = iter(each[len(pairs) :])
        return [
            (
                -float(now.mean()),
                float(now.sum() - next(before).sum())
                if fitted.exchanges
                else 0.0,
            )
            for (_, fitted), now in zip(pairs, each, strict=False)
        ]

    def _written(self, found: Found, question: Question) -> str:
        """A passage as the library has it; at strength 0 the captions."""
        scene = self.shelf.scenes[found.row]
        if question.strength == 0:
            return " ".join(scene.captions)
        return scene.passages[found.genre]

    def _scored(
        self, found: Found, fitted: Fitted, fluency: float, strain: float
    ) -> Retold:
        weights = self.settings
        return Retold(
            text=fitted.text,
            scene=self.shelf.scenes[found.row].number,
            genre=found.genre,
            exchanges=fitted.exchanges,
            nearness=found.nearness,
            fit=fitted.fit,
            fluency=fluency,
            strain=strain,
            total=found.nearness
            + weights.fit * fitted.fit
            + weights.fluency * fluency
            - weights.strain * max(strain, 0.0),
        )

    def _luck(self, count: int, seed: int | None) -> list[float]:
        """Gumbel noise, so that a seed draws among the best."""
        if seed is None:
            return [0.0] * count
        chance = torch.Generator().manual_seed(seed)
        drawn = torch.rand(count, generator=chance).clamp(1e-9, 1 - 1e-9)
        return (-self.settings.chance * (-drawn.log()).log()).tolist()
