"""Two storytellers read blind, side by side.

``write`` tells stories of photographs of Flickr8k's test part with two
tellers and puts them on a sheet in pairs, in an order that is drawn, under
what people said of the photograph; the key goes into a file of its own.
Whoever reads the sheet writes a line for each pair: its number and A, B or
=. ``count`` opens the key.

    python -m data_scripts.measure.blind_reading write runs/blind \\
        --row "plain: recipe=plain candidates=1" --row "course: candidates=48"
    python -m data_scripts.measure.blind_reading count runs/blind answers.txt
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation.stories.tellers import load_tellers, tell_all

SHEET, KEY = "sheet.txt", "key.json"
EQUAL = "="


def pairs(
    pictures: Sequence[PictureRecord],
    told: Sequence[Sequence[str]],
    seed: int,
) -> tuple[str, list[str]]:
    """The sheet's text, and for each pair which of A and B is the second's.

    Args:
        pictures: what the stories are about.
        told: a story a picture of each of the two tellers.
        seed: draws the order of the pictures and of each pair.
    """
    chance = random.Random(seed)
    order = list(range(len(pictures)))
    chance.shuffle(order)
    lines, key = [], []
    for number, i in enumerate(order, start=1):
        second = chance.choice("AB")
        first = "BA"["AB".index(second)]
        both = dict(zip((first, second), (t[i] for t in told), strict=True))
        lines += [f"{number}.", *(f"   * {c}" for c in pictures[i].captions)]
        lines += [f"   {letter}: {both[letter]}" for letter in "AB"]
        lines.append("")
        key.append(second)
    return "\n".join(lines), key


def count(key: Sequence[str], answers: str) -> Counter[str]:
    """How often the first and the second teller were preferred.

    Raises:
        StorytellerError: if the answers are not one line a pair.
    """
    lines = [line.split() for line in answers.split("\n") if line.strip()]
    given = {line[0]: line[-1] for line in lines if len(line) == 2}
    wanted = {str(number) for number in range(1, len(key) + 1)}
    if set(given) != wanted or not set(given.values()) <= {"A", "B", EQUAL}:
        raise StorytellerError(
            f"answers are lines such as '7 B' (A, B or =), one for each of "
            f"the {len(key)} pairs"
        )
    return Counter(
        "equal"
        if given[str(number)] == EQUAL
        else ("second" if given[str(number)] == second else "first")
        for number, second in enumerate(key, start=1)
    )


def write(
    folder: Path, rows: Sequence[str], number: int, seed: int, keep: Path
) -> None:
    """Tell the stories, or find them where they were kept, and write."""
    pictures = RealWorld().pictures("test", number)
    told = []
    for by in load_tellers(rows=rows):
        texts = []
        for i, picture in enumerate(pictures):
            style = GENRES[i % len(GENRES)]
            (story,) = tell_all(by, [picture], [style], keep)[style]
            texts.append(story.text)
        told.append(texts)
    sheet, key = pairs(pictures, told, seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHEET).write_text(sheet, encoding="utf-8")
    (folder / KEY).write_text(json.dumps({"rows": rows, "second": key}))
    print(f"{folder / SHEET}: {len(key)} pairs")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=("write", "count"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("answers", type=Path, nargs="*")
    parser.add_argument("--row", action="append", default=[])
    parser.add_argument("--pictures", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="where stories are kept")
    given = parser.parse_args()
    if given.what == "write":
        if len(given.row) != 2:
            parser.error("name two tellers, each with --row")
        keep = given.keep or given.folder / "stories"
        write(given.folder, given.row, given.pictures, given.seed, keep)
        return
    key = json.loads((given.folder / KEY).read_text())
    for path in given.answers:
        found = count(key["second"], path.read_text(encoding="utf-8"))
        print(f"{path.name}: {dict(found)} (first, second: {key['rows']})")


if __name__ == "__main__":
    main()
