"""The course's image encoder: inverted bottlenecks, seen at two scales.

What a photograph shows takes more layers than a storybook scene, and on a
laptop they must be cheap: narrow maps are handed on, and only inside a block
they are wide. The blocks are those of MobileNetV2 (Sandler et al., 2018,
section 3) and of its fused descendant in EfficientNetV2 (Tan & Le, 2021,
section 3.2); the grid adds coarse maps to fine ones as a feature pyramid does
(Lin et al., 2017, section 3).

Chapter: book/15_a_teacher_for_the_eyes
"""

from __future__ import annotations

from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.image_encoder.cnn import Annotations, convolution


@dataclass(frozen=True)
class BottleneckSettings(Settings):
    """The sizes of an image encoder of inverted bottlenecks.

    stem: channels after the first convolution (stride 2);
    widths, depths, strides: channels, blocks and stride of each stage;
    fused: how many stages, from the first, have only fused blocks;
    expansion: how many times wider a block is inside;
    channels: of an annotation vector, and of the pooled vector;
    pooling: channels that are averaged over the places.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    stem: int = 32
    widths: tuple[int, ...] = (32, 48, 96, 96, 160, 160)
    depths: tuple[int, ...] = (2, 3, 4, 4, 4, 1)
    strides: tuple[int, ...] = (2, 2, 2, 1, 2, 1)
    fused: int = 2
    expansion: int = 4
    channels: int = 256
    pooling: int = 1024

    def __post_init__(self) -> None:
        """Check the sizes; lists, as JSON gives them, become tuples."""
        rows = ("widths", "depths", "strides")
        for name in rows:
            object.__setattr__(self, name, tuple(getattr(self, name)))
        self.check_positive("stem", "expansion", "channels", "pooling")
        values = [getattr(self, name) for name in rows]
        if len({len(row) for row in values}) != 1:
            raise StorytellerError(
                "BottleneckSettings needs as many depths and strides as "
                f"widths, got {values}"
            )
        if not set(self.strides) <= {1, 2}:
            raise StorytellerError(
                f"BottleneckSettings needs strides of 1 or 2, got {values[2]}"
            )
        if any(not isinstance(n, int) or n < 1 for row in values for n in row):
            raise StorytellerError(
                "BottleneckSettings needs widths, depths and strides of 1 or "
                f"more, got {values}"
            )
        if not any(step > 1 for step in self.strides[1:]):
            raise StorytellerError(
                "BottleneckSettings needs a stage with a stride behind the "
                f"first one: it sees at two scales, got {self.strides}"
            )

    @property
    def fine(self) -> int:
        """Which stage makes the fine map: the last before a stride."""
        return max(i for i, step in enumerate(self.strides) if step > 1) - 1


class FarSide(nn.Module):
    """Room for a 3x3 convolution of stride 2, at the far side alone.

    So the teacher pads, as TensorFlow's SAME does: the student's places
    then lie where the teacher's do.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def forward(
        self, x: Float[Tensor, "batch channels h w"]
    ) -> Float[Tensor, "batch channels taller wider"]:
        """Zeros at the right and below; all around where a size is odd."""
        height, width = x.shape[-2:]
        return F.pad(x, (width % 2, 1, height % 2, 1))


def _look_around(before: int, after: int, stride: int) -> list[nn.Module]:
    """A full 3x3 convolution with its norm and its rectifier."""
    layer, norm = convolution(before, after, 3, stride)
    if stride == 1:
        return [layer, norm, nn.ReLU()]
    layer.padding = (0, 0)
    return [FarSide(), layer, norm, nn.ReLU()]


class InvertedBottleneck(nn.Module):
    """Widen, look around, narrow; and a way around where sizes agree.

    A fused block widens and looks around in one full convolution; a block
    with a stride always does, since depthwise ones with a stride are slow.
    Nothing bends the narrow map that leaves the block: a rectifier there would
    lose what it cuts off (Sandler et al., 2018, section 3.2).

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def __init__(
        self, before: int, after: int, wide: int, stride: int, fused: bool
    ) -> None:
        super().__init__()
        if fused or stride > 1:
            layers = _look_around(before, wide, stride)
        else:
            layers = [*convolution(before, wide, 1), nn.ReLU()]
            layers += [*convolution(wide, wide, 3, 1, wide), nn.ReLU()]
        self.layers = nn.Sequential(*layers, *convolution(wide, after, 1))
        self.around = stride == 1 and before == after

    def forward(
        self, x: Float[Tensor, "batch before h w"]
    ) -> Float[Tensor, "batch after rows columns"]:
        """What the block makes of a map, beside the map where it fits."""
        changes = self.layers(x)
        return x + changes if self.around else changes


class BottleneckEncoder(nn.Module):
    """Pictures in [0, 1] to annotation vectors and a pooled vector.

    A picture of 160 x 160 pixels gives a grid of 10 x 10 places: the fine
    map knows where, the last and coarser one what. The pooled vector comes
    from the coarse map alone.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def __init__(self, settings: BottleneckSettings) -> None:
        super().__init__()
        self.settings = s = settings
        self.stem = nn.Sequential(*_look_around(3, s.stem, 2))
        self.stages = nn.ModuleList()
        before, rows = s.stem, zip(s.widths, s.depths, s.strides, strict=True)
        for number, (width, depth, stride) in enumerate(rows):
            blocks = []
            for block in range(depth):
                step = 1 if block else stride
                sizes = (before, width, s.expansion * before)
                fused = number < s.fused
                blocks.append(InvertedBottleneck(*sizes, step, fused))
                before = width
            self.stages.append(nn.Sequential(*blocks))
        self.fine = nn.Sequential(
            *convolution(s.widths[s.fine], s.channels, 1)
        )
        self.coarse = nn.Sequential(*convolution(s.widths[-1], s.channels, 1))
        self.widen = nn.Sequential(
            *convolution(s.widths[-1], s.pooling, 1), nn.ReLU()
        )
        self.pool = nn.Linear(s.pooling, s.channels)

    def maps(self, pictures: Float[Tensor, "batch 3 h w"]) -> list[Tensor]:
        """What each stage says, (batch, width, rows, columns) each."""
        x, found = self.stem(pictures * 4 - 2), []
        for stage in self.stages:
            x = stage(x)
            found.append(x)
        return found

    def forward(self, pictures: Float[Tensor, "batch 3 h w"]) -> Annotations:
        """Annotation vectors of pictures with values in [0, 1]."""
        return self.annotations(self.maps(pictures))

    def annotate(
        self, pictures: Float[Tensor, "batch 3 h w"], layers: int
    ) -> Float[Tensor, "batch places channels"]:
        """Annotation vectors after so many of the stages.

        Raises:
            StorytellerError: if there are not so many.
        """
        if not 1 <= layers <= len(self.stages):
            raise StorytellerError(
                f"the image encoder has {len(self.stages)} stages: there "
                f"are no annotation vectors after {layers}"
            )
        grid = self.stem(pictures * 4 - 2)
        for stage in self.stages[:layers]:
            grid = stage(grid)
        return grid.flatten(2).transpose(1, 2)  # (batch, places, channels)

    def annotations(self, maps: list[Tensor]) -> Annotations:
        """The grid and the pooled vector from all stages' maps."""
        fine, coarse = maps[self.settings.fine], maps[-1]
        above = F.interpolate(self.coarse(coarse), fine.shape[-2:])
        grid = F.relu(self.fine(fine) + above)
        places = grid.flatten(2).transpose(1, 2)  # (batch, places, channels)
        averaged = self.widen(coarse).mean((2, 3))  # (batch, pooling)
        return Annotations(places, self.pool(averaged))
