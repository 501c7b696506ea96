"""Which models told a story: a hash, to notice other models.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from storyteller_lib.album_decoder import ALBUM_DECODER
from storyteller_lib.storyteller.models.card import read_model_card
from storyteller_lib.storyteller.models.files import models_folder

USED = ("beam", "selection", "captions", "captions_from")
"""What stands in a card that decides what is told."""


def models_key(models: str | Path = "course") -> str:
    """A hash of what decides how models tell of a picture.

    That is every file but what was learnt of albums; of the card, only how
    the models are used, so that a corrected sentence makes no other models.

    Raises:
        StorytellerError: if there are no such models.

    Chapter: book/10_the_storyteller
    """
    folder = models_folder(models)
    card = read_model_card(folder / "card.json")
    used = [card.get(name) for name in USED]
    digest = hashlib.blake2b(json.dumps(used).encode(), digest_size=8)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.name not in ("card.json", ALBUM_DECODER):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
