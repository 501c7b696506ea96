"""Sentences that people judged: eight sets to test sentence vectors with.

The sets of the skip-thoughts evaluation (Kiros et al., 2015, section 3) and
the STS benchmark, in the files in which they are passed around:

- ``sick/SICK_train.txt``, ``SICK_trial.txt``: how alike two sentences are,
  1 to 5 (Marelli et al., 2014); its test part is read if it is there;
- ``stsb/sts-train.csv``, ``sts-dev.csv``, ``sts-test.csv``: the same, 0 to 5
  (Cer et al., 2017);
- ``msrp/msr_paraphrase_train.txt``, ``_test.txt``: does one sentence say
  what the other says (Dolan et al., 2004);
- ``trec/train_5500.label``: what a question asks for, in six classes (Li and
  Roth, 2002); ``TREC_10.label``, the test part, is read if it is there;
- ``mr``, ``cr``, ``subj``, ``mpqa``: sentences of two kinds in two files.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storyteller_lib.config import check_known
from storyteller_lib.data.real.files import cut_short, need, read_lines

OPINIONS = {
    "mr": ("rt-polarity.neg", "rt-polarity.pos"),
    "cr": ("custrev.neg", "custrev.pos"),
    "subj": ("subj.objective", "subj.subjective"),
    "mpqa": ("mpqa.neg", "mpqa.pos"),
}


@dataclass(frozen=True)
class SentencePairs:
    """Pairs of sentences, and what people said of each pair.

    Chapter: book/12_measuring_stories
    """

    first: Sequence[str]
    second: Sequence[str]
    said: Sequence[float]

    def __len__(self) -> int:
        return len(self.said)


@dataclass(frozen=True)
class LabelledSentences:
    """Sentences, and the class of each.

    Chapter: book/12_measuring_stories
    """

    texts: Sequence[str]
    labels: Sequence[str]

    def __len__(self) -> int:
        return len(self.labels)


def sick(folder: Path, part: str) -> SentencePairs:
    """A part of SICK: train, trial, or test where somebody has it.

    Raises:
        StorytellerError: if the file is missing or broken.

    Chapter: book/12_measuring_stories
    """
    return _pairs(folder / "sick" / f"SICK_{part}.txt", (1, 2, 3), header=True)


def stsb(folder: Path, part: str) -> SentencePairs:
    """A part of the STS benchmark: train, dev or test.

    Raises:
        StorytellerError: if the file is missing or broken.

    Chapter: book/12_measuring_stories
    """
    return _pairs(folder / "stsb" / f"sts-{part}.csv", (5, 6, 4))


def msrp(folder: Path, part: str) -> SentencePairs:
    """A part of the paraphrase corpus, train or test: said is 1 or 0.

    Raises:
        StorytellerError: if the file is missing or broken.

    Chapter: book/12_measuring_stories
    """
    path = folder / "msrp" / f"msr_paraphrase_{part}.txt"
    return _pairs(path, (3, 4, 0), header=True)


def trec(folder: Path, part: str = "train_5500") -> LabelledSentences:
    """Questions and what they ask for; the first part of the label.

    Raises:
        StorytellerError: if the file is missing or broken.

    Chapter: book/12_measuring_stories
    """
    path = folder / "trec" / f"{part}.label"
    texts, labels = [], []
    for line in filter(None, read_lines(path)):
        label, _, question = line.partition(" ")
        if ":" not in label or not question.strip():
            raise cut_short(path, f"no label and question in {line[:30]!r}")
        labels.append(label.partition(":")[0])
        texts.append(question.strip())
    return LabelledSentences(texts, labels)


def opinions(folder: Path, name: str) -> LabelledSentences:
    """One of the sets of two kinds: mr, cr, subj or mpqa.

    Raises:
        StorytellerError: for another name; if a file is missing.

    Chapter: book/12_measuring_stories
    """
    check_known("set", name, OPINIONS)
    texts, labels = [], []
    for file in OPINIONS[name]:
        lines = read_lines(folder / name / file)
        some = [line.strip() for line in lines if line.strip()]
        texts += some
        labels += [file.rpartition(".")[2]] * len(some)
    return LabelledSentences(texts, labels)


def _pairs(
    path: Path, columns: tuple[int, int, int], header: bool = False
) -> SentencePairs:
    """Pairs from a table: the columns of both sentences and the number."""
    first, second, said = [], [], []
    lines = [line for line in read_lines(need(path)) if line.strip()]
    for number, line in enumerate(lines[header:], start=1 + header):
        cells = line.rstrip("\r").split("\t")
        try:
            said.append(float(cells[columns[2]]))
            first.append(cells[columns[0]].strip())
            second.append(cells[columns[1]].strip())
        except (IndexError, ValueError):
            raise cut_short(path, f"line {number} is no pair") from None
    return SentencePairs(first, second, said)
