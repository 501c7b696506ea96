"""The story decoders of 2015, read into ours, and how they were searched.

``romance.npz`` holds the decoder, ``romance.npz.pkl`` its options and
``romance_dictionary.pkl`` its words. With the option ``doutput`` the output
is deep; where it is not said, neural-storyteller takes it to be.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from storyteller_lib.decoding.rules import Hypothesis
from storyteller_lib.originals.files.arrays import read_arrays
from storyteller_lib.originals.files.dictionaries import read_dictionary
from storyteller_lib.originals.models.beam import RELEASED_BEAM
from storyteller_lib.originals.models.weights import Weights
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.text import Vocabulary

BEAM = replace(
    RELEASED_BEAM,
    width=50,
    max_length=1000,
    empty_last=True,
    unknown_cost=1e20,
)
"""The search of neural-storyteller, with the choices of its ``story``."""


def read_story_decoder(
    path: Path, dictionary: Path
) -> tuple[StoryDecoder, Vocabulary]:
    """A released decoder and the words it writes.

    Whether its output is deep is seen from the arrays.

    Raises:
        StorytellerError: if a file is missing, broken or of another model.

    Chapter: book/07_training_the_decoder
    """
    weights = Weights(read_arrays(path), str(path))
    deep = "ff_hid_W" in weights
    settings = StoryDecoderSettings(
        vocabulary=weights.size("Wemb", 0),
        thought_dim=weights.size("ff_state_W", 0),
        word_dim=weights.size("Wemb", 1),
        dim=weights.size("decoder_Ux", 0),
        condition_dim=0,
        deep=deep,
        tied=False,
        released_loss=True,
    )
    decoder = StoryDecoder(settings)
    weights.fill_words(decoder.words)
    weights.fill_linear(decoder.initial, "ff_state")
    weights.fill_gru(decoder.gru, "decoder")
    if deep:
        weights.fill_linear(decoder.hidden, "ff_hid")
    logits = weights.turned("ff_logit_W")
    weights.fill(decoder.output.weight, logits, "ff_logit_W")
    weights.fill(decoder.bias, weights.tensor("ff_logit_b"), "ff_logit_b")
    words = read_dictionary(dictionary, settings.vocabulary)
    return decoder.eval(), words


def in_order_of_finishing(
    hypotheses: Iterable[Hypothesis],
) -> list[Hypothesis]:
    """Hypotheses as the original lists them: the finished as they finished.

    Those that finished at one step, and the unfinished at the end of the
    list, come by their probability.

    Chapter: book/09_beam_search
    """

    def place(found: Hypothesis) -> tuple[bool, int, float]:
        return not found.finished, len(found.tokens), -found.log_prob

    return sorted(hypotheses, key=place)
