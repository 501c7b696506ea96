"""A slider over the words of a caption, and where its writer looked.

All pages are drawn beforehand and the browser alone turns them (``jslink``),
so that the slider moves on a page without a kernel, too.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from ipywidgets import HTML, Layout, SelectionSlider, Stack, VBox, jslink
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.pictures import PictureLike, load_picture
from storyteller_lib.plots.attention_maps import check_maps, lit
from storyteller_lib.plots.figures import image_html

NAME = "word of the caption"


def attention_slider(
    picture: PictureLike,
    words: Sequence[str],
    maps: Float[Tensor, "steps rows columns"],
    what: str = "the picture",
) -> VBox:
    """Turn from word to word; the picture is lit where the writer looked.

    Args:
        picture: what was looked at.
        words: of the caption.
        maps: a grid of weights for each word; the end's may follow.
        what: the picture in words, for those who cannot see it.

    Raises:
        StorytellerError: if there is not a map for each word.

    Chapter: book/04_captions_with_attention
    """
    check_maps(words, maps)
    image = load_picture(picture)
    pages = [
        HTML(_page(image, words, i, maps[i], what), layout=_wide())
        for i in range(len(words))
    ]
    slider = SelectionSlider(
        options=[(word, i) for i, word in enumerate(_apart(words))],
        index=0,
        description=NAME,
        tooltip=NAME,
        style={"description_width": "initial"},
        layout=Layout(width="100%", max_width="34rem"),
    )
    stack = Stack(pages, selected_index=0, layout=_wide())
    jslink((slider, "index"), (stack, "selected_index"))
    return VBox([slider, stack])


def _wide() -> Layout:
    return Layout(width="100%", margin="0.4rem 0 0 0")


def _apart(words: Sequence[str]) -> list[str]:
    """The words, each with its place if it comes more than once."""
    return [
        f"{word} ({i + 1})" if words.count(word) > 1 else word
        for i, word in enumerate(words)
    ]


def _page(
    image: PictureLike,
    words: Sequence[str],
    at: int,
    weights: Float[Tensor, "rows columns"],
    what: str,
) -> str:
    """The lit picture above the caption, the word of the page in bold."""
    told = " ".join(
        f"<strong>{html.escape(word)}</strong>"
        if i == at
        else html.escape(word)
        for i, word in enumerate(words)
    )
    row, column = divmod(int(weights.argmax()), weights.shape[1])
    alt = (
        f"{what}, lit where attention lies at the word {words[at]}: most in "
        f"row {row + 1} of {weights.shape[0]} from above, column {column + 1} "
        f"of {weights.shape[1]} from the left"
    )
    shown = image_html(lit(image, weights), alt)
    return f'{shown}<p style="margin:0.3rem 0 0 0">{told}</p>'
