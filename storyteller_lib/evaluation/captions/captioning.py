"""How good written captions are: BLEU, truth, and where the writer looked.

In the storybook world the truth is known, so that three questions have
answers: is a caption true in every part of the scene that it names, how many
parts does it name, and did attention lie on the subject when its name was
written (the pointing game)?

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.config import device
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.claims import parse_claims
from storyteller_lib.data.storybook.drawing import draw
from storyteller_lib.data.storybook.drawing.compose import Drawing
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.decoding.beam_settings import BeamSettings
from storyteller_lib.evaluation.captions.pointing import (
    Mask,
    Pointing,
    pointing,
)
from storyteller_lib.evaluation.captions.scores import bleu
from storyteller_lib.storyteller.captioners import (
    BEAM,
    attention_parts,
    look,
    write,
)
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.text import Vocabulary, tokenise

PARTS = ("subject", "action", "place", "colour", "count")
"""The parts of a scene that a caption can be asked for."""
ATTENTION = "attention captioner"
PEAK, WEIGHT = "peak on the subject", "weight on the subject"
BATCH = 50
GREEDY = BeamSettings(width=1, max_length=30, length_normalisation=0.0)

Annotations = Float[np.ndarray, "pictures places channels"]


def write_all(
    captioner: AttentionCaptioner,
    annotations: Annotations,
    beam: BeamSettings = BEAM,
) -> list[list[int]]:
    """The ids of the best caption for each picture.

    Chapter: book/04_captions_with_attention
    """
    return [
        list(result.best.tokens)
        for rows in _parts(annotations)
        for result in write(captioner, rows, beam)
    ]


def _parts(annotations: Annotations) -> Iterator[Tensor]:
    """Annotation vectors in batches, on the device."""
    for start in range(0, len(annotations), BATCH):
        rows = np.array(annotations[start : start + BATCH])
        yield torch.from_numpy(rows).float().to(device())


class BleuJudge:
    """What a captioner is worth: BLEU-4 of greedy captions, negative.

    For ``Trainer(judge=...)``, where lower is better.

    Args:
        annotations: of held-out pictures.
        references: the captions of each picture, as text.
        words: the captioner's vocabulary.

    Chapter: book/04_captions_with_attention
    """

    def __init__(
        self,
        annotations: Annotations,
        references: Sequence[Sequence[str]],
        words: Vocabulary,
    ) -> None:
        self.annotations, self.words = annotations, words
        self.references = [list(map(tokenise, some)) for some in references]

    def __call__(self, captioner: nn.Module) -> float:
        """The negative BLEU-4 of the captioner as it is now."""
        assert isinstance(captioner, AttentionCaptioner)
        found = write_all(captioner, self.annotations, GREEDY)
        told = [self.words.decode(ids) for ids in found]
        return -bleu(told, self.references)["BLEU-4"]


def truth_and_parts(
    captions: Sequence[str], scenes: Sequence[Scene]
) -> dict[str, float]:
    """Is what captions say true, and do they say enough?

    Returns:
        The share of captions that are true in every part they name, the
        share of the five ``PARTS`` that they name, and for each part how
        often it is right where it is named.

    Chapter: book/04_captions_with_attention
    """
    claims = [parse_claims(caption) for caption in captions]
    both = list(zip(claims, scenes, strict=True))
    named = [[part in some for part in PARTS] for some in claims]
    figures = {
        "true in every part": float(np.mean([s.is_true(c) for c, s in both])),
        "parts named": float(np.mean(named)),
    }
    for part in PARTS:
        right = [c[part] == getattr(s, part) for c, s in both if part in c]
        figures[part] = float(np.mean(right)) if right else 0.0
    return figures


def place_of_subject(words: Sequence[str], scene: Scene) -> int | None:
    """Which word of a caption names the scene's subject, if one does.

    Chapter: book/04_captions_with_attention
    """
    nouns = lexicon.SUBJECTS[scene.subject]
    known = {form for n in nouns for form in (n, lexicon.plural(n))}
    return next((i for i, word in enumerate(words) if word in known), None)


def subject_mask(drawn: Drawing) -> Mask:
    """Which pixels show the subject; none if other things hide it.

    Chapter: book/04_captions_with_attention
    """
    nothing = np.zeros(drawn.picture.size[::-1], dtype=bool)
    return drawn.masks.get("subject", nothing)


def pointing_game(
    captioner: AttentionCaptioner,
    annotations: Annotations,
    ids: Sequence[Sequence[int]],
    words: Vocabulary,
    scenes: Sequence[Scene],
    masks: Sequence[Mask],
) -> Pointing:
    """Does attention lie on the subject at the word that names it?

    Captions that do not name the right subject are left out.

    Args:
        captioner: wrote the captions.
        annotations: of the pictures.
        ids: the captions' words, one caption a picture.
        words: the captioner's vocabulary.
        scenes: what the pictures show.
        masks: which pixels show the subject.

    Raises:
        StorytellerError: if no caption names its subject.

    Chapter: book/04_captions_with_attention
    """
    found = []
    for part, rows in enumerate(_parts(annotations)):
        first = part * BATCH
        some = ids[first : first + BATCH]
        maps = captioner.maps(rows, some)
        for i, (one, looked) in enumerate(zip(some, maps, strict=True), first):
            at = place_of_subject(words.decode(one), scenes[i])
            if at is not None and masks[i].any():
                found.append(pointing(looked[at].cpu(), masks[i]))
    return Pointing.mean(found)


def pointing_figures(
    models: Models, scenes: Sequence[Scene]
) -> dict[str, dict[str, float]]:
    """The pointing game of some models' own captions of storybook scenes.

    Returns:
        For the captioner the share of captions that name the subject and,
        of these, how often the peak of attention lies on it and how much
        of the weight; for chance what a map that knows nothing reaches. If
        no caption names its subject, the first share alone.

    Raises:
        StorytellerError: if the models have no attention captioner.

    Chapter: book/04_captions_with_attention
    """
    captioner, words = attention_parts(models)
    drawn = [draw(scene) for scene in scenes]
    views = [look(models, one.picture).cpu().numpy() for one in drawn]
    seen = np.concatenate(views)  # (pictures, places, channels)
    ids = write_all(captioner, seen)
    both = zip(ids, scenes, strict=True)
    named = [place_of_subject(words.decode(i), s) is not None for i, s in both]
    masks = [subject_mask(one) for one in drawn]
    shares = {"subject named": float(np.mean(named))}
    if not any(n and m.any() for n, m in zip(named, masks, strict=True)):
        return {ATTENTION: shares}
    game = pointing_game(captioner, seen, ids, words, scenes, masks)
    return {
        ATTENTION: {**shares, PEAK: game.hit, WEIGHT: game.mass},
        "chance": {PEAK: game.chance, WEIGHT: game.area},
    }
