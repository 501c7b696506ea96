"""Measure vocabulary expansion of the course models on real word vectors.

Writes the numbers that chapter 6 tells of; no word and no vector is kept.

    python -m data_scripts.measure.expansion [VECTOR_FILE]

The file is one of the folder ``vectors`` in STORYTELLER_DATA.

Chapter: book/06_vocabulary_expansion
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.evaluation.sentences.expansion import evaluate
from storyteller_lib.storyteller.models.files import ordinary_encoder
from storyteller_lib.vocabulary_expansion import word_table

BOOK = Path(__file__).resolve().parents[2] / "book"
OUTPUT = BOOK / "measured" / "vocabulary_expansion.json"
VECTORS = "glove-840B-300d-q8-9910.npz"


def encoder_key(models: str = "course") -> str:
    """A hash of the word table that was measured, to notice another one.

    Chapter: book/06_vocabulary_expansion
    """
    table = word_table(ordinary_encoder(models)[0])
    return hashlib.blake2b(table.numpy().tobytes(), digest_size=8).hexdigest()


def main(vector_file: str = VECTORS) -> None:
    """Measure, write the file, and show it.

    Chapter: book/06_vocabulary_expansion
    """
    figures = evaluate("course", RealWorld(vector_file=vector_file))
    stored = {
        "made_by": f"python -m data_scripts.measure.expansion {vector_file}",
        "word_table": encoder_key(),
        **figures,
    }
    OUTPUT.parent.mkdir(exist_ok=True)
    text = json.dumps(stored, indent=2) + "\n"
    OUTPUT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
