"""Measure the course's sequence storyteller on VIST's test stories.

    STORYTELLER_DATA=... python -m data_scripts.measure.vist [STORIES]

Writes ``book/measured/vist.json``, numbers only: how well descriptions and
stories can be aligned, and BLEU and METEOR of stories told from stand-ins
for pictures, beside those of the stories that the original's authors kept.
The decoder that learnt the library's albums, and no story of VIST, tells the
first hundred from the same stand-ins.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm

from data_scripts.course.sequences import (
    BEAM,
    CARD,
    FOLDER,
    StandIns,
    embedded,
    folder,
    load,
    short_stories,
)
from data_scripts.measure.vist_alignment import Alignment
from storyteller_lib.config import data_folder
from storyteller_lib.data.real import vist
from storyteller_lib.decoding.beam_search import BeamSettings
from storyteller_lib.evaluation.captions.scores import (
    BARE,
    LONGEST,
    bleu,
    meteor,
)
from storyteller_lib.sequence_storyteller import SequenceStoryteller
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.storyteller.sequences.albums import (
    ALBUM,
    AlbumTeller,
    Sight,
    album_teller,
)
from storyteller_lib.storyteller.sequences.teller import (
    CAPTIONS,
    WORDS,
    stand_in,
)
from storyteller_lib.storyteller.sequences.writing import write_sequences
from storyteller_lib.text import Vocabulary, tokenise

MEASURED = Path("book/measured/vist.json")
STORIES, ALBUMS = 500, 100

Told = list[list[str]]


def told_by(
    model: SequenceStoryteller, words: Vocabulary, seen: Tensor
) -> Told:
    """Stories of these vectors as tokens, all sentences end to end."""
    beam = BeamSettings.from_dict({**BEAM, "width": 5})
    never = words.encode(CARD["never"])
    found = []
    for rows in seen.split(50):
        for story in write_sequences(model, rows, beam, banned=never):
            found.append([w for s in story for w in words.decode(s)])
    return found


@torch.inference_mode()
def told_as_albums(teller: AlbumTeller, seen: Tensor) -> Told:
    """The same by the story decoder, turned from stand-in to stand-in."""
    models, found = teller.teller.models, []
    for rows in tqdm(seen, "as albums"):
        sights = []
        for eye in rows:
            captions = models.bank.nearest(eye, models.captions)
            x = teller.teller.think([caption.text for caption in captions])
            thought = teller.teller.shift(x, ALBUM)
            sights.append(Sight(eye, captions, thought))
        story = teller.tell(sights, {ALBUM: 1.0}, teller.drawing())
        found.append([w for s in story for w in tokenise(s)])
    return found


def albums_row(stories: list[Any]) -> dict[str, Any]:
    """Scores of the first stories, told as albums."""
    teller = album_teller("course")
    assert isinstance(teller, AlbumTeller)
    models, some = teller.teller.models, stories[:ALBUMS]
    near = StandIns(models, [story.sentences for story in some]).near
    references = [story.text.split() for story in some]
    return scores(told_as_albums(teller, near), references)


def scores(told: Told, references: Told) -> dict[str, Any]:
    """BLEU-1 to 4 without brevity penalty, METEOR, and the length ratio.

    As the VIST storyteller's authors scored them: over whole stories split
    at white space, with one reference each. They used METEOR 1.5, which
    knows synonyms; ours does not, and is not to be compared with theirs.
    """
    people = [[reference] for reference in references]
    shares = bleu(told, people)
    return {
        "bleu": [
            round(100 * shares[f"BLEU-{n}{BARE}"], 1)
            for n in range(1, LONGEST + 1)
        ],
        "meteor": round(meteor(told, people), 4),
        "length ratio": round(
            sum(map(len, told)) / sum(map(len, references)), 3
        ),
        "stories": len(told),
    }


def originals(limit: int) -> dict[str, Any]:
    """The original's stored stories under our measures, on its val split."""
    data = data_folder()
    assert data is not None
    stored = data / "oracles" / "vist_bleu"

    def lines(name: str) -> Told:
        with lzma.open(stored / name, "rt", encoding="utf-8") as file:
            return [line.split() for line in file][:limit]

    references = lines("references_story_valid.txt.xz")
    runs = json.loads((stored / "bleu.json").read_text())
    return {
        run["run"]: {
            **scores(lines(run["file"]), references),
            "stored bleu": run["stored"]["bleu"],
            "stored meteor": round(run["stored_meteor_final"], 4),
        }
        for run in runs
    }


def measure(limit: int) -> None:
    """Write the numbers that chapter 11 tells of."""
    models, words = load_models("course"), Vocabulary.load(FOLDER / WORDS)
    model = load(words).eval()
    alignments = {s: Alignment(folder(), s) for s in ("val", "test")}
    stories = short_stories("test")[:limit]
    references = [story.text.split() for story in stories]
    near = StandIns(models, [story.sentences for story in stories]).near
    pairs = alignments["test"].pairs()[:limit]
    described = stand_in(
        embedded(models, [d for _, five in pairs for d in five]),
        models.bank,
        CAPTIONS,
    ).view(len(pairs), vist.LENGTH, -1)
    own = [story.text.split() for story, _ in pairs]
    values = {
        "made_by": "python -m data_scripts.measure.vist",
        "alignment": {s: a.figures() for s, a in alignments.items()},
        "test stories": {
            "each sentence for its picture": scores(
                told_by(model, words, near), references
            ),
            "another story's sentences": scores(
                told_by(model, words, near.roll(1, 0)), references
            ),
            f"the album decoder, {ALBUMS} stories": albums_row(stories),
            "descriptions, where aligned": scores(
                told_by(model, words, described), own
            ),
            "descriptions of other albums": scores(
                told_by(model, words, described.roll(len(pairs) // 2, 0)), own
            ),
        },
        "originals on val": originals(limit),
    }
    text = json.dumps(values, indent=1) + "\n"
    MEASURED.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    torch.set_num_threads(1)
    measure(int(sys.argv[1]) if sys.argv[1:] else STORIES)
