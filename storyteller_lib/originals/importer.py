"""A folder of files of 2015 becomes a folder of models of ours.

Each part is read by its own reader, cut to the words in use, and written in
full precision as safetensors, with the original's choices as its settings:
the same captions are found, the same thought is shifted, the same beam
writes. What is not there is reported with what that costs.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn

from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder.fc7 import Fc7Encoder, Fc7Settings
from storyteller_lib.originals.files.arrays import read_array
from storyteller_lib.originals.files.pickles import open_file
from storyteller_lib.originals.folder import (
    CAPTION_STYLE,
    Originals,
    find_originals,
)
from storyteller_lib.originals.models.skip_thoughts import (
    KINDS,
    read_encoders,
    read_words,
)
from storyteller_lib.originals.models.story_decoder import (
    BEAM,
    read_story_decoder,
)
from storyteller_lib.originals.models.vgg19 import read_vgg19
from storyteller_lib.originals.models.visual_semantic_embedding import (
    read_embedding,
)
from storyteller_lib.originals.report import Found, Missing, Report
from storyteller_lib.skip_thoughts.combine_skip import ThoughtEncoder
from storyteller_lib.storyteller.models.parts import CAPTION_MEAN
from storyteller_lib.style import mean_thought
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.visual_semantic_embedding import VisualSemanticEmbedding

MEAN_OF = 10_000
"""Captions whose mean stands in for a caption style that is missing."""

FIRST_WORDS = 20_000
"""Words that are kept where neither captions nor a decoder say which."""


def import_originals(
    folder: str | Path, out: str | Path, words: Iterable[str] = ()
) -> Report:
    """Turn a folder of original files into a folder of models.

    Args:
        folder: where the original files are.
        out: the folder to write; made if need be.
        words: words that the encoder shall know beside those of the
            captions and of the decoder.

    Raises:
        StorytellerError: if the folder holds no original model, a file is
            broken, or the parts do not fit each other.

    Chapter: book/08_style_shifting
    """
    importer = Importer(find_originals(Path(folder)), Path(out))
    return importer.run(set(words))


class Importer:
    """Imports part after part and keeps the report.

    Args:
        files: what was found.
        out: the folder to write.

    Chapter: book/08_style_shifting
    """

    def __init__(self, files: Originals, out: Path) -> None:
        self.files, self.out = files, out
        self.report = Report(files.folder, out)
        self.in_use: set[str] = set()
        self.captions: list[str] = []
        self.thought_dim: int | None = None
        self.encoder: ThoughtEncoder | None = None
        self.words: Vocabulary | None = None

    def run(self, words: set[str]) -> Report:
        """Import all that is there."""
        if not self.files.models:
            raise StorytellerError(
                f"{self.files.folder} has no weights of skip-thoughts, of a "
                "story decoder or of an image-sentence embedding"
            )
        try:
            self.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorytellerError(
                f"{self.out} cannot be made ({error.strerror}): name another "
                "folder to write to"
            ) from None
        self.in_use |= words
        self._read_captions()
        done = [self._decoder(), self._embedding(), self._thoughts()]
        done.append(self._styles())
        self.report.loadable = all(done)
        self.report.notes += [
            f"{path} was passed over: another file of its kind was taken"
            for path in self.files.passed_over
        ]
        self._card()
        return self.report

    def _found(self, part: str, path: Path, detail: str) -> None:
        name = str(path.relative_to(self.files.folder))
        self.report.found.append(Found(part, name, detail))

    def _missing(self, part: str, wanted: str, cost: str) -> None:
        self.report.missing.append(Missing(part, wanted, cost))

    def _save(self, name: str, part: nn.Module) -> None:
        save_weights(
            self.out / f"{name}.safetensors",
            part,
            settings=cast(Any, part).settings.to_dict(),
            dtype="float32",
        )

    def _read_captions(self) -> None:
        if self.files.captions is None:
            return
        with open_file(self.files.captions) as file:
            lines = file.read().decode("utf-8", "replace").split("\n")
        self.captions = [line.strip() for line in lines if line.strip()]
        for caption in self.captions:
            self.in_use.update(tokenise(caption, lower_case=False))
            self.in_use.update(caption.split())

    def _decoder(self) -> bool:
        path = self.files.models.get("decoder")
        dictionary = self.files.dictionaries.get("decoder")
        if path is None or dictionary is None:
            wanted = "romance.npz" if path is None else "its dictionary"
            self._missing("story decoder", wanted, "no story can be written")
            return False
        decoder, words = read_story_decoder(path, dictionary)
        self._save("story_decoder", decoder)
        words.save(self.out / "decoder_words.txt")
        self.in_use.update(words.words)
        s = decoder.settings
        self.thought_dim = s.thought_dim
        deep = "deep" if s.deep else "plain"
        detail = f"{s.vocabulary} words, state {s.dim}, {deep} output"
        self._found("story decoder", path, detail)
        return True

    def _embedding(self) -> bool:
        path = self.files.models.get("embedding")
        dictionary = self.files.dictionaries.get("embedding")
        if path is None or dictionary is None:
            wanted = "coco_embedding.npz and its .dictionary.pkl"
            cost = "no captions can be found for a picture"
            self._missing("image-sentence embedding", wanted, cost)
            return False
        embedding, words = read_embedding(path, dictionary)
        self._save("visual_semantic_embedding", embedding)
        words.save(self.out / "embedding_words.txt")
        s = embedding.settings
        detail = f"{s.vocabulary} words, pictures of {s.image_dim} numbers"
        self._found("image-sentence embedding", path, detail)
        self._eyes(s.image_dim)
        return self._bank(embedding, words)

    def _bank(
        self, embedding: VisualSemanticEmbedding, words: Vocabulary
    ) -> bool:
        path = self.files.captions
        if path is None or not self.captions:
            cost = "there is no caption to find for a picture"
            self._missing("captions", "coco_train_caps.txt", cost)
            return False
        vectors = {"vectors": embedding.embed_texts(self.captions, words)}
        bank = self.out / "caption_bank"
        save_weights(
            bank.with_suffix(".safetensors"), vectors, dtype="float32"
        )
        packed = gzip.compress("\n".join(self.captions).encode(), mtime=0)
        bank.with_suffix(".txt.gz").write_bytes(packed)
        self._found("captions", path, f"{len(self.captions)} captions")
        return True

    def _eyes(self, image_dim: int) -> None:
        """VGG-19, or a stand-in that says that it cannot see."""
        eyes, path = Fc7Encoder(Fc7Settings(fc7=image_dim, blind=True)), None
        if self.files.eyes is not None:
            eyes, path = read_vgg19(self.files.eyes), self.files.eyes
        self._save("image_encoder", eyes)
        if path is not None:
            self._found("eyes", path, f"VGG-19, fc7 of {eyes.settings.fc7}")
        else:
            cost = "no picture can be looked at; storyteller retell needs none"
            self._missing("eyes", "vgg19.pkl", cost)

    def _thoughts(self) -> bool:
        kind, tables = self.files.encoder, self.files.tables
        if kind is None or tables is None:
            wanted = "uni_skip.npz, bi_skip.npz, their tables, dictionary.txt"
            cost = "no text can be read into a thought"
            self._missing("skip-thoughts", wanted, cost)
            return False
        paths = {name: self.files.models[name] for name in KINDS[kind]}
        listed = read_words(tables, KINDS[kind][0])
        if not self.in_use:
            self.in_use.update(listed[:FIRST_WORDS])
        encoder, words = read_encoders(paths, tables, self.in_use)
        self._save("skip_thoughts", encoder)
        words.save(self.out / "words.txt")
        self.encoder, self.words = encoder, words
        kept = f"{len(words)} of {len(listed)} words kept"
        detail = f"{kind}-skip, {encoder.settings.dim} numbers, {kept}"
        self._found("skip-thoughts", paths[KINDS[kind][0]], detail)
        self.report.notes.append(
            "words that are neither in the captions nor the decoder's are "
            "read as the unknown word; import again to keep others too"
        )
        return self._fits("the story decoder", self.thought_dim)

    def _fits(self, part: str, dim: int | None) -> bool:
        """Whether a part takes the thoughts that the encoder makes."""
        own = self.encoder.settings.dim if self.encoder else dim
        if dim is None or own == dim:
            return True
        self.report.notes.append(
            f"{part} is for thoughts of {dim} numbers, the encoder makes "
            f"{own}: both halves of combine-skip are needed"
        )
        return False

    def _styles(self) -> bool:
        found = {n: self._style(n, p) for n, p in self.files.styles.items()}
        if not found:
            cost = "no style to shift to; build one from texts of your own"
            self._missing("styles", "romance_style.npy", cost)
        mean = self._caption_style()
        if mean is None:
            return False
        tensors = {**found, CAPTION_MEAN: mean}
        path = self.out / "styles.safetensors"
        save_weights(path, tensors, dtype="float32")
        fit = [self._fits(f"the style {n}", len(b)) for n, b in found.items()]
        return all([*fit, self._fits("the caption style", len(mean))])

    def _style(self, name: str, path: Path) -> Tensor:
        vector = read_array(path)
        if vector.ndim != 1 or vector.dtype.kind != "f":
            raise StorytellerError(
                f"{path} is no vector of numbers: it is no style"
            )
        self._found(f"style {name}", path, f"{len(vector)} numbers")
        return torch.from_numpy(vector.astype("float32"))

    def _caption_style(self) -> Tensor | None:
        """The mean thought of captions, made anew if its file is missing."""
        path = self.files.caption_style
        if path is not None:
            return self._style("of captions", path)
        if self.encoder is None or self.words is None or not self.captions:
            cost = "the captions' voice cannot be taken out of a thought"
            self._missing("caption style", CAPTION_STYLE, cost)
            return None
        some = self.captions[:MEAN_OF]
        cost = f"the mean of the first {len(some)} captions stands in for it"
        self._missing("caption style", CAPTION_STYLE, cost)
        return mean_thought(self.encoder.encode(some, self.words))

    def _card(self) -> None:
        card = {
            "name": self.out.name,
            "beam": BEAM.to_dict(),
            "licence": "these weights are others' work: theirs decides",
            **{
                key: self.report.to_dict()[key]
                for key in ("found", "missing", "notes")
            },
        }
        text = json.dumps(card, indent=2) + "\n"
        (self.out / "card.json").write_text(text, encoding="utf-8")
