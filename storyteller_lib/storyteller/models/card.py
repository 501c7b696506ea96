"""The card of a folder of models: what it is, and how it tells stories.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_settings import BeamSettings
from storyteller_lib.storyteller.choosing.candidates import SelectionSettings

_NO_CARD = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


def read_model_card(path: Path) -> dict[str, Any]:
    """The card of a folder of models, if stories can be told with it.

    Raises:
        StorytellerError: if it cannot be read, or something in it cannot be.

    Chapter: book/01_a_story_from_a_picture
    """
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        BeamSettings.from_dict(card["beam"])
        SelectionSettings.from_dict(card.get("selection", {}))
        name, captions = card["name"], card.get("captions", 1)
    except StorytellerError as error:
        raise StorytellerError(
            f"the card {path} cannot be used ({error}): "
            "make or copy the models again"
        ) from None
    except (OSError, *_NO_CARD) as error:
        raise StorytellerError(
            f"the card {path} cannot be read ({error!r}): "
            "make or copy the models again"
        ) from None
    if not isinstance(name, str) or not isinstance(captions, int):
        raise StorytellerError(
            f"the card {path} cannot be used (its name must be text, and its "
            f"captions a number): make or copy the models again"
        )
    return card
