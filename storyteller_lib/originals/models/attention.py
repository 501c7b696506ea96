"""The captioner of 2015, "Show, attend and tell", read from its files.

The released code (Xu et al., 2015) writes three: ``model.npz`` with the
weights, ``model.npz.pkl`` with the options, ``dictionary.pkl`` with the
words. At the end of a training the weights are stored twice, by name and as
one pickled dictionary, ``zipped_params``; either is enough.

Its matrices multiply from the right and ours from the left, and its LSTM
keeps the candidate behind the three gates.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.attention_captioner.lstm import AttentionCell
from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.arrays import read_arrays
from storyteller_lib.originals.files.dictionaries import read_dictionary
from storyteller_lib.originals.files.pickles import load_pickle
from storyteller_lib.originals.models.beam import RELEASED_BEAM
from storyteller_lib.originals.models.weights import Weights
from storyteller_lib.text import Vocabulary

ZIPPED = "zipped_params"
BEAM = replace(RELEASED_BEAM, width=5, max_length=200, forbid_unknown=False)
"""The search of the released ``generate_caps``; with its option ``-n`` the
length normalisation is 1."""

REWARD_WEIGHT = 0.1
"""The released code divides the reward of hard attention by ten."""


def read_captioner(
    path: Path, dictionary: Path
) -> tuple[AttentionCaptioner, Vocabulary]:
    """A released captioner, ready for use, and the words it writes.

    Its options are read from the file beside it, named ``.pkl`` too.

    Raises:
        StorytellerError: if a file is missing, broken or of another model.

    Chapter: book/04_captions_with_attention
    """
    options = load_pickle(path.with_name(f"{path.name}.pkl"))
    if not isinstance(options, dict):
        raise StorytellerError(
            f"{path}.pkl holds no options: give the file that was written "
            "with the weights"
        )
    arrays = read_arrays(path, objects=(ZIPPED,))
    zipped = arrays.pop(ZIPPED, None)
    if zipped is not None and isinstance(zipped[()], dict):
        arrays = {**zipped[()], **arrays}
    weights = Weights(arrays, str(path))
    captioner = AttentionCaptioner(captioner_settings(weights, options))
    fill_captioner(captioner, weights)
    words = read_dictionary(dictionary, captioner.settings.vocabulary)
    return captioner.eval(), words


def captioner_settings(
    weights: Weights, options: Mapping[str, Any]
) -> AttentionCaptionerSettings:
    """What an original captioner is called here.

    Sizes and numbers of layers are seen from the arrays; what the arrays
    do not show is said by the options.

    Raises:
        StorytellerError: for options without ``prev2out``, and for the two
            choices that this project does not rebuild: an LSTM over the
            annotation vectors, and a temperature of hard attention.

    Chapter: book/04_captions_with_attention
    """
    if "prev2out" not in options:
        raise StorytellerError(
            f"the options beside {weights.name} do not say 'prev2out': give "
            "the file that was written with the weights"
        )
    hard = options.get("attn_type") == "stochastic"
    if options.get("lstm_encoder") or "encoder_W" in weights:
        raise StorytellerError(
            f"{weights.name} has an LSTM over its annotation vectors "
            "(lstm_encoder): only captioners without one can be read"
        )
    if hard and options.get("temperature", 1) != 1:
        raise StorytellerError(
            f"{weights.name} has hard attention of the temperature "
            f"{options['temperature']!r}: only that of 1 can be read"
        )
    return AttentionCaptionerSettings(
        vocabulary=weights.size("Wemb", 0),
        channels=weights.size("decoder_Wc_att", 0),
        word_dim=weights.size("Wemb", 1),
        dim=weights.size("decoder_U", 0),
        attention_dim=weights.size("decoder_Wc_att", 1),
        attention_layers=_layers(weights, "decoder_W_att_{}"),
        output_layers=_layers(weights, "ff_logit_h{}_W"),
        lstm_layers=_layers(weights, "decoder_{}_U"),
        initial_layers=_layers(weights, "ff_init_{}_W"),
        gated="decoder_W_sel" in weights,
        word_to_output=bool(options["prev2out"]),
        context_to_output="ff_logit_ctx_W" in weights,
        tied=False,
        dropout=0.5 * bool(options.get("use_dropout")),
        gate_dropout=0.5 * bool(options.get("use_dropout_lstm")),
        scaled_dropout=False,
        hard=hard,
        hard_share=_number(options, "semi_sampling_p", 0.5),
        reward_weight=REWARD_WEIGHT,
        entropy_weight=_number(options, "alpha_entropy_c", 0.0),
        spread_weight=_number(options, "alpha_c", 0.0),
        released_loss=True,
    )


def fill_captioner(captioner: AttentionCaptioner, weights: Weights) -> None:
    """Give a captioner the weights of an original one.

    Raises:
        StorytellerError: if an array is missing or of another shape.

    Chapter: book/04_captions_with_attention
    """
    s = captioner.settings
    weights.fill_words(captioner.words)
    for number, layer in enumerate(_linear(captioner.lstm.initial), 1):
        weights.fill_linear(layer, f"ff_init_{number}")
    for number, cell in enumerate(captioner.lstm.cells):
        _fill_cell(cell, weights, f"_{number}" if number else "")
    weights.fill_linear(captioner.hidden_out, "ff_logit_lstm")
    if s.context_to_output:
        weights.fill_linear(captioner.context_out, "ff_logit_ctx")
    for number, layer in enumerate(_linear(captioner.deeper), 1):
        weights.fill_linear(layer, f"ff_logit_h{number}")
    table = _across(weights, "ff_logit_W")
    weights.fill(captioner.table, table, "ff_logit_W")
    weights.fill(captioner.bias, weights.tensor("ff_logit_b"), "ff_logit_b")


def _fill_cell(cell: AttentionCell, weights: Weights, number: str) -> None:
    """Fill one LSTM with its attention and its first state."""
    prefix, attention = f"decoder{number}", cell.attention
    first = [f"ff_state{number}", f"ff_memory{number}"]
    for into, kind in ((cell.first.weight, "W"), (cell.first.bias, "b")):
        parts = [_across(weights, f"{name}_{kind}") for name in first]
        weights.fill(into, torch.cat(parts), f"{first[0]}_{kind}")
    into_gates = {
        "W": cell.read.weight,
        "b": cell.read.bias,
        "U": cell.recall.weight,
        "Wc": cell.see.weight,
    }
    for key, into in into_gates.items():
        rows = _gates(_across(weights, f"{prefix}_{key}"))
        weights.fill(into, rows, f"{prefix}_{key}")
    keys = _linear(attention.keys)
    plain = {
        "Wc_att": keys[0].weight,
        "b_att": keys[0].bias,
        "Wd_att": attention.query.weight,
        "U_att": attention.score.weight,
        "c_tt": attention.score.bias,
    }
    for layer, linear in enumerate(keys[1:], 1):
        plain |= {f"W_att_{layer}": linear.weight}
        plain |= {f"b_att_{layer}": linear.bias}
    if cell.gate is not None:
        plain |= {"W_sel": cell.gate.weight, "b_sel": cell.gate.bias}
    for key, into in plain.items():
        value = _across(weights, f"{prefix}_{key}")
        weights.fill(into, value, f"{prefix}_{key}")


def _number(options: Mapping[str, Any], name: str, default: float) -> float:
    value = options.get(name, default)
    if not isinstance(value, int | float):
        raise StorytellerError(
            f"the captioner's option {name!r} must be a number, got {value!r}"
        )
    return float(value)


def _layers(weights: Weights, name: str) -> int:
    """How many layers there are: the first has no number, the second 1."""
    number = 1
    while name.format(number) in weights:
        number += 1
    return number


def _linear(layers: nn.Sequential) -> list[nn.Linear]:
    return [layer for layer in layers if isinstance(layer, nn.Linear)]


def _across(weights: Weights, key: str) -> Tensor:
    """A matrix to multiply from the left, or a bias as it is."""
    found = weights.tensor(key)
    return found.T if found.dim() == 2 else found


def _gates(rows: Tensor) -> Tensor:
    """Input, forget, output, candidate, in the order of torch's LSTM."""
    admit, keep, show, candidate = rows.chunk(4)
    return torch.cat([admit, keep, candidate, show])
