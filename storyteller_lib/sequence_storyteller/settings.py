"""Sizes and choices of the sequence storyteller.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from dataclasses import dataclass

from storyteller_lib.config import Settings, StorytellerError, check_known

ATTENTIONS = ("none", "general", "dot", "additive")


@dataclass(frozen=True)
class SequenceStorytellerSettings(Settings):
    """Sizes and choices of a sequence storyteller.

    Attributes:
        vocabulary: number of words, the two special ones counted.
        image_dim: size of a picture's vector (original: AlexNet's 4096).
        group: how many pictures each sentence sees, its own and those just
            before it (original: 3, written k or ``last_k``).
        previous: whether the sentence before is read too.
        attention: how the decoder looks back at the words of the sentence
            before (Luong et al., 2015, section 3.1): ``general``, ``dot``,
            ``additive`` (Bahdanau et al., 2015), or ``none``: it is then
            told once, at the start.
        copying: whether words can be taken over from the sentence before
            (See et al., 2017); the original has no such thing.
        word_dim: size of a word's vector (original: 300).
        dim: size of all states (original: 1024).
        condition_dim: size of what of the start each step sees again; 0
            shows it to the first state alone, as in the original.
        topic: whether what is known at the start also speaks to the output
            layer directly and makes its words likelier all through the
            sentence, as topics do in a TopicRNN (Dieng et al., 2017, eq.
            3); the original has no such thing.
        dropout: share of inputs and outputs hidden in training.
        frozen_words: whether the words' vectors stay as they are given, as
            in the original.
        tied: whether the output shares the word table with the input.

    Chapter: book/11_stories_from_sequences
    """

    vocabulary: int
    image_dim: int
    group: int = 3
    previous: bool = True
    attention: str = "none"
    copying: bool = False
    word_dim: int = 64
    dim: int = 128
    condition_dim: int = 32
    topic: bool = True
    dropout: float = 0.0
    frozen_words: bool = False
    tied: bool = True

    def __post_init__(self) -> None:
        self.check_positive("vocabulary", "image_dim", "group")
        self.check_positive("word_dim", "dim")
        name = type(self).__name__
        check_known("attention", self.attention, ATTENTIONS)
        if self.attention != "none" and not self.previous:
            raise StorytellerError(
                f"{name} with attention {self.attention!r} needs "
                "previous=True: there is nothing else to attend to"
            )
        if self.copying and self.attention == "none":
            raise StorytellerError(
                f"{name} with copying=True needs an attention: it copies the "
                "words that it looks at"
            )
        if self.frozen_words and self.tied:
            raise StorytellerError(
                f"{name} with frozen_words=True needs tied=False: what must "
                "not learn cannot be the output"
            )
        self.check_range("condition_dim")
        self.check_range("dropout", below=1)
