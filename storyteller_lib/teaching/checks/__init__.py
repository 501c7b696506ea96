"""All checks of exercises, by number.

Chapter: book/01_a_story_from_a_picture
"""

from storyteller_lib.teaching.checks import (
    attending,
    captions,
    further,
    leaving,
    measuring,
    pictures,
    sequences,
    style,
    thoughts,
    writing,
)
from storyteller_lib.teaching.checks.kinds import Check

MODULES = (
    pictures,
    captions,
    thoughts,
    writing,
    style,
    sequences,
    measuring,
    attending,
    further,
    leaving,
)
CHECKS: dict[str, Check] = {
    number: one for module in MODULES for number, one in module.CHECKS.items()
}
