"""Reading from a text what it says about a scene."""

from __future__ import annotations

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.mentions import mentions, named
from storyteller_lib.data.storybook.scene import Scene


def test_mentions_and_named_read_a_text():
    scene = Scene("fox", "red", 2, "kite", "lake", "night", "gift", "beside")
    text = "Two foxes flew a kite beside the present by the lake."
    assert mentions(text, scene) == {
        "subject": True,
        "colour": False,
        "count": True,
        "action": True,
        "place": True,
        "weather": False,
        "thing": True,
    }
    assert named("A cat and an owl below the snowy peaks.", "subject") == {
        "cat",
        "owl",
    }
    assert named("A cat below the snowy peaks.", "colour") == set()
    assert named("A snowy owl.", "colour") == {"white"}
    assert named("The fox.", "count") == {1}
    assert named("A trio of toads.", "count") == {3}
    assert named("A toadstool in a sandcastle.", "place") == {"beach"}


@pytest.mark.parametrize(("part", "table"), lexicon.PARTS.items())
def test_every_form_of_the_lexicon_is_understood(part, table):
    for value, forms in table.items():
        for form in forms:
            assert named(f"It was {form}.", part) == {value}


def test_a_part_that_no_scene_has_is_refused():
    with pytest.raises(StorytellerError, match="no part 'mood'"):
        named("The fox.", "mood")
