"""Beam search against a bare one in a few lines, and against transformers.

Run ``python -m tests.benchmarks.searches``. All search with the same decoder
for the same length, by sums of log-probabilities. The bare one keeps no
lengths, no trace, no finished hypotheses: it is what a batched search cannot
do without. Transformers is no dependency; it is compared where it is there.
"""

from __future__ import annotations

import importlib.util

import torch
from torch import Tensor

from storyteller_lib.text import EOS, UNK
from tests.benchmarks.beam_search import (
    LENGTH,
    Decoder,
    model_alone,
    ours,
    seconds,
)


def bare(decoder: Decoder, width: int, length: int = LENGTH) -> list[int]:
    """A beam of sentences that all go on to the end."""
    state = decoder.start()
    tokens = torch.zeros(1, 0, dtype=torch.long)
    last, scores = torch.tensor([-1]), torch.zeros(1)
    with torch.inference_mode():
        for _ in range(length):
            log_probs, state = decoder.step(last, state)
            log_probs[:, [EOS, UNK]] = -torch.inf
            total = (scores.unsqueeze(1) + log_probs).flatten()
            scores, best = total.topk(width)
            parents, last = (
                best // log_probs.shape[1],
                best % log_probs.shape[1],
            )
            state = {name: part[parents] for name, part in state.items()}
            tokens = torch.cat([tokens[parents], last.unsqueeze(1)], 1)
    found: list[int] = tokens[0].tolist()
    return found


def has_transformers() -> bool:
    """Whether transformers can be imported here."""
    return importlib.util.find_spec("transformers") is not None


def transformers_search(decoder: Decoder):  # type: ignore[no-untyped-def]
    """Transformers' generate on the same decoder, as a function of width."""
    from transformers import GenerationMixin, PretrainedConfig, PreTrainedModel
    from transformers.modeling_outputs import CausalLMOutputWithPast

    parts = CausalLMOutputWithPast.__dataclass_fields__
    kept = "cache" if "cache" in parts else "past_key_values"  # its old name

    class State:
        """What transformers carries along for us, reordered as it says."""

        is_compileable = False

        def __init__(self, state: dict[str, Tensor], length: int) -> None:
            self.state, self.length = state, length

        def get_seq_length(self, *_: object) -> int:
            return self.length

        def reorder_cache(self, rows: Tensor) -> None:
            self.state = {n: part[rows] for n, part in self.state.items()}

    class Wrapped(PreTrainedModel, GenerationMixin):
        config_class = PretrainedConfig
        main_input_name = "input_ids"

        def __init__(self, config: PretrainedConfig) -> None:
            super().__init__(config)
            self.anchor = torch.nn.Parameter(torch.zeros(1))

        @classmethod
        def _supports_default_dynamic_cache(cls) -> bool:
            return False

        def prepare_inputs_for_generation(
            self, input_ids: Tensor, **given: object
        ) -> dict[str, object]:
            return {"input_ids": input_ids, kept: given.get(kept)}

        def forward(self, input_ids: Tensor, **given: object):  # type: ignore[no-untyped-def]
            last, cache = input_ids[:, -1], given.get(kept)
            if not isinstance(cache, State):
                state = decoder.start()["hidden"].expand(len(last), -1)
                cache = State({"hidden": state}, 0)
                last = torch.full_like(last, -1)
            log_probs, cache.state = decoder.step(last, cache.state)
            cache.length += 1
            return CausalLMOutputWithPast(
                logits=log_probs.unsqueeze(1), **{kept: cache}
            )

    size = decoder.model.settings.vocabulary
    config = PretrainedConfig(
        vocab_size=size, bos_token_id=2, eos_token_id=EOS, pad_token_id=EOS
    )
    config.num_hidden_layers = 1
    wrapped = Wrapped(config).eval()

    def search(width: int, length: int = LENGTH) -> list[int]:
        found = wrapped.generate(
            input_ids=torch.tensor([[2]]),
            num_beams=width,
            max_new_tokens=length,
            do_sample=False,
            length_penalty=0.0,
            suppress_tokens=[EOS, UNK],
        )
        tokens: list[int] = found[0, 1:].tolist()
        return tokens

    return search


def report(width: int = 50, repeats: int = 3) -> str:
    """A line or two with the ratios."""
    decoder = Decoder()
    jobs = [
        lambda: ours(decoder, width),
        lambda: bare(decoder, width),
        lambda: model_alone(decoder, width),
    ]
    if has_transformers():
        generate = transformers_search(decoder)
        jobs.append(lambda: generate(width))
    mine, few, model, *theirs = seconds(jobs, repeats)
    line = (
        f"beam search, width {width}, {LENGTH} steps: {mine:.2f} s, "
        f"{mine / few:.2f} times the time of a bare topk search, "
        f"{mine / model:.2f} times that of the model's steps alone; "
    )
    if not theirs:
        return line + "transformers is not installed: not compared"
    return line + (
        f"transformers' generate takes {theirs[0] / mine:.2f} times ours "
        "(budget: 1 or more)"
    )


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(report())
