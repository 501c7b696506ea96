"""How long a story is: from so many to so many words, in whole sentences.

Search and sampling count tokens and know no words; people count words. So
the limits wrap the model's step: they keep a count of words beside its
state, and take the log-probability of what must not come now. Whatever is
left keeps the model's own, so a score still says how likely the text is.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.decoding.rules import State, Step, rows_of
from storyteller_lib.text import EOS, Vocabulary, detokenise

MOST_WORDS = 1_000
SENTENCE_ENDS = (".", "!", "?")
CLOSING_QUOTE = "''"
JOINED = (("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta"))
"""Pairs of tokens that are written as one word."""


@dataclass(frozen=True)
class StoryLength(Settings):
    """Fewest and most words of a story.

    Raises:
        StorytellerError: unless 1 <= shortest <= longest <= 1000.

    Chapter: book/09_beam_search
    """

    shortest: int
    longest: int

    def __post_init__(self) -> None:
        ends = (self.shortest, self.longest)
        whole = all(type(words) is int for words in ends)
        if not whole or not 1 <= ends[0] <= ends[1] <= MOST_WORDS:
            raise StorytellerError(
                "the length of a story is two numbers of words from 1 to "
                f"{MOST_WORDS}, the smaller first, got {ends[0]} and {ends[1]}"
            )

    @property
    def tokens(self) -> int:
        """Tokens enough for the longest story, its punctuation included."""
        return math.ceil(1.5 * self.longest) + 12


def check_length(length: Any) -> tuple[int, int]:
    """A story's fewest and most words, if these are two things.

    Raises:
        StorytellerError: if they are not.

    Chapter: book/09_beam_search
    """
    if not isinstance(length, tuple | list) or len(length) != 2:
        raise StorytellerError(
            "the length of a story is two numbers of words such as "
            f"(40, 80), got {length!r}"
        )
    return length[0], length[1]


class WordLimits:
    """Keeps a model's stories between two numbers of words.

    A story may end only after the end of a sentence, once it is long
    enough; at its greatest length it must end its sentence there and stop.
    That is seldom likely, so a beam prefers stories that ended before.

    Args:
        words: the model's vocabulary.
        length: the limits.

    Chapter: book/09_beam_search
    """

    def __init__(self, words: Vocabulary, length: StoryLength) -> None:
        self.length, self.spelling = length, Spelling(words)
        self.is_end = torch.tensor([w in SENTENCE_ENDS for w in words.words])
        self.is_quote = torch.tensor([w == CLOSING_QUOTE for w in words.words])
        self.has_ends = bool(self.is_end.any())

    def start(self, state: State) -> State:
        """The model's first state with a count of words beside it."""
        rows, place = rows_of(state)
        self.is_end = self.is_end.to(place)
        self.is_quote = self.is_quote.to(place)
        no = torch.zeros(rows, dtype=torch.bool, device=place)
        over = torch.full_like(no, not self.has_ends)
        return {"model": state, "text": self.spelling.start(no), "over": over}

    def limit(self, step: Step) -> Step:
        """The model's step with the limits in force."""

        def limited(last: Tensor, state: State) -> tuple[Tensor, State]:
            log_probs, model = step(last, state["model"])
            text, over = state["text"], state["over"]
            if bool((last >= 0).all()):  # else nothing is written yet
                text = self.spelling.write(last, text)
                quoted = over & self.is_quote[last]
                over = self.is_end[last] | quoted | (not self.has_ends)
            after = {"model": model, "text": text, "over": over}
            return self._forbid(log_probs, text["words"], over), after

        return limited

    def _forbid(
        self,
        log_probs: Float[Tensor, "rows vocabulary"],
        words: Int[Tensor, " rows"],
        over: Bool[Tensor, " rows"],
    ) -> Float[Tensor, "rows vocabulary"]:
        full = words >= self.length.longest
        allowed = ~full[:, None] | self.is_end  # (rows, vocabulary)
        allowed &= ~(full & over)[:, None]
        allowed[:, EOS] = over & (words >= self.length.shortest)
        return log_probs.masked_fill(~allowed, -math.inf)


class Spelling:
    """Counts the words of texts that are written token by token.

    A token begins a word unless it is written together with the one before:
    *do* and *n't* are one word.

    Args:
        words: the vocabulary.

    Chapter: book/09_beam_search
    """

    def __init__(self, words: Vocabulary) -> None:
        self.is_word = torch.tensor([_has_letter(w) for w in words.words])
        self.closes = torch.tensor([_glues("x", w) for w in words.words])
        opens = torch.tensor([_glues(w, "x") for w in words.words])
        self.opens = opens & ~self.closes  # ' does both, but not at once
        self.joined = [
            words.encode(pair)
            for pair in JOINED
            if all(word in words for word in pair)
        ]

    def start(self, no: Bool[Tensor, " rows"]) -> dict[str, Tensor]:
        """Texts of no words yet; ``no`` is false for each of them."""
        self.is_word = self.is_word.to(no.device)
        self.closes = self.closes.to(no.device)
        self.opens = self.opens.to(no.device)
        none = torch.zeros_like(no, dtype=torch.long)
        return {"words": none, "last": none, "in_word": no}

    def write(
        self, last: Int[Tensor, " rows"], text: dict[str, Tensor]
    ) -> dict[str, Tensor]:
        """The texts with one more token each."""
        glued = self.closes[last] | self.opens[text["last"]]
        for first, second in self.joined:
            glued |= (text["last"] == first) & (last == second)
        before = text["in_word"] & glued
        letters = self.is_word[last]
        words = text["words"] + (letters & ~before)
        return {"words": words, "last": last, "in_word": before | letters}


def _has_letter(token: str) -> bool:
    return any(c.isalnum() for c in token)


def _glues(first: str, second: str) -> bool:
    """Whether two tokens are written without a space between them."""
    if first[0].isalnum() and second[0].isalnum() and "'" not in second:
        return False  # most pairs, told at once
    return " " not in detokenise([first, second])


def count_words(text: str) -> int:
    """How many words a text has, as people count them.

    Chapter: book/09_beam_search
    """
    pieces = text.split()
    return sum(map(_has_letter, pieces))
