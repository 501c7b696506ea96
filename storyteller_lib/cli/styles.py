"""``storyteller style build`` and ``storyteller style list``.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from storyteller_lib.cli.options import (
    AsJson,
    ModelsName,
    group,
    show,
    two_numbers,
)

app = group(
    "Styles of your own, from your own texts.\n\n"
    "Example: storyteller style build walden.txt --name thoreau"
)


@app.command(
    help="Build a style from prose: plain text files, EPUB books, saved web "
    "pages.\n\n"
    "Example: storyteller style build walden.txt --name thoreau, and then "
    "storyteller story dog.jpg --style thoreau"
)
def build(
    texts: Annotated[
        list[str],
        typer.Argument(
            help="Plain text files, EPUB books, or folders of them."
        ),
    ],
    name: Annotated[str, typer.Option(help="What to call the style.")],
    models: ModelsName = "course",
    length: Annotated[
        str, typer.Option(help="Fewest and most words of a passage.")
    ] = "25-60",
    out: Annotated[
        str | None,
        typer.Option(help="A file; else where --style NAME finds it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Build a style from text files.

    Raises:
        StorytellerError: for texts or names that cannot be used.

    Chapter: book/08_style_shifting
    """
    from storyteller_lib.storyteller.models.files import load_models
    from storyteller_lib.storyteller.styles.builder import build_style

    limits = two_numbers(length, "a passage")
    assert limits is not None
    style = build_style(texts, load_models(models), name, limits)
    path = style.save(_target(out))
    asked = name if out is None else str(path)
    values = {"name": name, "file": str(path), **style.card}
    show(
        values,
        as_json,
        lambda: (
            f"Built the style {name} from {style.card['passages']:,} "
            f"passages: {path}\nTry: storyteller story PICTURE --style "
            f'"{asked}" --models {models}'
        ),
    )


def _target(out: str | None) -> Path | None:
    from storyteller_lib.config import StorytellerError
    from storyteller_lib.storyteller.styles.files import SUFFIX

    if out is None or out.endswith(SUFFIX):
        return None if out is None else Path(out)
    raise StorytellerError(
        f"cannot write the style to {out}: the name of a style file ends "
        f"with {SUFFIX}"
    )


@app.command(
    "list",
    help="List the styles that there are: the models' and your own.\n\n"
    "Example: storyteller style list --models storybook",
)
def list_styles(
    models: ModelsName = "course", as_json: AsJson = False
) -> None:
    """List the styles that there are.

    Raises:
        StorytellerError: if the models cannot be read.

    Chapter: book/08_style_shifting
    """
    from storyteller_lib.storyteller.models.files import load_models
    from storyteller_lib.storyteller.styles.files import own_styles, reader_of

    known = load_models(models)
    reader = reader_of(known)
    own = [_about(n, path, reader) for n, path in own_styles().items()]
    values = {"models": models, "styles": sorted(known.styles), "own": own}
    lines = [f"{name}  (of the models {models})" for name in known.styles]
    lines += [f"{style['name']}  ({style['about']})" for style in own]
    if not own:
        lines.append("None of your own yet: storyteller style build --help")
    show(values, as_json, lambda: "\n".join(lines))


def _about(name: str, path: Path, reader: str) -> dict[str, Any]:
    """A style of one's own in a line, also if it is of no use here."""
    from storyteller_lib.config import StorytellerError
    from storyteller_lib.storyteller.styles.files import Style

    found: dict[str, Any] = {"name": name, "file": str(path), "fits": False}
    try:
        card = Style.load(path).card
    except StorytellerError as error:
        return {**found, "about": f"cannot be used: {error}"}
    fits = card["reader"] == reader
    passages, models = card.get("passages"), card.get("models")
    about = "your own"
    if isinstance(passages, int):
        about += f", {passages:,} passages"
    if not fits:
        about += f", built with other models ({models}): build it again"
    return {**found, "fits": fits, "about": about, **card}
