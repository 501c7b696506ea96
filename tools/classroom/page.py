"""The page that lies on top: what to do, in ten lines."""

from __future__ import annotations

import platform
from dataclasses import dataclass

from markdown_it import MarkdownIt

from tools.classroom.start import this_machine

NAME = "START_HERE"
TEXT = """\
# Once Upon a Picture

1. You need Python {python} on {machine}, {disk:.1f} GB of disk, no network.
2. Unpack the zip where you may write; open a terminal in its folder.
3. Say `{command}`. The first time it installs, which takes some minutes.
4. The chapters open in JupyterLab. Begin with the first, and run its cells.
5. The exercises are yours to solve; each says how to check the answer.
6. Only reading? Open [site/index.html](site/index.html): nothing is installed.
7. A story of your photograph: `{command} story photo.jpg --style thriller`
8. Something is wrong? `{command} doctor` says what works, and what to do.
9. To stop, press Ctrl and C twice; to remove it, delete the folder.
10. Who may do what with it: see the files whose names begin with LICENSE.
"""
HTML = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Once Upon a Picture: start here</title>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ font: 1.1rem/1.6 Georgia, serif; margin: 2rem auto;
    max-width: 42rem; padding: 0 1.2rem; }}
  li {{ margin: 0.4rem 0; }}
  code {{ font-size: 0.95em; overflow-wrap: anywhere; }}
</style>
<main>
{body}</main>
</html>
"""


@dataclass(frozen=True)
class Needs:
    """What the zip needs of a machine.

    Args:
        python: the version that the wheels are made for, as in 3.11.
        machine: system and processor.
        disk: gigabytes of the unpacked zip and what it installs.
    """

    python: str
    machine: str
    disk: float

    @classmethod
    def here(cls, disk: float) -> Needs:
        """Those of a zip that is made on this machine, for its like."""
        version = ".".join(platform.python_version_tuple()[:2])
        return cls(version, this_machine(), disk)

    @property
    def command(self) -> str:
        """The one command, as it is typed there."""
        windows = self.machine.startswith("Windows")
        python = f"py -{self.python}" if windows else f"python{self.python}"
        return f"{python} start.py"


def markdown(needs: Needs) -> str:
    """The page for a terminal."""
    disk = max(needs.disk, 0.1)
    return TEXT.format(
        python=needs.python,
        machine=needs.machine,
        command=needs.command,
        disk=disk,
    )


def html(needs: Needs) -> str:
    """The page for a browser."""
    return HTML.format(body=MarkdownIt().render(markdown(needs)))
