"""What readers and writers of sentences share: a GRU, its states, the loss.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence

from storyteller_lib.text import EOS


def gru(input_dim: int, dim: int) -> nn.GRU:
    """A GRU as in skip-thoughts: no bias in the recurrent product.

    Chapter: book/05_skip_thoughts
    """
    layer = nn.GRU(input_dim, dim, batch_first=True)
    weights = dict(layer.named_parameters())
    nn.init.orthogonal_(weights["weight_hh_l0"])
    nn.init.xavier_uniform_(weights["weight_ih_l0"])
    nn.init.zeros_(weights["bias_ih_l0"])
    nn.init.zeros_(weights["bias_hh_l0"]).requires_grad_(False)
    return layer


def word_table(vocabulary: int, dim: int) -> nn.Embedding:
    """A vector for each word, drawn evenly from -0.1 to 0.1.

    Chapter: book/05_skip_thoughts
    """
    table = nn.Embedding(vocabulary, dim)
    nn.init.uniform_(table.weight, -0.1, 0.1)
    return table


def read_tokens(
    table: nn.Embedding, tokens: Int[Tensor, "*rows"]
) -> Float[Tensor, "*rows word"]:
    """Vectors of tokens; one below zero, as at the start, reads as zeros.

    Chapter: book/07_training_the_decoder
    """
    found: Tensor = table(tokens.clamp(min=0))  # (*rows, word)
    return found * (tokens >= 0).unsqueeze(-1)


def with_condition(
    words: Float[Tensor, "rows time word"],
    condition: Float[Tensor, "rows condition"] | None,
) -> Float[Tensor, "rows time input"]:
    """What a writer reads at each step: a word, and the condition if any.

    Chapter: book/07_training_the_decoder
    """
    if condition is None:
        return words
    seen = condition.unsqueeze(1).expand(-1, words.shape[1], -1)
    return torch.cat([words, seen], dim=2)  # (rows, time, word + condition)


def last_states(
    states: Float[Tensor, "batch time dim"], lengths: Int[Tensor, " batch"]
) -> Float[Tensor, "batch dim"]:
    """The state after each sequence's last word (zeros if it is empty).

    Chapter: book/05_skip_thoughts
    """
    last = (lengths - 1).clamp(min=0).view(-1, 1, 1)
    last = last.expand(-1, 1, states.shape[2])  # (batch, 1, dim)
    found = states.gather(1, last).squeeze(1)  # (batch, dim)
    return found * (lengths > 0).unsqueeze(1)


def packed_states(
    layer: nn.GRU,
    words: Float[Tensor, "batch time word"],
    lengths: Int[Tensor, " batch"],
) -> Float[Tensor, "batch dim"]:
    """The state after each sequence's last word, padding left unread.

    Sequences have one word or more.

    Chapter: book/05_skip_thoughts
    """
    packed = pack_padded_sequence(
        words, lengths.cpu(), batch_first=True, enforce_sorted=False
    )
    _, last = layer(packed)  # (1, batch, dim)
    found: Tensor = last[0]
    return found


def reversed_steps(
    ids: Int[Tensor, "batch time"], lengths: Int[Tensor, " batch"]
) -> Int[Tensor, "batch time"]:
    """Each sequence from its last word to its first, padding at the end.

    Chapter: book/05_skip_thoughts
    """
    steps = torch.arange(ids.shape[1], device=ids.device)
    places = lengths.unsqueeze(1) - 1 - steps  # (batch, time)
    backwards = ids.gather(1, places.clamp(min=0))
    return backwards.where(places >= 0, 0)


def shifted(
    words: Float[Tensor, "batch time dim"],
) -> Float[Tensor, "batch time dim"]:
    """Teacher forcing: each step reads the word before, the first zeros.

    Chapter: book/05_skip_thoughts
    """
    return F.pad(words, (0, 0, 1, 0))[:, :-1]


def real_steps(
    ids: Int[Tensor, "batch time"], lengths: Int[Tensor, " batch"]
) -> Bool[Tensor, "batch time"]:
    """Which steps are words and not padding.

    Chapter: book/05_skip_thoughts
    """
    steps = torch.arange(ids.shape[1], device=ids.device)
    return steps < lengths.unsqueeze(1)  # (batch, time)


def word_loss(
    logits: Float[Tensor, "words vocabulary"],
    targets: Int[Tensor, " words"],
    released: bool = False,
) -> Float[Tensor, ""]:
    """Mean cross-entropy of the words, in nats.

    Args:
        logits: scores of all words, one row a word that was written.
        targets: the words that were written.
        released: the loss of the released code instead, the sum of
            -log(p + 1e-8): no word then costs more than 18.4 nats.

    Chapter: book/05_skip_thoughts
    """
    if not released:
        return F.cross_entropy(logits.float(), targets)
    chances = logits.float().softmax(dim=1)  # (words, vocabulary)
    of_words = chances.gather(1, targets.unsqueeze(1))  # (words, 1)
    return -(of_words + 1e-8).log().sum()


def know_frequencies(
    bias: Float[Tensor, " vocabulary"], ids: Iterable[Sequence[int]]
) -> None:
    """Fill a writer's output bias with the words' log frequencies in texts.

    So the first thousand steps need not be spent on learning that *the* is
    common. Each text ends with an eos that is counted too, and each word
    has been seen half a time more than it was.

    Chapter: book/07_training_the_decoder
    """
    flat = torch.tensor([i for row in ids for i in (*row, EOS)])
    counts = torch.bincount(flat, minlength=len(bias)) + 0.5
    with torch.no_grad():
        bias.copy_((counts / counts.sum()).log())
