"""The storyteller: from a picture to a story, all stages wired together.

    picture -> captions -> thought x -> x - c + b -> decoder -> story

Each stage is a module and a chapter of its own; here they only meet.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import shown_rounded
from storyteller_lib.decoding.beam_search import Trace
from storyteller_lib.pictures import Picture, PictureLike, load_picture
from storyteller_lib.retelling.reteller import Retold
from storyteller_lib.storyteller.choosing.candidates import (
    Candidate,
    SelectionSettings,
)
from storyteller_lib.storyteller.choosing.selection import Selection
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.storyteller.recognition import (
    MARGIN,
    NOTE,
    is_recognised,
)
from storyteller_lib.storyteller.retold import retold
from storyteller_lib.storyteller.stages import (
    StagewiseStoryteller,
    StyleLike,
    Vector,
    check_texts,
)
from storyteller_lib.storyteller.story import SHOWN, Story, lyric_lines
from storyteller_lib.storyteller.styles.files import (
    shown_weights,
    style_weights,
)
from storyteller_lib.storyteller.telling import Idea, Telling
from storyteller_lib.visual_semantic_embedding.retrieval import ScoredCaption


@shown_rounded
class _Told(NamedTuple):
    """What was told of a thought, before it is shown as a ``Story``."""

    text: str
    score: float
    trace: Trace | None = None
    candidates: tuple[Candidate, ...] = ()
    source: Retold | None = None


class Storyteller(StagewiseStoryteller):
    """Tells whole stories about pictures; its stages can be called, too.

    It is a stagewise storyteller and does not merely have one: who has
    heard a story asks the same storyteller what it saw and thought.

    Args:
        models: the trained parts, see ``load_models``.
        beam: how words are chosen; the width is given with each story.

    Chapter: book/01_a_story_from_a_picture
    """

    @classmethod
    def load(
        cls, models: str | Path = "course", recipe: str | None = None
    ) -> Storyteller:
        """A storyteller with trained models, shipped or your own.

        Args:
            models: ``course`` (photographs, novels and the story library),
                ``storybook``, or a folder that ``make models`` wrote.
            recipe: ``written``, as this book writes stories (None is the
                same); ``plain``, the original recipe (the captions' mean,
                shifted, one beam); ``retold``, after a passage of the
                story library, which is made to fit the picture.

        Raises:
            StorytellerError: if there are no such models, or a file of
                theirs is broken.
        """
        return cls(load_models(models, recipe))

    def story(
        self,
        picture: PictureLike,
        style: StyleLike = "adventure",
        captions: int | None = None,
        beam_width: int = 50,
        strength: float = 1.0,
        seed: int | None = None,
        trace: bool = False,
        *,
        lyric: bool = False,
        candidates: int | None = None,
        progress: bool = False,
        captioner: str | None = None,
        **writing: Any,
    ) -> Story:
        """A story about a picture, in a style or a blend of styles.

        Args:
            picture: a path, bytes, an array or a Pillow image.
            style: a name (the models' or of a style that you built),
                ``"adventure=0.7,romance=0.3"``, weights, or a style file.
            captions: how many captions of the picture are averaged; None
                takes as many as suit the models.
            beam_width: hypotheses kept at each word.
            strength: 1 shifts all the way, 0 not at all.
            seed: draws the captions anew (with replacement) from those
                found, and words if chance chooses them: each seed tells
                another story; None takes all captions.
            trace: whether to keep the beam's record in the story.
            lyric: break lines at commas, as in a song.
            candidates: how many stories are drawn, of which the best is
                kept, see ``selection``; 1 leaves it to the beam, or to one
                drawing; None takes as many as suit the models.
            progress: whether to show a bar if it takes long.
            captioner: where the captions come from: ``retrieval`` from the
                bank, ``attention``, which writes them, or ``both``; None
                takes what suits the models.
            writing: ``length=(40, 80)`` in words, ``no_repeat=3``,
                ``temperature``, ``top_k``, ``top_p``; see ``Writing``.

        Raises:
            StorytellerError: for a picture that cannot be read, an unknown
                style, or numbers out of range.
        """
        telling = Telling.asked(
            beam_width=beam_width,
            strength=strength,
            seed=seed,
            trace=trace,
            lyric=lyric,
            candidates=candidates,
            progress=progress,
            **writing,
        )
        weights = style_weights(style)
        image = load_picture(picture)
        count = self.models.captions if captions is None else captions
        if captioner is None:
            captioner = self.models.captions_from
        eye = self.look(image)
        found, written = self.seen(image, count, captioner, eye=eye)
        c = self.mean_caption(written)
        told = self._compose(found, weights, telling, image, c, eye)
        return replace(told, note=self.note(eye))

    def note(self, eye: Vector) -> str:
        """What to say of a picture if nothing in it was recognised; or "".

        Args:
            eye: what ``look`` found in it.
        """
        margin = MARGIN.get(self.models.name)
        if margin is None:  # nobody measured these models
            return ""
        best = self.models.bank.nearest(eye, 1)[0].score
        return "" if is_recognised(eye, self.nothing, best, margin) else NOTE

    def retell(
        self, texts: Sequence[str], style: StyleLike = "adventure", **how: Any
    ) -> Story:
        """A story from your own words instead of a picture.

        Args:
            texts: sentences that say what it is about.
            style: as of ``story``.
            how: whatever else ``story`` takes, the captions apart.

        Raises:
            StorytellerError: if no word is known, and as ``story`` does.
        """
        given = [texts] if isinstance(texts, str) else texts
        check_texts(given)
        found = [ScoredCaption(text, 1.0) for text in given]
        return self._compose(found, style_weights(style), Telling.asked(**how))

    def _compose(
        self,
        found: Sequence[ScoredCaption],
        style: Mapping[str, float],
        how: Telling,
        image: Picture | None = None,
        c: Vector | None = None,
        eye: Float[Tensor, " space"] | None = None,
    ) -> Story:
        """A story from captions, with all that it was made from."""
        texts = how.draw([caption.text for caption in found])
        c = self.mean_caption() if c is None else c
        x = self.think(texts, how.progress)
        thought = self.shift(x, style, how.strength, c)
        nothing = self.shift(c, style, how.strength, c)
        idea = Idea(texts, style, thought, nothing, eye)
        if self.models.shelf is not None:
            best = retold(self.models, idea, how)[0]
            told = _Told(best.text, best.total, source=best)
        else:
            told = self._written(idea, how)
        if image is not None:
            image.thumbnail((SHOWN, SHOWN))
        lines = lyric_lines(told.text) if how.lyric else [told.text]
        return Story(
            text="\n".join(lines),
            captions=tuple(found),
            style=shown_weights(style),
            strength=how.strength,
            seed=how.seed,
            score=told.score,
            trace=told.trace,
            lyric=how.lyric,
            picture=image,
            candidates=told.candidates,
            source=told.source,
        )

    def _written(self, idea: Idea, how: Telling) -> _Told:
        """The best of some candidates, or what the decoder tells at once."""
        selection = self._selection(how)
        if selection.settings.candidates > 1:
            drawn = selection.draw(
                idea.thought,
                idea.captions,
                idea.style,
                how.writing,
                how.seed,
                idea.nothing,
                idea.eye,
            )
            best = drawn[0].hypothesis
            return _Told(self.write(best), best.score, candidates=tuple(drawn))
        (result,) = self.tell(
            idea.thought[None],
            how.beam_width,
            how.trace,
            how.writing,
            how.seed,
            how.progress,
        )
        best = result.best
        return _Told(self.write(best), best.score, trace=result.trace)

    def _selection(self, how: Telling) -> Selection:
        """How many candidates are drawn; a trace is of the beam alone."""
        usual = SelectionSettings.from_dict(self.models.selection)
        wanted = 1 if how.trace else how.candidates
        if wanted is not None:
            usual = replace(usual, candidates=wanted)
        return Selection(self.models, self.beam, usual)
