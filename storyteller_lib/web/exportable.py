"""Which storytellers a browser can carry: their parts, and how they tell.

What the page's own code does not do must not get lost in silence, or the
page would tell another story than Python: whoever asks for it is refused.

Chapter: book/17_leaving_python
"""

from __future__ import annotations

from collections.abc import Iterator

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings
from storyteller_lib.image_encoder import BottleneckEncoder, ImageEncoder
from storyteller_lib.skip_thoughts import SkipThoughtEncoder
from storyteller_lib.storyteller.choosing.candidates import SelectionSettings
from storyteller_lib.storyteller.models import Models

Demand = tuple[bool, str]
"""Whether something holds, and what a browser needs."""

NOT_IN_A_PAGE = (
    "prefer_finished",
    "shrinking",
    "empty_last",
    "forbid_unknown",
    "unknown_cost",
)
"""Settings of the beam that the page's search knows only as they usually
are."""


def check_exportable(models: Models) -> None:
    """Raise StorytellerError for models that a browser cannot carry.

    Chapter: book/17_leaving_python
    """
    for fits, what in (*_of_parts(models), *_of_settings(models)):
        if not fits:
            raise StorytellerError(
                f"the models {models.name or 'given'} cannot be exported for "
                f"a browser: that needs {what}"
            )


def _of_parts(models: Models) -> Iterator[Demand]:
    """What the graphs are made for."""
    decoder, captioner = models.decoder.settings, models.captioner
    own = isinstance(models.image_encoder, ImageEncoder | BottleneckEncoder)
    yield own, "an image encoder of this book's"
    yield isinstance(models.thoughts, SkipThoughtEncoder), "one encoder"
    yield (
        bool(decoder.deep and decoder.topic and decoder.condition_dim),
        "a decoder with deep output, condition and topic",
    )
    yield (
        captioner is None or captioner.settings.lstm_layers == 1,
        "a captioner of one LSTM, which sees the last grid",
    )
    yield models.decoder_words is None, "one vocabulary for all stories"


def _of_settings(models: Models) -> Iterator[Demand]:
    """What the page's own code does, and nothing else."""
    beam, usual = BeamSettings.from_dict(models.beam), BeamSettings()
    for name in NOT_IN_A_PAGE:
        wanted = getattr(usual, name)
        kept = getattr(beam, name) == wanted
        yield kept, f'the setting {name} of "beam" to be {wanted}'
    chosen = SelectionSettings.from_dict(models.selection)
    yield chosen.guidance == 1, 'the setting guidance of "selection" to be 1'
    yield (
        chosen.by_sentence and chosen.candidates > 1,
        'a "selection" by_sentence, among two candidates or more',
    )
    yield (
        models.captions_from != "attention",
        'captions from "retrieval" or "both"',
    )
