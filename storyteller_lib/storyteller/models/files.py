"""Models read from their folder, each part checked against the others.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from torch import Tensor

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.checkpoints import Undrawn, load_weights, read_settings
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import OwnEncoder, encoder_of
from storyteller_lib.image_encoder.fc7 import Fc7Encoder, Fc7Settings
from storyteller_lib.prose_critic import ProseCritic, ProseCriticSettings
from storyteller_lib.retelling.shelf import VECTORS, load_shelf
from storyteller_lib.skip_thoughts.combine_skip import (
    ThoughtEncoder,
    thought_encoder,
)
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.storyteller.models.bank import load_bank
from storyteller_lib.storyteller.models.card import read_model_card
from storyteller_lib.storyteller.models.checks import check_parts
from storyteller_lib.storyteller.models.parts import (
    CAPTION_MEAN,
    WRITTEN_MEAN,
    Models,
)
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)

SHIPPED = ("course", "storybook")
WRITTEN, PLAIN, RETOLD = RECIPES = ("written", "plain", "retold")
"""A decoder writes, and the best of many candidates is kept; it writes once,
as in neural-storyteller: the captions' mean, shifted, one beam; a passage of
the story library is made to fit."""
SHELF, ORDINARY = "library", "ordinary"
"""Folders in that of the models: the story library's vectors, and the
encoder before it read the library."""


def models_folder(models: str | Path) -> Path:
    """The folder of shipped models by name, or of your own by path.

    Raises:
        StorytellerError: if there is no such folder or no card in it.

    Chapter: book/01_a_story_from_a_picture
    """
    if not isinstance(models, str | Path):
        raise StorytellerError(
            f"models have a name or a folder, got {models!r}"
        )
    folder = Path(models)
    if str(models) in SHIPPED:
        folder = Path(str(files("storyteller_lib") / "weights" / str(models)))
    if not _has_card(folder):
        raise StorytellerError(
            f"there are no models in {folder}: name a folder that has a "
            f"card.json, or one of {', '.join(SHIPPED)}"
        )
    return folder


def _has_card(folder: Path) -> bool:
    try:
        return (folder / "card.json").is_file()
    except (OSError, ValueError):  # a name that no folder can have
        return False


def check_recipe(folder: Path, recipe: str) -> None:
    """Raise StorytellerError unless the models can tell by this recipe.

    Chapter: book/10_the_storyteller
    """
    known = [r for r in RECIPES if r != RETOLD or has_shelf(folder)]
    if recipe not in known:
        raise StorytellerError(
            f"the models in {folder} know no recipe {recipe!r}: they have "
            f"{', '.join(known)}"
        )


def has_shelf(folder: Path) -> bool:
    """Whether stories can be retold with the models of this folder.

    Chapter: book/10_the_storyteller
    """
    return (folder / SHELF / VECTORS).is_file()


def load_models(
    models: str | Path = "course", recipe: str | None = None
) -> Models:
    """Read a folder of models, see ``models_folder``.

    Args:
        models: their name or folder.
        recipe: how stories come about, one of ``RECIPES``; None is
            ``written``.

    Raises:
        StorytellerError: if it is not there or a file of it is broken.

    Chapter: book/01_a_story_from_a_picture
    """
    folder = models_folder(models)
    recipe = WRITTEN if recipe is None else recipe
    check_recipe(folder, recipe)
    card = read_model_card(folder / "card.json")
    styles = _flat(folder / "styles.safetensors")
    thoughts, words = _encoder(folder)
    found = Models(
        image_encoder=load_image_encoder(models),
        embedding=_part(
            folder / "visual_semantic_embedding.safetensors",
            VisualSemanticEmbedding,
            EmbeddingSettings,
        ),
        embedding_words=Vocabulary.load(folder / "embedding_words.txt"),
        bank=load_bank(folder),
        thoughts=thoughts,
        words=words,
        decoder=_part(
            folder / "story_decoder.safetensors",
            StoryDecoder,
            StoryDecoderSettings,
        ),
        caption_mean=styles.pop(CAPTION_MEAN),
        written_mean=styles.pop(WRITTEN_MEAN, None),
        styles=styles,
        beam=card["beam"],
        captions=card.get("captions", 100),
        captions_from=_captions_from(card, recipe),
        name=card["name"],
        decoder_words=_optional_words(folder / "decoder_words.txt"),
        voices=_voices(folder / "voices.safetensors"),
        selection={} if recipe == PLAIN else card.get("selection", {}),
        recipe=recipe,
        captioner=_if_there(
            folder / "attention_captioner.safetensors",
            AttentionCaptioner,
            AttentionCaptionerSettings,
        ),
        caption_words=_optional_words(folder / "caption_words.txt"),
        critic=_if_there(
            folder / "prose_critic.safetensors",
            ProseCritic,
            ProseCriticSettings,
        ),
        shelf=load_shelf(folder / SHELF, thoughts, words)
        if recipe == RETOLD
        else None,
    )
    check_parts(found, folder)
    return found


def _captions_from(card: dict[str, Any], recipe: str) -> str:
    """The plain recipe knows the bank alone."""
    usual: str = card.get("captions_from", "retrieval")
    return "retrieval" if recipe == PLAIN else usual


def _named(tensors: dict[str, Tensor], name: str, folder: Path) -> Tensor:
    if name not in tensors:
        raise StorytellerError(
            f"the models in {folder} lack {name!r}: make or copy them again"
        )
    return tensors[name]


def _flat(path: Path) -> dict[str, Tensor]:
    """The vectors of a file, if they are vectors."""
    _named(found := load_weights(path), CAPTION_MEAN, path.parent)
    if bent := [n for n, vector in found.items() if vector.dim() != 1]:
        raise StorytellerError(
            f"{path} does not fit the other models ({bent[0]!r} is no vector)"
            ": make or copy them again"
        )
    return found


def _encoder(folder: Path) -> tuple[ThoughtEncoder, Vocabulary]:
    """The encoder, whichever kind its settings tell of, and its words."""
    encoder = _filled(folder / "skip_thoughts.safetensors", thought_encoder)
    return encoder, Vocabulary.load(folder / "words.txt")


def ordinary_encoder(
    models: str | Path = "course",
) -> tuple[ThoughtEncoder, Vocabulary]:
    """The skip-thought encoder and its words, before it read the library.

    It learnt from neighbouring sentences alone, as in chapter 5. Models that
    were never taught to arrive (chapter 8) have no other than their own.

    Raises:
        StorytellerError: if it is not there or broken.

    Chapter: book/05_skip_thoughts
    """
    folder = models_folder(models)
    return _encoder(folder / ORDINARY if has_ordinary(models) else folder)


def has_ordinary(models: str | Path) -> bool:
    """Whether models keep the encoder they had before the library.

    Chapter: book/05_skip_thoughts
    """
    return (models_folder(models) / ORDINARY).is_dir()


def _voices(path: Path) -> dict[str, Tensor]:
    return load_weights(path) if path.exists() else {}


def _optional_words(path: Path) -> Vocabulary | None:
    return Vocabulary.load(path) if path.exists() else None


def load_image_encoder(
    models: str | Path = "course",
) -> OwnEncoder | Fc7Encoder:
    """The image encoder alone of a folder of models.

    Raises:
        StorytellerError: if it is not there or broken.

    Chapter: book/02_pictures_captions_books
    """
    path = models_folder(models) / "image_encoder.safetensors"
    if "fc7" in read_settings(path):
        return _part(path, Fc7Encoder, Fc7Settings)
    return _filled(path, encoder_of)


def _part(path: Path, kind: Any, settings: Any) -> Any:
    """A module made from its stored settings and filled with weights."""
    return _filled(path, lambda values: kind(settings.from_dict(values)))


def _if_there(path: Path, kind: Any, settings: Any) -> Any:
    return _part(path, kind, settings) if path.exists() else None


def _filled(path: Path, make: Callable[[dict[str, Any]], Any]) -> Any:
    """A module that is made and filled from a file."""
    values = read_settings(path)
    try:
        with Undrawn():
            part = make(values)
    except StorytellerError as error:
        raise StorytellerError(f"{path} cannot be used: {error}") from None
    except (ArithmeticError, LookupError, RuntimeError, TypeError) as error:
        reason = str(error).partition("\n")[0]
        raise StorytellerError(
            f"{path} cannot be used: no model has these settings ({reason})"
        ) from None
    load_weights(path, part, assign=True)
    return part.eval()
