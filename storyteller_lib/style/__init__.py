"""Style shifting: take the caption out of a thought, put a style in.

Chapter: book/08_style_shifting
"""

from storyteller_lib.style.shifting import (
    Vector,
    blend,
    check_strength,
    check_style,
    mean_thought,
    parse_style,
    shift,
)

__all__ = [
    "Vector",
    "blend",
    "check_strength",
    "check_style",
    "mean_thought",
    "parse_style",
    "shift",
]
