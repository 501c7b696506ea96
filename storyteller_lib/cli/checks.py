"""``storyteller doctor``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.cli.options import AsJson, group, show

app = group("Checks.")


@app.command(
    help="Say what is installed, what works, and what to do next.\n\n"
    "Example: storyteller doctor --json"
)
def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, what works, and what to do next.

    Chapter: book/02_pictures_captions_books
    """
    from storyteller_lib.cli.doctor import examine, report

    found = examine()
    show(found, as_json, lambda: report(found))
