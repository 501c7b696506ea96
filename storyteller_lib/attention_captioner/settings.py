"""Sizes and choices of the attention captioner.

The defaults are those of the book; every choice of the released code of
"Show, attend and tell" (Xu et al., 2015) can be said too.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from dataclasses import dataclass

from storyteller_lib.config import Settings


@dataclass(frozen=True)
class AttentionCaptionerSettings(Settings):
    """Sizes and choices of an attention captioner.

    Attributes:
        vocabulary: number of words, the two special ones counted.
        channels: size of an annotation vector (released: 512).
        word_dim: size of a word's vector (released: 512).
        dim: size of the LSTM's state (released: 1800).
        attention_dim: size in which places and state are compared
            (released: that of the annotation vectors).
        attention_layers: layers that make a place's key.
        output_layers: layers between state and vocabulary.
        lstm_layers: LSTMs above one another, each with its own attention.
        initial_layers: layers between the mean annotation vector and the
            first state.
        gated: whether a gating scalar says how much the picture matters.
        word_to_output: whether the output sees the word before.
        context_to_output: whether the output sees the context vector.
        tied: whether one word table serves for reading and writing.
        dropout: share of outputs hidden in training, against overfitting.
        gate_dropout: the same for the LSTM's gates.
        scaled_dropout: see ``attention_lstm.Dropout``; false is as released.
        hard: draw places in training; in use, as in the released code, the
            expected context serves.
        hard_share: share of captions for which places are drawn, the
            others being trained softly.
        reward_weight: of the reward of good places (lambda_r).
        entropy_weight: of the entropy that keeps trying (lambda_e).
        spread_weight: of the doubly stochastic penalty (lambda, or
            ``alpha_c``), in soft attention alone. Much of it keeps the
            writer from looking twice at one thing (released: 1).
        layers: after so many of the image encoder's ``features`` (of a
            ``BottleneckEncoder``, stages) the annotation vectors are taken;
            0 means all.
        normalised: whether each annotation vector is first brought to mean
            0 and variance 1, so that encoders of any scale serve.
        released_loss: the original's loss: each caption's costs are summed and
            not averaged over its words, and the penalty is summed over the
            captions, the weights of padding included.

    Chapter: book/04_captions_with_attention
    """

    vocabulary: int
    channels: int
    word_dim: int = 128
    dim: int = 256
    attention_dim: int = 128
    attention_layers: int = 1
    output_layers: int = 1
    lstm_layers: int = 1
    initial_layers: int = 1
    gated: bool = True
    word_to_output: bool = True
    context_to_output: bool = True
    tied: bool = True
    dropout: float = 0.0
    gate_dropout: float = 0.0
    scaled_dropout: bool = True
    hard: bool = False
    hard_share: float = 0.5
    reward_weight: float = 0.1
    entropy_weight: float = 0.002
    spread_weight: float = 0.1
    layers: int = 0
    normalised: bool = False
    released_loss: bool = False

    def __post_init__(self) -> None:
        self.check_positive("vocabulary", "channels", "word_dim", "dim")
        self.check_positive("attention_dim", "attention_layers")
        self.check_positive("output_layers", "lstm_layers", "initial_layers")
        self.check_range("dropout", "gate_dropout", "hard_share", most=1)
        self.check_range("reward_weight", "entropy_weight", "spread_weight")
        self.check_range("layers")
