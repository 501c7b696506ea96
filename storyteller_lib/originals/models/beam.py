"""The beam search of 2015, in what all released code has in common.

Chapter: book/09_beam_search
"""

from __future__ import annotations

from storyteller_lib.decoding.beam_settings import BeamSettings

RELEASED_BEAM = BeamSettings(
    min_length=0, length_normalisation=0.0, shrinking=True
)
"""Sums are compared, the empty text counts, and a hypothesis that finishes
takes its place in the beam with it."""
