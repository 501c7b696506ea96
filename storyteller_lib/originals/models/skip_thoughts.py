"""The skip-thought encoders of 2015, read into ours.

The released encoder is ``uni_skip.npz`` and ``bi_skip.npz`` with a word table
each, ``utable.npy`` and ``btable.npy``, whose rows belong to the words of
``dictionary.txt``. The encoders know capitals, and read an unknown word as
the row of ``UNK``.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import torch

from storyteller_lib.config import StorytellerError, check_known
from storyteller_lib.originals.files.arrays import read_arrays
from storyteller_lib.originals.files.dictionaries import (
    SPECIAL,
    UNKNOWN,
    read_dictionary,
    read_word_list,
)
from storyteller_lib.originals.files.word_tables import read_table, table_rows
from storyteller_lib.originals.models.weights import Weights
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughts,
    SkipThoughtSettings,
)
from storyteller_lib.skip_thoughts.combine_skip import (
    CombineSkip,
    ThoughtEncoder,
)
from storyteller_lib.text import EOS_WORD, Vocabulary

KINDS = {"uni": ("uni",), "bi": ("bi",), "combine": ("uni", "bi")}
"""Which files make which encoder."""


def read_skip_thoughts(
    folder: Path,
    kind: str = "combine",
    words: Collection[str] | None = None,
    tables: Path | None = None,
) -> tuple[ThoughtEncoder, Vocabulary]:
    """A released encoder and its words, cut to the words in use.

    Args:
        folder: where ``uni_skip.npz`` and ``bi_skip.npz`` are.
        kind: ``uni``, ``bi`` or ``combine``.
        words: the words to keep; None keeps all, two gigabytes a table.
        tables: where the tables and ``dictionary.txt`` are, if elsewhere.

    Raises:
        StorytellerError: if a file is missing, broken or of another model.

    Chapter: book/05_skip_thoughts
    """
    check_known("encoder", kind, KINDS)
    paths = {name: folder / f"{name}_skip.npz" for name in KINDS[kind]}
    return read_encoders(paths, tables or folder, words)


def read_encoders(
    paths: Mapping[str, Path],
    tables: Path,
    words: Collection[str] | None = None,
) -> tuple[ThoughtEncoder, Vocabulary]:
    """The encoders in some files, side by side; see ``read_skip_thoughts``.

    Args:
        paths: the file of the ``uni`` encoder, of the ``bi`` one, or both.
        tables: where the word tables and ``dictionary.txt`` are.
        words: the words to keep.

    Raises:
        StorytellerError: if a file is missing, broken or of another model.

    Chapter: book/05_skip_thoughts
    """
    chosen, rows = _chosen(read_words(tables, next(iter(paths))), words)
    parts = [
        _part(path, kind, tables / f"{kind[0]}table.npy", rows)
        for kind, path in paths.items()
    ]
    encoder = CombineSkip(parts) if len(parts) > 1 else parts[0]
    return encoder.eval(), Vocabulary(chosen)


def read_words(tables: Path, kind: str = "uni") -> list[str]:
    """The words of the tables, as ``dictionary.txt`` lists them.

    Raises:
        StorytellerError: if they do not match the table's rows.

    Chapter: book/05_skip_thoughts
    """
    path = tables / "dictionary.txt"
    listed = read_word_list(path, table_rows(tables / f"{kind[0]}table.npy"))
    for special in (EOS_WORD, UNKNOWN):
        if special not in listed:
            raise StorytellerError(
                f"{path} lacks the word {special}: it is not the "
                "dictionary of a released encoder"
            )
    return listed


def _chosen(
    listed: list[str], words: Collection[str] | None
) -> tuple[list[str], list[int]]:
    """The words to keep, and the rows of eos, the unknown word and them."""
    place = {word: i for i, word in enumerate(listed)}
    wanted = place if words is None else set(words)
    chosen = [w for w in place if w in wanted and w not in SPECIAL]
    return chosen, [place[w] for w in (EOS_WORD, UNKNOWN, *chosen)]


def _part(
    path: Path, kind: str, table: Path, rows: list[int]
) -> SkipThoughtEncoder:
    both = kind == "bi"
    name = "encoder_bx"  # small, and as long as the state
    sizes = Weights(read_arrays(path, prefix=name), str(path))
    vectors = torch.from_numpy(read_table(table, rows))
    encoder = SkipThoughtEncoder(
        SkipThoughtSettings(
            vocabulary=len(rows),
            word_dim=vectors.shape[1],
            dim=sizes.size(name, 0) * (1 + both),
            both_ways=both,
            lower_case=False,
        )
    )
    weights = Weights(read_arrays(path, prefix="encoder_"), str(path))
    encoder.words.weight.data = vectors
    weights.fill_gru(encoder.gru, "encoder")
    if both:
        weights.fill_gru(encoder.backward_gru, "encoder_r")
    return encoder


def read_skip_thoughts_training(
    path: Path, dictionary: Path
) -> tuple[SkipThoughts, Vocabulary]:
    """A trainer's checkpoint: encoder, decoders and the words it trains.

    Raises:
        StorytellerError: if a file is missing, broken or of another model.

    Chapter: book/05_skip_thoughts
    """
    weights = Weights(read_arrays(path), str(path))
    settings = SkipThoughtSettings(
        vocabulary=weights.size("Wemb", 0),
        word_dim=weights.size("Wemb", 1),
        dim=weights.size("encoder_Ux", 0),
        lower_case=False,
        reads_end=True,
    )
    model = SkipThoughts(settings, released_loss=True)
    weights.fill_words(model.encoder.words)
    weights.fill_gru(model.encoder.gru, "encoder")
    weights.fill_gru(model.next, "decoder_f")
    weights.fill_gru(model.previous, "decoder_b")
    weights.fill_linear(model.output, "ff_logit")
    return model, read_dictionary(dictionary, settings.vocabulary)
