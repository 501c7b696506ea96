"""The networks as functions from tensors to tensors, each ready for export.

A browser keeps no PyTorch modules, so each thing that a storyteller asks of
its networks is one function here: to look, to embed, to think, to begin and
go on with a caption or a story, to read a passage, to judge a sentence. The
modules inside are the storyteller's own and are called as it calls them; only
what a graph cannot hold (packed sequences, rows of any number) is said in
another way. Ids are int32, which JavaScript has.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from typing import cast

import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.image_encoder import OwnEncoder
from storyteller_lib.prose_critic import ProseCritic
from storyteller_lib.recurrent import (
    last_states,
    reversed_steps,
    shifted,
    with_condition,
)
from storyteller_lib.skip_thoughts import SkipThoughtEncoder
from storyteller_lib.story_decoder import StoryDecoder
from storyteller_lib.visual_semantic_embedding import VisualSemanticEmbedding

Ids = Int[Tensor, "rows time"]
Lengths = Int[Tensor, " rows"]


class Look(nn.Module):
    """Bytes of squashed pictures to eye vectors and annotation vectors.

    Chapter: book/03_captions_by_retrieval
    """

    def __init__(
        self, encoder: OwnEncoder, embedding: VisualSemanticEmbedding
    ) -> None:
        super().__init__()
        self.image_encoder = encoder
        self.visual_semantic_embedding = embedding

    def forward(
        self, pixels: UInt8[Tensor, "rows h w 3"]
    ) -> tuple[Float[Tensor, "rows space"], Float[Tensor, "rows places c"]]:
        """Unit vectors in the visual-semantic space, and the grids."""
        seen = self.image_encoder(pixels.permute(0, 3, 1, 2).float() / 255)
        eye = self.visual_semantic_embedding.embed_images(seen.pooled)
        return eye, seen.grid


class Embed(nn.Module):
    """Captions, ended by eos, to unit vectors in the pictures' space.

    Chapter: book/03_captions_by_retrieval
    """

    def __init__(self, embedding: VisualSemanticEmbedding) -> None:
        super().__init__()
        self.visual_semantic_embedding = embedding

    def forward(
        self, ids: Ids, lengths: Lengths
    ) -> Float[Tensor, "rows space"]:
        """One unit vector a caption; lengths count the eos."""
        return self.visual_semantic_embedding.embed_ids(
            ids.long(), lengths.long()
        )


class Think(nn.Module):
    """Texts to skip-thought vectors.

    Chapter: book/05_skip_thoughts
    """

    def __init__(self, encoder: SkipThoughtEncoder) -> None:
        super().__init__()
        self.skip_thoughts = encoder

    def forward(self, ids: Ids, lengths: Lengths) -> Float[Tensor, "rows dim"]:
        """Thoughts, of unit length if the encoder's are."""
        found = self.skip_thoughts(ids.long(), lengths.long())
        if self.skip_thoughts.settings.unit_length:
            found = F.normalize(found, dim=1)
        return cast(Tensor, found)


class BeginCaption(nn.Module):
    """Annotation vectors to the state from which a caption begins.

    Chapter: book/04_captions_with_attention
    """

    def __init__(self, captioner: AttentionCaptioner) -> None:
        super().__init__()
        self.attention_captioner = captioner

    def forward(
        self, grid: Float[Tensor, "rows places channels"]
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Annotations and keys, which stay, and the LSTM's first state."""
        state = self.attention_captioner.start(grid)
        hidden, memory = state["layers"][0]
        return state["annotations"], state["keys"][0], hidden, memory


class StepCaption(nn.Module):
    """One word of a caption.

    Chapter: book/04_captions_with_attention
    """

    def __init__(self, captioner: AttentionCaptioner) -> None:
        super().__init__()
        self.attention_captioner = captioner

    def forward(
        self,
        last: Lengths,
        annotations: Float[Tensor, "rows places channels"],
        keys: Float[Tensor, "rows places attention"],
        hidden: Float[Tensor, "rows dim"],
        memory: Float[Tensor, "rows dim"],
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Log-probabilities, the state after, and where it looked."""
        state = {
            "annotations": annotations,
            "keys": [keys],
            "layers": [(hidden, memory)],
            "weights": annotations[:, :, 0],
        }
        chances, after = self.attention_captioner.step(last.long(), state)
        hidden, memory = after["layers"][0]
        return chances, hidden, memory, after["weights"]


class BeginStory(nn.Module):
    """Thoughts to the states from which stories begin.

    Chapter: book/07_training_the_decoder
    """

    def __init__(self, decoder: StoryDecoder) -> None:
        super().__init__()
        self.story_decoder = decoder

    def forward(
        self, thoughts: Float[Tensor, "rows thought"]
    ) -> tuple[Tensor, ...]:
        """Hidden, and where the decoder has them condition and topic."""
        return tuple(self.story_decoder.start(thoughts).values())


class StepStory(nn.Module):
    """One word of a story.

    Chapter: book/07_training_the_decoder
    """

    def __init__(self, decoder: StoryDecoder) -> None:
        super().__init__()
        self.story_decoder = decoder

    def forward(
        self,
        last: Lengths,
        hidden: Float[Tensor, "rows dim"],
        condition: Float[Tensor, "rows condition"],
        topic: Float[Tensor, "rows word"],
    ) -> tuple[Tensor, Tensor]:
        """Log-probabilities of the next word, and the hidden state after."""
        state = {"hidden": hidden, "condition": condition, "topic": topic}
        chances, after = self.story_decoder.step(last.long(), state)
        return chances, after["hidden"]


class ReadStory(nn.Module):
    """What the decoder says of passages that are there already.

    Chapter: book/10_the_storyteller
    """

    def __init__(self, decoder: StoryDecoder) -> None:
        super().__init__()
        self.story_decoder = decoder

    def forward(
        self,
        ids: Ids,
        hidden: Float[Tensor, "rows dim"],
        condition: Float[Tensor, "rows condition"],
        topic: Float[Tensor, "rows word"],
    ) -> Float[Tensor, "rows time"]:
        """Each word's log-probability; what stands over padding is none.

        It is ``StoryDecoder.surprise``, negative and not yet cut to length.
        """
        decoder, words = self.story_decoder, ids.long()
        read = with_condition(shifted(decoder.words(words)), condition)
        states, _ = decoder.gru(read, hidden.unsqueeze(0))
        mixed = torch.tanh(decoder.hidden(states)) + topic.unsqueeze(1)
        logits = F.linear(mixed, decoder.table, decoder.bias)
        said = logits.gather(2, words.unsqueeze(2)).squeeze(2)
        return said - logits.logsumexp(dim=2)  # (rows, time)


class _CriticSteps(nn.Module):
    """A critic beside the word vectors of the decoder that it judges.

    Its GRU reads both ways at once; here each way is a GRU of its own, and
    ``owned`` says whose weights these have.
    """

    def __init__(self, critic: ProseCritic, decoder: StoryDecoder) -> None:
        super().__init__()
        self.prose_critic = critic
        self.story_decoder = nn.ModuleDict({"words": decoder.words})
        dim = critic.settings.dim
        self.forwards = nn.GRU(critic.gru.input_size, dim, batch_first=True)
        self.backwards = nn.GRU(critic.gru.input_size, dim, batch_first=True)
        self.owned: dict[str, str] = {}
        for stored, weight in critic.gru.named_parameters():
            way = "backwards" if stored.endswith("_reverse") else "forwards"
            name = stored.removesuffix("_reverse")
            setattr(getattr(self, way), name, weight)
            self.owned[f"{way}.{name}"] = f"prose_critic.gru.{stored}"

    def read(self, ids: Tensor, inside: Tensor) -> Tensor:
        """What the critic's GRU reads: words, and whether they count."""
        words = self.story_decoder["words"](ids)  # (rows, time, word)
        return torch.cat([words, inside.unsqueeze(2).float()], dim=2)


class ReadContext(_CriticSteps):
    """What the critic has in mind after the words before a sentence.

    Chapter: book/09_beam_search
    """

    def forward(self, ids: Ids, lengths: Lengths) -> Float[Tensor, "rows dim"]:
        """The state after each context; zeros after none."""
        words = ids.long()
        states, _ = self.forwards(self.read(words, torch.zeros_like(words)))
        return last_states(states, lengths.long())


class Judge(_CriticSteps):
    """The critic's log-odds that a person wrote a sentence.

    Chapter: book/09_beam_search
    """

    def forward(
        self,
        ids: Ids,
        lengths: Lengths,
        first: Float[Tensor, "rows dim"],
    ) -> Float[Tensor, " rows"]:
        """Log-odds in nats; ``first`` is what ``ReadContext`` gives.

        A GRU that reads backwards reads the words turned round, so that it
        begins at a sentence's end and not at its padding.
        """
        words, sizes = ids.long(), lengths.long()
        steps = torch.arange(ids.shape[1], device=ids.device)
        inside = steps < sizes.unsqueeze(1)  # (rows, time)
        there, _ = self.forwards(self.read(words, inside), first.unsqueeze(0))
        turned = self.read(reversed_steps(words, sizes), inside)
        back, _ = self.backwards(turned)
        places = (sizes.unsqueeze(1) - 1 - steps).clamp(min=0)
        places = places.unsqueeze(2).expand(-1, -1, back.shape[2])
        states = torch.cat([there, back.gather(1, places)], dim=2)
        return self.prose_critic._verdict(states, inside)
