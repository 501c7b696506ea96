"""``storyteller data`` and ``storyteller import``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyteller_lib.cli.options import AsJson, group, show

if TYPE_CHECKING:
    from storyteller_lib.data.downloads.sources import Source

app = group(
    "Photographs, novels and word vectors of others.\n\n"
    "Example: storyteller data list"
)
imports = group("Models of others.")

SourceName = Annotated[
    str, typer.Argument(help="A name of storyteller data list.")
]
Folder = Annotated[
    str | None,
    typer.Option(help="A folder; else the one of STORYTELLER_DATA."),
]
WorldName = Annotated[
    str, typer.Option(help="storybook, pocket, or real with your data.")
]


@app.command(
    "list",
    help="List what can be downloaded, from where, and on what terms.\n\n"
    "Example: storyteller data list --json",
)
def list_data(as_json: AsJson = False) -> None:
    """List what can be downloaded.

    Chapter: book/02_pictures_captions_books
    """
    from storyteller_lib.data.downloads.getting import list_sources

    sources = list_sources()
    values = [_about(source) for source in sources]
    lines = [_line(source) for source in sources]
    show(values, as_json, lambda: "\n".join(lines))


def _about(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "title": source.title,
        "page": source.page,
        "terms": source.terms,
        "bytes": source.size,
        "files": len(source.files),
    }


def _line(source: Source) -> str:
    size = f"{source.size / 1e6:,.0f} MB" if source.size else "size unknown"
    return (
        f"{source.name}  ({size})\n    {source.title}\n"
        f"    {source.page}\n    Terms: {source.terms}"
    )


@app.command(
    help="Download data from its official place; goes on where it stopped."
    "\n\nExample: storyteller data get flickr8k --out my_data"
)
def get(
    name: SourceName,
    out: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Download data from its official place.

    Raises:
        StorytellerError: without a folder or a network, for unknown names,
            and for files that are not what they should be.

    Chapter: book/02_pictures_captions_books
    """
    from storyteller_lib.config import StorytellerError, data_folder
    from storyteller_lib.data.downloads.getting import find_source
    from storyteller_lib.data.downloads.getting import get as download

    source = find_source(name)
    folder = Path(out) if out else data_folder()
    if folder is None:
        raise StorytellerError(
            "name a folder for the data with --out, or in STORYTELLER_DATA"
        )
    said = download(source, folder)
    values = {"name": name, "folder": str(folder), "files": said}
    then = f"Set STORYTELLER_DATA to {folder} to train on it."
    show(values, as_json, lambda: "\n".join([*said, then]))


@app.command(
    help="Read a world's data from end to end: what is there, what is "
    "broken.\n\nExample: storyteller data prepare --world real"
)
def prepare(
    world: WorldName = "real",
    as_json: AsJson = False,
) -> None:
    """Read a world's data from end to end.

    Raises:
        StorytellerError: for an unknown world, or a real one without data.

    Chapter: book/02_pictures_captions_books
    """
    from storyteller_lib.data.preparation import prepare as read_all
    from storyteller_lib.recipes.workshop import world_named

    found = read_all(world_named(world))
    lines = [
        f"ok  {name}: {much:,}"
        if isinstance(much, int)
        else f"--  {name}: {much}"
        for name, much in found.items()
    ]
    show(found, as_json, lambda: "\n".join(lines))


@imports.command(
    "import",
    help="Turn files of the original systems into models of ours.\n\n"
    "Example: storyteller import neural-storyteller/models --out originals, "
    "and then storyteller story dog.jpg --models originals",
)
def import_models(
    folder: Annotated[
        str, typer.Argument(help="The folder with the original files.")
    ],
    out: Annotated[str, typer.Option(help="A folder for the models.")],
    as_json: AsJson = False,
) -> None:
    """Turn files of the original systems into models of ours.

    Raises:
        StorytellerError: for files that are missing, broken or unknown.

    Chapter: book/08_style_shifting
    """
    from storyteller_lib.cli.options import waiting
    from storyteller_lib.originals.importer import import_originals

    with waiting("importing"):
        report = import_originals(folder, out)
    show(report.to_dict(), as_json, lambda: str(report))
